import Crypto
import FoundationEssentials
import KubeModel
import NIOCore
import NIOHTTP1

/// How a request asks for streams: over WebSocket or over SPDY, and in which of the protocols that both sides know.
struct StreamUpgrade: Sendable {
  enum Kind: Sendable {
    case webSocket
    case spdy
  }

  let kind: Kind
  /// The protocol that was agreed on.
  let name: String
  private let headers: HTTPHeaders

  /// - Parameters:
  ///   - webSocket: The subprotocols that are served over WebSocket.
  ///   - spdy: The protocols that are served over SPDY.
  ///   - withoutName: What a client that names none over SPDY speaks; over WebSocket, bytes in channels as in
  ///     `channel.k8s.io`, and the name is empty.
  init(_ request: HTTPRequest, webSocket: [String], spdy: [String], withoutName: String) throws(StatusError) {
    guard request.canUpgrade else { throw .badRequest("Upgrade request required") }
    if request.asksUpgrade(to: "websocket"), let key = request.headers.first(name: "sec-websocket-key") {
      let asked = request.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
      guard let name = asked.isEmpty ? "" : asked.first(where: webSocket.contains) else {
        throw Self.refusal(asked, webSocket)
      }
      self.kind = .webSocket
      self.name = name
      var headers: HTTPHeaders = [
        "upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": Self.accept(key),
      ]
      if !asked.isEmpty { headers.add(name: "sec-websocket-protocol", value: name) }
      self.headers = headers
    } else if request.asksUpgrade(to: "SPDY/3.1") {
      let asked = request.headers[canonicalForm: "x-stream-protocol-version"].map(String.init)
      guard let name = asked.isEmpty ? withoutName : asked.first(where: spdy.contains) else {
        throw Self.refusal(asked, spdy)
      }
      self.kind = .spdy
      self.name = name
      var headers: HTTPHeaders = ["upgrade": "SPDY/3.1", "connection": "Upgrade"]
      if !asked.isEmpty { headers.add(name: "x-stream-protocol-version", value: name) }
      self.headers = headers
    } else {
      throw .badRequest("Upgrade request required")
    }
  }

  /// The answer that hands the connection over.
  ///
  /// - Parameters:
  ///   - tunnels: Whether WebSocket messages are one stream of bytes.
  ///   - form: How they carry bytes; nil for channels, in the form that the protocol's name says.
  func answer(
    tunnels: Bool = false, form: WebSocketForm? = nil,
    _ run: @escaping @Sendable (UpgradedConnection) async throws -> Void
  ) -> HTTPAnswer {
    let framing: ConnectionUpgrade.Framing =
      switch (kind, tunnels) {
      case (.spdy, _): .spdy
      case (.webSocket, true): .webSocketStream
      case (.webSocket, false): .webSocketMessages(form ?? (name.contains("base64.") ? .base64Channels : .binary))
      }
    return HTTPAnswer(
      status: .switchingProtocols, headers: headers, body: .upgrade(ConnectionUpgrade(framing: framing, run: run)))
  }

  private static func refusal(_ asked: [String], _ served: [String]) -> StatusError {
    StatusError(
      code: 403, reason: .forbidden,
      message: "unable to upgrade: unable to negotiate protocol: client supports [\(asked.joined(separator: " "))], "
        + "server accepts [\(served.joined(separator: " "))]")
  }

  /// RFC 6455, section 4.2.2: the digest that shows that the server speaks WebSocket.
  private static func accept(_ key: String) -> String {
    let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return Data(Insecure.SHA1.hash(data: Array(text.utf8))).base64EncodedString()
  }
}
