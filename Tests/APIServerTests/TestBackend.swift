import APIServer
import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP server on a loopback port, as programs in pods are: it answers by a closure, remembers what it was asked,
/// and upgrades to `echo`, which sends everything back.
final class TestBackend: Sendable {
  struct Request: Sendable {
    var head: HTTPRequestHead
    var body = ""
    /// Whether the client has shown a certificate.
    var certificate: Bool
  }

  struct Reply: Sendable {
    var status = HTTPResponseStatus.ok
    var headers: HTTPHeaders = [:]
    /// Sent one by one.
    var chunks: [String] = []
  }

  let port: Int
  private let channel: any Channel
  private let seen = Mutex<[Request]>([])

  var requests: [Request] { seen.withLock { $0 } }

  private init(_ channel: any Channel) {
    self.channel = channel
    port = channel.localAddress?.port ?? 0
  }

  /// Runs `body` with a server.
  static func run(
    tls: NIOSSLContext? = nil, reply: @escaping @Sendable (Request) -> Reply,
    _ body: (TestBackend) async throws -> Void
  ) async throws {
    let note = BackendNote()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
          let handler = AnsweringHandler { request in
            note.backend.withLock { $0 }?.seen.withLock { $0.append(request) }
            return reply(request)
          }
          try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [EchoUpgrader()],
              completionHandler: { context in
                // The answering handler is there from the set-up on.
                if let own = try? context.pipeline.syncOperations.context(handlerType: AnsweringHandler.self) {
                  context.pipeline.syncOperations.removeHandler(context: own, promise: nil)
                }
              }
            ))
          try pipeline.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let backend = TestBackend(channel)
    note.backend.withLock { $0 = backend }
    do {
      try await body(backend)
    } catch {
      try await channel.close()
      throw error
    }
    try await channel.close()
  }
}

/// Connections to loopback instead of a cluster's network.
struct LoopbackDialer: ClusterDialer {
  /// The one pod's address, behind which is the loopback; endpoints are refused on the loopback itself.
  static let address = "10.244.0.10"

  func connect(to address: String, port: UInt16) async throws -> OwnedDescriptor {
    guard address == Self.address else { throw DialError(address: "\(address):\(port)", cause: "no route to host") }
    do {
      let socket = try InternetSocket.open(isStream: true)
      if try !InternetSocket.connect(socket.rawValue, address: 0x7F00_0001, port: port) {
        UnixSocket.waitUntilWritable(socket.rawValue)
      }
      let number = InternetSocket.pendingError(socket.rawValue)
      guard number == 0 else { throw SystemError("connect", number: number) }
      return socket
    } catch let error as SystemError {
      throw DialError(address: "\(address):\(port)", cause: "connect: \(SystemError.text(error.number))")
    }
  }
}

private final class AnsweringHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let reply: (TestBackend.Request) -> TestBackend.Reply
  private var request: TestBackend.Request?

  init(reply: @escaping (TestBackend.Request) -> TestBackend.Reply) { self.reply = reply }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let security = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
      request = TestBackend.Request(head: head, certificate: security?.peerCertificate != nil)
    case .body(let bytes): request?.body += String(buffer: bytes)
    case .end:
      guard let request else { return }
      let answer = reply(request)
      context.write(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: answer.status, headers: answer.headers))),
        promise: nil)
      for chunk in answer.chunks {
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: chunk)))), promise: nil)
      }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}

/// `Upgrade: echo`.
private final class EchoUpgrader: HTTPServerProtocolUpgrader, Sendable {
  let supportedProtocol = "echo"
  let requiredUpgradeHeaders: [String] = []

  func buildUpgradeResponse(
    channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
  ) -> EventLoopFuture<HTTPHeaders> { channel.eventLoop.makeSucceededFuture(initialResponseHeaders) }

  func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
    context.eventLoop.makeCompletedFuture { try context.pipeline.syncOperations.addHandler(EchoHandler()) }
  }
}

/// Sends everything back.
final class EchoHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }
}

/// Where the handlers find the server that was made after them.
private final class BackendNote: Sendable {
  let backend = Mutex<TestBackend?>(nil)
}
