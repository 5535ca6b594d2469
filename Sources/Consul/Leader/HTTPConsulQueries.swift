import KubeModel
package import LinuxSystem
package import NIOCore
import NIOHTTP1
import NIOPosix

/// ``ConsulQueries`` over HTTP, on connections that somebody else makes, since the servers' addresses exist only in
/// the cluster's network namespace.
package struct HTTPConsulQueries: ConsulQueries {
  /// Consul's HTTP port.
  static let port: UInt16 = 8_500
  /// How long an answer may take that nobody asked to wait.
  static let patience = Duration.milliseconds(500)

  private let connect: @Sendable (_ address: String, _ port: UInt16) async throws -> OwnedDescriptor
  private let group: any EventLoopGroup

  /// What a server answered that is no answer.
  struct UnexpectedAnswer: Error {
    let status: Int
  }

  /// - Parameters:
  ///   - connect: Makes a TCP connection to an address of the cluster.
  ///   - group: Carries the connections.
  package init(
    group: any EventLoopGroup,
    connect: @escaping @Sendable (_ address: String, _ port: UInt16) async throws -> OwnedDescriptor
  ) {
    self.group = group
    self.connect = connect
  }

  package func leader(knownTo address: String) async throws -> String? {
    let answer = try await get("/v1/status/leader", from: address, within: Self.patience)
    guard let text = try JSONValue(parsing: answer.body).stringValue, !text.isEmpty else { return nil }
    return text.lastIndex(of: ":").map { String(text[..<$0]) } ?? text
  }

  package func voters(knownTo address: String) async throws -> Int {
    do {
      let answer = try await get("/v1/operator/raft/configuration?stale", from: address, within: Self.patience)
      let servers = try JSONValue(parsing: answer.body)["Servers"]?.arrayValue ?? []
      return servers.count { $0["Voter"] == true }
    } catch is UnexpectedAnswer {
      // With access control lists on this needs a token; the peers do not, though they count servers without a vote.
      let answer = try await get("/v1/status/peers", from: address, within: Self.patience)
      return try JSONValue(parsing: answer.body).arrayValue?.count ?? 0
    }
  }

  package func change(knownTo address: String, since index: UInt64) async throws -> UInt64 {
    let path = "/v1/health/service/consul?index=\(index)&wait=10m"
    // Consul adds up to a sixteenth to the wait.
    let answer = try await get(path, from: address, within: .seconds(11 * 60))
    return answer.index ?? 0
  }

  private func get(_ path: String, from address: String, within patience: Duration) async throws -> HTTPAnswer {
    let loop = group.next()
    let promise = loop.makePromise(of: HTTPAnswer.self)
    let channel: any Channel
    do {
      let number = try await connect(address, Self.port).release()
      channel = try await ClientBootstrap(group: loop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            try channel.pipeline.syncOperations.addHandler(AnswerCollector(promise: promise))
          }
        }
        .withConnectedSocket(number).get()
    } catch {
      promise.fail(error)
      throw error
    }
    let expiry = loop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
    defer { expiry.cancel() }
    return try await withTaskCancellationHandler {
      var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
      head.headers.add(name: "host", value: address)
      head.headers.add(name: "connection", value: "close")
      channel.write(HTTPClientRequestPart.head(head), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      let answer = try await promise.futureResult.get()
      guard answer.status == 200 else { throw UnexpectedAnswer(status: answer.status) }
      return answer
    } onCancel: {
      channel.close(promise: nil)
    }
  }
}

/// What came back.
private struct HTTPAnswer: Sendable {
  var status = 0
  var index: UInt64?
  var body: [UInt8] = []
}

/// Gathers one answer and fulfils a promise with it; the end of the connection before that is an error.
private final class AnswerCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  /// More than any of the answers asked for needs.
  private static let limit = 4 << 20

  private let promise: EventLoopPromise<HTTPAnswer>
  private var answer = HTTPAnswer()

  init(promise: EventLoopPromise<HTTPAnswer>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer.status = Int(head.status.code)
      answer.index = head.headers.first(name: "x-consul-index").flatMap(UInt64.init)
    case .body(let buffer):
      answer.body += buffer.readableBytesView
      if answer.body.count > Self.limit { context.close(promise: nil) }
    case .end:
      promise.succeed(answer)
      context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }

  /// Too late to matter once the answer is there.
  func channelInactive(context: ChannelHandlerContext) { promise.fail(ChannelError.eof) }
}
