import KubeClient
import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import APIServer

/// Clients that go while what they sent is not taken: their end stands behind bytes for which the kernel has no room.
@Suite("Clients that vanish before a process that reads nothing")
struct VanishedClientTests {
  enum Way: String, CaseIterable, Sendable {
    case webSocketExec
    case spdyExec
    case spdyPortForward
    case tunnelledPortForward
    case webSocketPortForward

    var path: String {
      let pod = "/api/v1/namespaces/default/pods/web"
      return switch self {
      case .webSocketExec, .spdyExec: "\(pod)/exec?command=x&stdin=true"
      case .webSocketPortForward: "\(pod)/portforward?ports=80"
      default: "\(pod)/portforward"
      }
    }

    var headers: [String] {
      func webSocket(_ name: String) -> [String] {
        ["Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: \(name)"]
      }
      return switch self {
      case .webSocketExec: webSocket("v5.channel.k8s.io")
      case .webSocketPortForward: webSocket("v4.channel.k8s.io")
      case .tunnelledPortForward: webSocket("SPDY/3.1+portforward.k8s.io")
      case .spdyExec: ["Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io"]
      case .spdyPortForward: ["Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: portforward.k8s.io"]
      }
    }

    /// What opens the streams.
    func opening() throws -> ByteBuffer {
      switch self {
      case .webSocketExec, .webSocketPortForward: ByteBuffer()
      case .spdyExec: try SPDYOpening.bytes([["streamtype": "error"], ["streamtype": "stdin"]])
      case .spdyPortForward: try SPDYOpening.bytes(Self.forwarding)
      case .tunnelledPortForward: Self.message(try SPDYOpening.bytes(Self.forwarding))
      }
    }

    /// Bytes for the process, on the last stream.
    var piece: ByteBuffer {
      let bytes = ByteBuffer(repeating: 0x61, count: 60_000)
      return switch self {
      case .webSocketExec, .webSocketPortForward:
        Self.message(ByteBuffer(bytes: [0] + Array(bytes.readableBytesView)))
      case .spdyExec, .spdyPortForward: SPDYEncoder.data(3, bytes, isLast: false)
      case .tunnelledPortForward: Self.message(SPDYEncoder.data(3, bytes, isLast: false))
      }
    }

    private static let forwarding = ["error", "data"].map { ["streamtype": $0, "port": "80", "requestid": "0"] }

    /// A masked binary message, the mask being zero.
    private static func message(_ payload: ByteBuffer) -> ByteBuffer {
      var frame = ByteBuffer(bytes: [0x82, 0xFE])
      frame.writeInteger(UInt16(payload.readableBytes))
      frame.writeInteger(UInt32(0))
      frame.writeImmutableBuffer(payload)
      return frame
    }
  }

  @Test("The process, or the connection into the pod, ends", .timeLimit(.minutes(5)), arguments: Way.allCases)
  func vanish(way: Way) async throws {
    let pods = StuckPods()
    try await TestAPI.with(pods: pods) { api in
      var pod = Pod(name: "web", namespace: "default")
      pod.json["spec"] = ["containers": [["name": "main", "image": "busybox"]]]
      try await api.client.create(pod)
      try await RawClient.run(api) { client in
        try await client.upgrade(way.path, way.headers)
        let opening = try way.opening()
        if opening.readableBytes > 0 { try await client.outbound.write(opening) }
        try await client.fill(with: way.piece)
        #expect(!pods.hasEnded)
        client.vanish()
        await pods.end()
      }
    }
  }
}

/// A pod in which nobody reads.
private final class StuckPods: PodStreams, RemoteProcess {
  private let ended = Mutex(false)
  private let endings = AsyncStream<Never>.makeStream()
  /// The end of the pipe that is never read.
  private let input = Mutex<SharedDescriptor?>(nil)

  var hasEnded: Bool { ended.withLock { $0 } }

  /// Waits for the process, or the connection, to have ended.
  func end() async { for await _ in endings.stream {} }

  private func noteEnd() {
    ended.withLock { $0 = true }
    endings.continuation.finish()
  }

  func exec(_ request: ExecRequest, in pod: Pod, container: String) async throws -> any RemoteProcess { self }
  func attach(_ request: AttachRequest, to pod: Pod, container: String) async throws -> any RemoteProcess { self }
  func logs(of pod: Pod, container: String, options: LogOptions) async throws -> AsyncThrowingStream<
    [UInt8], any Error
  > { AsyncThrowingStream { $0.finish() } }

  func connect(to pod: Pod, port: UInt16) async throws -> OwnedDescriptor {
    try await connectedSocket { far in far.closeFuture.whenComplete { _ in self.noteEnd() } }
  }

  func takeStandardInput() -> OwnedDescriptor? {
    guard let pipe = try? LinuxSystem.Pipe(), let reading = try? pipe.reading.duplicate() else { return nil }
    let kept = SharedDescriptor(reading)
    input.withLock { $0 = kept }
    return try? pipe.writing.duplicate()
  }

  func takeStandardOutput() -> OwnedDescriptor? { nil }
  func takeStandardError() -> OwnedDescriptor? { nil }
  func resize(columns: UInt16, rows: UInt16) async {}

  func exitCode() async throws -> Int32 {
    await end()
    throw CancellationError()
  }

  func abandon() async { noteEnd() }
}
