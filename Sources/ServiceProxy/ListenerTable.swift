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
    let channel: any Channel
    let forwarder: StreamForwarder
  }

  let sandbox: any SandboxClient
  let group: any EventLoopGroup
  private var open: [ProxyListener: Open] = [:]

  init(sandbox: any SandboxClient, group: any EventLoopGroup) {
    self.sandbox = sandbox
    self.group = group
  }

  /// The port on which a listener was opened in truth.
  func port(of listener: ProxyListener) -> Int? { open[listener]?.channel.localAddress?.port }

  /// Carries out one step.
  mutating func perform(_ step: ProxyPlan.Step) async throws {
    switch step {
    case .addAddress(let address): try await sandbox.addAddress(address)
    case .removeAddress(let address): try await sandbox.removeAddress(address)
    case .close(let listener): open.removeValue(forKey: listener)?.channel.close(promise: nil)
    case .retarget(let listener, let target):
      open[listener]?.forwarder.balancer.withLock { $0.update(target) }
    case .open(let listener, let target):
      let forwarder = StreamForwarder(target, sandbox: sandbox)
      open[listener] = Open(channel: try await channel(for: listener, forwarder), forwarder: forwarder)
    }
  }

  private func channel(for listener: ProxyListener, _ forwarder: StreamForwarder) async throws -> any Channel {
    let address = listener.address
    switch (listener.place, listener.transport) {
    case (.cluster, .tcp):
      let socket = try await sandbox.bind(address, transport: .tcp)
      return try await forwarder.bootstrap(on: group).withBoundSocket(socket.release()).get()
    case (.cluster, .udp):
      let socket = try await sandbox.bind(address, transport: .udp)
      return try await datagrams(forwarder).withBoundSocket(socket.release()).get()
    case (.host, .tcp):
      return try await anyPort(of: listener) { port in
        try await forwarder.bootstrap(on: group).bind(host: "\(address.address)", port: port).get()
      }
    case (.host, .udp):
      return try await anyPort(of: listener) { port in
        try await datagrams(forwarder).bind(host: "\(address.address)", port: port).get()
      }
    }
  }

  private func datagrams(_ forwarder: StreamForwarder) -> DatagramBootstrap {
    DatagramBootstrap(group: group).channelInitializer { [sandbox] channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(DatagramForwarder(forwarder, sandbox: sandbox))
      }
    }
  }

  /// The wanted port or, for a LoadBalancer, any other when that one is taken or not allowed.
  private func anyPort(
    of listener: ProxyListener, bind: (Int) async throws -> any Channel
  ) async throws -> any Channel {
    do {
      return try await bind(Int(listener.address.port))
    } catch let error as IOError where listener.loadBalancer != nil {
      _ = error
      return try await bind(0)
    }
  }

  mutating func closeAll() {
    for listener in open.values { listener.channel.close(promise: nil) }
    open = [:]
  }
}
