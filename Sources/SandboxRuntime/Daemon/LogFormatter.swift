/// Turns a stream of bytes into lines of the format that container runtimes write for the kubelet:
/// `<time> <stream> F|P <text>`.
///
/// A line longer than 16 KiB, or one that the end of the stream cuts off, is written in parts flagged `P`.
struct LogFormatter {
  static let mostBytes = 16_384

  private let tag: [UInt8]
  private var pending: [UInt8] = []

  init(stream: String) { tag = Array(" \(stream) ".utf8) }

  /// Takes what was read at `time` (nanoseconds since 1970); whole lines are added to `output`.
  mutating func append(_ bytes: ArraySlice<UInt8>, time: Int64, to output: inout [UInt8]) {
    var rest = bytes
    while !rest.isEmpty {
      let room = Self.mostBytes - pending.count
      if let newline = rest.prefix(room + 1).firstIndex(of: UInt8(ascii: "\n")) {
        write(rest[..<newline], isFull: true, time: time, to: &output)
        rest = rest[(newline + 1)...]
      } else if rest.count >= room {
        write(rest.prefix(room), isFull: false, time: time, to: &output)
        rest = rest.dropFirst(room)
      } else {
        pending.append(contentsOf: rest)
        return
      }
    }
  }

  /// The stream ended: what waits for its end of line is written as a part.
  mutating func finish(time: Int64, to output: inout [UInt8]) {
    if !pending.isEmpty { write([], isFull: false, time: time, to: &output) }
  }

  private mutating func write(_ text: ArraySlice<UInt8>, isFull: Bool, time: Int64, to output: inout [UInt8]) {
    LogTime.append(time, to: &output)
    output.append(contentsOf: tag)
    output.append(UInt8(ascii: isFull ? "F" : "P"))
    output.append(UInt8(ascii: " "))
    output.append(contentsOf: pending)
    output.append(contentsOf: text)
    output.append(UInt8(ascii: "\n"))
    // Frees what a long line took.
    pending = []
  }
}

/// Times as RFC 3339 has them, in UTC with nine digits after the point, so that lines sort as text.
enum LogTime {
  static func append(_ nanoseconds: Int64, to output: inout [UInt8]) {
    let seconds = Int(nanoseconds.divided(by: 1_000_000_000))
    let fraction = Int(nanoseconds) - seconds * 1_000_000_000
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let second = seconds - days * 86_400
    // Days since 1970 to a date of the Gregorian calendar, with years that begin in March.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    digits(year, 4, "-", &output)
    digits(month, 2, "-", &output)
    digits(day, 2, "T", &output)
    digits(second / 3_600, 2, ":", &output)
    digits(second / 60 % 60, 2, ":", &output)
    digits(second % 60, 2, ".", &output)
    digits(fraction, 9, "Z", &output)
  }

  private static func digits(_ number: Int, _ count: Int, _ end: Unicode.Scalar, _ output: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      output.append(UInt8(48 + number / divisor % 10))
      divisor /= 10
    }
    output.append(UInt8(ascii: end))
  }
}

extension Int64 {
  /// Division that rounds towards minus infinity.
  fileprivate func divided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
