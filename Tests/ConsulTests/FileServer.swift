import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server on loopback that answers with given bytes by path, and may cut an answer off.
final class FileServer: Sendable {
  /// What is served under a path.
  struct File: Sendable {
    var bytes: [UInt8]
    /// How many bytes are sent before the connection is closed; nil sends all.
    var cutOffAfter: Int?
  }

  let base: String
  private let channel: any Channel
  private let log: Requests

  private init(base: String, channel: any Channel, log: Requests) {
    self.base = base
    self.channel = channel
    self.log = log
  }

  /// The log of requests that the handlers share.
  final class Requests: Sendable {
    let paths = Mutex<[String]>([])
  }

  /// Serves `files` while `body` runs.
  static func with(_ files: [String: File], _ body: (FileServer) async throws -> Void) async throws {
    let log = Requests()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(files: files, log: log))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let server = FileServer(
      base: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)", channel: channel, log: log)
    do {
      try await body(server)
    } catch {
      try await channel.close()
      throw error
    }
    try await channel.close()
  }

  /// The paths that were asked for, in order.
  var paths: [String] { log.paths.withLock { $0 } }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let files: [String: File]
    private let log: Requests

    init(files: [String: File], log: Requests) {
      self.files = files
      self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .head(let request) = unwrapInboundIn(data) else { return }
      log.paths.withLock { $0.append(request.uri) }
      guard let file = files[request.uri] else {
        let head = HTTPResponseHead(version: .http1_1, status: .notFound, headers: ["content-length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        return
      }
      let headers: HTTPHeaders = ["content-length": String(file.bytes.count)]
      context.write(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))), promise: nil)
      let sent = file.cutOffAfter.map { Array(file.bytes.prefix($0)) } ?? file.bytes
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: sent)))), promise: nil)
      if file.cutOffAfter != nil {
        context.flush()
        context.close(promise: nil)
      } else {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
