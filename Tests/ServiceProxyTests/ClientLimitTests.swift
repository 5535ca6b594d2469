import KubeModel
import LinuxSystem
import Logging
import NIOCore
import NIOPosix
import SandboxRuntime
import Testing

@testable import ServiceProxy

@Suite("What clients of services may take")
struct ClientLimitTests {
  @Test("Clients that were silent longest are forgotten for new ones, and that is news once")
  func recent() {
    var clients = RecentClients<Int, String>(most: 16)
    for number in 0..<16 { #expect(clients.insert("\(number)", for: number).forgotten.isEmpty) }
    clients.use(0)
    let first = clients.insert("16", for: 16)
    #expect(first.forgotten.map(\.0).sorted() == [1, 2] && first.isNews)
    #expect(clients[0] == "0" && clients[1] == nil && clients.count == 15)
    #expect(clients.insert("17", for: 17).forgotten.isEmpty)
    let second = clients.insert("18", for: 18)
    #expect(second.forgotten.map(\.0).sorted() == [3, 4] && !second.isNews)
    #expect(clients.insert("again", for: 18).forgotten.isEmpty)
    for number in 5..<17 { #expect(clients.remove(number) != nil) }
    for number in 100..<200 where clients.insert("", for: number).isNews { return }
    Issue.record("after there was room, it is news again")
  }

  @Test("However many clients come, affinity is kept for so many, the last ones")
  func affinity() throws {
    let backend = ProxyBackend.host(SandboxRuntime.SocketAddress(try #require(IPv4Address("127.0.0.1")), port: 1))
    let other = ProxyBackend.host(SandboxRuntime.SocketAddress(try #require(IPv4Address("127.0.0.1")), port: 2))
    var balancer = Balancer(ProxyTarget(backends: [backend, other], affinitySeconds: 10_800))
    let now = NIODeadline.now()
    var news = 0
    for number in 0..<30_000 where balancer.took(other, client: "\(number)", now: now) { news += 1 }
    #expect(news == 1)
    #expect(balancer.remembered <= 10_000)
    #expect(balancer.order(for: "29999", now: now).first == other)
  }

  @Test("Connections and UDP clients of all services share what is there, and a client leaves half to the others")
  func allowance() {
    let lines = Lines()
    let allowance = ProxyAllowance(descriptors: 16, logger: Logger(label: "t") { _ in lines })
    #expect(allowance.take(2, for: "a") && allowance.take(2, for: "a"))
    #expect(!allowance.take(2, for: "a") && !allowance.take(1, for: "a"))
    #expect(allowance.take(2, for: "b"))
    #expect(
      lines.all == [
        "Clients of services have as much open as the limit of open files permits; the next ones are refused"
      ])
    allowance.give(2, for: "a")
    #expect(allowance.take(2, for: "a"))
  }

  @Test("A UDP service answers all of many clients, and keeps sockets for a few")
  func datagrams() async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let echo = try await DatagramBootstrap(group: group)
      .channelInitializer { $0.pipeline.addHandler(EchoHandler()) }.bind(host: "127.0.0.1", port: 0).get()
    let port = UInt16(try #require(echo.localAddress?.port))
    let target = ProxyTarget(
      backends: [.host(SandboxRuntime.SocketAddress(try #require(IPv4Address("127.0.0.1")), port: port))])
    let lines = Lines()
    let allowance = ProxyAllowance(descriptors: 1_000, logger: Logger(label: "t") { _ in lines })
    let forwarder = StreamForwarder(target, sandbox: NoSandbox(), allowance: allowance)
    let proxy = try await DatagramBootstrap(group: group)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            DatagramForwarder(forwarder, sandbox: NoSandbox(), mostClients: 8))
        }
      }.bind(host: "127.0.0.1", port: 0).get()
    let place = try #require(proxy.localAddress)
    // Twice, so that those that were forgotten come again.
    for _ in 0..<2 {
      for number in 0..<24 {
        let answer = group.next().makePromise(of: String.self)
        let client = try await DatagramBootstrap(group: group)
          .channelInitializer { $0.pipeline.addHandler(AnswerHandler(answer)) }
          .bind(host: "127.0.0.1", port: 0).get()
        try await client.writeAndFlush(AddressedEnvelope(remoteAddress: place, data: ByteBuffer(string: "\(number)")))
        #expect(try await answer.futureResult.get() == "\(number)")
        #expect(allowance.used <= 8)
        try await client.close()
      }
    }
    #expect(lines.all.count == 1 && lines.all[0].hasPrefix("A service has more clients than are remembered"))
    try await proxy.close()
    try await echo.close()
    #expect(allowance.used == 0)
  }
}

/// Sends back what comes.
private final class EchoHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias OutboundOut = AddressedEnvelope<ByteBuffer>

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }
}

/// Keeps the first datagram's text.
private final class AnswerHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let answer: EventLoopPromise<String>

  init(_ answer: EventLoopPromise<String>) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    answer.succeed(String(buffer: unwrapInboundIn(data).data))
  }
}

/// A runtime that is not there.
private struct NoSandbox: SandboxClient {
  func state() async throws(SandboxError) -> RuntimeState { throw .disconnected }
  func events() -> AsyncStream<SandboxEvent> { AsyncStream { nil } }
  func createSandbox(_ specification: SandboxSpecification) async throws(SandboxError) { throw .disconnected }
  func removeSandbox(_ id: String) async throws(SandboxError) { throw .disconnected }
  func startContainer(
    _ specification: ContainerSpecification
  ) async throws(SandboxError) -> StartedProcess { throw .disconnected }
  func signalContainer(_ id: String, signal: Int32) async throws(SandboxError) { throw .disconnected }
  func removeContainer(_ id: String) async throws(SandboxError) { throw .disconnected }
  func exec(_ specification: ExecSpecification) async throws(SandboxError) -> ProcessStreams { throw .disconnected }
  func signalExec(_ id: String, signal: Int32) async throws(SandboxError) { throw .disconnected }
  func attach(container id: String) async throws(SandboxError) -> ProcessStreams { throw .disconnected }
  func resizeTerminal(_ id: String, columns: UInt16, rows: UInt16) async throws(SandboxError) { throw .disconnected }
  func bind(
    _ address: SandboxRuntime.SocketAddress, transport: Transport
  ) async throws(SandboxError) -> OwnedDescriptor { throw .disconnected }
  func connect(
    _ address: SandboxRuntime.SocketAddress, transport: Transport, sandbox: String?, timeout: Duration
  ) async throws(SandboxError) -> OwnedDescriptor { throw .disconnected }
  func addAddress(_ address: IPv4Address) async throws(SandboxError) { throw .disconnected }
  func removeAddress(_ address: IPv4Address) async throws(SandboxError) { throw .disconnected }
  func powerOff(grace: Duration) async throws(SandboxError) { throw .disconnected }
}
