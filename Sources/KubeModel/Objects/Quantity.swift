/// An amount of a resource as Kubernetes writes it: `500m`, `1.5Gi`, `2`.
package struct Quantity: Sendable, Hashable, JSONConvertible, CustomStringConvertible {
  /// The amount as it was written.
  package var text: String

  package init?(json: JSONValue) {
    switch json {
    case .string(let text): self.text = text
    case .integer(let value): text = String(value)
    case .number(let value): text = JSONText.text(of: value)
    default: return nil
    }
  }

  package init(_ text: String) { self.text = text }

  package var json: JSONValue { .string(text) }

  package var description: String { text }
}

extension Quantity {
  /// What Kubernetes says of a text that is no quantity.
  package static let formatProblem =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

  /// The amount rounded up to a whole number, as `Value()` in Kubernetes; nil when the text is no quantity.
  package var value: Int64? { Amount(text)?.scaled(to: 0) }

  /// The amount in thousandths, rounded up: CPU in millicores.
  package var milliValue: Int64? { Amount(text)?.scaled(to: -3) }

  /// The canonical text: no fraction, the largest suffix of its own form (`1536Mi` for `1.5Gi`); nil when this is no
  /// quantity.
  package var canonical: String? { Amount(text)?.canonicalText }

  /// Whether this is no more than zero; false for what is no quantity.
  package var isNegative: Bool { Amount(text).map { $0.digits < 0 } ?? false }

  /// The order of two amounts; nil when either is no quantity.
  package func compare(_ other: Self) -> Int? {
    guard let left = Amount(text), let right = Amount(other.text) else { return nil }
    let (a, b) = Amount.aligned(left, right)
    return a < b ? -1 : a > b ? 1 : 0
  }

  /// The sum, in the form of the left side unless that is zero; nil when either is no quantity.
  package func adding(_ other: Self) -> Self? { combined(other) { $0 &+ $1 } }

  /// The difference, in the form of the left side unless that is zero; nil when either is no quantity.
  package func subtracting(_ other: Self) -> Self? { combined(other) { $0 &- $1 } }

  private func combined(_ other: Self, _ operation: (Int128, Int128) -> Int128) -> Self? {
    guard let left = Amount(text), let right = Amount(other.text) else { return nil }
    let (a, b) = Amount.aligned(left, right)
    let form = left.digits == 0 ? right.form : left.form
    let result = Amount(digits: operation(a, b), exponent: min(left.exponent, right.exponent), form: form)
    return Self(result.canonicalText)
  }
}

/// A quantity read: digits × 10^exponent, and how it was written.
private struct Amount {
  enum Form {
    case decimalSuffix, binarySuffix, decimalExponent
  }

  var digits: Int128
  /// Never below -9: Kubernetes rounds finer amounts up.
  var exponent: Int
  var form: Form

  init(digits: Int128, exponent: Int, form: Form) {
    self.digits = digits
    self.exponent = exponent
    self.form = form
  }

