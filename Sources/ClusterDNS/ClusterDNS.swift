package import ControllerKit
package import DNSWire
import KubeModel
import LinuxSystem
package import Logging
package import NIOCore
import NIOPosix
package import SandboxRuntime
import ServiceLifecycle
import Synchronization

/// The cluster's DNS server (Kubernetes DNS specification 1.1), on port 53 of its service address.
package final class ClusterDNS: ServiceLifecycle.Service, Sendable {
  /// What the server is told.
  package struct Configuration: Sendable {
    package var address: IPv4Address
    package var port: UInt16
    package var zone: DNSName
    /// Servers for domains of their own, such as Consul's.
    package var stubDomains: [DNSName: DNSUpstream]
    /// The servers for all other names, asked in turn; without one those names are a failure of the server.
    package var upstreams: [DNSUpstream]

    package init(
      address: IPv4Address, port: UInt16 = 53, zone: DNSName, stubDomains: [DNSName: DNSUpstream] = [:],
      upstreams: [DNSUpstream] = []
    ) {
      self.address = address
      self.port = port
      self.zone = zone
      self.stubDomains = stubDomains
      self.upstreams = upstreams
    }
  }

  private let configuration: Configuration
  private let informers: InformerSet?
  private let sandbox: any SandboxClient
  private let group: any EventLoopGroup
  private let logger: Logger
  private let responder: DNSResponder
  private let limits: DNSLimits
  private let index = Mutex(DNSIndex())

  /// - Parameter informers: The shared informers, run by the caller; nil leaves the index to `update`.
  package init(
    configuration: Configuration, informers: InformerSet?, sandbox: any SandboxClient, group: any EventLoopGroup,
    logger: Logger
  ) {
    self.configuration = configuration
    self.informers = informers
    self.sandbox = sandbox
    self.group = group
    self.logger = logger
    limits = DNSLimits(logger: logger)
    responder = DNSResponder(
      answerer: DNSAnswerer(zone: configuration.zone, serverAddress: configuration.address.rawValue),
      delegated: Array(configuration.stubDomains.keys), forwardsRest: !configuration.upstreams.isEmpty)
  }

  /// Changes what is answered from now on.
  package func update(_ change: (inout DNSIndex) -> Void) { index.withLock { change(&$0) } }

  /// Answers until cancelled or asked to shut down.
  package func run() async throws {
    try await cancelWhenGracefulShutdown { [self] in
      follow()
      let channels = try await open()
      logger.info("DNS answers", metadata: ["address": "\(configuration.address):\(configuration.port)"])
      // Only cancellation ends this wait.
      try? await Task.sleep(for: .seconds(.max / 4))
      for channel in channels { channel.close(promise: nil) }
    }
  }

  /// Binds both sockets, again after a pause while sandboxd does not answer.
  private func open() async throws -> [any Channel] {
    while true {
      do {
        return try await bind()
      } catch let error as SandboxError {
        logger.warning("The DNS sockets could not be bound; retrying in 1 s", metadata: ["error": "\(error)"])
        // Whoever has the port is not to be asked in our place; an address that stays is there no longer than sandboxd.
        try? await sandbox.removeAddress(configuration.address)
        try await Task.sleep(for: .seconds(1))
      }
    }
  }

  /// The channels of UDP and TCP, in this order.
  package func bind() async throws -> [any Channel] {
    let address = SandboxRuntime.SocketAddress(configuration.address, port: configuration.port)
    let respond: @Sendable ([UInt8], Bool) -> DNSResponder.Response = { [self] query, overTCP in
      index.withLock { responder.respond(to: query, overTCP: overTCP, index: $0) }
    }
    let forward: DNSForwarding = { [self] query, domain, refusal, client in
      let answer = await limits.asking(for: client) { await self.forward(query, domain) ?? refusal }
      return answer ?? DNSLimits.refused(refusal)
    }
    let datagrams = try await sandbox.bind(address, transport: .udp)
    let udp = try await DatagramBootstrap(group: group)
      .channelOption(.datagramVectorReadMessageCount, value: 16)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16 * 4_096))
      .channelInitializer { $0.pipeline.addHandler(DatagramDNSHandler(respond: respond, forward: forward)) }
      .withBoundSocket(datagrams.release()).get()
    var isOpen = false
    defer { if !isOpen { udp.close(promise: nil) } }
    await widen(udp)
    let stream = try await sandbox.bind(address, transport: .tcp)
    let tcp = try await ServerBootstrap(group: group)
      .childChannelInitializer { [limits] channel in
        let client = channel.remoteAddress?.ipAddress ?? ""
        guard limits.connect(client) else {
          channel.close(promise: nil)
          return channel.eventLoop.makeSucceededVoidFuture()
        }
        channel.closeFuture.whenComplete { _ in limits.disconnect(client) }
        return channel.eventLoop.makeCompletedFuture {
          // Who does not take its answers is not read from.
          try channel.pipeline.syncOperations.addHandlers(
            BackPressureHandler(), IdleStateHandler(allTimeout: .seconds(30)),
            StreamDNSHandler(respond: respond, forward: forward))
        }
      }
      .withBoundSocket(stream.release()).get()
    // Before its ports are open a pod that shares the network could answer there.
    try await sandbox.addAddress(configuration.address)
    isOpen = true
    return [udp, tcp]
  }

  /// Makes room for bursts: programs with many threads ask hundreds of questions at the same moment.
  private func widen(_ channel: any Channel) async {
    let size: SocketOptionValue = 4 << 20
    do {
      // SO_RCVBUFFORCE of socket(7), beyond the machine's limit, is root's alone.
      try await channel.setOption(.socketOption(.init(rawValue: 33)), value: size).get()
    } catch {
      // The most that the machine gives; with less, a part of a burst is asked again by its clients.
      try? await channel.setOption(.socketOption(.so_rcvbuf), value: size).get()
    }
  }

  private func forward(_ query: [UInt8], _ domain: DNSName) async -> [UInt8]? {
    let forwarder = DNSForwarder(sandbox: sandbox, group: group)
    for upstream in configuration.stubDomains[domain].map({ [$0] }) ?? configuration.upstreams {
      guard let upstream = located(upstream) else { continue }
      if let answer = await forwarder.ask(query, at: upstream) { return answer }
    }
    return nil
  }

  /// Puts a service's present address in the place of its name; nil while there is no such service.
  private func located(_ upstream: DNSUpstream) -> DNSUpstream? {
    guard case .service(let name) = upstream else { return upstream }
    guard let address = index.withLock({ $0.service(name)?.addresses.first }) else { return nil }
    return .cluster(SandboxRuntime.SocketAddress(address, port: 53))
  }

  private func follow() {
    guard let informers else { return }
    follow(informers.informer(Namespace.self), set: { $0.set($1) }, remove: { $0.remove($1) })
    follow(informers.informer(KubeModel.Service.self), set: { $0.set($1) }, remove: { $0.remove($1) })
    follow(informers.informer(EndpointSlice.self), set: { $0.set($1) }, remove: { $0.remove($1) })
  }

  private func follow<Kind: KubeObject>(
    _ informer: Informer<Kind>, set: @escaping @Sendable (inout DNSIndex, Kind) -> Void,
    remove: @escaping @Sendable (inout DNSIndex, Kind) -> Void
  ) {
    informer.onChange { [weak self] event in
      switch event {
      case .added(let object), .updated(_, let object): self?.update { set(&$0, object) }
      case .deleted(let object): self?.update { remove(&$0, object) }
      }
    }
  }
}
