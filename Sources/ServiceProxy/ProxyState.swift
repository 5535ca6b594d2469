package import KubeModel
package import SandboxRuntime

/// Services, their endpoints, nodes and host ports, and the plan that follows from them.
///
/// A cluster address has a listener only while there is a backend: without one the kernel itself refuses the
/// connection at once, as kube-proxy's REJECT rule does. A port of the host stays taken.
package struct ProxyState: Sendable {
  private let reserved: Set<IPv4Address>
  private let hostBackends: [NamespacedName: SandboxRuntime.SocketAddress]
  private let hostAddress: IPv4Address

  private var services: [NamespacedName: Service] = [:]
  private var slices: [NamespacedName: [NamespacedName: EndpointSlice]] = [:]
  private var nodes: [String: [IPv4Address]] = [:]
  private var podNodes: [NamespacedName: (node: String, ports: [(ContainerPort, IPv4Address)])] = [:]

  /// - Parameters:
  ///   - reserved: Service addresses that others serve (the cluster's DNS).
  ///   - hostBackends: Services whose backend is on the host (`default/kubernetes`).
  ///   - hostAddress: Where ports of the host are opened.
  package init(
    reserved: Set<IPv4Address>, hostBackends: [NamespacedName: SandboxRuntime.SocketAddress],
    hostAddress: IPv4Address = IPv4Address(rawValue: 0x7F00_0001)
  ) {
    self.reserved = reserved
    self.hostBackends = hostBackends
    self.hostAddress = hostAddress
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

  /// The services of type LoadBalancer.
  package var loadBalancers: [Service] { services.values.filter { $0.spec.type == "LoadBalancer" } }

  package func service(_ name: NamespacedName) -> Service? { services[name] }

  /// What is to be open now.
  package var plan: ProxyPlan {
    var plan = ProxyPlan()
    for (name, service) in services { add(name, service, to: &plan) }
    for (node, ports) in podNodes.values {
      for (port, address) in ports { add(port, address, node, to: &plan) }
    }
    return plan
  }

  private func add(_ name: NamespacedName, _ service: Service, to plan: inout ProxyPlan) {
    let spec = service.spec
    guard spec.type != "ExternalName" else { return }
    let own = spec.clusterIP.flatMap { IPv4Address($0) }
    let addresses = Set(([own].compactMap { $0 } + spec.externalIPs.compactMap { IPv4Address($0) }))
      .subtracting(reserved)
    plan.addresses.formUnion(addresses)
    let affinity =
      spec.sessionAffinity == "ClientIP" ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800 : nil
    for port in spec.ports {
      guard let number = port.port.flatMap(UInt16.init(exactly:)), let transport = Self.transport(port.protocol) else {
        continue
      }
      let target = ProxyTarget(backends: backends(name, port), affinitySeconds: affinity)
      func listen(_ place: ProxyListener.Place, _ address: IPv4Address, _ number: UInt16, owner: NamespacedName? = nil)
      {
        guard place == .host || !target.backends.isEmpty else { return }
        let socket = SandboxRuntime.SocketAddress(address, port: number)
        plan.listeners[ProxyListener(place, socket, transport, loadBalancer: owner)] = target
      }
      for address in addresses { listen(.cluster, address, number) }
      let isPublished = spec.type == "NodePort" || spec.type == "LoadBalancer"
      if isPublished, let nodePort = port.nodePort.flatMap(UInt16.init(exactly:)), nodePort > 0 {
        listen(.host, hostAddress, nodePort)
        for address in nodes.values.joined() { listen(.cluster, address, nodePort) }
      }
      if spec.type == "LoadBalancer" { listen(.host, hostAddress, number, owner: name) }
    }
  }

  private func add(_ port: ContainerPort, _ pod: IPv4Address, _ node: String, to plan: inout ProxyPlan) {
    guard let number = port.hostPort.flatMap(UInt16.init(exactly:)), let transport = Self.transport(port.protocol),
      let inner = port.containerPort.flatMap(UInt16.init(exactly:))
    else { return }
    let wanted = port.hostIP.flatMap { IPv4Address($0) }.flatMap { $0.rawValue == 0 ? nil : $0 }
    for address in wanted.map({ [$0] }) ?? nodes[node] ?? [] {
      let listener = ProxyListener(.cluster, SandboxRuntime.SocketAddress(address, port: number), transport)
      plan.listeners[listener] = ProxyTarget(
        backends: [.cluster(SandboxRuntime.SocketAddress(pod, port: inner))])
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
