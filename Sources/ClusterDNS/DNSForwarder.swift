import DNSWire
package import KubeModel
import LinuxSystem
import NIOCore
import NIOPosix
package import SandboxRuntime

/// Where questions about names outside the cluster go.
package enum DNSUpstream: Sendable, Hashable {
  /// A server inside the cluster, such as a service's address.
  case cluster(SandboxRuntime.SocketAddress)
  /// A server that the host reaches.
  case host(SandboxRuntime.SocketAddress)
  /// Port 53 of a service, at the address that the service has when the question comes.
  case service(NamespacedName)
}

/// Asks another server once and waits 2 s for its answer.
struct DNSForwarder: Sendable {
  let sandbox: any SandboxClient
  let group: any EventLoopGroup

  /// The server's answer, or nil.
  func ask(_ query: [UInt8], at upstream: DNSUpstream) async -> [UInt8]? {
    // A server that cannot be reached is one that does not answer; the client is told so by the caller.
    try? await exchange(query, upstream)
  }

  private func exchange(_ query: [UInt8], _ upstream: DNSUpstream) async throws -> [UInt8] {
    let loop = group.next()
    let promise = loop.makePromise(of: [UInt8].self)
    let bootstrap = DatagramBootstrap(group: loop).channelInitializer { channel in
      channel.pipeline.addHandler(FirstAnswerHandler(id: query.prefix(2), promise: promise))
    }
    let channel: any Channel
    let server: SandboxRuntime.SocketAddress
    do {
      switch upstream {
      case .host(let address):
        server = address
        channel = try await bootstrap.bind(host: "0.0.0.0", port: 0).get()
      case .service: throw SandboxError.notFound(id: "a service's address")
      case .cluster(let address):
        server = address
        let socket = try await sandbox.connect(address, transport: .udp, sandbox: nil, timeout: .seconds(2))
        channel = try await bootstrap.withBoundSocket(socket.release()).get()
      }
      let remote = try NIOCore.SocketAddress(ipAddress: "\(server.address)", port: Int(server.port))
      channel.writeAndFlush(AddressedEnvelope(remoteAddress: remote, data: ByteBuffer(bytes: query)), promise: nil)
    } catch {
      promise.fail(error)
      throw error
    }
    let limit = loop.scheduleTask(in: .seconds(2)) { promise.fail(SandboxError.timedOut) }
    promise.futureResult.whenComplete { _ in
      limit.cancel()
      channel.close(promise: nil)
    }
    return try await promise.futureResult.get()
  }
}

/// Hands over the first datagram that answers the query.
private final class FirstAnswerHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let id: ArraySlice<UInt8>
  private let promise: EventLoopPromise<[UInt8]>

  init(id: ArraySlice<UInt8>, promise: EventLoopPromise<[UInt8]>) {
    self.id = id
    self.promise = promise
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let octets = Array(unwrapInboundIn(data).data.readableBytesView)
    if octets.prefix(2).elementsEqual(id) { promise.succeed(octets) }
  }
}
