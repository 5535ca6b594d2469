import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix

/// One `exec` or `attach` over WebSocket messages: bytes both ways until the process has ended and all of its output
/// was sent, or until the client has gone.
struct CommandSession: Sendable {
  let process: any RemoteProcess

  func run(_ connection: UpgradedConnection) async throws {
    let hasEnded: Bool
    do {
      hasEnded = try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
          try await receive(connection.inbound)
          return false
        }
        group.addTask {
          try await sendOutput(connection.outbound)
          return true
        }
        // Whichever ends first decides: the process, or the client that went away.
        let first = try await group.next() ?? false
        group.cancelAll()
        return first
      }
    } catch {
      await process.abandon()
      throw error
    }
    if !hasEnded { await process.abandon() }
  }

  private func sendOutput(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      if let descriptor = process.takeStandardOutput() {
        let pipe = try await Self.reading(descriptor.release())
        group.addTask { try await Self.copy(pipe, to: .standardOutput, of: outbound) }
      }
      if let descriptor = process.takeStandardError() {
        let pipe = try await Self.reading(descriptor.release())
        group.addTask { try await Self.copy(pipe, to: .standardError, of: outbound) }
      }
      try await group.waitForAll()
    }
    let status = ChannelMessage.status(exitCode: try await process.exitCode())
    try await outbound.write(ChannelMessage.encode(.status, ByteBuffer(bytes: status.serialized())))
  }

  private func receive(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
    guard let descriptor = process.takeStandardInput() else {
      for try await message in inbound { await resize(ChannelMessage.decode(message)) }
      return
    }
    let pipe = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .takingOwnershipOfDescriptor(output: descriptor.release()) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<Never, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    try await pipe.executeThenClose { _, writer in
      var isOpen = true
      for try await message in inbound {
        switch ChannelMessage.decode(message) {
        case .input(let bytes) where isOpen:
          do {
            try await writer.write(bytes)
          } catch {
            isOpen = false  // The process has closed its input; the rest is dropped, as by a pipe.
          }
        case .endOfInput:
          isOpen = false
          pipe.channel.close(promise: nil)
        case let other: await resize(other)
        }
      }
    }
  }

  private func resize(_ message: ChannelMessage) async {
    if case .resize(let columns, let rows) = message { await process.resize(columns: columns, rows: rows) }
  }

  private static func reading(_ descriptor: Int32) async throws -> NIOAsyncChannel<ByteBuffer, Never> {
    try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .takingOwnershipOfDescriptor(input: descriptor) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
        }
      }
  }

  private static func copy(
    _ pipe: NIOAsyncChannel<ByteBuffer, Never>, to channel: ChannelMessage.Output,
    of outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    try await pipe.executeThenClose { inbound, _ in
      for try await bytes in inbound { try await outbound.write(ChannelMessage.encode(channel, bytes)) }
    }
  }
}
