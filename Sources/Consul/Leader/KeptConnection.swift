import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// What came back.
struct HTTPAnswer: Sendable {
  var status = 0
  var body: [UInt8] = []
}

/// A connection that is made when it is needed and kept for the next request; for one request at a time.
///
/// One that breaks, or whose answer does not come in time, is closed, and the next request makes another.
final class KeptConnection: Sendable {
  private let loop: any EventLoop
  private let host: String
  private let tls: NIOSSLContext?
  private let connect: @Sendable () async throws -> OwnedDescriptor
  private let channel = Mutex<(any Channel)?>(nil)

  /// - Parameters:
  ///   - host: What the requests name as the host.
  ///   - tls: How to speak TLS; nil speaks in the clear.
  init(
    loop: any EventLoop, host: String, tls: NIOSSLContext?,
    connect: @escaping @Sendable () async throws -> OwnedDescriptor
  ) {
    self.loop = loop
    self.host = host
    self.tls = tls
    self.connect = connect
  }

  deinit { channel.withLock { $0 }?.close(promise: nil) }

  /// The answer to a GET, whatever its status.
  ///
  /// - Throws: what broke the connection, or that the answer took longer than `patience`.
  func get(_ path: String, within patience: Duration) async throws -> HTTPAnswer {
    let kept = channel.withLock { $0 }.flatMap { $0.isActive ? $0 : nil }
    let channel = if let kept { kept } else { try await open() }
    self.channel.withLock { $0 = channel }
    let promise = loop.makePromise(of: HTTPAnswer.self)
    let expiry = loop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
    defer { expiry.cancel() }
    return try await withTaskCancellationHandler {
      var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
      head.headers.add(name: "host", value: host)
      let written = loop.makePromise(of: Void.self)
      // A channel that has just closed takes nothing.
      written.futureResult.whenFailure { promise.fail($0) }
      channel.writeAndFlush(Request(head: head, promise: promise), promise: written)
      return try await promise.futureResult.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  /// Closes it for good.
  func close() async {
    let last = channel.withLock { channel in
      defer { channel = nil }
      return channel
    }
    // It may be closed already, which is the aim.
    try? await last?.close().get()
  }

  private func open() async throws -> any Channel {
    let number = try await connect().release()
    return try await ClientBootstrap(group: loop)
      .channelInitializer { [tls] channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: tls, serverHostname: nil))
          }
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(AnswerCollector())
        }
      }
      .withConnectedSocket(number).get()
  }
}

/// A request, and who waits for its answer.
private struct Request: Sendable {
  let head: HTTPRequestHead
  let promise: EventLoopPromise<HTTPAnswer>
}

/// Sends one request at a time, gathers its answer and fulfils its promise.
private final class AnswerCollector: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = Request
  typealias OutboundOut = HTTPClientRequestPart

  /// More than any of the answers asked for needs.
  private static let limit = 4 << 20

  private var waiting: EventLoopPromise<HTTPAnswer>?
  private var answer = HTTPAnswer()

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let request = unwrapOutboundIn(data)
    waiting = request.promise
    answer = HTTPAnswer()
    context.write(wrapOutboundOut(.head(request.head)), promise: nil)
    context.write(wrapOutboundOut(.end(nil)), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): answer.status = Int(head.status.code)
    case .body(let buffer):
      answer.body += buffer.readableBytesView
      if answer.body.count > Self.limit { context.close(promise: nil) }
    case .end:
      waiting?.succeed(answer)
      waiting = nil
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    waiting?.fail(ChannelError.eof)
    waiting = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    waiting?.fail(error)
    waiting = nil
    context.close(promise: nil)
  }
}
