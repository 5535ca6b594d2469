import LinuxSystem
import NIOCore
import NIOPosix
import SandboxRuntime

@testable import Kubelet

/// A runtime whose cluster network is the machine's loopback; it runs nothing.
struct LoopbackSandbox: SandboxClient {
  /// A prober that asks servers on the loopback.
  static let prober = Prober(commands: commands, web: web, version: "1.33")
  static let hooks = HookRunner(commands: commands, web: web, version: "1.33")

  private static let group = MultiThreadedEventLoopGroup.singleton
  private static let web = HTTPGetClient(dialer: PodDialer(sandbox: LoopbackSandbox()), group: group)
  private static let commands = CommandRunner(sandbox: LoopbackSandbox(), exits: ExitRegistry(), group: group)

  func connect(
    _ address: SandboxRuntime.SocketAddress, transport: Transport, sandbox: String?, timeout: Duration
  ) async throws(SandboxError) -> OwnedDescriptor {
    do throws(SystemError) {
      let socket = try InternetSocket.open(isStream: true)
      if try !InternetSocket.connect(socket.rawValue, address: address.address.rawValue, port: address.port) {
        UnixSocket.waitUntilWritable(socket.rawValue)
        let number = InternetSocket.pendingError(socket.rawValue)
        guard number == 0 else { throw SystemError("connect", number: number) }
      }
      return socket
    } catch {
      throw .system(operation: error.operation, errno: error.number)
    }
  }

  func state() async throws(SandboxError) -> RuntimeState { throw .disconnected }
  func events() -> AsyncStream<SandboxEvent> { AsyncStream { nil } }
  func createSandbox(_ specification: SandboxSpecification) async throws(SandboxError) { throw .disconnected }
  func removeSandbox(_ id: String) async throws(SandboxError) { throw .disconnected }
  func startContainer(
    _ specification: ContainerSpecification
  ) async throws(SandboxError) -> StartedProcess { throw .disconnected }
  func signalContainer(_ id: String, signal: Int32) async throws(SandboxError) { throw .disconnected }
  func removeContainer(_ id: String) async throws(SandboxError) { throw .disconnected }
  func exec(_ specification: ExecSpecification) async throws(SandboxError) -> ProcessStreams {
    let name = specification.process.arguments.first ?? ""
    throw .startFailed(
      stage: "execve", errno: SystemError.notFound, message: "exec: \"\(name)\": executable file not found in $PATH")
  }
  func signalExec(_ id: String, signal: Int32) async throws(SandboxError) { throw .disconnected }
  func attach(container id: String) async throws(SandboxError) -> ProcessStreams { throw .disconnected }
  func resizeTerminal(_ id: String, columns: UInt16, rows: UInt16) async throws(SandboxError) { throw .disconnected }
  func bind(
    _ address: SandboxRuntime.SocketAddress, transport: Transport
  ) async throws(SandboxError) -> OwnedDescriptor { throw .disconnected }
  func addAddress(_ address: IPv4Address) async throws(SandboxError) { throw .disconnected }
  func removeAddress(_ address: IPv4Address) async throws(SandboxError) { throw .disconnected }
  func powerOff(grace: Duration) async throws(SandboxError) { throw .disconnected }
}
