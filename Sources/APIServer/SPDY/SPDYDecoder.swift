import LinuxSystem
import NIOCore

/// Cuts a client's bytes, which come in pieces of any size, into frames.
///
/// Not thread-safe: it belongs to the one task that reads a connection. After an error it is not to be used any more.
struct SPDYDecoder {
  /// A control frame that is longer than this is taken for garbage.
  static let controlFrameLimit = 64 * 1024
  private static let version: UInt16 = 3
  private static let finalFlag: UInt8 = 1

  /// A data frame of which part has come.
  private struct OpenData {
    var stream: SPDYStreamID
    var isLast: Bool
    var missing: Int
  }

  private var bytes = ByteBuffer()
  private var data: OpenData?
  private let inflater: Inflater

  init() throws { inflater = try Inflater(dictionary: SPDYDictionary.bytes) }

  /// Takes what came; `next()` then gives the frames.
  mutating func append(_ piece: ByteBuffer) {
    var piece = piece
    guard bytes.readableBytes > 0 else { return bytes = piece }
    bytes.discardReadBytes()
    bytes.writeBuffer(&piece)
  }

  /// The next frame; nil when more bytes are needed for it.
  mutating func next() throws(SPDYError) -> SPDYFrame? {
    while true {
      if data != nil { return nextData() }
      guard bytes.readableBytes >= 8, let first = bytes.getInteger(at: bytes.readerIndex, as: UInt32.self),
        let second = bytes.getInteger(at: bytes.readerIndex + 4, as: UInt32.self)
      else { return nil }
      let flags = UInt8(second >> 24)
      let length = Int(second & 0xff_ffff)
      guard first >> 31 == 1 else {
        bytes.moveReaderIndex(forwardBy: 8)
        data = OpenData(stream: first, isLast: flags & Self.finalFlag != 0, missing: length)
        continue
      }
      guard UInt16(first >> 16 & 0x7fff) == Self.version else { throw SPDYError("a frame that is not of SPDY/3") }
      guard length <= Self.controlFrameLimit else { throw SPDYError("a control frame of \(length) bytes") }
      guard bytes.readableBytes >= 8 + length else { return nil }
      bytes.moveReaderIndex(forwardBy: 8)
      guard let body = bytes.readSlice(length: length) else { return nil }
      if let frame = try control(UInt16(first & 0xffff), flags, body) { return frame }
    }
  }

  private mutating func nextData() -> SPDYFrame? {
    guard var open = data, open.missing == 0 || bytes.readableBytes > 0 else { return nil }
    let part = bytes.readSlice(length: min(open.missing, bytes.readableBytes)) ?? ByteBuffer()
    open.missing -= part.readableBytes
    data = open.missing == 0 ? nil : open
    return .data(open.stream, part, isLast: open.isLast && open.missing == 0)
  }

  /// A control frame; nil for those that ask for nothing.
  private func control(_ type: UInt16, _ flags: UInt8, _ body: ByteBuffer) throws(SPDYError) -> SPDYFrame? {
    var body = body
    switch type {
    case SPDYFrameType.synStream:
      let id = try number(&body)
      // The associated stream, the priority and the slot have no meaning here.
      guard body.readBytes(length: 6) != nil else { throw SPDYError("a frame that opens a stream is cut off") }
      return .open(id, headers: try headers(body), isLast: flags & Self.finalFlag != 0)
    case SPDYFrameType.synReply, SPDYFrameType.headers:
      _ = try number(&body)
      // Nothing asks for them, but they change the state of the compression.
      _ = try headers(body)
      return nil
    case SPDYFrameType.rstStream: return .reset(try number(&body))
    case SPDYFrameType.ping: return .ping(try number(&body, bits: 32))
    case SPDYFrameType.goAway: return .goAway
    default: return nil  // Section 2.2.1: an unknown control frame is ignored; settings and windows as well.
    }
  }

  private func number(_ body: inout ByteBuffer, bits: Int = 31) throws(SPDYError) -> UInt32 {
    guard let number = body.readInteger(as: UInt32.self) else { throw SPDYError("a control frame is cut off") }
    return bits == 31 ? number & 0x7fff_ffff : number
  }

  private func headers(_ body: ByteBuffer) throws(SPDYError) -> [String: String] {
    let block: [UInt8]
    do {
      block = try inflater.decompress(Array(body.readableBytesView), limit: SPDYHeaders.limit)
    } catch {
      throw SPDYError("a header block cannot be unpacked: \(error)")
    }
    return try SPDYHeaders.decode(block)
  }
}
