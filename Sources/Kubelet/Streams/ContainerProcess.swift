import KubeModel
package import LinuxSystem
import SandboxRuntime
import Synchronization

/// The process at the other end of an exec or attach connection; it has what the API server's `RemoteProcess` asks for.
package final class ContainerProcess: Sendable {
  private struct Streams: ~Copyable, Sendable {
    var input: OwnedDescriptor?
    var output: OwnedDescriptor?
    var errors: OwnedDescriptor?
  }

  private let id: String
  private let isAttached: Bool
  private let sandbox: any SandboxClient
  private let end: AsyncStream<ExitStatus>
  /// Why there is no process.
  private let failure: StatusError?
  private let streams: Mutex<Streams>

  init(
    id: String, isAttached: Bool, streams: consuming ProcessStreams, sandbox: any SandboxClient,
    end: AsyncStream<ExitStatus>
  ) {
    self.id = id
    self.isAttached = isAttached
    self.sandbox = sandbox
    self.end = end
    failure = nil
    self.streams = Mutex(
      Streams(
        input: streams.standardInput.take(), output: streams.standardOutput.take(),
        errors: streams.standardError.take()))
  }

  /// A command that could not be started.
  init(id: String, failure: StatusError, sandbox: any SandboxClient) {
    self.id = id
    isAttached = false
    self.sandbox = sandbox
    end = AsyncStream { nil }
    self.failure = failure
    streams = Mutex(Streams())
  }

  /// Takes the process's standard input; nil when it has none, or it was taken.
  package func takeStandardInput() -> OwnedDescriptor? { streams.withLock { $0.input.take() } }

  /// Takes the process's standard output.
  package func takeStandardOutput() -> OwnedDescriptor? { streams.withLock { $0.output.take() } }

  /// Takes the process's standard error.
  package func takeStandardError() -> OwnedDescriptor? { streams.withLock { $0.errors.take() } }

  /// Sets the terminal's size; a process that has ended has none, which is no error.
  package func resize(columns: UInt16, rows: UInt16) async {
    // The process may end at any moment.
    try? await sandbox.resizeTerminal(id, columns: columns, rows: rows)
  }

  /// Waits for the end and returns the exit code; throws why the process could not be started.
  package func exitCode() async throws -> Int32 {
    if let failure { throw failure }
    for await status in end { return status.code }
    throw CancellationError()
  }

  /// Ends an exec'd process whose client has gone.
  package func abandon() async {
    guard !isAttached, failure == nil else { return }
    // It may have ended already.
    try? await sandbox.signalExec(id, signal: 9)
  }
}
