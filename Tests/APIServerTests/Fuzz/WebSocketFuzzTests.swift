import KubeModel
import NIOCore
import NIOEmbedded
import Properties
import Testing

@testable import APIServer

/// WebSocket frames as clients send them, and as they should not, through the handlers of an upgraded connection.
@Suite("Fuzzers of WebSocket", .serialized)
struct WebSocketFuzzTests {
  /// A frame as it goes over the wire.
  private struct Frame {
    var opcode: UInt8
    var isLast = true
    var reserved: UInt8 = 0
    var mask: [UInt8]? = [1, 2, 3, 4]
    var payload: [UInt8]
    /// What it says its length is, when that is a lie.
    var declared: UInt64?

    var bytes: [UInt8] {
      let length = declared ?? UInt64(payload.count)
      var bytes = [(isLast ? 0x80 : 0) | reserved << 4 | opcode]
      let flag: UInt8 = mask == nil ? 0 : 0x80
      switch length {
      case ...125: bytes.append(flag | UInt8(length))
      case ...0xFFFF: bytes += [flag | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
      default: bytes += [flag | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
      }
      guard let mask else { return bytes + payload }
      return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
  }

  private static let framings: [ConnectionUpgrade.Framing] = [
    .webSocketMessages(.binary), .webSocketMessages(.base64Channels), .webSocketStream,
  ]

  /// What comes out for bytes that come in pieces, and whether the connection is still open then.
  private func receive(
    _ bytes: [UInt8], _ framing: ConnectionUpgrade.Framing, _ generator: inout SeededGenerator
  ) throws -> (messages: [[UInt8]], isOpen: Bool, written: Int) {
    let channel = EmbeddedChannel()
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    try UpgradeFraming.install(framing, on: channel)
    var messages: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty, channel.isActive {
      let piece = rest.prefix(generator.number(1...200))
      rest.removeFirst(piece.count)
      do {
        try channel.writeInbound(ByteBuffer(bytes: piece))
      } catch {
        // An error ends the conversation, as it does for whoever reads the connection.
        channel.close(promise: nil)
      }
      channel.embeddedEventLoop.run()
      while let message = try channel.readInbound(as: ByteBuffer.self) {
        messages.append(Array(message.readableBytesView))
      }
    }
    var written = 0
    while let answer = try channel.readOutbound(as: ByteBuffer.self) { written += answer.readableBytes }
    let isOpen = channel.isActive
    // A client that does not answer the goodbye is waited for a second. What is left in the decoder is no message.
    channel.close(promise: nil)
    channel.embeddedEventLoop.advanceTime(by: .seconds(2))
    _ = try? channel.finish(acceptAlreadyClosed: true)
    return (messages, isOpen, written)
  }

  @Test("Messages arrive whole and in order, however they are cut up, with pings between their parts")
  func conversations() async throws {
    try await Fuzzing.run("websocket-messages") { generator in
      var bytes: [UInt8] = []
      let messages = (0..<generator.number(0...6)).map { _ in
        [UInt8(generator.pick([0, 4, 255]))] + generator.bytes(generator.number(0...generator.pick([3, 200, 70_000])))
      }
      for message in messages {
        var rest = message[...]
        var opcode: UInt8 = 2
        repeat {
          let part = generator.chance(0.5) ? Array(rest) : Array(rest.prefix(generator.number(0...rest.count)))
          rest.removeFirst(part.count)
          bytes += Frame(opcode: opcode, isLast: rest.isEmpty, mask: generator.bytes(4), payload: part).bytes
          opcode = 0
          if generator.chance(0.2) {
            bytes += Frame(opcode: generator.pick([9, 10]), payload: generator.bytes(generator.number(0...125))).bytes
          }
        } while !rest.isEmpty
      }
      let (received, isOpen, _) = try receive(bytes, .webSocketMessages(.binary), &generator)
      try hold(received == messages, "sent \(messages.map(\.count)), received \(received.map(\.count))")
      try hold(isOpen, "the connection ended")
    }
  }

  @Test("What breaks the rules ends the connection, and nothing after it is heard")
  func violations() async throws {
    try await Fuzzing.run("websocket-rules") { generator in
      let good = Frame(opcode: 2, payload: [0, 1])
      let payload = generator.bytes(generator.number(0...40))
      let wrong: Frame =
        switch generator.number(0...6) {
        case 0: Frame(opcode: 2, mask: nil, payload: payload)
        case 1: Frame(opcode: generator.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), payload: payload)
        case 2: Frame(opcode: 2, reserved: UInt8(generator.number(1...7)), payload: payload)
        case 3: Frame(opcode: generator.pick([8, 9, 10]), isLast: false, payload: payload)
        case 4: Frame(opcode: generator.pick([8, 9, 10]), payload: generator.bytes(generator.number(126...300)))
        case 5: Frame(opcode: 0, payload: payload)
        default:
          Frame(opcode: 2, payload: payload, declared: UInt64(UpgradeFraming.messageLimit + generator.number(1...9)))
        }
      let (received, isOpen, _) = try receive(
        good.bytes + wrong.bytes + good.bytes, .webSocketMessages(.binary), &generator)
      try hold(received == [[0, 1]], "\(wrong): \(received)")
      try hold(!isOpen, "\(wrong) was taken")
    }
  }

  @Test("Any bytes are messages, or the end of the connection")
  func bytes() async throws {
    try await Fuzzing.run("websocket") { generator in
      var bytes: [UInt8] = []
      for _ in 0..<generator.number(0...8) {
        let text = Base64.encode(generator.bytes(generator.number(0...30)))
        let payload =
          generator.chance(0.5)
          ? Array("\(generator.number(0...9))\(text)".utf8) : generator.bytes(generator.number(0...300))
        var frame = Frame(
          opcode: UInt8(generator.chance(0.8) ? generator.pick([0, 1, 2, 8, 9, 10]) : generator.number(0...15)),
          payload: payload)
        if generator.chance(0.3) { frame.isLast = false }
        if generator.chance(0.05) { frame.mask = nil }
        if generator.chance(0.05) { frame.reserved = 1 }
        if generator.chance(0.05) { frame.declared = generator.pick([0, 126, 1 << 16, 1 << 32, .max, 1 << 63]) }
        bytes += frame.bytes
      }
      if generator.chance(0.5) { bytes = generator.mutated(bytes) }
      let (received, _, written) = try receive(bytes, generator.pick(Self.framings), &generator)
      let total = received.reduce(0) { $0 + $1.count }
      try hold(total <= bytes.count, "\(total) bytes came of \(bytes.count)")
      // Pongs and a goodbye.
      try hold(written <= bytes.count * 4 + 64, "\(written) bytes were answered to \(bytes.count)")
      for message in received { _ = ChannelMessage.decode(ByteBuffer(bytes: message)) }
    }
  }
}
