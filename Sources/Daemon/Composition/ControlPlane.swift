import APIServer
import ClusterDNS
import Consul
import ControllerKit
import Controllers
import Crypto
import DNSWire
import Foundation
import KubeClient
import KubeModel
import Kubelet
import LinuxSystem
import Logging
import NIOPosix
import ObjectStore
import SandboxRuntime
import Scheduler
import ServiceLifecycle
import ServiceProxy

/// Everything that `serve` runs, put together.
struct ControlPlane {
  /// In the order in which they start; they stop in the reverse order.
  let services: [any ServiceLifecycle.Service]
  let apiPort: Int
  private let sandbox: SandboxdClient
  private let client: InProcessKubeClient

  private typealias Network = ClusterConfiguration.Network

  /// Makes the parts, opens the database and listens; nothing is served before the services run.
  ///
  /// - Throws: errors whose text is a sentence for a person.
  static func start(_ profile: Profile, progress: Progress, logger: Logger) async throws -> ControlPlane {
    for directory in [profile.directory, profile.run, profile.logs, profile.volumes, profile.pods] {
      try FileSystem.makePrivateDirectory(directory)
    }
    let configuration = try ConfigurationFile(profile).read()
    let certificates = try CertificateStore(directory: profile.certificates, profile: profile.name)
    let store = try ObjectStore(path: profile.database, logger: logger)
    let tokens = try await ServiceAccountTokens(key: certificates.serviceAccountKey.pemRepresentation)
    let api = ResourceAPI(store: store, signer: tokens)
    let client = InProcessKubeClient(api: api)
    let setup = StoreSetup(logger: logger)
    async let policy: Void = setup.attempt { try await api.bootstrapPolicy() }
    progress.step("The store is open")
    let sandbox = try await SandboxdClient.connect(to: profile.sandboxSocket)
    let exits = ExitRegistry()
    let streams = NodeStreams(
      sandbox: sandbox, exits: exits, podsDirectory: profile.pods, logsDirectory: profile.logs)
    let dialer = ClusterDialerOfNodes(nodes: streams)
    api.reachServices(through: dialer)
    let aggregator = Aggregator(
      store: store, dialer: dialer,
      identity: Aggregator.Identity(
        certificate: try certificates.frontProxy.certificatePEM, key: certificates.frontProxy.keyPEM))
    let leaderMetrics = LeaderMetrics()
    let handler = APIHandler(
      api: api, pods: PodStreamsOfNodes(nodes: streams), dialer: dialer, aggregator: aggregator,
      usage: NodeUsage(meter: UsageMeter(sandbox: sandbox)), logsDirectory: profile.logs,
      otherMetrics: [leaderMetrics],
      audit: try configuration.openAuditLog(logger: logger), logger: logger)
    let server = try await listen(configuration, tls: try certificates.tls, handler: handler, logger: logger)
    // The port that was found stays the cluster's, so that kubeconfigs go on being true.
    try ConfigurationFile(profile).remember(apiPort: server.port)
    try certificates.writeKubeconfig(profile, port: server.port)
    try await setup.attempt { try await api.bootstrapNamespaces() }
    try await setup.attempt { try await api.recountQuotas() }
    let bootstrap = Bootstrap(
      client: client, apiPort: UInt16(server.port), extensionAuthentication: try certificates.extensionAuthentication)
    try await setup.attempt { try await bootstrap.run() }
    let names = configuration.nodeNames(profile: profile.name)
    try await setup.attempt { try await FormerNodes(client: client).remove(except: names) }
    try await setup.attempt { try await api.registerAPIServices() }
    try await policy
    progress.step("The API answers")
    var parts = Parts(
      profile: profile, configuration: configuration, client: client, sandbox: sandbox, exits: exits,
      streams: streams, leaderMetrics: leaderMetrics, apiPort: UInt16(server.port), logger: logger)
    let services = try parts.services(
      server: server, bootstrap: bootstrap, certificates: certificates, aggregator: aggregator)
    return ControlPlane(services: services + [setup], apiPort: server.port, sandbox: sandbox, client: client)
  }

  /// Listens on the port that the cluster has had; one that nobody chose, and that another program has now, is given up
  /// for a free one.
  private static func listen(
    _ configuration: ClusterConfiguration, tls: APIServer.TLS, handler: APIHandler, logger: Logger
  ) async throws -> APIServer {
    let port = configuration.apiPort ?? 0
    do {
      return try await APIServer.listen(
        on: [.host("127.0.0.1", port: port)], tls: tls, handler: handler, logger: logger)
    } catch let error as ListenError where error.isTaken && configuration.isAPIPortChosen != true {
      logger.warning(
        "Another program has the API's port; taking a free one. Run localkube up to renew your kubeconfig",
        metadata: ["port": "\(port)"])
      return try await APIServer.listen(on: [.host("127.0.0.1", port: 0)], tls: tls, handler: handler, logger: logger)
    }
  }

