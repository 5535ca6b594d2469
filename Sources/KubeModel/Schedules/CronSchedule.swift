/// When a CronJob runs (Kubernetes concept "CronJob", Schedule syntax): five fields, a macro such as `@hourly`, or
/// `@every 1h30m`.
package struct CronSchedule: Sendable, Hashable {
  /// Why a text is no schedule.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let message: String

    package init(message: String) { self.message = message }

    package var description: String { message }
  }

  private struct Fields: Sendable, Hashable {
    let minute: CronField
    let hour: CronField
    let dayOfMonth: CronField
    let month: CronField
    let dayOfWeek: CronField

    /// With both days given either will do; a star leaves it to the other.
    func matches(day: Int, weekday: Int) -> Bool {
      let (byMonth, byWeek) = (dayOfMonth.contains(day), dayOfWeek.contains(weekday))
      return dayOfMonth.isStar || dayOfWeek.isStar ? byMonth && byWeek : byMonth || byWeek
    }
  }

  private enum Rule: Sendable, Hashable {
    case fields(Fields)
    /// A fixed number of seconds.
    case every(Int64)
  }

  private static let macros = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]

  private let rule: Rule

  /// Reads a schedule.
  package init(_ text: String) throws(Problem) {
    guard !text.isEmpty else { throw Problem(message: "empty spec string") }
    if text.hasPrefix("@every ") {
      rule = .every(try Self.delay(String(text.dropFirst(7))))
      return
    }
    if text.hasPrefix("@"), Self.macros[text] == nil { throw Problem(message: "unrecognized descriptor: \(text)") }
    let parts = (Self.macros[text] ?? text).split(whereSeparator: \.isWhitespace)
    guard parts.count == 5 else {
      throw Problem(
        message: "expected exactly 5 fields, found \(parts.count): [\(parts.joined(separator: " "))]")
    }
    rule = .fields(
      Fields(
        minute: try CronField(parts[0], .minute), hour: try CronField(parts[1], .hour),
        dayOfMonth: try CronField(parts[2], .dayOfMonth), month: try CronField(parts[3], .month),
        dayOfWeek: try CronField(parts[4], .dayOfWeek)))
  }

  /// A duration as Go writes it (`1h30m`), in whole seconds and at least one.
  private static func delay(_ text: String) throws(Problem) -> Int64 {
    guard let nanoseconds = GoDuration.nanoseconds(text) else {
      throw Problem(message: "failed to parse duration @every \(text): time: invalid duration \"\(text)\"")
    }
    return max(1, nanoseconds / 1_000_000_000)
  }

  /// The first moment of the schedule after `moment`; nil when there is none within five years.
  ///
  /// A time that clocks skip is skipped, and one that they show twice comes twice.
  package func next(after moment: Timestamp, in zone: TimeZoneRules = .utc) -> Timestamp? {
    switch rule {
    case .every(let seconds): Timestamp(seconds: moment.seconds + seconds)
    case .fields(let fields): Self.next(fields, after: moment.seconds, in: zone).map(Timestamp.init(seconds:))
    }
  }

  private static func next(_ fields: Fields, after moment: Int64, in zone: TimeZoneRules) -> Int64? {
    let offset = zone.offset(at: moment)
    // The next full minute, as the zone's clocks show it.
    var time = moment + 60 - modulo(moment + offset, 60)
    let end = moment + 5 * 366 * 86_400
    while time < end {
      let local = time + zone.offset(at: time)
      let day = (local - modulo(local, 86_400)) / 86_400
      let date = CivilDate(day: day)
      if !fields.month.contains(date.month) {
        let isLast = date.month == 12
        let first = CivilDate(
          year: isLast ? date.year + 1 : date.year, month: isLast ? 1 : date.month + 1, day: 1)
        time = max(time + 60, zone.moment(local: first.dayNumber * 86_400))
      } else if !fields.matches(day: date.day, weekday: Int(modulo(day + 4, 7))) {
        time = max(time + 60, zone.moment(local: (day + 1) * 86_400))
      } else if !fields.hour.contains(Int(modulo(local, 86_400) / 3_600)) {
        time += 3_600 - modulo(local, 3_600)
      } else if !fields.minute.contains(Int(modulo(local, 3_600) / 60)) {
        time += 60
      } else {
        return time
      }
    }
    return nil
  }

  private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
