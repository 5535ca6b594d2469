/// A frame or a value in it that is not what the protocol says.
struct WireError: Error, Hashable {
  let message: String
}

/// Something that is written into frames: integers little-endian, texts and lists with their length first.
protocol WireValue {
  func write(to writer: inout WireWriter)
  init(from reader: inout WireReader) throws(WireError)
}

/// Builds the bytes of a frame.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func integer<Number: FixedWidthInteger>(_ number: Number) {
    for byte in 0..<(Number.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte)))
    }
  }

  mutating func raw(_ content: [UInt8]) {
    integer(UInt32(content.count))
    bytes.append(contentsOf: content)
  }

  mutating func append(_ content: [UInt8]) { bytes.append(contentsOf: content) }

  mutating func value(_ value: some WireValue) { value.write(to: &self) }
}

/// Takes the bytes of a frame apart.
struct WireReader {
  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(WireError) -> Number {
    let size = Number.bitWidth / 8
    guard bytes.count - position >= size else { throw WireError(message: "a number is cut off") }
    var number: Number = 0
    for byte in 0..<size {
      number |= Number(truncatingIfNeeded: bytes[position + byte]) << (8 * byte)
    }
    position += size
    return number
  }

  mutating func raw() throws(WireError) -> [UInt8] {
    let count = Int(try integer(UInt32.self))
    guard bytes.count - position >= count else { throw WireError(message: "a text is cut off") }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func value<Value: WireValue>(_ type: Value.Type = Value.self) throws(WireError) -> Value {
    try Value(from: &self)
  }

  /// How many elements a list can have at most with what is left.
  var remaining: Int { bytes.count - position }
}

extension FixedWidthInteger where Self: WireValue {
  func write(to writer: inout WireWriter) { writer.integer(self) }
  init(from reader: inout WireReader) throws(WireError) { self = try reader.integer() }
}

extension UInt8: WireValue {}
extension UInt16: WireValue {}
extension UInt32: WireValue {}
extension UInt64: WireValue {}
extension Int32: WireValue {}
extension Int64: WireValue {}

extension Bool: WireValue {
  func write(to writer: inout WireWriter) { writer.integer(self ? 1 as UInt8 : 0) }

  init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = false
    case 1: self = true
    default: throw WireError(message: "a truth value is neither 0 nor 1")
    }
  }
}

extension String: WireValue {
  func write(to writer: inout WireWriter) { writer.raw(Array(utf8)) }

  init(from reader: inout WireReader) throws(WireError) {
    let bytes = try reader.raw()
    // Every text ends up as a C string in the kernel; a zero byte would cut it off there.
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw WireError(message: "a text is not UTF-8 or has a zero byte")
    }
    self = text
  }
}

extension Array: WireValue where Element: WireValue {
  func write(to writer: inout WireWriter) {
    writer.integer(UInt32(count))
    for element in self { writer.value(element) }
  }

  init(from reader: inout WireReader) throws(WireError) {
    let count = Int(try reader.integer(UInt32.self))
    // Every element has at least a byte, so a longer list is a lie, found before memory is taken for it.
    guard count <= reader.remaining else { throw WireError(message: "a list is cut off") }
    self = []
    for _ in 0..<count { append(try reader.value()) }
  }
}

extension Optional: WireValue where Wrapped: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(self != nil)
    if let self { writer.value(self) }
  }

  init(from reader: inout WireReader) throws(WireError) {
    self = try reader.value(Bool.self) ? try reader.value(Wrapped.self) : nil
  }
}

extension Dictionary: WireValue where Key == String, Value == String {
  func write(to writer: inout WireWriter) {
    writer.integer(UInt32(count))
    for (key, value) in self {
      writer.value(key)
      writer.value(value)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    let count = Int(try reader.integer(UInt32.self))
    guard count <= reader.remaining else { throw WireError(message: "a table is cut off") }
    self = [:]
    for _ in 0..<count {
      let key: String = try reader.value()
      self[key] = try reader.value(String.self)
    }
  }
}

extension Duration: WireValue {
  func write(to writer: inout WireWriter) {
    writer.integer(nanoseconds)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self = .nanoseconds(try reader.integer(Int64.self))
  }

  /// The duration in nanoseconds, cut off at what the number can hold.
  var nanoseconds: Int64 {
    let whole = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let sum = whole.partialValue.addingReportingOverflow(components.attoseconds / 1_000_000_000)
    return whole.overflow || sum.overflow ? (components.seconds < 0 ? .min : .max) : sum.partialValue
  }
}