  /// Whether the API answers; never returns when they hang.
  @Sendable func isAlive() async -> Bool {
    do {
      _ = try await client.get(Namespace.self, name: "default")
      return true
    } catch {
      return false
    }
  }

  /// Returns when the store's writer has come to what was asked of it now; a disk that refuses is an answer.
  @Sendable func waitForWriter() async { try? await client.api.store.write { _ in } }

  /// Ends the containers and sandboxd with them, and closes the database.
  func powerOff() async throws {
    try await client.api.store.close()
    do {
      try await sandbox.powerOff(grace: .seconds(10))
    } catch SandboxError.disconnected {
      // It has ended, which was the aim.
    }
  }
}

/// The services of a control plane, made from what they share.
private struct Parts {
  let profile: Profile
  let configuration: ClusterConfiguration
  let client: InProcessKubeClient
  let sandbox: SandboxdClient
  let exits: ExitRegistry
  let streams: NodeStreams
  let leaderMetrics: LeaderMetrics
  let apiPort: UInt16
  let logger: Logger
  private let group = MultiThreadedEventLoopGroup.singleton
  private var recorders: [EventRecorder] = []

  init(
    profile: Profile, configuration: ClusterConfiguration, client: InProcessKubeClient, sandbox: SandboxdClient,
    exits: ExitRegistry, streams: NodeStreams, leaderMetrics: LeaderMetrics, apiPort: UInt16, logger: Logger
  ) {
    self.profile = profile
    self.configuration = configuration
    self.client = client
    self.sandbox = sandbox
    self.exits = exits
    self.streams = streams
    self.leaderMetrics = leaderMetrics
    self.apiPort = apiPort
    self.logger = logger
  }

  private typealias Network = ClusterConfiguration.Network

  mutating func services(
    server: APIServer, bootstrap: Bootstrap, certificates: CertificateStore, aggregator: Aggregator
  ) throws -> [any ServiceLifecycle.Service] {
    let informers = InformerSet(client: client, logger: logger)
    let controllers = ControllerSet(
      client: client, informers: informers,
      settings: ControllerSet.Settings(
        certificateAuthority: try certificates.authorityPEM, volumesDirectory: profile.volumes,
        namespacedResources: { [client] in client.api.namespacedResources }),
      logger: logger)
    var workers: [any ServiceLifecycle.Service] = [
      Scheduler(client: client, informers: informers, recorder: recorder("default-scheduler"), logger: logger)
    ]
    workers.append(bootstrap.keeper(informers, logger: logger))
    workers.append(
      CertificateSigner.service(
        authority: certificates.authority, client: client, informers: informers, logger: logger))
    workers.append(APIServiceRegistration.service(api: client.api, informers: informers, logger: logger))
    workers.append(
      APIServiceAvailability.service(client: client, aggregator: aggregator, informers: informers, logger: logger))
    workers.append(try dns(informers))
    workers.append(proxy(informers))
    workers.append(leaderReporter(informers))
    workers += try kubelets(informers)
    let recorders = recorders.map(RunningRecorder.init)
    return [server, informers] + recorders + controllers.services + workers
  }

  private mutating func recorder(_ component: String, host: String? = nil) -> EventRecorder {
    let recorder = EventRecorder(client: client, component: component, host: host, logger: logger)
    recorders.append(recorder)
    return recorder
  }

  private func dns(_ informers: InformerSet) throws -> ClusterDNS {
    guard let address = IPv4Address(Network.dnsAddress), let zone = DNSName(Network.domain) else {
      throw ConfigurationFile.DamagedError(path: "built in", reason: "the address of the cluster's DNS is none")
    }
    return ClusterDNS(
      configuration: ClusterDNS.Configuration(address: address, zone: zone, stubDomains: try stubDomains()),
      informers: informers, sandbox: sandbox, group: group, logger: logger)
  }

  /// The domains that another server answers for: an address, or a service as `name.namespace`.
  private func stubDomains() throws -> [DNSName: DNSUpstream] {
    var domains: [DNSName: DNSUpstream] = [:]
    for (text, server) in configuration.stubDomains {
      let parts = server.split(separator: ".").map(String.init)
      guard let domain = DNSName(text) else {
        throw ConfigurationFile.DamagedError(path: profile.configuration, reason: "\(text) is no domain")
      }
      if let address = IPv4Address(server) {
        domains[domain] = .cluster(SandboxRuntime.SocketAddress(address, port: 53))
      } else if parts.count == 2 {
        domains[domain] = .service(NamespacedName(namespace: parts[1], name: parts[0]))
      } else {
        throw ConfigurationFile.DamagedError(
          path: profile.configuration, reason: "\(server) is neither an address nor a service (name.namespace)")
      }
    }
    return domains
  }

