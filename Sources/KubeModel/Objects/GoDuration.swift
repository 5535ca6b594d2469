/// Durations as Go writes and reads them (`time.Duration`): `1h30m`, `-1.5s`, `250ms`.
package enum GoDuration {
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9),
  ]

  /// The length in nanoseconds (`ParseDuration`); nil when the text is no duration.
  package static func nanoseconds(_ text: String) -> Int64? {
    var rest = text[...]
    var sign = 1.0
    if let first = rest.first, "+-".contains(first) {
      sign = first == "-" ? -1 : 1
      rest.removeFirst()
    }
    if rest == "0" { return 0 }
    guard !rest.isEmpty else { return nil }
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { !$0.isNumber && $0 != "." }
      rest = rest.dropFirst(name.count)
      guard let number = Double(digits), let unit = units.first(where: { $0.name == name }) else { return nil }
      total += number * unit.nanoseconds
    }
    return Int64(exactly: (sign * total).rounded())
  }

  /// The text of a length in nanoseconds (`Duration.String`): hours, minutes and seconds with a fraction, or the largest
  /// unit that is not longer when it is less than a second.
  package static func text(nanoseconds: Int64) -> String {
    let sign = nanoseconds < 0 ? "-" : ""
    let length = nanoseconds.magnitude
    switch length {
    case 0: return "0s"
    case ..<1_000: return "\(sign)\(length)ns"
    case ..<1_000_000: return "\(sign)\(decimal(length, 1_000))µs"
    case ..<1_000_000_000: return "\(sign)\(decimal(length, 1_000_000))ms"
    default:
      let (minutes, rest) = length.quotientAndRemainder(dividingBy: 60_000_000_000)
      let seconds = "\(decimal(rest, 1_000_000_000))s"
      if minutes == 0 { return sign + seconds }
      return "\(sign)\(minutes < 60 ? "" : "\(minutes / 60)h")\(minutes % 60)m\(seconds)"
    }
  }

  /// `1500` in thousands is `1.5`.
  private static func decimal(_ value: UInt64, _ unit: UInt64) -> String {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
    guard rest != 0 else { return "\(whole)" }
    var fraction = String(String(unit + rest).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(whole).\(fraction)"
  }
}
