import LinuxSystem
import NIOCore

@testable import APIServer

/// What a client sends over SPDY to open streams.
enum SPDYOpening {
  /// A frame for each of the streams, by their headers; they are numbered 1, 3, 5 and so on.
  static func bytes(_ streams: [[String: String]]) throws -> ByteBuffer {
    let packer = try Deflater(format: .zlib, dictionary: SPDYDictionary.bytes)
    var bytes = ByteBuffer()
    for (index, headers) in streams.enumerated() {
      let block = try packer.compress(SPDYHeaders.encode(headers), flush: .sync)
      bytes.writeInteger(UInt32(0x8003_0001))
      bytes.writeInteger(UInt32(10 + block.count))
      bytes.writeInteger(UInt32(index * 2 + 1))
      bytes.writeBytes([0, 0, 0, 0, 0, 0] + block)
    }
    return bytes
  }
}
