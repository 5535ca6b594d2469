import Properties
import Testing

@testable import KubeModel

/// Against whole numbers of 10^-9, which every quantity with few digits is exactly.
@Suite("Properties of quantities")
struct QuantityPropertyTests {
  private static let decimal = ["n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "e3": 3, "E-3": -3]
  private static let binary = ["Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40]

  /// A quantity's text and its amount in 10^-9.
  private func quantity(_ generator: inout SeededGenerator) -> (text: String, nano: Int128) {
    let sign = generator.pick(["", "", "-", "+"])
    let whole = generator.chance(0.3) ? 0 : generator.number(0...99_999)
    let places = generator.number(0...4)
    let fraction = (0..<places).reduce(into: "") { text, _ in text += String(generator.number(0...9)) }
    let digits = Int128(whole) * Self.power(10, places) + (Int128(fraction) ?? 0)
    var nano: Int128
    let suffix: String
    if generator.chance(0.5), let (name, shift) = Self.binary.randomElement(using: &generator) {
      suffix = name
      nano = Self.dividedUp(digits * 1_000_000_000 << shift, Self.power(10, places))
    } else {
      let (name, power) = Self.decimal.randomElement(using: &generator) ?? ("", 0)
      suffix = name
      nano = Self.dividedUp(digits * Self.power(10, power + 9), Self.power(10, places))
    }
    if sign == "-" { nano = -nano }
    return ("\(sign)\(whole)\(places > 0 ? "." : "")\(fraction)\(suffix)", nano)
  }

  private static func power(_ base: Int128, _ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * base }
  }

  private static func dividedUp(_ value: Int128, _ divisor: Int128) -> Int128 { (value + divisor - 1) / divisor }

  private func nano(_ text: String) throws -> Int128 {
    let amount = try #require(QuantityAmount(text), "\(text) is no quantity")
    return QuantityAmount.aligned(amount, QuantityAmount(digits: 0, exponent: -9, form: .decimalSuffix)).0
  }

  @Test("A text is read as the amount that it says, rounded away from zero at 10^-9")
  func amounts() throws {
    try forAll(runs: 3_000) { generator in
      let (text, expected) = quantity(&generator)
      try hold(try nano(text) == expected, "\(text) is \(expected) n, read as \(try nano(text)) n")
      let units = expected < 0 ? -Self.dividedUp(-expected, 1_000_000_000) : Self.dividedUp(expected, 1_000_000_000)
      try hold(Quantity(text).value.map { Int128($0) } == units, "the value of \(text)")
      try hold(Quantity(text).isNegative == (expected < 0), "the sign of \(text)")
    }
  }

  @Test("The canonical text has the same amount, and is its own canonical text")
  func canonicalForm() throws {
    try forAll(runs: 3_000) { generator in
      let (text, expected) = quantity(&generator)
      let canonical = try #require(Quantity(text).canonical)
      try hold(try nano(canonical) == expected, "\(text) became \(canonical)")
      // A binary amount without a power of 1024 in it is written without a suffix, and read as a decimal one from then
      // on; so it is in Kubernetes.
      let becomesDecimal = text.hasSuffix("i") && canonical.hasSuffix("000")
      let again = try #require(Quantity(canonical).canonical)
      try hold(again == canonical || becomesDecimal, "\(text), \(canonical), \(again)")
      try hold(try nano(again) == expected && Quantity(again).canonical == again, "\(text), \(canonical), \(again)")
      let sum = try #require(Quantity(text).adding(Quantity("0")))
      try hold(!sum.text.contains(".") && !sum.text.contains("+"), "\(text) computed: \(sum)")
    }
  }

  @Test("Order, sums and differences are those of the amounts")
  func arithmetic() throws {
    try forAll(runs: 3_000) { generator in
      let (left, a) = quantity(&generator)
      let (right, b) = generator.chance(0.1) ? (left, a) : quantity(&generator)
      let order = a < b ? -1 : a > b ? 1 : 0
      try hold(Quantity(left).compare(Quantity(right)) == order, "\(left) against \(right)")
      let sum = try #require(Quantity(left).adding(Quantity(right)))
      try hold(try nano(sum.text) == a + b, "\(left) + \(right) = \(sum)")
      let difference = try #require(Quantity(left).subtracting(Quantity(right)))
      try hold(try nano(difference.text) == a - b, "\(left) - \(right) = \(difference)")
    }
  }

  @Test(
    "Kubernetes' own forms",
    arguments: [
      ("0.5", "500m"), ("1.5Gi", "1536Mi"), ("1024Ki", "1Mi"), ("1000m", "1"), ("0.1m", "100u"), ("1e3", "1e3"),
      ("12E2", "1200"), ("100M", "100M"), ("1000k", "1M"), ("0.0000000001", "1n"), ("-0.0000000001", "-1n"),
      ("512Ki", "512Ki"), ("0.5Ki", "512"), ("0.1Ki", "102400m"), ("1.5", "1500m"), ("1.500", "1.500"), ("0", "0"),
      ("000", "0"), ("16Ei", "9223372036854775807"), ("m", "0"), ("1e21", "1e21"), ("1000E", "1000E"),
      ("-1.5Gi", "-1536Mi"), ("94812.5Ki", "97088000"), ("97088000", "97088k"),
    ])
  func known(text: String, canonical: String) { #expect(Quantity(text).canonical == canonical) }

  @Test(
    "What is no quantity is refused, however large its numbers",
    arguments: [
      "", "1.5.5", "1 Gi", "Gi1", "1ki", "0x10", "1e", "1e9223372036854775807", "1e-9223372036854775808", "1e99",
      "99999999999999999999999999999999999999999", "١",
    ])
  func refused(text: String) {
    #expect(Quantity(text).canonical == nil)
    #expect(Quantity(text).value == nil)
  }
}
