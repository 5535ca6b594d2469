import NIOCore
import NIOHTTP1
import Properties

@testable import APIServer

/// What a client writes to a connection, and how it leaves.
struct ConnectionScript: Sendable {
  var security: RawClient.Security
  /// What is asked for before the pieces are written.
  var upgrade: VanishedClientTests.Way?
  var pieces: [ByteBuffer]
  /// Whether the client waits for nothing.
  var isHasty: Bool

  init(_ generator: inout SeededGenerator) throws {
    isHasty = generator.chance(0.3)
    let bytes: [UInt8]
    switch generator.number(0...19) {
    case 0:
      security = .none
      bytes = Self.requests(&generator)
    case 1...10:
      security = .tls([])
      bytes = Self.requests(&generator)
    case 11...15:
      security = .tls(["h2"])
      bytes = Self.frames(&generator)
    default:
      security = .tls([])
      let way = generator.pick(VanishedClientTests.Way.allCases)
      upgrade = way
      let usual = Array(try way.opening().readableBytesView) + Array(way.piece.readableBytesView)
      bytes = generator.chance(0.8) ? generator.mutated(usual) : generator.bytes(generator.number(0...2_000))
    }
    pieces = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(generator.chance(0.5) ? rest.count : generator.number(1...4_000))
      rest.removeFirst(piece.count)
      pieces.append(ByteBuffer(bytes: piece))
    }
  }

  // MARK: HTTP/1.1

  private static let words = [
    "\r\n", "\r\n\r\n", "Content-Length: 5\r\n", "Content-Length: 99999999999999999999\r\n", "HTTP/1.1",
    " HTTP/1.0\r\n",
    "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n", "Expect: 100-continue\r\n", ":", "\u{0}",
    "Connection: Upgrade\r\nUpgrade: websocket\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
  ]

  private static func requests(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<generator.number(1...4) {
      let request = RequestMaker.request(&generator)
      let body = Array(request.body.readableBytesView)
      var text = "\(request.method.rawValue) \(request.target.text) HTTP/1.1\r\nHost: test\r\n"
      for (name, value) in request.headers where !value.utf8.contains(where: { $0 < 32 }) {
        text += "\(name): \(value)\r\n"
      }
      if generator.chance(0.3) {
        text += "Transfer-Encoding: chunked\r\n\r\n\(String(body.count, radix: 16))\r\n"
        bytes += Array(text.utf8) + body + Array("\r\n\(body.isEmpty ? "" : "0\r\n\r\n")".utf8)
      } else {
        text += "Content-Length: \(body.count)\r\n\r\n"
        bytes += Array(text.utf8) + body
      }
    }
    return generator.chance(0.5) ? generator.mutated(bytes, words: words) : bytes
  }

  // MARK: HTTP/2 (RFC 9113)

  private static func frames(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(type: 4, flags: 0, stream: 0, [])
    for _ in 0..<generator.number(1...12) {
      let stream = UInt32(generator.pick([0, 1, 1, 3, 5, 2, 0x7FFF_FFFF]))
      let flags = generator.pick([0, 1, 4, 5, 5, 0x24, 0x0D, UInt8(generator.number(0...255))])
      switch generator.number(0...9) {
      case 0...3: bytes += frame(type: 1, flags: flags, stream: stream, headerBlock(&generator))
      case 4: bytes += frame(type: 0, flags: flags, stream: stream, generator.bytes(generator.number(0...3_000)))
      case 5: bytes += frame(type: 8, flags: 0, stream: stream, generator.bytes(4))
      case 6: bytes += frame(type: 3, flags: 0, stream: stream, generator.bytes(4))
      case 7: bytes += frame(type: 4, flags: flags, stream: 0, generator.bytes(6 * generator.number(0...4)))
      case 8: bytes += frame(type: 6, flags: flags, stream: 0, generator.bytes(8))
      default:
        bytes += frame(
          type: UInt8(generator.number(0...12)), flags: flags, stream: stream,
          generator.bytes(generator.number(0...40)))
      }
    }
    return generator.chance(0.4) ? generator.mutated(bytes) : bytes
  }

  private static func frame(type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
    var frame = ByteBuffer()
    frame.writeBytes([UInt8(payload.count >> 16 & 0xFF), UInt8(payload.count >> 8 & 0xFF), UInt8(payload.count & 0xFF)])
    frame.writeBytes([type, flags])
    frame.writeInteger(stream)
    frame.writeBytes(payload)
    return Array(frame.readableBytesView)
  }

  /// A request's head in HPACK (RFC 7541): indexed fields, and literals that are not Huffman-coded.
  private static func headerBlock(_ generator: inout SeededGenerator) -> [UInt8] {
    func literal(name index: UInt8, _ text: String) -> [UInt8] {
      let octets = Array(text.utf8.prefix(126))
      return [index, UInt8(octets.count)] + octets
    }
    let path = generator.chance(0.7) ? RequestMaker.request(&generator).target.text : generator.hostileText()
    let block =
      [generator.pick([0x82, 0x83]), 0x87] + literal(name: 0x04, path) + literal(name: 0x01, "test")
      + (generator.chance(0.3) ? [0x00, 1, 0x61] + literal(name: 1, generator.hostileText()).dropFirst() : [])
    return generator.chance(0.2) ? generator.mutated(block) : block
  }
}
