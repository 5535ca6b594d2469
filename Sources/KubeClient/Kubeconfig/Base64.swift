/// Base64 (RFC 4648, section 4), as kubeconfig files and Secrets carry bytes.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of the bytes, padded.
  package static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let chunk = bytes[start..<min(start + 3, bytes.count)]
      var group: UInt32 = 0
      for byte in chunk { group = group << 8 | UInt32(byte) }
      group <<= UInt32(8 * (3 - chunk.count))
      for place in 0..<4 {
        let isPadding = place > chunk.count
        result.append(
          isPadding ? UInt8(ascii: "=") : alphabet[Int(group >> UInt32(18 - 6 * place)) & 63])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes of the text; white space is skipped; nil when there is anything else in it.
  package static func decode(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count / 4 * 3)
    var group: UInt32 = 0
    var bits = 0
    var ended = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): continue
      case UInt8(ascii: "="): ended = true
      default:
        guard !ended, let digit = digit(byte) else { return nil }
        group = group << 6 | UInt32(digit)
        bits += 6
        if bits >= 8 {
          bits -= 8
          result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
        }
      }
    }
    // Six bits left over would be a digit that belongs to no byte.
    return bits < 6 ? result : nil
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