  private mutating func proxy(_ informers: InformerSet) -> ServiceProxy {
    let reserved = IPv4Address(Network.dnsAddress).map { [$0] } ?? []
    let kubernetes = NamespacedName(namespace: "default", name: "kubernetes")
    let loopback = IPv4Address(rawValue: 0x7F00_0001)
    let state = ProxyState(
      reserved: Set(reserved), hostBackends: [kubernetes: SandboxRuntime.SocketAddress(loopback, port: apiPort)])
    return ServiceProxy(
      client: client, informers: informers, sandbox: sandbox, group: group, recorder: recorder("service-proxy"),
      state: state, logger: logger)
  }

  private mutating func leaderReporter(_ informers: InformerSet) -> LeaderReporter {
    let sandbox = sandbox
    let queries = HTTPConsulQueries(group: group, configuration: ConfigurationOfServers(client: client)) {
      address, port in
      guard let address = IPv4Address(address) else { throw SandboxError.notFound(id: address) }
      return try await sandbox.connect(
        SandboxRuntime.SocketAddress(address, port: port), transport: .tcp, sandbox: nil, timeout: .milliseconds(500))
    }
    let pods = informers.informer(Pod.self)
    return LeaderReporter(
      pods: pods, client: client, recorder: recorder(LeaderReporter.component), queries: queries,
      logs: ServerLogsOfNodes(podsDirectory: profile.pods, logsDirectory: profile.logs), metrics: leaderMetrics,
      now: { Timestamp(nanoseconds: Clocks.now) }, logger: logger)
  }

  private mutating func kubelets(_ informers: InformerSet) throws -> [any ServiceLifecycle.Service] {
    guard let first = IPv4Address("10.244.0.10"), let last = IPv4Address("10.244.255.250") else { return [] }
    let addresses = try PodAddressBook(path: profile.directory + "/addresses", first: first, last: last)
    let environment = ProcessInfo.processInfo.environment
    let fetch = ConsulFetch(archive: environment[ConsulFetch.archiveVariable], logger: logger)
    let programs = HostPrograms(home: profile.home, path: environment["PATH"] ?? "", fetch: fetch, logger: logger)
    let recipes = RecipeBook(directory: profile.home.recipes, resolver: programs.lookUp, logger: logger)
    let watched = try programs.watchedDirectories()
    let recipeServices: [any ServiceLifecycle.Service] = [
      fetch.service(programs, telling: recipes),
      RecipeWatch(book: recipes, directories: watched, logger: logger),
    ]
    let names = configuration.nodeNames(profile: profile.name)
    let facts = HostFacts(nodes: names.count)
    let housekeeping = Housekeeping(
      places: Housekeeping.Places(pods: profile.pods, logs: profile.logs + "/pods"), nodes: Set(names),
      pods: informers.informer(Pod.self), sandbox: sandbox, addresses: addresses, logger: logger)
    let health = RuntimeHealth(sandbox: sandbox)
    let kubelets = names.enumerated().compactMap { index, name -> Kubelet? in
      guard let address = IPv4Address(Network.nodeAddress(index)) else { return nil }
      var node = KubeletConfiguration(
        nodeName: name, nodeAddress: address, podsDirectory: profile.pods, logsDirectory: profile.logs,
        etc: EtcFiles(
          clusterDomain: Network.domain, clusterDNS: Network.dnsAddress, hostResolvConf: facts.resolvConf,
          hostHosts: facts.hosts),
        ids: HostSituation.current().containerUsers)
      // The control plane is no node of its own, so the first one stands for it, as in minikube.
      if index == 0 { node.labels = ["node-role.kubernetes.io/control-plane": ""] }
      node.capacity = facts.capacity
      node.restarts = RestartSettings(
        base: configuration.restartBackoff, limit: configuration.restartBackoffLimit)
      node.kernelVersion = facts.kernelVersion
      node.operatingSystemImage = facts.operatingSystemImage
      node.machineID = facts.machineID
      return Kubelet(
        configuration: node, client: client, informers: informers, sandbox: sandbox, recipes: recipes,
        addresses: addresses, health: health, housekeeping: housekeeping, events: recorder("kubelet", host: name),
        exits: exits, group: group, logger: logger)
    }
    return recipeServices + [health, housekeeping] + kubelets
  }
}

/// An event recorder as a service.
private struct RunningRecorder: ServiceLifecycle.Service {
  let recorder: EventRecorder

  func run() async throws { try await recorder.run() }
}
