import NIOCore
import NIOHTTP1

/// Turns exchanges into HTTP parts and back, one at a time on a connection.
///
/// States: `idle` → (an exchange is written) `waiting` → (the head of the answer) `receiving` → (its end) `idle`. Every
/// state ends in `closed` with the connection. After `101 Switching Protocols` the handlers of HTTP leave the pipeline.
final class HTTPExchangeHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = HTTPExchange
  typealias OutboundOut = HTTPClientRequestPart

  private enum State {
    case idle
    case waiting(EventLoopPromise<HTTPAnswer>)
    case receiving(ByteStream.Producer.Source, keepsAlive: Bool)
    case switching(HTTPResponseHead, EventLoopPromise<HTTPAnswer>)
    case closed
  }

  private var state = State.idle
  private var isReading = true
  private var owesRead = false
  private var context: ChannelHandlerContext?
  /// Called when the connection can take the next exchange.
  private let becameIdle: (any Channel) -> Void

  init(becameIdle: @escaping (any Channel) -> Void) { self.becameIdle = becameIdle }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Waits for an answer whose request was sent by another handler.
  func expectAnswer(_ promise: EventLoopPromise<HTTPAnswer>) { state = .waiting(promise) }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let exchange = unwrapOutboundIn(data)
    guard case .idle = state, context.channel.isActive else {
      exchange.answer.fail(ChannelError.ioOnClosedChannel)
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    state = .waiting(exchange.answer)
    context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
    if let body = exchange.body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
    context.write(wrapOutboundOut(.end(nil)), promise: promise)
  }

  func read(context: ChannelHandlerContext) {
    if isReading { context.read() } else { owesRead = true }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      guard case .waiting(let promise) = state else { return }
      guard head.status != .switchingProtocols else {
        state = .switching(head, promise)
        return
      }
      let sequence = makeBody(channel: context.channel)
      state = .receiving(sequence.source, keepsAlive: head.isKeepAlive)
      promise.succeed(HTTPAnswer(head: head, body: ByteStream(base: sequence.sequence)))
    case .body(let buffer):
      guard case .receiving(let source, _) = state else { return }
      if case .stopProducing = source.yield(buffer) { isReading = false }
    case .end:
      if case .switching(let head, let promise) = state { return switchProtocols(head, promise, context: context) }
      guard case .receiving(let source, let keepsAlive) = state else { return }
      isReading = true
      if keepsAlive {
        state = .idle
        becameIdle(context.channel)
      } else {
        state = .closed
        context.close(promise: nil)
      }
      source.finish()
    }
  }

  private func makeBody(channel: any Channel) -> ByteStream.Producer.NewSequence {
    let gate = ReadingGate(channel: channel, setReading: { self.setReading($0) }, abandon: { self.abandoned() })
    return ByteStream.Producer.makeSequence(
      elementType: ByteBuffer.self, failureType: (any Error).self,
      backPressureStrategy: ByteStream.Strategy(lowWatermark: 4, highWatermark: 16), finishOnDeinit: true,
      delegate: gate)
  }

  /// Takes the handlers of HTTP out of the pipeline; what the server sent early follows from the decoder.
  private func switchProtocols(
    _ head: HTTPResponseHead, _ promise: EventLoopPromise<HTTPAnswer>, context: ChannelHandlerContext
  ) {
    state = .closed
    let body = makeBody(channel: context.channel)
    body.source.finish()
    do {
      let pipeline = context.pipeline.syncOperations
      let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPResponseDecoder>.self)
      let others: [ChannelHandlerContext] = [
        try pipeline.context(handlerType: HTTPRequestEncoder.self),
        try pipeline.context(handlerType: NIOHTTPRequestHeadersValidator.self),
      ]
      let upgraded = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: context.channel)
      let removals = (others + [context, decoder]).map { pipeline.removeHandler(context: $0) }
      EventLoopFuture.andAllSucceed(removals, on: context.eventLoop)
        .map { HTTPAnswer(head: head, body: ByteStream(base: body.sequence), upgraded: upgraded) }
        .cascade(to: promise)
    } catch {
      promise.fail(error)
      context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(with: error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(with: ChannelError.eof)
    context.fireChannelInactive()
  }

  private func fail(with error: any Error) {
    switch state {
    case .waiting(let promise), .switching(_, let promise): promise.fail(error)
    case .receiving(let source, _): source.finish(error)
    case .idle, .closed: break
    }
    state = .closed
  }

  private func setReading(_ reading: Bool) {
    isReading = reading
    guard reading, owesRead, let context else { return }
    owesRead = false
    context.read()
  }

  /// The reader has gone.
  ///
  /// After the end that is the usual case; before it nothing else can use the connection.
  private func abandoned() {
    guard case .receiving(let source, _) = state else { return }
    state = .closed
    source.finish()
    context?.close(promise: nil)
  }
}
