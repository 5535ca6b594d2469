import NIOCore
import NIOHTTP2

/// Ends an HTTP/2 connection that has no streams for as long as kube-apiserver waits: says goodbye, so that a client
/// that begins a request at the same moment repeats it on another connection, and closes.
///
/// The states: *busy* while there are streams, *idle* without, then *leaving*.
final class HTTP2IdleLimit: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame
  typealias OutboundOut = HTTP2Frame

  /// How long a connection may be without a stream.
  static let limit = ExchangeHandler.idleLimit
  /// How long the client may take up the goodbye.
  static let farewell = TimeAmount.seconds(1)

  /// Tells the limit of the connection's streams.
  struct Delegate: NIOHTTP2StreamDelegate {
    private let limit: NIOLoopBound<HTTP2IdleLimit>

    init(_ limit: HTTP2IdleLimit, eventLoop: any EventLoop) { self.limit = NIOLoopBound(limit, eventLoop: eventLoop) }

    func streamCreated(_ id: HTTP2StreamID, channel: any Channel) { limit.value.opened(id) }
    func streamClosed(_ id: HTTP2StreamID, channel: any Channel) { limit.value.closed() }
  }

  private enum State {
    case busy(Int)
    case idle(Scheduled<Void>)
    case leaving
  }

  private let end: HTTP2ConnectionEnd?
  private var state = State.busy(0)
  private var last = HTTP2StreamID.rootStream
  private var context: ChannelHandlerContext?

  /// - Parameter end: What ends the connection after an error.
  init(_ end: HTTP2ConnectionEnd? = nil) { self.end = end }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // An error of the connection's own is its end; of a stream's, the stream was told.
    if let end { end.failed(context.channel) } else { context.fireErrorCaught(error) }
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if case .busy(0) = state { wait() }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    if case .idle(let deadline) = state { deadline.cancel() }
    state = .leaving
    self.context = nil
  }

  private func opened(_ id: HTTP2StreamID) {
    last = max(last, id)
    switch state {
    case .busy(let count): state = .busy(count + 1)
    case .idle(let deadline):
      deadline.cancel()
      state = .busy(1)
    case .leaving: break
    }
  }

  private func closed() {
    guard case .busy(let count) = state else { return }
    state = .busy(count - 1)
    if count == 1 { wait() }
  }

  private func wait() {
    guard let loop = context?.eventLoop.assumeIsolated() else { return }
    state = .idle(loop.scheduleTask(in: Self.limit) { self.leave() })
  }

  private func leave() {
    guard let context else { return }
    state = .leaving
    let goodbye = HTTP2Frame(
      streamID: .rootStream, payload: .goAway(lastStreamID: last, errorCode: .noError, opaqueData: nil))
    context.writeAndFlush(wrapOutboundOut(goodbye), promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
  }
}
