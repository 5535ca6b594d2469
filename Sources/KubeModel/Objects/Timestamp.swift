/// A moment in UTC, as Kubernetes writes it in JSON: RFC 3339 with seconds (`Time`) or microseconds (`MicroTime`).
package struct Timestamp: Sendable, Hashable, Comparable, JSONConvertible, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z, without the fraction.
  package let seconds: Int64
  /// The fraction, from 0 to 999,999,999 nanoseconds.
  private let fraction: Int32

  /// Nanoseconds since 1970; 64 bits would end in 2262, and clients send the years 1 and 9999.
  ///
  /// Computed: Swift 6.3 crashes where an `Int128` is stored in what is handed to an asynchronous function.
  package var nanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(fraction) }

  /// A moment outside the years 0 to 9999, which cannot be written, becomes the first or the last that can.
  package init(nanoseconds: some BinaryInteger) {
    let bounded = min(max(Int128(clamping: nanoseconds), Self.range.lowerBound), Self.range.upperBound)
    let whole = bounded.flooredQuotient(1_000_000_000)
    seconds = Int64(whole)
    fraction = Int32(bounded - whole * 1_000_000_000)
  }

  private static let range: ClosedRange<Int128> =
    -62_167_219_200_000_000_000...253_402_300_799_999_999_999

  package init(seconds: Int64) { self.init(nanoseconds: Int128(seconds) * 1_000_000_000) }

  package static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.fraction) < (right.seconds, right.fraction)
  }

  /// Moves the moment by `duration`.
  package static func + (moment: Self, duration: Duration) -> Self {
    let (seconds, attoseconds) = duration.components
    return Self(
      nanoseconds: moment.nanoseconds + Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000))
  }

  /// The time from `start` to `end`.
  package static func - (end: Self, start: Self) -> Duration {
    let (seconds, rest) = (end.nanoseconds - start.nanoseconds).quotientAndRemainder(dividingBy: 1_000_000_000)
    return Duration(secondsComponent: Int64(seconds), attosecondsComponent: Int64(rest) * 1_000_000_000)
  }
}

extension Timestamp {
  /// Reads RFC 3339 with any offset and any fraction; nil when the text is anything else.
  package init?(_ text: String) {
    var reader = RFC3339Reader(text)
    guard let nanoseconds = reader.moment() else { return nil }
    self.init(nanoseconds: nanoseconds)
  }

  package init?(json: JSONValue) {
    guard let text = json.stringValue else { return nil }
    self.init(text)
  }

  /// Kubernetes' `Time`: whole seconds, as in `2026-11-22T10:00:00Z`.
  package var json: JSONValue { .string(description) }

  /// `2026-11-22T10:00:00Z`.
  package var description: String { text(fractionDigits: 0) }

  /// `2026-11-22T10:00:00.123456Z`: Kubernetes' `MicroTime` with 6 digits, a container log's time with 9.
  package func text(fractionDigits: Int) -> String {
    let seconds = seconds
    let day = seconds.flooredQuotient(86_400)
    let (year, month, dayOfMonth) = Self.civil(day: day)
    let secondOfDay = seconds - day * 86_400
    var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
    text += "\(padded(secondOfDay / 3_600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
    if fractionDigits > 0 {
      let fraction = padded(Int64(nanoseconds - Int128(seconds) * 1_000_000_000), 9)
      text += ".\(fraction.prefix(fractionDigits))"
    }
    return text + "Z"
  }

  private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The date of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The day, counted from 1970-01-01, of a date.
  static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.flooredQuotient(400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// Reads one RFC 3339 date and time.
private struct RFC3339Reader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  mutating func moment() -> Int128? {
    guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2),
      (1...12).contains(month), (1...31).contains(day), skip("T") || skip("t") || skip(" "),
      let hour = digits(2), skip(":"), let minute = digits(2), skip(":"), let second = digits(2),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let fraction = skip(".") ? fractionInNanoseconds() : 0
    guard let fraction, let offset = offsetInSeconds(), rest.isEmpty else { return nil }
    let days = Timestamp.day(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    return Int128(seconds) * 1_000_000_000 + Int128(fraction)
  }

  private mutating func offsetInSeconds() -> Int64? {
    if skip("Z") || skip("z") { return 0 }
    let sign: Int64 = skip("+") ? 1 : -1
    guard sign == 1 || skip("-"), let hours = digits(2), skip(":"), let minutes = digits(2) else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }

  private mutating func fractionInNanoseconds() -> Int64? {
    var value: Int64 = 0
    var count = 0
    while let digit = rest.first, (48...57).contains(digit) {
      if count < 9 { value = value * 10 + Int64(digit - 48) }
      count += 1
      rest.removeFirst()
    }
    guard count > 0 else { return nil }
    for _ in count..<max(count, 9) { value *= 10 }
    return value
  }

  private mutating func digits(_ count: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<count {
      guard let digit = rest.popFirst(), (48...57).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - 48)
    }
    return value
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }
}

extension FixedWidthInteger {
  /// The quotient rounded towards negative infinity.
  fileprivate func flooredQuotient(_ divisor: Self) -> Self {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

/// A moment that is written with microseconds: Kubernetes' `MicroTime`.
package struct MicroTimestamp: Sendable, Hashable, JSONConvertible {
  package var moment: Timestamp

  package init(_ moment: Timestamp) { self.moment = moment }

  package init?(json: JSONValue) {
    guard let moment = Timestamp(json: json) else { return nil }
    self.moment = moment
  }

  package var json: JSONValue { .string(moment.text(fractionDigits: 6)) }
}
