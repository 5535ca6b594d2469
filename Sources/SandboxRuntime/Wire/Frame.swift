/// One message between a client and sandboxd.
///
/// On the wire: the length of the rest (32 bits), a number that ties an answer to its request (32 bits; 0 for events
/// and greetings), the kind, how many descriptors came with the first byte of the frame, and the content. Both sides
/// begin with a greeting that holds their version; they go on only when it is the same.
struct Frame: Hashable {
  /// What the content is.
  enum Kind: UInt8 {
    /// The version of the protocol.
    case greeting = 1
    /// A `Request`.
    case request
    /// The value that the request is answered with; nothing for many.
    case answer
    /// A `SandboxError`.
    case failure
    /// A `SandboxEvent`.
    case event
  }

  /// Grows with every change of what is written.
  static let version: UInt32 = 1
  /// No frame is longer: a container's files are the most that one carries.
  static let mostBytes = 64 << 20
  static let headerBytes = 10

  var id: UInt32
  var kind: Kind
  var descriptorCount: Int
  var content: [UInt8]

  init(id: UInt32, kind: Kind, descriptorCount: Int = 0, content: [UInt8]) {
    self.id = id
    self.kind = kind
    self.descriptorCount = descriptorCount
    self.content = content
  }

  init(id: UInt32, kind: Kind, descriptorCount: Int = 0, _ value: some WireValue) {
    var writer = WireWriter()
    writer.value(value)
    self.init(id: id, kind: kind, descriptorCount: descriptorCount, content: writer.bytes)
  }

  static var greeting: Frame { Frame(id: 0, kind: .greeting, version) }

  var bytes: [UInt8] {
    var writer = WireWriter()
    writer.integer(UInt32(content.count + Frame.headerBytes - 4))
    writer.integer(id)
    writer.integer(kind.rawValue)
    writer.integer(UInt8(descriptorCount))
    writer.append(content)
    return writer.bytes
  }

  /// The content as a value, with nothing left over.
  func value<Value: WireValue>(_ type: Value.Type = Value.self) throws(WireError) -> Value {
    var reader = WireReader(content)
    let value: Value = try reader.value()
    guard reader.isAtEnd else { throw WireError(message: "a frame is longer than its content") }
    return value
  }
}

/// Cuts a stream of bytes into frames.
struct FrameParser {
  private var buffer: [UInt8] = []
  private var start = 0

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    if start > 0, start == buffer.count || start > 65_536 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole frame; nil when more bytes are needed.
  mutating func next() throws(WireError) -> Frame? {
    guard buffer.count - start >= 4 else { return nil }
    var header = WireReader(Array(buffer[start..<min(start + Frame.headerBytes, buffer.count)]))
    let length = Int(try header.integer(UInt32.self))
    guard length >= Frame.headerBytes - 4, length <= Frame.mostBytes else {
      throw WireError(message: "a frame's length is impossible")
    }
    guard buffer.count - start >= 4 + length else { return nil }
    let id: UInt32 = try header.integer()
    guard let kind = Frame.Kind(rawValue: try header.integer()) else {
      throw WireError(message: "a frame is of an unknown kind")
    }
    let descriptors = Int(try header.integer(UInt8.self))
    let content = Array(buffer[start + Frame.headerBytes..<start + 4 + length])
    start += 4 + length
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= 65_536)
      start = 0
    }
    return Frame(id: id, kind: kind, descriptorCount: descriptors, content: content)
  }
}
