/// A date of the Gregorian calendar.
struct CivilDate: Sendable, Hashable {
  let year: Int
  let month: Int
  let day: Int

  init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date of a day counted from 1970-01-01.
  init(day: Int64) {
    let (year, month, dayOfMonth) = Timestamp.civil(day: day)
    self.init(year: Int(year), month: Int(month), day: Int(dayOfMonth))
  }

  /// The day, counted from 1970-01-01.
  var dayNumber: Int64 { Timestamp.day(year: Int64(year), month: Int64(month), day: Int64(day)) }

  /// 0 for Sunday.
  var weekday: Int { Int(((dayNumber + 4) % 7 + 7) % 7) }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
