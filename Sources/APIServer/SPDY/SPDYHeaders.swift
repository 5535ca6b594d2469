import LinuxSystem
import NIOCore

/// A header block when it is unpacked (SPDY draft 3.1, section 2.6.10).
enum SPDYHeaders {
  /// More than this is no header of a stream that this server knows.
  static let limit = 64 * 1024

  /// Reads names and values.
  static func decode(_ bytes: [UInt8]) throws(SPDYError) -> [String: String] {
    var rest = ByteBuffer(bytes: bytes)
    guard let count = rest.readInteger(as: UInt32.self), count <= UInt32(limit / 8) else {
      throw SPDYError("a header block without a count of its pairs")
    }
    var headers: [String: String] = [:]
    for _ in 0..<count {
      guard let name = text(&rest), let value = text(&rest) else { throw SPDYError("a header block is cut off") }
      guard !name.isEmpty, headers.updateValue(value, forKey: name.lowercased()) == nil else {
        throw SPDYError("a header block with an empty name, or one that stands twice")
      }
    }
    guard rest.readableBytes == 0 else { throw SPDYError("a header block with bytes behind its pairs") }
    return headers
  }

  /// Writes names and values, in the order of the names.
  static func encode(_ headers: [String: String]) -> [UInt8] {
    var block = ByteBuffer(integer: UInt32(headers.count))
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
      for text in [name, value] {
        block.writeInteger(UInt32(text.utf8.count))
        block.writeString(text)
      }
    }
    return Array(block.readableBytesView)
  }

  private static func text(_ bytes: inout ByteBuffer) -> String? {
    guard let length = bytes.readInteger(as: UInt32.self) else { return nil }
    return bytes.readString(length: Int(length))
  }
}
