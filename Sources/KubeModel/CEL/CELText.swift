/// Texts of values as CEL writes them.
enum CELText {
  /// The text of a duration: seconds with a fraction, as CEL's `string()` writes it.
  static func text(ofDuration nanoseconds: Int64) -> String {
    let (whole, rest) = (nanoseconds / 1_000_000_000, abs(nanoseconds % 1_000_000_000))
    guard rest != 0 else { return "\(whole)s" }
    var fraction = String(String(rest + 1_000_000_000).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(nanoseconds < 0 && whole == 0 ? "-" : "")\(whole).\(fraction)s"
  }
}
