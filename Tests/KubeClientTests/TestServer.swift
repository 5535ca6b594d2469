import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// An HTTP server on a loopback port with prepared answers; it records what it was asked.
final class TestServer: Sendable {
  struct Request: Sendable {
    var head: HTTPRequestHead
    var body: String
  }

  struct Reply: Sendable {
    var status = HTTPResponseStatus.ok
    /// The chunks of the body, each sent on its own.
    var chunks: [String] = []
    /// Closes the connection in the middle of the body.
    var breaksOff = false
  }

  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let recorded: RequestLog
  let port: Int

  var requests: [Request] { recorded.requests.withLock { $0 } }

  private init(_ group: MultiThreadedEventLoopGroup, _ channel: any Channel, _ recorded: RequestLog, _ port: Int) {
    self.group = group
    self.channel = channel
    self.recorded = recorded
    self.port = port
  }

  /// Runs `body` with a server that answers by `reply`; a WebSocket upgrade is accepted and its messages echoed.
  static func run(
    reply: @escaping @Sendable (Request) -> Reply, _ body: (TestServer) async throws -> Void
  ) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let recorded = RequestLog()
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
              let offered = head.headers["Sec-WebSocket-Protocol"].first ?? ""
              let headers: HTTPHeaders? = head.uri.contains("/refused") ? nil : ["Sec-WebSocket-Protocol": offered]
              return channel.eventLoop.makeSucceededFuture(headers)
            },
            upgradePipelineHandler: { channel, _ in
              channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(EchoHandler())
              }
            })
          let handler = ReplyHandler(recorded: recorded, reply: reply)
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [upgrader],
              completionHandler: { context in
                // The handler is there from the set-up on; when it is not, the connection is broken anyway.
                if let handler = try? context.pipeline.syncOperations.handler(type: ReplyHandler.self) {
                  context.pipeline.syncOperations.removeHandler(handler, promise: nil)
                }
              }
            ))
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = TestServer(group, channel, recorded, channel.localAddress?.port ?? 0)
    do {
      try await body(server)
    } catch {
      try await server.stop()
      throw error
    }
    try await server.stop()
  }

  private func stop() async throws {
    try await channel.close()
    try await group.shutdownGracefully()
  }
}

/// The requests in the order of their arrival.
final class RequestLog: Sendable {
  let requests = Mutex<[TestServer.Request]>([])
}

private final class ReplyHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let recorded: RequestLog
  private let reply: @Sendable (TestServer.Request) -> TestServer.Reply
  private var request: TestServer.Request?

  init(recorded: RequestLog, reply: @escaping @Sendable (TestServer.Request) -> TestServer.Reply) {
    self.recorded = recorded
    self.reply = reply
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): request = TestServer.Request(head: head, body: "")
    case .body(let buffer): request?.body += String(buffer: buffer)
    case .end:
      guard let request else { return }
      recorded.requests.withLock { $0.append(request) }
      let reply = reply(request)
      context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: reply.status))), promise: nil)
      for chunk in reply.chunks {
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: chunk)))), promise: nil)
      }
      if reply.breaksOff {
        context.close(promise: nil)
      } else {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}

/// Sends every binary message back on the channel after its own, in two fragments, then closes at `bye`.
private final class EchoHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data).unmaskedData
    guard let channel = bytes.readInteger(as: UInt8.self) else { return }
    var first = ByteBuffer(bytes: [channel &+ 1])
    let text = String(buffer: bytes)
    if let head = bytes.readSlice(length: bytes.readableBytes / 2) { first.writeImmutableBuffer(head) }
    context.write(wrapOutboundOut(WebSocketFrame(fin: false, opcode: .binary, data: first)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .continuation, data: bytes)), promise: nil)
    if text == "bye" {
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer())), promise: nil)
    }
  }
}
