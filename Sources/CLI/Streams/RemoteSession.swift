import Dispatch
import KubeClient
import KubeModel
import LinuxSystem

/// Connects this terminal with a process in a container: exec and attach.
struct RemoteSession {
  let stream: StreamConnection
  /// Whether standard input goes to the process.
  let sendsInput: Bool
  /// Whether the process has a terminal.
  let hasTerminal: Bool

  /// Carries bytes both ways until the process ends; returns its exit code.
  func run() async throws -> Int32 {
    let saved = hasTerminal && sendsInput ? TerminalMode.enterRawMode(0) : nil
    defer { if let saved { TerminalMode.restore(saved, 0) } }
    return try await withThrowingTaskGroup(of: Int32?.self) { group in
      if sendsInput { group.addTask { try await sendInput() } }
      if hasTerminal { group.addTask { try await sendSizes() } }
      group.addTask { try await receive() }
      defer { group.cancelAll() }
      for try await code in group {
        if let code { return code }
      }
      return 0
    }
  }

  private func receive() async throws -> Int32 {
    for try await message in stream.messages {
      switch ExecOutput(message) {
      case .standardOutput(let bytes): try Console.write(bytes)
      case .standardError(let bytes): try Console.write(bytes, to: 2)
      case .exited(let code): return code
      case .failed(let error): throw error
      case nil: break
      }
    }
    throw CommandFailure("the connection to the container was lost before the command ended")
  }

  private func sendInput() async throws -> Int32? {
    for await bytes in StandardInput() { try await stream.send(bytes, on: ExecOutput.Channel.standardInput) }
    try Task.checkCancellation()
    try await stream.close(channel: ExecOutput.Channel.standardInput)
    return nil
  }

  /// Sends the window's size now and whenever it changes.
  private func sendSizes() async throws -> Int32? {
    for await _ in Self.sizeChanges() {
      guard let size = TerminalMode.size(1) ?? TerminalMode.size(0) else { return nil }
      try await stream.send(
        ExecOutput.resize(columns: size.columns, rows: size.rows), on: ExecOutput.Channel.resize)
    }
    return nil
  }

  private static func sizeChanges() -> AsyncStream<Void> {
    AsyncStream { continuation in
      let source = DispatchSource.makeSignalSource(signal: 28)  // SIGWINCH, signal(7)
      // The handler keeps the source alive for as long as the process: one session is all that it runs.
      source.setEventHandler {
        _ = source
        continuation.yield()
      }
      source.resume()
      continuation.yield()
    }
  }
}
