/// Identifiers that no two things share: of objects, requests and tokens.
enum UniqueIdentifier {
  private static let digits = Array("0123456789abcdef".utf8)

  /// A new random UUID in lower case (RFC 9562, version 4).
  ///
  /// Foundation's own opens a file for each.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let high = generator.next() & 0xffff_ffff_ffff_0fff | 0x4000
    let low = generator.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (word, count) in [(high >> 32, 8), (high >> 16, 4), (high, 4), (low >> 48, 4), (low, 12)] {
      if !text.isEmpty { text.append(UInt8(ascii: "-")) }
      for digit in (0..<count).reversed() { text.append(digits[Int(word >> UInt64(4 * digit) & 0xf)]) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
