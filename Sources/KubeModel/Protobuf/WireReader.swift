/// Reads the fields of one protobuf message (Protocol Buffers: "Encoding").
///
/// Messages within it are read by readers over the same bytes.
struct WireReader {
  /// How the value behind a tag is written; raw values are the numbers on the wire.
  enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case groupStart = 3
    case groupEnd = 4
    case fixed32 = 5
  }

  /// What stands before a value.
  struct Tag {
    let number: Int
    let type: WireType
  }

  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    position = start
    end = bytes.count
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position == end }

  /// The next field's tag; nil at the end of the message.
  mutating func tag() throws(ProtobufError) -> Tag? {
    guard position < end else { return nil }
    let key = try varint()
    guard let type = WireType(rawValue: UInt8(key & 7)), (1...0x1fff_ffff).contains(key >> 3) else {
      throw ProtobufError("there is no field with the tag \(key)")
    }
    return Tag(number: Int(key >> 3), type: type)
  }

  mutating func varint() throws(ProtobufError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < end else { throw Self.truncated }
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    throw ProtobufError("a number is longer than 64 bits")
  }

  mutating func fixed64() throws(ProtobufError) -> UInt64 {
    guard end - position >= 8 else { throw Self.truncated }
    defer { position += 8 }
    return bytes[position..<position + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The bytes of a string, of bytes or of a message.
  mutating func lengthDelimited() throws(ProtobufError) -> ArraySlice<UInt8> {
    let length = try varint()
    guard length <= UInt64(end - position) else { throw Self.truncated }
    defer { position += Int(length) }
    return bytes[position..<position + Int(length)]
  }

  /// A reader of the message that stands here.
  mutating func message() throws(ProtobufError) -> WireReader {
    let content = try lengthDelimited()
    return WireReader(bytes, content.startIndex..<content.endIndex)
  }

  mutating func string() throws(ProtobufError) -> String {
    guard let text = String(validating: try lengthDelimited(), as: UTF8.self) else {
      throw ProtobufError("a string is not UTF-8")
    }
    return text
  }

  /// Passes over the value of a field that nobody knows, a whole group if one starts here.
  mutating func skip(_ tag: Tag) throws(ProtobufError) {
    var openGroups = 0
    var current = tag
    while true {
      switch current.type {
      case .varint: _ = try varint()
      case .fixed64: _ = try fixed64()
      case .lengthDelimited: _ = try lengthDelimited()
      case .fixed32:
        guard end - position >= 4 else { throw Self.truncated }
        position += 4
      case .groupStart: openGroups += 1
      case .groupEnd:
        guard openGroups > 0 else { throw ProtobufError("a group ends that has not begun") }
        openGroups -= 1
      }
      guard openGroups > 0 else { return }
      guard let next = try self.tag() else { throw Self.truncated }
      current = next
    }
  }

  /// Throws unless the value behind `tag` is written as `type`.
  func require(_ type: WireType, _ tag: Tag) throws(ProtobufError) {
    guard tag.type == type else {
      throw ProtobufError("the field \(tag.number) has the wire type \(tag.type.rawValue), not \(type.rawValue)")
    }
  }

  private static let truncated = ProtobufError("unexpected end of the message")
}
