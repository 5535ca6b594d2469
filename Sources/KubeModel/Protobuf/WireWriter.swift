/// Writes protobuf fields one after the other (Protocol Buffers: "Encoding").
struct WireWriter {
  private(set) var bytes: [UInt8]

  /// A writer that goes on after `bytes`.
  init(after bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func varint(_ number: Int, _ value: UInt64) {
    tag(number, .varint)
    append(value)
  }

  mutating func bool(_ number: Int, _ value: Bool) { varint(number, value ? 1 : 0) }

  /// An `int32` or `int64`: negative ones take ten bytes.
  mutating func integer(_ number: Int, _ value: Int64) { varint(number, UInt64(bitPattern: value)) }

  mutating func double(_ number: Int, _ value: Double) {
    tag(number, .fixed64)
    var bits = value.bitPattern
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  mutating func string(_ number: Int, _ text: String) { lengthDelimited(number, text.utf8) }

  mutating func lengthDelimited(_ number: Int, _ content: some Collection<UInt8>) {
    tag(number, .lengthDelimited)
    append(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// A message that `fill` writes.
  mutating func message(
    _ number: Int, _ fill: (inout WireWriter) throws(ProtobufError) -> Void
  ) throws(ProtobufError) {
    tag(number, .lengthDelimited)
    // One byte is kept for the length, which does for most messages; longer ones make room afterwards.
    bytes.append(0)
    let start = bytes.count
    try fill(&self)
    let length = UInt64(bytes.count - start)
    guard length >= 0x80 else {
      bytes[start - 1] = UInt8(length)
      return
    }
    var prefix = WireWriter()
    prefix.append(length)
    bytes.replaceSubrange(start - 1..<start, with: prefix.bytes)
  }

  private mutating func tag(_ number: Int, _ type: WireReader.WireType) {
    append(UInt64(number) << 3 | UInt64(type.rawValue))
  }

  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
