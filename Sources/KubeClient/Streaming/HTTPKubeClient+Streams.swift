import KubeModel
import NIOCore
import NIOHTTP1
import NIOWebSocket

extension HTTPKubeClient {
  /// Opens a stream to a pod's subresource.
  ///
  /// The path carries its query; `protocols` are offered in this order.
  ///
  /// Throws the server's `StatusError` when it refuses the stream.
  package func openStream(
    _ path: String, protocols: [String] = ["v5.channel.k8s.io"]
  ) async throws -> StreamConnection {
    var headers = HTTPHeaders([("Sec-WebSocket-Protocol", protocols.joined(separator: ", "))])
    headers.add(name: "Accept", value: "*/*")
    let head = transport.requestHead(.GET, path, headers: headers, bodyLength: nil)
    do {
      let transport = transport
      let outcome = try await transport.eventLoop.flatSubmit {
        transport.connect { _ in }.flatMap { Self.upgrade($0, head: head) }
      }.get().get()
      switch outcome {
      case .upgraded(let connection): return connection
      case .refused(let pending):
        let answer = try await pending.get()
        throw StatusError(httpStatus: Int(answer.head.status.code), body: try await answer.bytes())
      }
    } catch {
      throw transport.mapped(error)
    }
  }

  private enum UpgradeOutcome: Sendable {
    case upgraded(StreamConnection)
    /// The answer comes once the handlers for it are in place.
    case refused(EventLoopFuture<HTTPAnswer>)
  }

  /// Adds the handlers that ask for the upgrade.
  ///
  /// The outer future is that of the set-up, the inner one the answer's.
  private static func upgrade(
    _ channel: any Channel, head: HTTPRequestHead
  ) -> EventLoopFuture<EventLoopFuture<UpgradeOutcome>> {
    let largestFrame = 16 << 20
    let upgrader = NIOTypedWebSocketClientUpgrader<UpgradeOutcome>(maxFrameSize: largestFrame) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        let handler = StreamConnectionHandler()
        let messages = handler.makeMessages(channel: channel)
        try channel.pipeline.syncOperations.addHandler(handler)
        return .upgraded(StreamConnection(channel: channel, messages: messages))
      }
    }
    let configuration = NIOTypedHTTPClientUpgradeConfiguration(
      upgradeRequestHead: head, upgraders: [upgrader],
      notUpgradingCompletionHandler: { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = HTTPExchangeHandler { channel in channel.close(promise: nil) }
          let answer = channel.eventLoop.makePromise(of: HTTPAnswer.self)
          handler.expectAnswer(answer)
          try channel.pipeline.syncOperations.addHandler(handler)
          return .refused(answer.futureResult)
        }
      })
    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: configuration)
    // The server's first messages may come in one piece with its answer.
    pipeline.leftOverBytesStrategy = .forwardBytes
    return channel.eventLoop.makeCompletedFuture { [pipeline] in
      try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: pipeline)
    }
  }
}
