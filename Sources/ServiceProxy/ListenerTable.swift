import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix
import SandboxRuntime
import Synchronization

/// The open listeners.
///
/// Used by one task.
struct ListenerTable {
  private struct Open {
    let place: Place
    let forwarder: StreamForwarder
  }

  /// What keeps a listener's port.
  private enum Place {
    case channel(any Channel)
    /// Bound and not listening: while there is no backend the kernel refuses connections, and the port stays ours.
    case held(SharedDescriptor)

    var port: Int? {
      switch self {
      case .channel(let channel): channel.localAddress?.port
      // A socket whose port cannot be told has none to show.
      case .held(let socket): (try? InternetSocket.localAddress(socket.rawValue)).map { Int($0.port) }
      }
    }

    /// Gives the port back; it is free when this returns.
    func close() async {
      guard case .channel(let channel) = self else { return }
      // A channel that is closed already is what is wanted.
      try? await channel.close()
    }
  }

  let sandbox: any SandboxClient
  let group: any EventLoopGroup
  let allowance: ProxyAllowance
  private var open: [ProxyListener: Open] = [:]

  init(sandbox: any SandboxClient, group: any EventLoopGroup, allowance: ProxyAllowance) {
    self.sandbox = sandbox
    self.group = group
    self.allowance = allowance
  }

  /// The port on which a listener was opened in truth.
  func port(of listener: ProxyListener) -> Int? { open[listener]?.place.port }

  /// Carries out one step.
  mutating func perform(_ step: ProxyPlan.Step) async throws {
    switch step {
    case .addAddress(let address): try await sandbox.addAddress(address)
    case .removeAddress(let address): try await sandbox.removeAddress(address)
    case .close(let listener): await open.removeValue(forKey: listener)?.place.close()
    case .retarget(let listener, let target): try await retarget(listener, target)
    case .open(let listener, let target):
      let forwarder = StreamForwarder(target, sandbox: sandbox, allowance: allowance)
      open[listener] = Open(place: try await place(for: listener, forwarder), forwarder: forwarder)
    }
  }

  /// Leads a listener elsewhere, and lets a port of the host listen just while there is a backend.
  private mutating func retarget(_ listener: ProxyListener, _ target: ProxyTarget) async throws {
    guard let known = open[listener] else { return }
    known.forwarder.balancer.withLock { $0.update(target) }
    guard listener.place == .host, listener.transport == .tcp else { return }
    switch known.place {
    case .channel where target.backends.isEmpty:
      let port = known.place.port
      open[listener] = nil
      await known.place.close()
      let socket = try hostSocket(listener, port: port.flatMap(UInt16.init(exactly:)) ?? listener.address.port)
      open[listener] = Open(place: .held(socket), forwarder: known.forwarder)
    case .held(let socket) where !target.backends.isEmpty:
      let channel = try await listen(socket, known.forwarder)
      open[listener] = Open(place: .channel(channel), forwarder: known.forwarder)
    case .channel, .held: break
    }
  }

  private func place(for listener: ProxyListener, _ forwarder: StreamForwarder) async throws -> Place {
    let address = listener.address
    switch (listener.place, listener.transport) {
    case (.cluster, .tcp):
      let socket = try await sandbox.bind(address, transport: .tcp)
      return .channel(try await forwarder.bootstrap(on: group).withBoundSocket(socket.release()).get())
    case (.cluster, .udp):
      let socket = try await sandbox.bind(address, transport: .udp)
      return .channel(try await datagrams(forwarder).withBoundSocket(socket.release()).get())
    case (.host, .tcp):
      let socket = try await anyPort(of: listener) { port in try hostSocket(listener, port: port) }
      let isIdle = forwarder.balancer.withLock { $0.target.backends.isEmpty }
      return isIdle ? .held(socket) : .channel(try await listen(socket, forwarder))
    case (.host, .udp):
      return .channel(
        try await anyPort(of: listener) { port in
          try await datagrams(forwarder).bind(host: "\(address.address)", port: Int(port)).get()
        })
    }
  }

  private func hostSocket(_ listener: ProxyListener, port: UInt16) throws -> SharedDescriptor {
    SharedDescriptor(
      try InternetSocket.bind(
        address: listener.address.address.rawValue, port: port, isStream: true, listens: false))
  }

  private func listen(_ socket: SharedDescriptor, _ forwarder: StreamForwarder) async throws -> any Channel {
    try await forwarder.bootstrap(on: group).withBoundSocket(socket.duplicate().release()).get()
  }

  private func datagrams(_ forwarder: StreamForwarder) -> DatagramBootstrap {
    DatagramBootstrap(group: group).channelOption(.recvAllocator, value: DatagramForwarder.allocator)
      .channelInitializer { [sandbox] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(DatagramForwarder(forwarder, sandbox: sandbox))
        }
      }
  }

  /// The wanted port or, for a LoadBalancer, any other when that one is taken or not allowed.
  private func anyPort<Socket>(of listener: ProxyListener, bind: (UInt16) async throws -> Socket) async throws -> Socket
  {
    do {
      return try await bind(listener.address.port)
    } catch  where listener.mayMove && (error is IOError || error is SystemError) {
      return try await bind(0)
    }
  }

  mutating func closeAll() async {
    for listener in open.values { await listener.place.close() }
    open = [:]
  }
}
