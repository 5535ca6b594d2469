import LinuxSystem
import NIOCore
import NIOPosix
import SandboxRuntime
import Synchronization

/// Takes the connections of one listener to its backends.
final class StreamForwarder: Sendable {
  let balancer: Mutex<Balancer>
  let allowance: ProxyAllowance
  private let sandbox: any SandboxClient
  /// A connection's two sockets, the client's and the backend's.
  private static let descriptors = 2

  init(_ target: ProxyTarget, sandbox: any SandboxClient, allowance: ProxyAllowance) {
    balancer = Mutex(Balancer(target))
    self.sandbox = sandbox
    self.allowance = allowance
  }

  /// The settings of a listening socket whose connections are forwarded.
  func bootstrap(on group: any EventLoopGroup) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { [self] channel in
        let client = channel.remoteAddress?.ipAddress ?? ""
        guard allowance.take(Self.descriptors, for: client) else {
          channel.close(promise: nil)
          return channel.eventLoop.makeSucceededVoidFuture()
        }
        channel.closeFuture.whenComplete { _ in self.allowance.give(Self.descriptors, for: client) }
        channel.eventLoop.makeFutureWithTask { await self.forward(channel, client: client) }
          .whenSuccess { isForwarded in if !isForwarded { channel.close(promise: nil) } }
        return channel.eventLoop.makeSucceededVoidFuture()
      }
  }

  /// Connects to the first backend that answers; false when none does.
  private func forward(_ channel: any Channel, client: String) async -> Bool {
    let order = balancer.withLock { $0.order(for: client, now: .now()) }
    for backend in order {
      guard let upstream = await connect(to: backend, on: channel.eventLoop) else { continue }
      if balancer.withLock({ $0.took(backend, client: client, now: .now()) }) { allowance.tellForgotten("affinity") }
      channel.eventLoop.execute {
        do {
          let (left, right) = GlueHandler.pair()
          try channel.pipeline.syncOperations.addHandler(left)
          try upstream.pipeline.syncOperations.addHandler(right)
        } catch {
          // The client left while the backend was being connected.
          upstream.close(promise: nil)
          return
        }
        channel.setOption(.autoRead, value: true).whenFailure { _ in upstream.close(promise: nil) }
        upstream.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
      }
      return true
    }
    return false
  }

  private func connect(to backend: ProxyBackend, on loop: any EventLoop) async -> (any Channel)? {
    let bootstrap = ClientBootstrap(group: loop)
      .channelOption(.autoRead, value: false)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connectTimeout(.seconds(3))
    do {
      switch backend {
      case .cluster(let address):
        let socket = try await sandbox.connect(address, transport: .tcp, sandbox: nil, timeout: .seconds(3))
        return try await bootstrap.withConnectedSocket(socket.release()).get()
      case .host(let address):
        return try await bootstrap.connect(host: "\(address.address)", port: Int(address.port)).get()
      }
    } catch {
      // The next backend is tried, and the client sees a closed connection when there is none.
      return nil
    }
  }
}
