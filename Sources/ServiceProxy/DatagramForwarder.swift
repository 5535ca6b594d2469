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
  private var sessions: [NIOCore.SocketAddress: Session] = [:]

  init(_ forwarder: StreamForwarder, sandbox: any SandboxClient) {
    self.forwarder = forwarder
    self.sandbox = sandbox
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    let client = envelope.remoteAddress
    let isKnown = sessions[client].map { session in
      forwarder.balancer.withLock { $0.target.backends.contains(session.backend) }
    }
    if isKnown != true { begin(client, context) }
    guard let session = sessions[client] else { return }
    if let upstream = session.upstream {
      send(envelope.data, to: session.backend, over: upstream)
    } else if session.waiting.count < Self.mostWaiting {
      sessions[client]?.waiting.append(envelope.data)
    }
  }

  private func begin(_ client: NIOCore.SocketAddress, _ context: ChannelHandlerContext) {
    sessions.removeValue(forKey: client)?.upstream?.close(promise: nil)
    let host = client.ipAddress ?? ""
    let backend = forwarder.balancer.withLock { balancer in
      let first = balancer.order(for: host, now: .now()).first
      if let first { balancer.took(first, client: host, now: .now()) }
      return first
    }
    guard let backend else { return }
    sessions[client] = Session(backend: backend)
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
    guard case .success(let upstream) = result else {
      sessions[client] = nil
      return
    }
    guard sessions[client]?.backend == backend, sessions[client]?.upstream == nil else {
      upstream.close(promise: nil)
      return
    }
    sessions[client]?.upstream = upstream
    for datagram in sessions[client]?.waiting ?? [] { send(datagram, to: backend, over: upstream) }
    sessions[client]?.waiting = []
    let bound = NIOLoopBound(self, eventLoop: loop)
    upstream.closeFuture.whenComplete { _ in
      if bound.value.sessions[client]?.upstream === upstream { bound.value.sessions[client] = nil }
    }
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
    for session in sessions.values { session.upstream?.close(promise: nil) }
    sessions = [:]
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