  init?(_ text: String) {
    var rest = Substring(text).utf8
    var negative = false
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      negative = first == UInt8(ascii: "-")
      rest.removeFirst()
    }
    var digits: Int128 = 0
    var exponent = 0
    var count = 0
    var inFraction = false
    var lost = false
    while let byte = rest.first {
      if byte == UInt8(ascii: "."), !inFraction {
        inFraction = true
      } else if (48...57).contains(byte) {
        count += 1
        if digits < 1_000_000_000_000_000_000_000_000_000 {
          digits = digits * 10 + Int128(byte - 48)
          if inFraction { exponent -= 1 }
        } else if inFraction {
          lost = lost || byte != 48
        } else {
          exponent += 1
        }
      } else {
        break
      }
      rest.removeFirst()
    }
    guard count > 0, let suffix = Self.suffix(String(Substring(rest))) else { return nil }
    form = suffix.form
    if suffix.form == .binarySuffix {
      let (product, overflow) = digits.multipliedReportingOverflow(by: Int128(1) << suffix.power)
      guard !overflow else { return nil }
      digits = product
    } else {
      exponent += suffix.power
    }
    self.digits = digits
    self.exponent = exponent
    guard abs(exponent) < 60 else { return nil }
    roundUp(to: -9, lost: lost)
    if negative { self.digits = -self.digits }
  }

  /// The power of ten or of two that a suffix stands for.
  private static func suffix(_ text: String) -> (form: Form, power: Int)? {
    switch text {
    case "": return (.decimalSuffix, 0)
    case "n": return (.decimalSuffix, -9)
    case "u": return (.decimalSuffix, -6)
    case "m": return (.decimalSuffix, -3)
    case "k": return (.decimalSuffix, 3)
    case "M": return (.decimalSuffix, 6)
    case "G": return (.decimalSuffix, 9)
    case "T": return (.decimalSuffix, 12)
    case "P": return (.decimalSuffix, 15)
    case "E": return (.decimalSuffix, 18)
    case "Ki": return (.binarySuffix, 10)
    case "Mi": return (.binarySuffix, 20)
    case "Gi": return (.binarySuffix, 30)
    case "Ti": return (.binarySuffix, 40)
    case "Pi": return (.binarySuffix, 50)
    case "Ei": return (.binarySuffix, 60)
    default:
      guard let first = text.first, first == "e" || first == "E", let power = Int(text.dropFirst()) else { return nil }
      return (.decimalExponent, power)
    }
  }

  /// Rounds away from zero to a multiple of 10^`limit`.
  private mutating func roundUp(to limit: Int, lost: Bool) {
    var inexact = lost
    while exponent < limit {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      inexact = inexact || remainder != 0
      digits = quotient
      exponent += 1
    }
    if inexact { digits += 1 }
  }

  /// The amount in units of 10^`power`, rounded away from zero; the nearest Int64 when it does not fit.
  func scaled(to power: Int) -> Int64 {
    var copy = self
    let sign: Int128 = digits < 0 ? -1 : 1
    copy.digits = digits.magnitude > 0 ? Int128(digits.magnitude) : 0
    copy.roundUp(to: power, lost: false)
    for _ in 0..<max(0, copy.exponent - power) {
      let (product, overflow) = copy.digits.multipliedReportingOverflow(by: 10)
      guard !overflow else { return sign < 0 ? .min : .max }
      copy.digits = product
    }
    return Int64(clamping: sign * copy.digits)
  }

  /// The digits of both at the same exponent.
  static func aligned(_ left: Self, _ right: Self) -> (Int128, Int128) {
    func digits(_ amount: Self, at exponent: Int) -> Int128 {
      var value = amount.digits
      for _ in 0..<(amount.exponent - exponent) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return value < 0 ? .min / 2 : .max / 2 }
        value = product
      }
      return value
    }
    let exponent = min(left.exponent, right.exponent)
    return (digits(left, at: exponent), digits(right, at: exponent))
  }

  var canonicalText: String {
    if digits == 0 { return "0" }
    var (digits, exponent) = (digits, exponent)
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    // A binary form below 1024, or with a fraction, is written with decimal suffixes.
    if form == .binarySuffix, exponent >= 0 || Amount.isWhole(digits, exponent), let text = binaryText { return text }
    var power = 0
    while exponent - power < 0 { power -= 3 }
    while exponent - power >= 3, power < 18 { power += 3 }
    for _ in 0..<max(0, exponent - power) { digits *= 10 }
    if form == .decimalExponent { return power == 0 ? "\(digits)" : "\(digits)e\(power)" }
    let names = [-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"]
    return "\(digits)\(names[power] ?? "")"
  }

  private static func isWhole(_ digits: Int128, _ exponent: Int) -> Bool { exponent >= 0 }

  private var binaryText: String? {
    var value = Amount.aligned(self, Amount(digits: 0, exponent: 0, form: form)).0
    for _ in 0..<max(0, -exponent) { value /= 10 }
    guard value.magnitude >= 1_024 else { return nil }
    var step = 0
    while value % 1_024 == 0, step < 6 {
      value /= 1_024
      step += 1
    }
    return "\(value)\(["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][step])"
  }
}
