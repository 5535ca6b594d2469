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
    case .spdy:
      // Section 2.6.5 of the draft: a server's pings have even numbers.
      PeerProbe.start(on: channel) { $0.writeAndFlush(SPDYEncoder.ping(2), promise: nil) }
    case .webSocketMessages(let form): try addWebSocket(to: channel, messages: true, form)
    case .webSocketStream: try addWebSocket(to: channel, messages: false, .binary)
    }
  }

  private static func addWebSocket(to channel: any Channel, messages: Bool, _ form: WebSocketForm) throws {
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(WebSocketFrameEncoder())
    try pipeline.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: messageLimit)))
    try pipeline.addHandler(WebSocketProtocolErrorHandler())
    try pipeline.addHandler(WebSocketFrameCheck())
    if messages {
      try pipeline.addHandler(
        NIOWebSocketFrameAggregator(
          minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1024, maxAccumulatedFrameSize: messageLimit))
    }
    try pipeline.addHandler(WebSocketPayloadHandler(form))
    PeerProbe.start(on: channel) { $0.triggerUserOutboundEvent(WebSocketPayloadHandler.Probe(), promise: nil) }
  }
}

/// Between WebSocket frames and their payloads: answers pings, and ends the conversation at a close frame.
///
/// *open* until one side sends a close frame; *waiting* after ours, until the client's comes; then *closed*. A server
/// that does not wait may close the connection while the client still takes up what was sent before
/// (RFC 6455, section 7.1.1).
final class WebSocketPayloadHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = WebSocketFrame

  /// An outbound event: the client is to be sent a ping, whose answer is not waited for.
  struct Probe: Sendable {}

  private enum State {
    case open
    case waiting(EventLoopPromise<Void>, limit: Scheduled<Void>)
    case closed
  }

  /// How long a client may take to answer a close frame.
  private static let patience = TimeAmount.seconds(1)

  private let form: WebSocketForm
  private var state = State.open

  init(_ form: WebSocketForm) { self.form = form }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch (state, frame.opcode) {
    case (.waiting, .connectionClose): finish(context)
    case (.waiting, _), (.closed, _): break
    case (.open, .binary), (.open, .continuation), (.open, .text): receive(frame.unmaskedData, context)
    case (.open, .ping): send(.pong, frame.unmaskedData, context)
    case (.open, .connectionClose):
      state = .closed
      send(.connectionClose, frame.unmaskedData, context)
      context.close(promise: nil)
    default: break
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    // Whoever reads the payloads has ended; the client's close frame is still to come.
    if case .waiting = state { context.read() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if case .open = state {
      state = .closed
      // What a frame breaks by itself is told by the handlers before this one. Section 7.4.1: a message that is too
      // large, and a protocol error: a message within another one, or the rest of none.
      if let error = error as? NIOWebSocketFrameAggregator.Error {
        let code: UInt16 = error == .accumulatedFrameSizeIsTooLarge ? 1009 : 1002
        send(.connectionClose, ByteBuffer(integer: code), context)
      }
      context.close(promise: nil)
    }
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(context)
    context.fireChannelInactive()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let payload = unwrapOutboundIn(data)
    let message =
      switch form {
      case .binary: WebSocketFrame(fin: true, opcode: .binary, data: payload)
      case .text: WebSocketFrame(fin: true, opcode: .text, data: payload)
      case .base64: Self.text("", payload.readableBytesView)
      case .base64Channels:
        Self.text(payload.readableBytesView.first.map(String.init) ?? "", payload.readableBytesView.dropFirst())
      }
    context.write(wrapOutboundOut(message), promise: promise)
  }

  private static func text(_ start: String, _ bytes: ByteBufferView) -> WebSocketFrame {
    WebSocketFrame(
      fin: true, opcode: .text, data: ByteBuffer(string: start + Data(bytes).base64EncodedString()))
  }

  func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
    guard event is Probe else { return context.triggerUserOutboundEvent(event, promise: promise) }
    if case .open = state { send(.ping, ByteBuffer(), context) }
    promise?.succeed()
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    switch state {
    case .open where mode == .all && context.channel.isActive:
      let end = context.eventLoop.makePromise(of: Void.self)
      end.futureResult.cascade(to: promise)
      let limit = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { self.finish(context) }
      state = .waiting(end, limit: limit)
      // RFC 6455, section 7.4.1: normal closure.
      send(.connectionClose, ByteBuffer(integer: UInt16(1000)), context)
      context.read()
    case .waiting(let end, _) where mode == .all: end.futureResult.cascade(to: promise)
    default: context.close(mode: mode, promise: promise)
    }
  }

  /// Closes the connection after our close frame; nothing when there was none.
  private func finish(_ context: ChannelHandlerContext) {
    guard case .waiting(let end, let limit) = state else { return }
    state = .closed
    limit.cancel()
    context.close(promise: end)
  }

  private func receive(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
    guard case .base64Channels = form, let digit = payload.readableBytesView.first else {
      return context.fireChannelRead(wrapInboundOut(payload))
    }
    // The first character is the channel's number, the rest its data in base64.
    guard digit >= UInt8(ascii: "0"), let data = Data(base64Encoded: Data(payload.readableBytesView.dropFirst())) else {
      return context.close(promise: nil)
    }
    context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: [digit - UInt8(ascii: "0")] + Array(data))))
  }

  private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: payload)), promise: nil)
  }
}
