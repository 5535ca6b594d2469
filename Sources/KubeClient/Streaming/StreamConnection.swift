import KubeModel
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization

/// A WebSocket whose binary messages begin with a channel number, as exec, attach and port-forward use it
/// (subprotocols `v5.channel.k8s.io` and `v4.channel.k8s.io`).
///
/// Messages are read by one task; sending may happen from any.
package final class StreamConnection: Sendable {
  /// The bytes that came on one channel.
  package struct Message: Sendable, Hashable {
    package let channel: UInt8
    package let bytes: [UInt8]

    package init(channel: UInt8, bytes: [UInt8]) {
      self.channel = channel
      self.bytes = bytes
    }
  }

  typealias Producer = NIOThrowingAsyncSequenceProducer<Message, any Error, ByteStream.Strategy, ReadingGate>

  /// The messages in order, with back pressure; may be read once.
  ///
  /// Ends when the server closes the connection.
  package struct Messages: AsyncSequence, Sendable {
    package typealias Element = Message
    let base: Producer

    package struct AsyncIterator: AsyncIteratorProtocol {
      var base: Producer.AsyncIterator

      package mutating func next() async throws -> Message? { try await next(isolation: #isolation) }

      package mutating func next(isolation actor: isolated (any Actor)?) async throws -> Message? {
        try await base.next(isolation: actor)
      }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator()) }
  }

  /// What comes from the server.
  package let messages: Messages
  private let channel: any Channel

  init(channel: any Channel, messages: Producer) {
    self.channel = channel
    self.messages = Messages(base: messages)
  }

  /// Sends bytes on a channel and waits until the connection took them.
  package func send(_ bytes: [UInt8], on channel: UInt8) async throws {
    var buffer = self.channel.allocator.buffer(capacity: bytes.count + 1)
    buffer.writeInteger(channel)
    buffer.writeBytes(bytes)
    try await write(.binary, buffer)
  }

  /// Says that nothing more comes on a channel (from `v5.channel.k8s.io` on): end of file for channel 0.
  package func close(channel: UInt8) async throws {
    try await write(.binary, ByteBuffer(bytes: [Self.closeSignal, channel]))
  }

  /// Closes the connection.
  package func close() async {
    var code = ByteBuffer()
    code.write(webSocketErrorCode: .normalClosure)
    // A connection that is already gone is closed as well.
    try? await write(.connectionClose, code)
    try? await channel.close()
  }

  /// The channel number that announces the end of the channel in the next byte.
  private static let closeSignal: UInt8 = 255

  private func write(_ opcode: WebSocketOpcode, _ buffer: ByteBuffer) async throws {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: buffer)
    do {
      try await channel.writeAndFlush(frame).get()
    } catch {
      throw StatusError(
        code: ConnectionFailure.code, reason: .serviceUnavailable, message: "the connection was closed: \(error)")
    }
  }
}
