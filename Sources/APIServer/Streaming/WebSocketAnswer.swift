import NIOCore
import NIOHTTP1

/// Logs and watches as WebSocket messages, for clients that ask for them so, such as pages in browsers.
enum WebSocketAnswer {
  /// A log in the protocols `binary.k8s.io` and `base64.binary.k8s.io`: an empty message tells that it begins.
  static func ofLog(_ answer: HTTPAnswer, to request: HTTPRequest) throws -> HTTPAnswer {
    guard isWanted(request) else { return answer }
    let base64 = "base64.binary.k8s.io"
    let upgrade = try StreamUpgrade(request, webSocket: ["binary.k8s.io", base64], spdy: [], withoutName: "")
    return upgrade.answer(form: upgrade.name == base64 ? .base64 : .binary) { connection in
      try await carry(answer.body, over: connection) { try await connection.outbound.write(ByteBuffer()) }
    }
  }

  /// A watch: an event a message, JSON as text and protobuf as bytes.
  ///
  /// Whatever protocol is asked for is agreed to.
  static func ofWatch(_ answer: HTTPAnswer, to request: HTTPRequest) throws -> HTTPAnswer {
    guard isWanted(request), answer.status == .ok else { return answer }
    let asked = request.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
    let upgrade = try StreamUpgrade(request, webSocket: Array(asked.prefix(1)), spdy: [], withoutName: "")
    let isText = answer.headers.first(name: "content-type") == "application/json"
    return upgrade.answer(form: isText ? .text : .binary) { connection in
      // A message has a length of its own, so the one before each event in protobuf is left out.
      try await carry(answer.body, over: connection, withoutFirst: isText ? 0 : MemoryLayout<UInt32>.size)
    }
  }

  private static func isWanted(_ request: HTTPRequest) -> Bool {
    request.canUpgrade && request.asksUpgrade(to: "websocket")
  }

  /// Sends the pieces of a body, one a message, until they end or the client goes; what the client says is dropped.
  private static func carry(
    _ body: HTTPAnswer.Body, over connection: UpgradedConnection, withoutFirst count: Int = 0,
    begin: @escaping @Sendable () async throws -> Void = {}
  ) async throws {
    let writer = AnswerWriter { piece in
      var message = piece
      message.moveReaderIndex(forwardBy: count)
      try await connection.outbound.write(message)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for try await _ in connection.inbound {} }
      group.addTask {
        try await begin()
        switch body {
        case .bytes(let bytes): try await writer.write(bytes)
        case .stream(let write): try await write(writer)
        case .upgrade: break
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
