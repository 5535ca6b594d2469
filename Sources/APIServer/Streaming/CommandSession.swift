import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix

/// The client's side of an `exec` or `attach`, whatever carries it.
protocol CommandConnection: Sendable {
  /// What the client sends to the process.
  var input: StreamInbox { get }

  /// Says to the client that the connection stands, before anything else is sent.
  func begin() async throws

  /// Fills `input`, and tells `resize` of the terminal's size, until the client goes.
  func receive(resize: @escaping @Sendable (TerminalSize) async -> Void) async throws

  /// Sends output.
  func send(_ bytes: ByteBuffer, on channel: ChannelMessage.Output) async throws

  /// Sends the `Status` that tells how the process ended, or why there is none; nothing is sent after it.
  func finish(_ status: JSONValue) async throws
}

extension CommandConnection {
  func begin() async throws {}
}

/// The size of a terminal in characters.
struct TerminalSize: Sendable, Hashable {
  let columns: UInt16
  let rows: UInt16

  /// Reads `{"Width": 80, "Height": 24}`; nil for anything else.
  init?(_ text: ByteBuffer) {
    guard let size = try? JSONValue(parsing: Array(text.readableBytesView)),  // A malformed size changes nothing.
      let columns = size["Width"]?.integerValue.flatMap({ UInt16(exactly: $0) }),
      let rows = size["Height"]?.integerValue.flatMap({ UInt16(exactly: $0) })
    else { return nil }
    self.init(columns: columns, rows: rows)
  }

  init(columns: UInt16, rows: UInt16) {
    self.columns = columns
    self.rows = rows
  }
}

/// One `exec` or `attach`: bytes both ways until the process has ended and all of its output was sent, or until the
/// client has gone.
struct CommandSession: Sendable {
  let process: any RemoteProcess
  /// Whether the client is told the exit code: of a command yes; `attach` succeeds however the container ends.
  let tellsExitCode: Bool
  /// Whether the end of the client's input ends it all, as `attach` does when the container's input stays open.
  var endsWithInput = false

  private enum Event: Sendable {
    case inputEnded
    case processEnded
    case clientGone
  }

  func run(_ connection: some CommandConnection) async throws {
    let decisive: Event
    do {
      try await connection.begin()
      decisive = try await withThrowingTaskGroup(of: Event.self) { group in
        group.addTask {
          try await connection.receive { [process] in await process.resize(columns: $0.columns, rows: $0.rows) }
          return .clientGone
        }
        group.addTask {
          try await Self.feed(process.takeStandardInput(), from: connection.input)
          return .inputEnded
        }
        group.addTask {
          try await sendOutput(connection)
          return .processEnded
        }
        defer { group.cancelAll() }
        while let event = try await group.next() {
          if case .inputEnded = event, !endsWithInput { continue }
          return event
        }
        return .clientGone
      }
    } catch {
      await process.abandon()
      throw error
    }
    switch decisive {
    case .processEnded: break
    case .clientGone: await process.abandon()
    case .inputEnded:
      await process.abandon()
      try await connection.finish(ChannelMessage.status(exitCode: 0))
    }
  }

  private func sendOutput(_ connection: some CommandConnection) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      if let descriptor = process.takeStandardOutput() {
        let pipe = try await Self.reading(descriptor.release())
        group.addTask { try await Self.copy(pipe, to: .standardOutput, of: connection) }
      }
      if let descriptor = process.takeStandardError() {
        let pipe = try await Self.reading(descriptor.release())
        group.addTask { try await Self.copy(pipe, to: .standardError, of: connection) }
      }
      try await group.waitForAll()
    }
    let status: JSONValue
    do {
      let code = try await process.exitCode()
      status = ChannelMessage.status(exitCode: tellsExitCode ? code : 0)
    } catch let error as StatusError {
      status = error.json
    }
    try await connection.finish(status)
  }

  /// Writes what the client sends to the process; without a way to the process it is dropped.
  private static func feed(_ descriptor: consuming OwnedDescriptor?, from input: StreamInbox) async throws {
    guard let descriptor else {
      while case .bytes = await input.next() {}
      return
    }
    let pipe = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .takingOwnershipOfDescriptor(output: descriptor.release()) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<Never, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    try await pipe.executeThenClose { _, writer in
      do {
        while case .bytes(let bytes) = await input.next() { try await writer.write(bytes) }
        // Closing drops what the process has not taken yet, so that is waited for.
        try await withTaskCancellationHandler {
          try await pipe.channel.writeAndFlush(ByteBuffer()).get()
        } onCancel: {
          pipe.channel.close(promise: nil)
        }
      } catch {
        // The process has closed its input, or has ended; the rest is dropped, as by a pipe.
      }
    }
    while case .bytes = await input.next() {}
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
    _ pipe: NIOAsyncChannel<ByteBuffer, Never>, to channel: ChannelMessage.Output, of connection: some CommandConnection
  ) async throws {
    try await pipe.executeThenClose { inbound, _ in
      do {
        for try await bytes in inbound { try await connection.send(bytes, on: channel) }
      } catch let error as IOError {
        // pty(7): a terminal that no process has open any more cannot be read, which is its end.
        guard error.errnoCode == SystemError.inputOutput else { throw error }
      }
    }
  }
}
