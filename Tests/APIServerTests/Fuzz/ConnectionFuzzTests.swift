import Foundation
import KubeClient
import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOPosix
import Properties
import Synchronization
import Testing

@testable import APIServer

/// Clients of a live server that break every rule there is, from TLS up to the streams of an exec.
@Suite("Fuzzer of connections", .serialized)
struct ConnectionFuzzTests {
  /// More than this is no working memory, whatever else runs in this process.
  private static let mostGrowth = 1 << 30

  @Test("Whatever is written to a connection, the server answers or closes, and serves the next client")
  func connections() async throws {
    try await TestAPI.with(pods: EchoPods()) { api in
      try await api.client.create(Pod.busybox("web"))
      let before = try Self.residentBytes()
      var conversations = 0
      try await Fuzzing.run("connections") { generator in
        try await Self.carryOut(ConnectionScript(&generator), api)
        conversations += 1
        guard conversations % 20 == 1 else { return }
        let answer = try await api.send(.GET, "/version")
        try hold(answer.code == 200, "\(answer)")
        let growth = try Self.residentBytes() - before
        try hold(growth < Self.mostGrowth, "the process grew by \(growth >> 20) MiB")
      }
    }
  }

  /// Writes all pieces and reads whatever comes, until the server closes or has had a moment; then vanishes.
  private static func carryOut(_ script: ConnectionScript, _ api: TestAPI) async throws {
    do {
      try await RawClient.run(api, security: script.security) { client in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            if let way = script.upgrade { try await client.upgrade(way.path, way.headers) }
            for piece in script.pieces { try await client.outbound.write(piece) }
            guard !script.isHasty, script.upgrade == nil else { return }
            for try await _ in client.inbound {}
          }
          group.addTask { try await Task.sleep(for: .milliseconds(script.isHasty ? 5 : 60)) }
          try await group.next()
          client.vanish()
          group.cancelAll()
        }
      }
    } catch is IOError, is ChannelError, is CancellationError, is RawClient.Refused {
      // The server has closed the connection, or the client has.
    }
  }

  /// The memory that this process holds, as the kernel counts it (proc_pid_statm(5)).
  private static func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
  }
}

/// A pod whose processes and servers send back what they are sent.
private struct EchoPods: PodStreams {
  func exec(_ request: ExecRequest, in pod: Pod, container: String) async throws -> any RemoteProcess {
    try EchoProcess()
  }

  func attach(_ request: AttachRequest, to pod: Pod, container: String) async throws -> any RemoteProcess {
    try EchoProcess()
  }

  func logs(of pod: Pod, container: String, options: LogOptions) async throws -> AsyncThrowingStream<
    [UInt8], any Error
  > {
    AsyncThrowingStream { continuation in
      continuation.yield(Array("a line\n".utf8))
      continuation.finish()
    }
  }

  func connect(to pod: Pod, port: UInt16) async throws -> OwnedDescriptor {
    try await connectedSocket { far in
      far.eventLoop.execute {
        // A channel that has closed already echoes nothing.
        try? far.pipeline.syncOperations.addHandler(EchoHandler())
        far.setOption(.autoRead, value: true).whenFailure { _ in }
      }
    }
  }
}

/// A process that is one pipe, and so sends back what it is sent.
///
/// It ends by itself after a moment.
private final class EchoProcess: RemoteProcess {
  private let input: Mutex<OwnedDescriptor?>
  private let output: Mutex<OwnedDescriptor?>

  init() throws {
    let pipe = try LinuxSystem.Pipe()
    input = Mutex(try pipe.writing.duplicate())
    output = Mutex(try pipe.reading.duplicate())
  }

  func takeStandardInput() -> OwnedDescriptor? { input.withLock { $0.take() } }
  func takeStandardOutput() -> OwnedDescriptor? { output.withLock { $0.take() } }
  func takeStandardError() -> OwnedDescriptor? { nil }
  func resize(columns: UInt16, rows: UInt16) async {}

  func exitCode() async throws -> Int32 {
    try await Task.sleep(for: .milliseconds(30))
    _ = takeStandardInput()
    return 0
  }

  func abandon() async {}
}
