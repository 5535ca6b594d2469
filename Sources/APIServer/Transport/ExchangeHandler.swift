import KubeModel
import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket

/// Collects one request at a time on a connection (HTTP/1.1, behind NIO's pipelining handler) or a stream (HTTP/2),
/// and writes the answer.
///
/// The states: *idle* between requests, *receiving* a body, *answering* while an `Exchange` is out, *refusing* a
/// request whose body is too large, until its end, and *over* after an upgrade or a failure.
final class ExchangeHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// Kubernetes' limit for a request body.
  static let bodyLimit = 3 * 1024 * 1024
  /// A client that takes nothing of a streamed answer for this long is cut off.
  static let stallLimit = TimeAmount.seconds(30)

  /// How long a connection may be without a request, and a request's head be on its way, as kube-apiserver has it.
  static let idleLimit = TimeAmount.seconds(90)
  /// How long a request's body may be on its way.
  static let bodyTimeLimit = TimeAmount.seconds(60)

  private enum State {
    case idle
    case receiving(HTTPRequestHead, ByteBuffer)
    case answering(HTTPRequestHead, AsyncStream<Never>.Continuation)
    case refusing
    case over
  }

  private let isHTTP2: Bool
  private let authentication: ConnectionAuthentication
  /// Whether the request at hand is on its way, and counted as such.
  private var isCounted = false
  private let accept: @Sendable (Exchange) -> Bool
  private var state = State.idle
  private var context: ChannelHandlerContext?
  /// Closes the connection, or stream, when the client lets it wait.
  private var deadline: Scheduled<Void>?

  /// `accept` takes an exchange over, or says false when the server is stopping.
  init(
    isHTTP2: Bool, _ authentication: ConnectionAuthentication, accept: @escaping @Sendable (Exchange) -> Bool
  ) {
    self.isHTTP2 = isHTTP2
    self.authentication = authentication
    self.accept = accept
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if !isHTTP2 { expectMore(within: Self.idleLimit) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    noteArrived()
    self.context = nil
  }

  /// The request is no longer on its way.
  private func noteArrived() {
    if isCounted { authentication.end() }
    isCounted = false
  }

  private func expectMore(within limit: TimeAmount) {
    deadline?.cancel()
    guard let channel = context?.channel else { return }
    deadline = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (unwrapInboundIn(data), state) {
    case (.head(let head), .idle):
      isCounted = true
      if !authentication.begin(head.headers) {
        refuse(head, .unauthorized)
      } else if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > Self.bodyLimit {
        refuse(head, .requestTooLarge)
      } else {
        if !isHTTP2, head.version == .http1_1, authentication.isKnown,
          head.headers.first(name: "expect")?.lowercased() == "100-continue"
        {
          context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))))
            .whenFailure { _ in }
        }
        state = .receiving(head, ByteBuffer())
        expectMore(within: Self.bodyTimeLimit)
      }
    case (.body, .receiving(let head, _)) where !authentication.isKnown:
      // Nothing that needs a body is done for somebody unknown, so nothing of it is kept.
      refuse(head, .unauthorized)
    case (.body(var part), .receiving(let head, var body)):
      guard body.readableBytes + part.readableBytes <= Self.bodyLimit else { return refuse(head, .requestTooLarge) }
      state = .idle  // The body has one owner while it grows, so that it is not copied.
      if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
      state = .receiving(head, body)
    case (.end, .receiving(let head, let body)):
      hand(over: head, body: body, context: context)
    case (_, .refusing), (_, .over), (_, .answering), (_, .idle), (.head, .receiving):
      break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    if case .answering(_, let gone) = state { gone.finish() }
    state = .over
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if case .answering(_, let gone) = state { gone.finish() }
    let tells = if case .idle = state, !isHTTP2, error is HTTPParserError { true } else { false }
    state = .over
    guard tells else { return context.close(promise: nil) }
    // As Go's server says it.
    let body = ByteBuffer(string: "400 Bad Request")
    let head = HTTPResponseHead(
      version: .http1_1, status: .badRequest,
      headers: [
        "content-type": "text/plain; charset=utf-8", "connection": "close",
        "content-length": String(body.readableBytes),
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
  }

  private func hand(over head: HTTPRequestHead, body: ByteBuffer, context: ChannelHandlerContext) {
    guard let target = RequestTarget(head.uri) else {
      return refuse(head, .badRequest("the request target is malformed"))
    }
    deadline?.cancel()
    noteArrived()
    let (gone, continuation) = AsyncStream<Never>.makeStream()
    state = .answering(head, continuation)
    let request = HTTPRequest(
      method: head.method, target: target, headers: head.headers, body: body,
      certificateIdentity: authentication.identity,
      clientAddress: context.channel.remoteAddress?.ipAddress, canUpgrade: !isHTTP2)
    let exchange = Exchange(
      request: request, clientGone: gone, channel: context.channel,
      handler: NIOLoopBound(self, eventLoop: context.eventLoop))
    if !accept(exchange) { refuse(head, .stopping) }
  }

  /// Answers with an error and closes: what follows on the connection cannot be trusted.
  private func refuse(_ head: HTTPRequestHead, _ error: StatusError) {
    let refusal = HTTPAnswer(error)
    guard case .bytes(let body) = refusal.body else { return }
    let (_, continuation) = AsyncStream<Never>.makeStream()
    var closing = head
    closing.headers.replaceOrAdd(name: "connection", value: "close")
    state = .answering(closing, continuation)
    answer(refusal, body: body)
    state = .refusing
    // On HTTP/2 the rest of the request is let go, but not for ever.
    if isHTTP2 { expectMore(within: Self.bodyTimeLimit) }
  }

  // MARK: Answers, on the event loop

  /// Writes a whole answer.
  func answer(_ answer: HTTPAnswer, body: ByteBuffer) {
    guard let context, case .answering(let request, _) = state else { return }
    var head = responseHead(answer, to: request)
    head.headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if request.method != .HEAD, body.readableBytes > 0 {
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    finish(request, context: context)
  }

  /// Writes the head of a streamed answer.
  func begin(_ answer: HTTPAnswer) {
    guard let context, case .answering(var request, let gone) = state else { return }
    if request.version == .http1_0 {
      // Such a client finds the end of an answer without a length by the end of the connection.
      request.headers.replaceOrAdd(name: "connection", value: "close")
      state = .answering(request, gone)
    }
    context.writeAndFlush(wrapOutboundOut(.head(responseHead(answer, to: request))), promise: nil)
  }

  /// Writes a piece; the promise is kept when it has left.
  func write(_ bytes: ByteBuffer, promise: EventLoopPromise<Void>) {
    guard let context, case .answering = state else { return promise.fail(ChannelError.ioOnClosedChannel) }
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
    guard !context.channel.isWritable else { return }
    let channel = context.channel
    let stalled = context.eventLoop.scheduleTask(in: Self.stallLimit) { channel.close(promise: nil) }
    promise.futureResult.whenComplete { _ in stalled.cancel() }
  }

  /// Ends a streamed answer.
  func end() {
    guard let context, case .answering(let request, _) = state else { return }
    finish(request, context: context)
  }

  /// Cuts a streamed answer off.
  func abort() {
    guard let context, case .answering(_, let gone) = state else { return }
    gone.finish()
    state = .over
    context.close(promise: nil)
  }

  private func finish(_ request: HTTPRequestHead, context: ChannelHandlerContext) {
    guard case .answering(_, let gone) = state else { return }
    gone.finish()
    // Bytes after a refused upgrade cannot be read as HTTP any more, so that connection is closed as well.
    let closes = isLast(request)
    state = closes ? .over : .idle
    if !closes, !isHTTP2 { expectMore(within: Self.idleLimit) }
    let written = context.eventLoop.makePromise(of: Void.self)
    if closes {
      let channel = context.channel
      written.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
  }

  /// Whether the connection ends with the answer.
  private func isLast(_ request: HTTPRequestHead) -> Bool {
    !isHTTP2 && (!request.isKeepAlive || request.headers.contains(name: "upgrade"))
  }

  private func responseHead(_ answer: HTTPAnswer, to request: HTTPRequestHead) -> HTTPResponseHead {
    var version = HTTPVersion.http2
    if !isHTTP2 { version = request.version == .http1_0 ? .http1_0 : .http1_1 }
    var head = HTTPResponseHead(version: version, status: answer.status, headers: answer.headers)
    if isLast(request), answer.status != .switchingProtocols {
      head.headers.replaceOrAdd(name: "connection", value: "close")
    } else if version == .http1_0 {
      // Who asks for it over HTTP/1.0 has to be told that it is done (RFC 9112, appendix C.2.2).
      head.headers.replaceOrAdd(name: "connection", value: "keep-alive")
    }
    return head
  }

  // MARK: Upgrade

  /// Answers `101`, takes the HTTP handlers out of the pipeline and wraps what is left.
  func upgrade(
    _ answer: HTTPAnswer, framing: ConnectionUpgrade.Framing
  ) throws -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> {
    guard let context, case .answering(let request, let gone) = state, !isHTTP2 else {
      throw ChannelError.ioOnClosedChannel
    }
    gone.finish()
    state = .over
    let channel = context.channel
    let pipeline = context.pipeline.syncOperations
    context.write(wrapOutboundOut(.head(responseHead(answer, to: request))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    do {
      // Reading stops until the new handlers stand: what the client sent early waits in the decoder.
      let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
      let others = [
        try pipeline.context(handlerType: HTTPServerPipelineHandler.self),
        try pipeline.context(handlerType: HTTPResponseEncoder.self),
      ]
      let tls = try pipeline.context(handlerType: NIOSSLServerHandler.self)
      let bound = NIOLoopBound((pipeline, decoder, context, tls), eventLoop: context.eventLoop)
      let removals = others.map { pipeline.removeHandler(context: $0) }
      return EventLoopFuture.andAllSucceed(removals, on: context.eventLoop).flatMap {
        let (pipeline, _, own, _) = bound.value
        do {
          try UpgradeFraming.install(framing, on: channel)
          let wrapped = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: .init(
              backPressureStrategy: .init(lowWatermark: 2, highWatermark: 16), isOutboundHalfClosureEnabled: false))
          let removed = pipeline.removeHandler(context: own)
          return removed.flatMap { bound.value.0.removeHandler(context: bound.value.1) }.map {
            // What came early was handed on by the decoder as it left, outside of a read: readers wait for its end,
            // which TLS does not hand on when it has read nothing itself.
            bound.value.3.fireChannelReadComplete()
            return wrapped
          }
        } catch {
          return channel.eventLoop.makeFailedFuture(error)
        }
      }
    } catch {
      return channel.eventLoop.makeFailedFuture(error)
    }
  }
}
