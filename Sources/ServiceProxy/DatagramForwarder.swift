import LinuxSystem
import NIOCore
import NIOPosix
import SandboxRuntime
import Synchronization

/// Takes the datagrams of one listener to its backends, each client by a socket of its own that closes when idle.
final class DatagramForwarder: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private struct Session {
    let backend: ProxyBackend
    var upstream: (any Channel)?
    var waiting: [ByteBuffer] = []
  }

  fileprivate static let idleTime = TimeAmount.seconds(60)
  /// Room for the largest datagram of IPv4 (RFC 768, RFC 791): what does not fit is cut without a word.
  static let allocator = FixedSizeRecvByteBufferAllocator(capacity: 65_536)
  private static let mostWaiting = 64

  private let forwarder: StreamForwarder
  private let sandbox: any SandboxClient
  /// Each client has a socket, and a client is a port, of which a pod has many.
  private var sessions: RecentClients<NIOCore.SocketAddress, Session>

  init(_ forwarder: StreamForwarder, sandbox: any SandboxClient, mostClients: Int = 4_096) {
    sessions = RecentClients(most: mostClients)
    self.forwarder = forwarder
    self.sandbox = sandbox
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    let client = envelope.remoteAddress
    let isKnown = sessions[client].map { session in
      forwarder.balancer.withLock { $0.target.backends.contains(session.backend) }
    }
    if isKnown == true { sessions.use(client) } else { begin(client, context) }
    guard let session = sessions[client] else { return }
    if let upstream = session.upstream {
      send(envelope.data, to: session.backend, over: upstream)
    } else if session.waiting.count < Self.mostWaiting {
      sessions.change(client) { $0.waiting.append(envelope.data) }
    }
  }

  private func begin(_ client: NIOCore.SocketAddress, _ context: ChannelHandlerContext) {
    end(client)
    let host = Self.host(client)
    let (backend, isNews) = forwarder.balancer.withLock { balancer in
      let first = balancer.order(for: host, now: .now()).first
      return (first, first.map { balancer.took($0, client: host, now: .now()) } ?? false)
    }
    if isNews { forwarder.allowance.tellForgotten("affinity") }
    guard let backend, forwarder.allowance.take(1, for: host) else { return }
    let (forgotten, isFirst) = sessions.insert(Session(backend: backend), for: client)
    for (client, session) in forgotten { close(session, of: client) }
    if isFirst { forwarder.allowance.tellForgotten("UDP") }
    let channel = context.channel
    let loop = context.eventLoop
    let bound = NIOLoopBound(self, eventLoop: loop)
    loop.makeFutureWithTask { [sandbox] in
      try await Self.open(backend, client: client, listener: channel, sandbox: sandbox)
    }.whenComplete { result in
      bound.value.opened(result, client: client, backend: backend, on: loop)
    }
  }

  private func opened(
    _ result: Result<any Channel, any Error>, client: NIOCore.SocketAddress, backend: ProxyBackend,
    on loop: any EventLoop
  ) {
    guard case .success(let upstream) = result else { return end(client) }
    guard sessions[client]?.backend == backend, sessions[client]?.upstream == nil else {
      upstream.close(promise: nil)
      return
    }
    for datagram in sessions[client]?.waiting ?? [] { send(datagram, to: backend, over: upstream) }
    sessions.change(client) {
      $0.upstream = upstream
      $0.waiting = []
    }
    let bound = NIOLoopBound(self, eventLoop: loop)
    upstream.closeFuture.whenComplete { _ in
      if bound.value.sessions[client]?.upstream === upstream { bound.value.end(client) }
    }
  }

  private static func host(_ client: NIOCore.SocketAddress) -> String { client.ipAddress ?? "" }

  /// Forgets a client; no error when it is not known.
  private func end(_ client: NIOCore.SocketAddress) {
    if let session = sessions.remove(client) { close(session, of: client) }
  }

  /// Closes what was open for a client that is forgotten.
  private func close(_ session: Session, of client: NIOCore.SocketAddress) {
    forwarder.allowance.give(1, for: Self.host(client))
    session.upstream?.close(promise: nil)
  }

  private func send(_ datagram: ByteBuffer, to backend: ProxyBackend, over upstream: any Channel) {
    let address =
      switch backend {
      case .cluster(let address), .host(let address): address
      }
    guard let remote = try? NIOCore.SocketAddress(ipAddress: "\(address.address)", port: Int(address.port)) else {
      return  // An IPv4 address in text is always read.
    }
    upstream.writeAndFlush(AddressedEnvelope(remoteAddress: remote, data: datagram), promise: nil)
  }

  private static func open(
    _ backend: ProxyBackend, client: NIOCore.SocketAddress, listener: any Channel, sandbox: any SandboxClient
  ) async throws -> any Channel {
    let bootstrap = DatagramBootstrap(group: listener.eventLoop).channelOption(.recvAllocator, value: allocator)
      .channelInitializer { upstream in
        upstream.eventLoop.makeCompletedFuture {
          try upstream.pipeline.syncOperations.addHandlers(
            IdleStateHandler(allTimeout: idleTime), DatagramReturnHandler(client: client, listener: listener))
        }
      }
    switch backend {
    case .host: return try await bootstrap.bind(host: "0.0.0.0", port: 0).get()
    case .cluster(let address):
      let socket = try await sandbox.connect(address, transport: .udp, sandbox: nil, timeout: .seconds(3))
      return try await bootstrap.withBoundSocket(socket.release()).get()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    for client in sessions.clients { end(client) }
  }

  // A datagram socket outlives errors about single datagrams.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

/// Takes a backend's datagrams back to the client.
private final class DatagramReturnHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let client: NIOCore.SocketAddress
  private let listener: any Channel

  init(client: NIOCore.SocketAddress, listener: any Channel) {
    self.client = client
    self.listener = listener
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let datagram = unwrapInboundIn(data).data
    listener.writeAndFlush(AddressedEnvelope(remoteAddress: client, data: datagram), promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
