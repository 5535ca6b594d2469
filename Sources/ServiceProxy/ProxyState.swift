package import KubeModel
package import SandboxRuntime

/// Services, their endpoints, nodes and host ports, and the plan that follows from them.
///
/// A cluster address has a listener only while there is a backend: without one the kernel itself refuses the
/// connection at once, as kube-proxy's REJECT rule does. A port of the host stays taken, and refuses as well.
package struct ProxyState: Sendable {
  private let reserved: Set<IPv4Address>
  private let hostBackends: [NamespacedName: SandboxRuntime.SocketAddress]
  private let hostAddress: IPv4Address
  private let podNetwork: Range<UInt32>

  private var services: [NamespacedName: Service] = [:]
  private var slices: [NamespacedName: [NamespacedName: EndpointSlice]] = [:]
  private var nodes: [String: [IPv4Address]] = [:]
  private var podNodes: [NamespacedName: (node: String, ports: [(ContainerPort, IPv4Address)])] = [:]

  /// - Parameters:
  ///   - reserved: Service addresses that others serve (the cluster's DNS).
  ///   - hostBackends: Services whose backend is on the host (`default/kubernetes`).
  ///   - hostAddress: Where ports of the host are opened.
  ///   - podNetwork: The addresses of pods, as numbers: no service may take one.
  package init(
    reserved: Set<IPv4Address>, hostBackends: [NamespacedName: SandboxRuntime.SocketAddress],
    hostAddress: IPv4Address = IPv4Address(rawValue: 0x7F00_0001), podNetwork: Range<UInt32> = 0x0AF4_0000..<0x0AF5_0000
  ) {
    self.reserved = reserved
    self.hostBackends = hostBackends
    self.hostAddress = hostAddress
    self.podNetwork = podNetwork
  }

  package mutating func set(_ service: Service) { services[service.namespacedName] = service }

  package mutating func remove(_ service: Service) { services[service.namespacedName] = nil }

  package mutating func set(_ slice: EndpointSlice) {
    guard let owner = Self.owner(slice) else { return }
    slices[owner, default: [:]][slice.namespacedName] = slice
  }

  package mutating func remove(_ slice: EndpointSlice) {
    guard let owner = Self.owner(slice) else { return }
    slices[owner]?[slice.namespacedName] = nil
  }

  package mutating func set(_ node: Node) {
    nodes[node.name] = node.status.addresses.filter { $0.type == "InternalIP" }
      .compactMap { $0.address.flatMap { IPv4Address($0) } }
  }

  package mutating func remove(_ node: Node) { nodes[node.name] = nil }

  package mutating func set(_ pod: Pod) {
    let name = pod.namespacedName
    podNodes[name] = nil
    guard pod.spec.hostNetwork != true, pod.status.phase != "Succeeded", pod.status.phase != "Failed",
      let node = pod.spec.nodeName, let address = pod.status.podIP.flatMap({ IPv4Address($0) })
    else { return }
    let ports = pod.spec.containers.flatMap(\.ports).filter { ($0.hostPort ?? 0) > 0 }.map { ($0, address) }
    if !ports.isEmpty { podNodes[name] = (node, ports) }
  }

  package mutating func remove(_ pod: Pod) { podNodes[pod.namespacedName] = nil }

  private static func owner(_ slice: EndpointSlice) -> NamespacedName? {
    slice.metadata.labels["kubernetes.io/service-name"].map { NamespacedName(namespace: slice.namespace, name: $0) }
  }

  // MARK: The plan

  /// The services of type LoadBalancer that are ours: those of a class are another controller's.
  package var loadBalancers: [Service] { services.values.filter(isOurLoadBalancer) }

  package func service(_ name: NamespacedName) -> Service? { services[name] }

  /// The service that has this address in the cluster.
  func service(at address: IPv4Address) -> Service? {
    services.values.first { $0.spec.clusterIP == "\(address)" }
  }

  /// The services that have a condition of the type.
  func services(markedWith type: String) -> [Service] {
    services.values.filter { $0.status.conditions.contains { $0.type == type } }
  }

  private func isOurLoadBalancer(_ service: Service) -> Bool {
    service.spec.type == "LoadBalancer" && service.spec.loadBalancerClass == nil
  }

  /// What is to be open now.
  ///
  /// Cluster addresses come first, then node ports, then what services and pods ask for themselves (`externalIPs`,
  /// `hostIP`), so that none of the latter takes the place of the API, of DNS or of another service (CVE-2019-9946,
  /// CVE-2020-8554).
  package var plan: ProxyPlan {
    var plan = ProxyPlan()
    let proxied = services.filter { isProxied($0.value) }.sorted { $0.key < $1.key }
    for (name, service) in proxied { addClusterAddress(of: service, name, to: &plan) }
    for (name, service) in proxied { addHostPorts(of: service, name, to: &plan) }
    let held = heldAddresses
    for (name, service) in proxied { addExternalAddresses(of: service, name, held: held, to: &plan) }
    for (_, pod) in podNodes.sorted(by: { $0.key < $1.key }) {
      for (port, address) in pod.ports { add(port, address, pod.node, to: &plan) }
    }
    return plan
  }

  /// Whether the service is for kube-proxy's like: not one that another proxy is named for, or that is marked headless.
  private func isProxied(_ service: Service) -> Bool {
    let labels = service.metadata.labels
    return service.spec.type != "ExternalName" && labels["service.kubernetes.io/service-proxy-name"] == nil
      && labels["service.kubernetes.io/headless"] == nil
  }

  /// The addresses that nobody may ask for: those of all services, and the ones that others serve.
  private var heldAddresses: Set<IPv4Address> {
    reserved.union(services.values.compactMap { $0.spec.clusterIP.flatMap { IPv4Address($0) } })
  }

  /// Calls `body` for every port of a service that can be proxied, with where it leads.
  private func forPorts(
    of service: Service, _ name: NamespacedName, _ body: (ServicePort, UInt16, Transport, ProxyTarget) -> Void
  ) {
    let spec = service.spec
    let affinity =
      spec.sessionAffinity == "ClientIP" ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800 : nil
    for port in spec.ports {
      guard let number = port.port.flatMap(UInt16.init(exactly:)), let transport = Self.transport(port.protocol) else {
        continue
      }
      body(port, number, transport, ProxyTarget(backends: backends(name, port), affinitySeconds: affinity))
    }
  }

  private func addClusterAddress(of service: Service, _ name: NamespacedName, to plan: inout ProxyPlan) {
    guard let address = service.spec.clusterIP.flatMap({ IPv4Address($0) }), !reserved.contains(address) else { return }
    plan.addresses.insert(address)
    forPorts(of: service, name) { _, number, transport, target in
      guard !target.backends.isEmpty else { return }
      plan.offer(ProxyListener(.cluster, SandboxRuntime.SocketAddress(address, port: number), transport), target)
    }
  }

  private func addHostPorts(of service: Service, _ name: NamespacedName, to plan: inout ProxyPlan) {
    guard service.spec.type == "NodePort" || service.spec.type == "LoadBalancer" else { return }
    forPorts(of: service, name) { port, number, transport, target in
      if let nodePort = port.nodePort.flatMap(UInt16.init(exactly:)), nodePort > 0 {
        let host = SandboxRuntime.SocketAddress(hostAddress, port: nodePort)
        plan.offer(ProxyListener(.host, host, transport, for: .nodePort(name)), target)
        for address in nodes.values.joined() where !target.backends.isEmpty {
          plan.offer(ProxyListener(.cluster, SandboxRuntime.SocketAddress(address, port: nodePort), transport), target)
        }
      }
      if isOurLoadBalancer(service) {
        let host = SandboxRuntime.SocketAddress(hostAddress, port: number)
        plan.offer(ProxyListener(.host, host, transport, for: .loadBalancer(name)), target)
      }
    }
  }

  private func addExternalAddresses(
    of service: Service, _ name: NamespacedName, held: Set<IPv4Address>, to plan: inout ProxyPlan
  ) {
    guard !service.spec.externalIPs.isEmpty else { return }
    let ofNodes = Set(nodes.values.joined())
    for address in Set(service.spec.externalIPs.compactMap { IPv4Address($0) }).sorted() {
      guard !held.contains(address), !podNetwork.contains(address.rawValue) else {
        plan.refusals.insert(ProxyPlan.Refusal(service: name, address: address))
        continue
      }
      // A node's address is there already, and must stay when the service goes.
      if !ofNodes.contains(address) { plan.addresses.insert(address) }
      forPorts(of: service, name) { _, number, transport, target in
        guard !target.backends.isEmpty else { return }
        plan.offer(ProxyListener(.cluster, SandboxRuntime.SocketAddress(address, port: number), transport), target)
      }
    }
  }

  /// A host port is on its node's addresses; a `hostIP` chooses among them, as it does where no interface has another.
  private func add(_ port: ContainerPort, _ pod: IPv4Address, _ node: String, to plan: inout ProxyPlan) {
    guard let number = port.hostPort.flatMap(UInt16.init(exactly:)), let transport = Self.transport(port.protocol),
      let inner = port.containerPort.flatMap(UInt16.init(exactly:))
    else { return }
    let wanted = port.hostIP.flatMap { IPv4Address($0) }.flatMap { $0.rawValue == 0 ? nil : $0 }
    for address in nodes[node] ?? [] where wanted == nil || wanted == address {
      plan.offer(
        ProxyListener(.cluster, SandboxRuntime.SocketAddress(address, port: number), transport),
        ProxyTarget(backends: [.cluster(SandboxRuntime.SocketAddress(pod, port: inner))]))
    }
  }

  /// The ready endpoints; without any, those that still serve while they end (KEP-1669).
  private func backends(_ name: NamespacedName, _ port: ServicePort) -> [ProxyBackend] {
    if let host = hostBackends[name] { return [.host(host)] }
    var ready: Set<SandboxRuntime.SocketAddress> = []
    var ending: Set<SandboxRuntime.SocketAddress> = []
    for slice in slices[name]?.values ?? [:].values {
      // The endpoint controller resolves a service port's target port and gives the slice's port the same name.
      let numbers = slice.ports.filter {
        ($0.name ?? "") == (port.name ?? "") && ($0.protocol ?? "TCP") == (port.protocol ?? "TCP")
      }
      .compactMap { $0.port.flatMap(UInt16.init(exactly:)) }
      for endpoint in slice.endpoints {
        guard let address = endpoint.addresses.first.flatMap({ IPv4Address($0) }) else { continue }
        let sockets = numbers.map { SandboxRuntime.SocketAddress(address, port: $0) }
        if endpoint.conditions?.ready ?? true {
          ready.formUnion(sockets)
        } else if endpoint.conditions?.serving == true, endpoint.conditions?.terminating == true {
          ending.formUnion(sockets)
        }
      }
    }
    return (ready.isEmpty ? ending : ready)
      .sorted { ($0.address.rawValue, $0.port) < ($1.address.rawValue, $1.port) }.map { .cluster($0) }
  }

  private static func transport(_ name: String?) -> Transport? {
    switch name ?? "TCP" {
    case "TCP": .tcp
    case "UDP": .udp
    default: nil
    }
  }
}
