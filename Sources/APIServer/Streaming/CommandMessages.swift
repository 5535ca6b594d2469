import KubeModel
import NIOCore

/// `exec` and `attach` over WebSocket messages: in channels of `channel.k8s.io`, with or without a version.
struct CommandMessages: CommandConnection {
  /// What is served, the newest first; a client that names none speaks the oldest.
  ///
  /// From `v4` on the end is told in a `Status`, in `v5` a message tells the end of the input.
  static let protocols = [
    "v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io", "channel.k8s.io", "base64.channel.k8s.io",
  ]

  let connection: UpgradedConnection
  let input = StreamInbox()
  /// The lowest of the channels that the client listens to.
  private let first: ChannelMessage.Output
  private let hasStatus: Bool

  /// - Parameters:
  ///   - version: The protocol that was agreed on.
  ///   - target: The request's, whose options say which channels there are.
  init(connection: UpgradedConnection, version: String, target: RequestTarget) {
    self.connection = connection
    hasStatus = version.hasPrefix("v")
    first = target.flag("stdout") ? .standardOutput : target.flag("stderr") ? .standardError : .status
  }

  /// An empty message tells that the connection stands.
  func begin() async throws { try await send(ByteBuffer(), on: first) }

  func receive(resize: @escaping @Sendable (TerminalSize) async -> Void) async throws {
    for try await message in connection.inbound {
      switch ChannelMessage.decode(message) {
      case .input(let bytes): await input.put(bytes)
      case .endOfInput: input.finish()
      case .resize(let size): await resize(size)
      case .other: break
      }
    }
  }

  func send(_ bytes: ByteBuffer, on channel: ChannelMessage.Output) async throws {
    try await connection.outbound.write(ChannelMessage.encode(channel, bytes))
  }

  func finish(_ status: JSONValue) async throws {
    if hasStatus {
      try await send(ByteBuffer(bytes: status.serialized()), on: .status)
    } else if let message = status["message"]?.stringValue {
      // Before v4 an end without a word means success.
      try await send(ByteBuffer(string: message), on: .status)
    }
  }
}
