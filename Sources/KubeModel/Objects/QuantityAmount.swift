/// A quantity read (Kubernetes: `resource.ParseQuantity`): digits × 10^exponent, and how it was written.
///
/// Every amount below 10^37 is exact; what is larger is no quantity here, whereas Kubernetes computes with it.
struct QuantityAmount {
  enum Form {
    case decimalSuffix, binarySuffix, decimalExponent
  }

  /// Everything with a binary suffix is cut off here, as in Kubernetes.
  private static let mostBinary = Int128(Int64.max)
  /// Everything below 10^37 fits an `Int128` with room for a sum.
  private static let mostDigits = 37
  /// Kubernetes rounds finer amounts up.
  private static let finest = -9

  var digits: Int128
  /// Never below -9.
  var exponent: Int
  var form: Form
  /// Whether Kubernetes stores the text as it was written.
  private(set) var isWrittenCanonically = false

  init(digits: Int128, exponent: Int, form: Form) {
    self.digits = digits
    self.exponent = exponent
    self.form = form
  }

  /// Reads a text; nil when it is no quantity.
  ///
  /// As in Kubernetes, and other than its message says, the digits may be missing: `m` is zero.
  init?(_ text: String) {
    var rest = text[...].utf8
    guard !rest.isEmpty else { return nil }
    let sign = rest.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    let whole = Self.takeDigits(&rest).drop { $0 == 0 }
    var fraction: [Int8] = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = Self.takeDigits(&rest)
    }
    guard let suffix = Self.suffix(String(Substring(rest))) else { return nil }
    form = suffix.form
    (digits, exponent) = (0, 0)
    let isRead =
      form == .binarySuffix
      ? readBinary(whole, fraction, shift: suffix.power) : readDecimal(whole + fraction, suffix.power - fraction.count)
    guard isRead else { return nil }
    isWrittenCanonically = Self.isCanonical(whole, fraction, suffix)
    if sign == UInt8(ascii: "-") { digits = -digits }
  }

  private static func takeDigits(_ text: inout Substring.UTF8View) -> [Int8] {
    let digits = text.prefix { (48...57).contains($0) }
    text.removeFirst(digits.count)
    return digits.map { Int8($0 - 48) }
  }

  /// digits × 10^power; false when that is too large.
  private mutating func readDecimal(_ all: some Collection<Int8>, _ power: Int) -> Bool {
    var significant = Array(all.drop { $0 == 0 })
    var power = power
    while significant.last == 0 {
      significant.removeLast()
      power += 1
    }
    guard !significant.isEmpty else { return true }
    let isInexact = power < Self.finest
    if isInexact {
      significant.removeLast(min(significant.count, Self.finest - power))
      power = Self.finest
    }
    guard significant.count + max(0, power) <= Self.mostDigits else { return false }
    digits = Self.number(significant) + (isInexact ? 1 : 0)
    exponent = power
    return true
  }

  /// whole.fraction × 2^shift, cut off at the largest that Kubernetes allows.
  private mutating func readBinary(_ whole: ArraySlice<Int8>, _ fraction: [Int8], shift: Int) -> Bool {
    // 18 digits times 2^60 fit; what stands behind them only rounds up.
    let kept = fraction.prefix(18) + [Int8](repeating: 0, count: max(0, 18 - fraction.count))
    let nano: Int128 = 1_000_000_000
    let (quotient, remainder) = (Self.number(kept) << shift).quotientAndRemainder(dividingBy: nano)
    let roundsUp = remainder != 0 || fraction.dropFirst(18).contains { $0 != 0 }
    let parts = quotient + (roundsUp ? 1 : 0)
    let units = whole.count > 19 ? Self.mostBinary : min(Self.number(whole) << shift, Self.mostBinary)
    (digits, exponent) = (min(units * nano + parts, Self.mostBinary * nano), -9)
    if digits > 0, digits < nano { form = .decimalSuffix }
    return true
  }

  private static func number(_ digits: some Collection<Int8>) -> Int128 {
    digits.reduce(0) { $0 * 10 + Int128($1) }
  }

  /// Where Kubernetes' fast path keeps the text: few digits, no fraction of a suffix' step, no thousand left in it.
  private static func isCanonical(
    _ whole: ArraySlice<Int8>, _ fraction: [Int8], _ suffix: (form: Form, power: Int)
  ) -> Bool {
    let shifted = (whole.isEmpty ? [0] : Array(whole)) + fraction
    if suffix.form == .binarySuffix {
      let room = 15 - shifted.count - suffix.power * 3 / 10 - 1
      return fraction.isEmpty && room >= 0 && number(shifted) & 7 != 0
    }
    let scale = suffix.power - fraction.count
    return shifted.count <= 18 && scale >= finest && scale % 3 == 0 && shifted[0] != 0
      && shifted.suffix(3) != [0, 0, 0]
  }

  /// The power of ten or of two that a suffix stands for.
  private static func suffix(_ text: String) -> (form: Form, power: Int)? {
    let decimal = ["": 0, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18]
    let binary = ["Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60]
    if let power = decimal[text] { return (.decimalSuffix, power) }
    if let power = binary[text] { return (.binarySuffix, power) }
    guard let first = text.first, first == "e" || first == "E", let power = Int16(text.dropFirst()) else { return nil }
    return (.decimalExponent, Int(power))
  }
}

extension QuantityAmount {
  /// Whether the amount is a whole number.
  var isWhole: Bool {
    var rest = digits
    for _ in 0..<max(0, -exponent) {
      guard rest % 10 == 0 else { return false }
      rest /= 10
    }
    return true
  }

  /// The amount in units of 10^`power`, rounded away from zero; the nearest Int64 when it does not fit.
  func scaled(to power: Int) -> Int64 {
    var magnitude = Int128(digits.magnitude)
    if exponent < power {
      var isInexact = false
      for _ in exponent..<power {
        isInexact = isInexact || magnitude % 10 != 0
        magnitude /= 10
      }
      if isInexact { magnitude += 1 }
    }
    for _ in 0..<max(0, exponent - power) {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      guard !overflow else { return digits < 0 ? .min : .max }
      magnitude = product
    }
    return Int64(clamping: digits < 0 ? -magnitude : magnitude)
  }

  /// The digits of both at the same exponent; one that is too large for that is the largest or smallest there is.
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

  /// The text without a fraction and with the largest suffix of its form (`Quantity.CanonicalizeBytes`).
  var canonicalText: String {
    guard digits != 0 else { return "0" }
    var (digits, exponent) = (digits, exponent)
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    if form == .binarySuffix, exponent >= 0, let text = Self.binaryText(digits, exponent) { return text }
    var power = exponent - (exponent % 3 + 3) % 3
    // There is no decimal suffix above E.
    if form != .decimalExponent { power = min(power, 18) }
    for _ in 0..<(exponent - power) { digits *= 10 }
    if form == .decimalExponent { return power == 0 ? "\(digits)" : "\(digits)e\(power)" }
    let names = [-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"]
    return "\(digits)\(names[power] ?? "")"
  }

  /// With a binary suffix; nil for what Kubernetes writes with a decimal one: less than 1024.
  private static func binaryText(_ digits: Int128, _ exponent: Int) -> String? {
    var value = digits
    for _ in 0..<exponent { value *= 10 }
    guard value.magnitude >= 1_024 else { return nil }
    var step = 0
    while value % 1_024 == 0, step < 6 {
      value /= 1_024
      step += 1
    }
    return "\(value)\(["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][step])"
  }
}
