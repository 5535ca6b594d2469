import LinuxSystem
import SandboxRuntime
import Synchronization

/// A runtime that knows the names of sandboxes and does nothing else.
final class FakeSandbox: SandboxClient {
  private let sandboxes: Mutex<Set<String>>
  private let gate = Mutex<(isClosed: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

  init(sandboxes: Set<String>) { self.sandboxes = Mutex(sandboxes) }

  func state() async throws(SandboxError) -> RuntimeState {
    await pass()
    return RuntimeState(bootID: "boot", sandboxes: sandboxes.withLock { $0.sorted() }, containers: [])
  }

  /// Questions are not answered from now on.
  func hang() { gate.withLock { $0.isClosed = true } }

  /// All questions are answered again, those that wait as well.
  func goOn() {
    let waiting = gate.withLock { gate in
      defer { gate = (false, []) }
      return gate.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = gate.withLock { gate in
        if gate.isClosed { gate.waiting.append(continuation) }
        return !gate.isClosed
      }
      if isOpen { continuation.resume() }
    }
  }

  func events() -> AsyncStream<SandboxEvent> { AsyncStream { $0.finish() } }

  func createSandbox(_ specification: SandboxSpecification) async throws(SandboxError) {
    sandboxes.withLock { _ = $0.insert(specification.id) }
  }

  func removeSandbox(_ id: String) async throws(SandboxError) { sandboxes.withLock { _ = $0.remove(id) } }

  func startContainer(_ specification: ContainerSpecification) async throws(SandboxError) -> StartedProcess {
    throw .disconnected
  }

  func signalContainer(_ id: String, signal: Int32) async throws(SandboxError) { throw .notFound(id: id) }

  func removeContainer(_ id: String) async throws(SandboxError) {}

  func exec(_ specification: ExecSpecification) async throws(SandboxError) -> ProcessStreams { throw .disconnected }

  func signalExec(_ id: String, signal: Int32) async throws(SandboxError) { throw .notFound(id: id) }

  func attach(container id: String) async throws(SandboxError) -> ProcessStreams { throw .notFound(id: id) }

  func resizeTerminal(_ id: String, columns: UInt16, rows: UInt16) async throws(SandboxError) {}

  func bind(_ address: SocketAddress, transport: Transport) async throws(SandboxError) -> OwnedDescriptor {
    throw .disconnected
  }

  func connect(
    _ address: SocketAddress, transport: Transport, sandbox: String?, timeout: Duration
  ) async throws(SandboxError) -> OwnedDescriptor { throw .timedOut }

  func addAddress(_ address: IPv4Address) async throws(SandboxError) {}

  func removeAddress(_ address: IPv4Address) async throws(SandboxError) {}

  func powerOff(grace: Duration) async throws(SandboxError) {}
}
