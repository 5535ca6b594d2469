import KubeModel
import LinuxSystem
import NIOCore
import SandboxRuntime
import Synchronization

/// Runs commands in containers, for probes and hooks.
struct CommandRunner: Sendable {
  let sandbox: any SandboxClient
  let exits: ExitRegistry
  let group: any EventLoopGroup

  private static let number = Atomic<UInt64>(0)

  /// A new id for an exec'd process.
  static func newID() -> String {
    let count = number.wrappingAdd(1, ordering: .relaxed).newValue
    return "exec-\(UInt64.random(in: .min ... .max))-\(count)"
  }

  /// How much output is kept.
  private static let mostOutput = 10_240

  /// Runs a command like the container's own process: its exit code and the first 10 KiB of its output.
  ///
  /// - Parameter timeout: Nil waits for as long as the command runs.
  ///
  /// - Throws: `SandboxError`, which is `timedOut` when the command was killed for its time, or `CancellationError`.
  func run(
    _ command: [String], in container: String, timeout: Duration?
  ) async throws -> (code: Int32, output: String) {
    let id = Self.newID()
    let end = exits.end(of: id)
    defer { exits.forget(id) }
    var streams = try await sandbox.exec(
      ExecSpecification(
        id: id, container: container, process: exits.process(command, in: container, hasTerminal: false)))
    // Numbers, since a task cannot take over a value without copies; each is owned again in `text`.
    let output = streams.standardOutput.take()?.release()
    let errors = streams.standardError.take()?.release()
    return try await withThrowingTaskGroup(of: (Int32, String)?.self) { tasks in
      tasks.addTask {
        async let first = Self.text(output, group)
        async let second = Self.text(errors, group)
        let text = await String(decoding: (first + second).prefix(Self.mostOutput), as: UTF8.self)
        for await status in end { return (status.code, text) }
        throw CancellationError()
      }
      if let timeout {
        tasks.addTask {
          try await Task.sleep(for: timeout)
          return nil
        }
      }
      guard let result = try await tasks.next() else { throw CancellationError() }
      tasks.cancelAll()
      guard let result else {
        try await sandbox.signalExec(id, signal: 9)
        throw SandboxError.timedOut
      }
      return result
    }
  }

  private static func text(_ number: Int32?, _ group: any EventLoopGroup) async -> [UInt8] {
    guard let number else { return [] }
    // Output that cannot be read leaves the exit code as the result.
    return (try? await DescriptorReader.read(OwnedDescriptor(owning: number), limit: mostOutput, group: group)) ?? []
  }
}
