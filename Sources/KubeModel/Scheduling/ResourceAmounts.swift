/// Amounts of resources by name, counted in thousandths so that `500m` of a processor is a whole number.
package struct ResourceAmounts: Sendable, Hashable {
  /// Thousandths of the unit, by resource name; what is missing is zero.
  package private(set) var thousandths: [String: Int64]

  package init() { thousandths = [:] }

  /// The amounts of a `requests`, `allocatable` or `overhead` map; a quantity that cannot be read counts as zero.
  package init(_ quantities: [String: Quantity]) {
    thousandths = quantities.compactMapValues { Self.thousandths($0.text) }
  }

  package subscript(name: String) -> Int64 {
    get { thousandths[name] ?? 0 }
    set { thousandths[name] = newValue == 0 ? nil : newValue }
  }

  package static func += (left: inout Self, right: Self) {
    left.thousandths.merge(right.thousandths) { $0.saturatingSum($1) }
  }

  package static func -= (left: inout Self, right: Self) {
    for (name, amount) in right.thousandths { left[name] = left[name] - amount }
  }

  package static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum += right
    return sum
  }

  /// The larger amount of each resource.
  package func maximum(_ other: Self) -> Self {
    var result = self
    result.thousandths.merge(other.thousandths) { max($0, $1) }
    return result
  }

  /// Reads a quantity such as `500m`, `1.5Gi`, `2`, `1e3`; rounds up to a thousandth, stays at the largest number
  /// instead of overflowing, and gives nil for anything that is no quantity.
  package static func thousandths(_ text: String) -> Int64? {
    var digits = Substring(text)
    var isNegative = false
    if let sign = digits.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      digits = digits.dropFirst()
    }
    let number = digits.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard !number.isEmpty, let value = Double(number), let factor = factor(of: digits.dropFirst(number.count)) else {
      return nil
    }
    let scaled = (value * factor * 1_000).rounded(.up)
    let amount = scaled >= 9.2e18 ? Int64.max : Int64(scaled)
    return isNegative ? -amount : amount
  }

  private static func factor(of suffix: Substring) -> Double? {
    switch suffix {
    case "": return 1
    case "n": return 1e-9
    case "u": return 1e-6
    case "m": return 1e-3
    case "k": return 1e3
    case "M": return 1e6
    case "G": return 1e9
    case "T": return 1e12
    case "P": return 1e15
    case "E": return 1e18
    case "Ki": return 1_024
    case "Mi": return 1_048_576
    case "Gi": return 1_073_741_824
    case "Ti": return 1_099_511_627_776
    case "Pi": return 1_125_899_906_842_624
    case "Ei": return 1_152_921_504_606_846_976
    default:
      guard suffix.first == "e" || suffix.first == "E", Int(suffix.dropFirst()) != nil else { return nil }
      return Double("1e\(suffix.dropFirst())")
    }
  }
}

extension Int64 {
  fileprivate func saturatingSum(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
