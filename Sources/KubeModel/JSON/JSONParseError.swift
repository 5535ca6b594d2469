/// Why a text is not JSON, and where.
package struct JSONParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the parser met.
  package enum Problem: Sendable, Hashable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case invalidUTF8
    case invalidEscape
    case controlCharacterInString
    case invalidNumber
    case numberOutOfRange
    case tooDeep
    case trailingBytes
  }

  package let problem: Problem

  /// The byte at which the problem was met, counted from zero.
  package let offset: Int

  package init(_ problem: Problem, offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  package var description: String {
    let what =
      switch problem {
      case .unexpectedEnd: "unexpected end of JSON input"
      case .unexpectedByte(let byte): "invalid character \(Self.quoted(byte))"
      case .invalidUTF8: "a string is not UTF-8"
      case .invalidEscape: "invalid escape in a string"
      case .controlCharacterInString: "control character in a string"
      case .invalidNumber: "invalid number"
      case .numberOutOfRange: "number out of range"
      case .tooDeep: "nested deeper than \(JSONReader.depthLimit) levels"
      case .trailingBytes: "invalid character after top-level value"
      }
    return "\(what) at byte \(offset)"
  }

  private static func quoted(_ byte: UInt8) -> String {
    guard (0x20..<0x7f).contains(byte) else { return "0x" + String(byte, radix: 16) }
    return "'\(Character(UnicodeScalar(byte)))'"
  }
}
