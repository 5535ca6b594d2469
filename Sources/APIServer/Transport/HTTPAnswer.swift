package import NIOCore
package import NIOHTTP1

/// What is sent back for a request.
package struct HTTPAnswer: Sendable {
  /// The body of an answer.
  package enum Body: Sendable {
    case bytes(ByteBuffer)
    /// Written piece by piece; each piece is sent at once. The closure is cancelled when the client goes away, and
    /// an error from it cuts the answer off, so that the client cannot take it for complete.
    case stream(@Sendable (AnswerWriter) async throws -> Void)
    /// The connection is handed over after `101 Switching Protocols`; only for requests that `canUpgrade`.
    case upgrade(ConnectionUpgrade)
  }

  package var status: HTTPResponseStatus
  package var headers: HTTPHeaders
  package var body: Body

  package init(status: HTTPResponseStatus = .ok, headers: HTTPHeaders = [:], body: Body) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// An answer with a whole body of a media type.
  package init(status: HTTPResponseStatus = .ok, contentType: String, _ body: ByteBuffer) {
    self.init(status: status, headers: ["content-type": contentType], body: .bytes(body))
  }

  /// A plain text.
  package static func text(_ text: String, status: HTTPResponseStatus = .ok) -> Self {
    var answer = Self(status: status, contentType: "text/plain; charset=utf-8", ByteBuffer(string: text))
    answer.headers.add(name: "x-content-type-options", value: "nosniff")
    return answer
  }
}

/// Where the pieces of a streamed answer go.
package struct AnswerWriter: Sendable {
  let send: @Sendable (ByteBuffer) async throws -> Void

  /// Sends a piece and returns when it has left for the client, which slows the writer down to the client's pace.
  ///
  /// Throws when the client is gone, or took none of it for half a minute.
  package func write(_ bytes: ByteBuffer) async throws { try await send(bytes) }
}

/// What becomes of a connection after its upgrade.
package struct ConnectionUpgrade: Sendable {
  /// How the byte stream is framed.
  package enum Framing: Sendable {
    /// The bytes as they come, whatever they mean.
    case bytes
    /// The bytes of SPDY/3.1; each piece that is written is whole frames.
    case spdy
    /// WebSocket messages (RFC 6455), each one buffer.
    case webSocketMessages(WebSocketForm)
    /// WebSocket binary messages as one stream of bytes, wherever the messages begin and end.
    case webSocketStream
  }

  package var framing: Framing
  /// The conversation; the connection is closed when it returns, and it is cancelled when the server stops.
  package var run: @Sendable (UpgradedConnection) async throws -> Void

  package init(framing: Framing, run: @escaping @Sendable (UpgradedConnection) async throws -> Void) {
    self.framing = framing
    self.run = run
  }
}

/// How a WebSocket message carries bytes.
package enum WebSocketForm: Sendable {
  /// As they are, in binary messages.
  case binary
  /// As they are, in text messages: they are UTF-8.
  case text
  /// In base64, in text messages.
  case base64
  /// In text messages: the first byte, which is a channel's number, as a digit, and the others in base64.
  case base64Channels
}

/// The two directions of an upgraded connection.
///
/// The inbound side ends when the client closes it. A client that goes while what it sent is not taken ends the
/// conversation by cancelling it, soon after.
package struct UpgradedConnection: Sendable {
  package let inbound: NIOAsyncChannelInboundStream<ByteBuffer>
  package let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
}
