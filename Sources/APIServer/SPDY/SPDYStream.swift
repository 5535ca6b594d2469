import NIOCore

/// One stream of an SPDY connection, opened by the client.
struct SPDYStream: Sendable {
  let id: SPDYStreamID
  /// What the client said about it, by names in lower case.
  let headers: [String: String]
  /// What comes from the client; broken when it broke the stream off, or has gone.
  let inbox: StreamInbox
  let session: SPDYSession

  /// Sends bytes, and returns when the connection took them.
  func write(_ bytes: ByteBuffer) async throws { try await session.send(SPDYEncoder.data(id, bytes, isLast: false)) }

  /// Nothing more is sent on it.
  func finish() async throws {
    try await session.send(SPDYEncoder.data(id, ByteBuffer(), isLast: true))
    session.serverFinished(id)
  }

  /// Breaks it off in both directions.
  func reset(_ status: SPDYResetStatus = .cancel) async throws {
    session.forget(id)
    try await session.send(SPDYEncoder.reset(id, status))
  }
}
