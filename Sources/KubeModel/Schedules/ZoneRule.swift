/// A zone's rule for all years, in the form of the variable `TZ` (POSIX, Base Definitions 8.3, with the wider times of
/// RFC 8536).
struct ZoneRule: Sendable, Hashable {
  /// A day of any year, and the time on it, when clocks change.
  private struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// The weekday's nth occurrence in a month; the fifth means the last.
      case weekday(Int, week: Int, month: Int)
      /// The nth day of the year, from 1, that is never 29 February.
      case julian(Int)
      /// The nth day of the year, from 0.
      case number(Int)
    }

    let day: Day
    let time: Int64

    /// What the zone's clocks show when they change in a year, counted from 1970.
    func local(in year: Int) -> Int64 {
      let newYear = CivilDate(year: year, month: 1, day: 1).dayNumber
      let dayNumber: Int64 =
        switch day {
        case .number(let number): newYear + Int64(number)
        case .julian(let number): newYear + Int64(number - 1 + (CivilDate.isLeap(year) && number > 59 ? 1 : 0))
        case .weekday(let weekday, let week, let month):
          CivilDate(year: year, month: month, day: Self.day(weekday, week, month, year)).dayNumber
        }
      return dayNumber * 86_400 + time
    }

    private static func day(_ weekday: Int, _ week: Int, _ month: Int, _ year: Int) -> Int {
      let first = CivilDate(year: year, month: month, day: 1)
      var day = 1 + (weekday - first.weekday + 7) % 7 + 7 * (week - 1)
      while day > CivilDate.daysInMonth(month, of: year) { day -= 7 }
      return day
    }
  }

  private let standard: Int64
  private let summer: Int64
  private let changes: (start: Change, end: Change)?

  /// Reads a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; nil when the text is anything else.
  init?(_ text: String) {
    var reader = Reader(rest: text[...])
    guard reader.name(), let west = reader.time() else { return nil }
    standard = -west
    guard !reader.rest.isEmpty else {
      summer = standard
      changes = nil
      return
    }
    guard reader.name() else { return nil }
    summer = reader.rest.hasPrefix(",") ? standard + 3_600 : reader.time().map { -$0 } ?? 0
    guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else { return nil }
    changes = (start, end)
  }

  func offset(at moment: Int64) -> Int64 {
    guard let changes else { return standard }
    let local = moment + standard
    let year = CivilDate(day: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400).year
    let start = changes.start.local(in: year) - standard
    let end = changes.end.local(in: year) - summer
    let isSummer = start < end ? (start..<end).contains(moment) : !(end..<start).contains(moment)
    return isSummer ? summer : standard
  }

  static func == (left: Self, right: Self) -> Bool {
    left.standard == right.standard && left.summer == right.summer && left.changes?.start == right.changes?.start
      && left.changes?.end == right.changes?.end
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(standard)
    hasher.combine(summer)
  }

  private struct Reader {
    var rest: Substring

    /// Skips a zone's abbreviation.
    mutating func name() -> Bool {
      let start = rest
      if skip("<") {
        rest = rest.drop { $0 != ">" }
        return skip(">")
      }
      rest = rest.drop { $0.isLetter }
      return rest.count < start.count
    }

    /// Reads `[+-]hh[:mm[:ss]]` as seconds.
    mutating func time() -> Int64? {
      let sign: Int64 = skip("-") ? -1 : 1
      if sign == 1 { _ = skip("+") }
      guard let hours = number() else { return nil }
      let minutes = skip(":") ? number() : 0
      let seconds = skip(":") ? number() : 0
      guard let minutes, let seconds else { return nil }
      return sign * Int64(hours * 3_600 + minutes * 60 + seconds)
    }

    mutating func change() -> Change? {
      guard skip(","), let day = day() else { return nil }
      guard skip("/") else { return Change(day: day, time: 7_200) }
      return time().map { Change(day: day, time: $0) }
    }

    private mutating func day() -> Change.Day? {
      if skip("J") { return number().map { .julian($0) } }
      guard skip("M") else { return number().map { .number($0) } }
      guard let month = number(), skip("."), let week = number(), skip("."), let weekday = number(),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      return .weekday(weekday, week: week, month: month)
    }

    private mutating func number() -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard digits.count <= 4 else { return nil }
      rest = rest.dropFirst(digits.count)
      return Int(digits)
    }

    private mutating func skip(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }
  }
}
