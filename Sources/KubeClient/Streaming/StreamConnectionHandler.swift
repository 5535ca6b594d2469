import NIOCore
import NIOWebSocket

/// Hands the messages of a WebSocket to a `StreamConnection`, puts fragments together and answers pings.
final class StreamConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private var source: StreamConnection.Producer.Source?
  private var fragments: ByteBuffer?
  private var isReading = true
  private var owesRead = false
  private var context: ChannelHandlerContext?

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    guard !context.channel.isActive else { return }
    // The server has closed the connection already; what it sent before is handed on within this turn of the loop.
    context.eventLoop.assumeIsolated().execute { self.end() }
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Makes the sequence of messages; called once, on the event loop.
  func makeMessages(channel: any Channel) -> StreamConnection.Producer {
    let gate = ReadingGate(
      channel: channel, setReading: { self.setReading($0) }, abandon: { self.context?.close(promise: nil) })
    let sequence = StreamConnection.Producer.makeSequence(
      elementType: StreamConnection.Message.self, failureType: (any Error).self,
      backPressureStrategy: ByteStream.Strategy(lowWatermark: 4, highWatermark: 16), finishOnDeinit: true,
      delegate: gate)
    source = sequence.source
    return sequence.sequence
  }

  func read(context: ChannelHandlerContext) {
    if isReading { context.read() } else { owesRead = true }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .binary, .text, .continuation: receive(frame)
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .connectionClose:
      source?.finish()
      source = nil
      // RFC 6455, section 5.5.1: a close frame is answered by one.
      let reply = WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: .random(), data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(reply)).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    default: break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    source?.finish(error)
    source = nil
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  private func end() {
    source?.finish()
    source = nil
  }

  private func receive(_ frame: WebSocketFrame) {
    var bytes = frame.unmaskedData
    if fragments != nil {
      fragments?.writeBuffer(&bytes)
    } else {
      fragments = bytes
    }
    guard frame.fin, var message = fragments else { return }
    fragments = nil
    guard let channel = message.readInteger(as: UInt8.self), let source else { return }
    let result = source.yield(StreamConnection.Message(channel: channel, bytes: Array(message.readableBytesView)))
    if case .stopProducing = result { isReading = false }
  }

  private func setReading(_ reading: Bool) {
    isReading = reading
    guard reading, owesRead, let context else { return }
    owesRead = false
    context.read()
  }
}
