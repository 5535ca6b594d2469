package import KubeModel

/// Reads quantities as exact thousandths, which is what `resourceFieldRef` counts in.
package enum Amount {
  /// The quantity in thousandths; nil when it is none or does not fit.
  package static func milli(_ quantity: Quantity) -> Int128? {
    var digits = quantity.text[...]
    var exponent = 0
    var binary: Int128 = 1
    let suffixes: [(String, Int, Int128)] = [
      ("Ki", 0, 1 << 10), ("Mi", 0, 1 << 20), ("Gi", 0, 1 << 30), ("Ti", 0, 1 << 40), ("Pi", 0, 1 << 50),
      ("Ei", 0, 1 << 60), ("m", -3, 1), ("k", 3, 1), ("M", 6, 1), ("G", 9, 1), ("T", 12, 1), ("P", 15, 1),
      ("E", 18, 1), ("u", -6, 1), ("n", -9, 1),
    ]
    if let (suffix, power, factor) = suffixes.first(where: { digits.hasSuffix($0.0) }) {
      digits = digits.dropLast(suffix.count)
      exponent = power
      binary = factor
    } else if let mark = digits.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      guard let power = Int(digits[digits.index(after: mark)...]) else { return nil }
      exponent = power
      digits = digits[..<mark]
    }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let number = Int128(whole + (parts.count > 1 ? parts[1] : "")) else { return nil }
    exponent += 3 - (parts.count > 1 ? parts[1].count : 0)
    guard (-30...30).contains(exponent) else { return nil }
    var value = number.multipliedReportingOverflow(by: binary).partialValue
    for _ in 0..<max(exponent, 0) {
      let (next, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = next
    }
    for _ in 0..<max(-exponent, 0) { value = (value + 9) / 10 }
    return value
  }

  /// The quantity in units of `divisor`, rounded up, as `resourceFieldRef` gives it.
  package static func count(_ quantity: Quantity, dividedBy divisor: Quantity?) -> String? {
    guard let value = milli(quantity) else { return nil }
    let unit = divisor.flatMap { milli($0) } ?? 1_000
    guard unit > 0 else { return String((value + 999) / 1_000) }
    return String((value + unit - 1) / unit)
  }
}
