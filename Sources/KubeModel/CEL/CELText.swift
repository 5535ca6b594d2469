/// Texts of durations as CEL reads and writes them.
enum CELText {
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9),
  ]

  /// The nanoseconds of `1h30m` or `-1.5s`; nil when the text is no duration.
  static func duration(_ text: String) -> Int64? {
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

  /// The text of a duration: seconds with a fraction, as CEL's `string()` writes it.
  static func text(ofDuration nanoseconds: Int64) -> String {
    let (whole, rest) = (nanoseconds / 1_000_000_000, abs(nanoseconds % 1_000_000_000))
    guard rest != 0 else { return "\(whole)s" }
    var fraction = String(String(rest + 1_000_000_000).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(nanoseconds < 0 && whole == 0 ? "-" : "")\(whole).\(fraction)s"
  }
}
