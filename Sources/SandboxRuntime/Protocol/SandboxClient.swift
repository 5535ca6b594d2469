package import LinuxSystem

/// What `serve` asks of `sandboxd`: namespaces, processes and sockets inside the cluster's own namespaces.
///
/// It knows nothing of Kubernetes; a sandbox is what Kubernetes calls a pod's sandbox, a container one main process in
/// it.
///
/// Every method throws `SandboxError`. Calls may be made from any task; sandboxd answers them in the order in which
/// they arrive, except for `connect`, which is answered when the connection stands.
package protocol SandboxClient: Sendable {
  /// What runs, and what ended and was not removed yet, with exit codes.
  func state() async throws(SandboxError) -> RuntimeState

  /// Everything that happens from now on. Each call makes a stream of its own, which ends when the connection to
  /// sandboxd is lost; ask for `state()` after subscribing, so that nothing is missed.
  func events() -> AsyncStream<SandboxEvent>

  /// Makes a sandbox's namespaces and its network. A sandbox with this id must not exist.
  func createSandbox(_ specification: SandboxSpecification) async throws(SandboxError)

  /// Kills what still runs in the sandbox and frees its namespaces; no error when there is no such sandbox.
  func removeSandbox(_ id: String) async throws(SandboxError)

  /// Starts a container's main process. Returns when it was exec'd, or throws `.startFailed` with the stage that
  /// failed (nothing is left then).
  func startContainer(_ specification: ContainerSpecification) async throws(SandboxError) -> StartedProcess

  /// Sends a signal to the container's main process (through its pidfd); no error when it has ended already.
  func signalContainer(_ id: String, signal: Int32) async throws(SandboxError)

  /// Forgets a container and unmounts its file system; kills it first when it still runs.
  func removeContainer(_ id: String) async throws(SandboxError)

  /// Runs another process in a running container's namespaces.
  func exec(_ specification: ExecSpecification) async throws(SandboxError) -> ProcessStreams

  /// Sends a signal to a process that `exec` started.
  func signalExec(_ id: String, signal: Int32) async throws(SandboxError)

  /// Joins the input and output of a running container: its output from now on, and its standard input when the
  /// container was started with `keepsStandardInput`.
  func attach(container id: String) async throws(SandboxError) -> ProcessStreams

  /// Sets the size of the terminal of a container or an exec'd process.
  func resizeTerminal(_ id: String, columns: UInt16, rows: UInt16) async throws(SandboxError)

  /// A socket that listens (TCP) or is bound (UDP) inside the cluster's network namespace.
  func bind(_ address: SocketAddress, transport: Transport) async throws(SandboxError) -> OwnedDescriptor

  /// A TCP connection, or an unconnected UDP socket, made inside the network namespace of `sandbox`, or the cluster's
  /// when that is nil. Non-blocking. `timeout` bounds the connecting.
  func connect(
    _ address: SocketAddress, transport: Transport, sandbox: String?, timeout: Duration
  ) async throws(SandboxError) -> OwnedDescriptor

  /// Gives the cluster's network namespace an address (a node's or a service's), as /32; no error when it has it.
  func addAddress(_ address: IPv4Address) async throws(SandboxError)

  /// Takes an address away again; no error when it is not there.
  func removeAddress(_ address: IPv4Address) async throws(SandboxError)

  /// A power-off: SIGTERM to every main process, SIGKILL after `grace`, then sandboxd itself ends.
  func powerOff(grace: Duration) async throws(SandboxError)
}

/// The transport of a socket.
package enum Transport: UInt8, Sendable, Hashable {
  case tcp = 6
  case udp = 17
}

/// An IPv4 address.
package struct IPv4Address: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The address as a number, the first octet in the highest bits.
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Reads `10.96.0.1`; nil for anything else, leading zeros and missing parts included.
  package init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
      var octet: UInt32 = 0
      for digit in part {
        guard (48...57).contains(digit) else { return nil }
        octet = octet * 10 + UInt32(digit - 48)
      }
      guard octet < 256 else { return nil }
      value = value << 8 | octet
    }
    rawValue = value
  }

  package var description: String {
    "\(rawValue >> 24).\(rawValue >> 16 & 255).\(rawValue >> 8 & 255).\(rawValue & 255)"
  }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// An IPv4 address and a port.
package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
  package let address: IPv4Address
  package let port: UInt16

  package init(_ address: IPv4Address, port: UInt16) {
    self.address = address
    self.port = port
  }

  package var description: String { "\(address):\(port)" }
}
