import FoundationEssentials
import NIOCore
import NIOWebSocket

/// The handlers that stand on a connection after its upgrade.
enum UpgradeFraming {
  static let messageLimit = 4 * 1024 * 1024

  /// Adds the framing's handlers at the end of the pipeline; on the channel's event loop.
  static func install(_ framing: ConnectionUpgrade.Framing, on channel: any Channel) throws {
    switch framing {
    case .bytes: return
    case .webSocketMessages(let base64):
      try addWebSocket(to: channel, messages: true, base64: base64)
    case .webSocketStream:
      try addWebSocket(to: channel, messages: false, base64: false)
    }
  }

  private static func addWebSocket(to channel: any Channel, messages: Bool, base64: Bool) throws {
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(WebSocketFrameEncoder())
    try pipeline.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageLimit)))
    try pipeline.addHandler(WebSocketProtocolErrorHandler())
    if messages {
      try pipeline.addHandler(
        NIOWebSocketFrameAggregator(
          minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024, maxAccumulatedFrameSize: messageLimit))
    }
    try pipeline.addHandler(WebSocketPayloadHandler(base64: base64))
  }
}

/// Between WebSocket frames and their payloads: answers pings, and ends the conversation at a close frame.
final class WebSocketPayloadHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = WebSocketFrame

  private let base64: Bool
  private var isClosing = false

  init(base64: Bool) { self.base64 = base64 }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    let payload = frame.unmaskedData
    switch frame.opcode {
    case .binary, .continuation, .text:
      guard base64, payload.readableBytes > 1 else { return context.fireChannelRead(wrapInboundOut(payload)) }
      // The first character is the channel's number, the rest its data in base64.
      let bytes = Array(payload.readableBytesView)
      guard bytes[0] >= UInt8(ascii: "0"), let data = Data(base64Encoded: Data(bytes.dropFirst())) else {
        return context.close(promise: nil)
      }
      context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: [bytes[0] - UInt8(ascii: "0")] + Array(data))))
    case .ping:
      context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: payload)), promise: nil)
    case .connectionClose:
      isClosing = true
      context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)))
        .assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    default: break
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let payload = unwrapOutboundIn(data)
    guard base64, let first = payload.readableBytesView.first else {
      return context.write(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .binary, data: payload)), promise: promise)
    }
    let text = Data(payload.readableBytesView.dropFirst()).base64EncodedString()
    let message = ByteBuffer(string: "\(first)\(text)")
    context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: message)), promise: promise)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if !isClosing, mode == .all, context.channel.isActive {
      isClosing = true
      var code = ByteBuffer()
      code.writeInteger(UInt16(1000))  // RFC 6455, section 7.4.1: normal closure
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: code)), promise: nil)
    }
    context.close(mode: mode, promise: promise)
  }
}
