import LinuxSystem
import NIOCore

/// Makes a server's frames.
///
/// Only the replies carry headers, and with them the state of the compression, so they are to be sent in the order in
/// which they were made: all by the one task that reads the connection.
struct SPDYEncoder {
  private static let control: UInt16 = 0x8003
  /// The length of a frame has 24 bits.
  static let mostData = 0xff_ffff

  private let deflater: Deflater

  init() throws { deflater = try Deflater(format: .zlib, dictionary: SPDYDictionary.bytes) }

  /// Takes a stream that the client opened.
  func reply(_ stream: SPDYStreamID) throws -> ByteBuffer {
    let headers = try deflater.compress(SPDYHeaders.encode([:]), flush: .sync)
    var frame = Self.head(SPDYFrameType.synReply, length: 4 + headers.count)
    frame.writeInteger(stream)
    frame.writeBytes(headers)
    return frame
  }

  /// Bytes on a stream, of any number.
  static func data(_ stream: SPDYStreamID, _ bytes: ByteBuffer, isLast: Bool) -> ByteBuffer {
    var rest = bytes
    var frames = ByteBuffer()
    repeat {
      var part = rest.readSlice(length: min(rest.readableBytes, mostData)) ?? ByteBuffer()
      let ends = isLast && rest.readableBytes == 0
      frames.writeInteger(stream)
      frames.writeInteger(UInt32(part.readableBytes) | (ends ? 0x0100_0000 : 0))
      frames.writeBuffer(&part)
    } while rest.readableBytes > 0
    return frames
  }

  static func reset(_ stream: SPDYStreamID, _ status: SPDYResetStatus) -> ByteBuffer {
    var frame = head(SPDYFrameType.rstStream, length: 8)
    frame.writeInteger(stream)
    frame.writeInteger(status.rawValue)
    return frame
  }

  static func ping(_ id: UInt32) -> ByteBuffer {
    var frame = head(SPDYFrameType.ping, length: 4)
    frame.writeInteger(id)
    return frame
  }

  /// The end of the connection; `last` is the last stream that was taken.
  static func goAway(last: SPDYStreamID, _ status: SPDYGoAwayStatus) -> ByteBuffer {
    var frame = head(SPDYFrameType.goAway, length: 8)
    frame.writeInteger(last)
    frame.writeInteger(status.rawValue)
    return frame
  }

  private static func head(_ type: UInt16, length: Int) -> ByteBuffer {
    var frame = ByteBuffer()
    frame.writeInteger(control)
    frame.writeInteger(type)
    frame.writeInteger(UInt32(length))
    return frame
  }
}
