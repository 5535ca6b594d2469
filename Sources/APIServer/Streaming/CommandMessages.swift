import KubeModel
import NIOCore

/// `exec` and `attach` over WebSocket messages (`v4.channel.k8s.io`, `v5.channel.k8s.io`).
struct CommandMessages: CommandConnection {
  let connection: UpgradedConnection
  let input = StreamInbox()

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
    try await send(ByteBuffer(bytes: status.serialized()), on: .status)
  }
}
