import DNSWire
package import KubeModel
import SandboxRuntime

/// The names of the cluster (Kubernetes DNS specification 1.1), as a value: objects go in, records come out.
package struct DNSIndex: Sendable {
  /// A service as DNS sees it.
  struct ServiceEntry: Sendable, Hashable {
    let addresses: [IPv4Address]
    let isHeadless: Bool
    let externalName: DNSName?
    let publishesNotReady: Bool
    let ports: [Port]

    init(_ service: Service) {
      let spec = service.spec
      externalName = spec.type == "ExternalName" ? spec.externalName.flatMap { DNSName($0) } : nil
      isHeadless = spec.type != "ExternalName" && spec.clusterIP == "None"
      let all = spec.clusterIPs.isEmpty ? [spec.clusterIP ?? ""] : spec.clusterIPs
      addresses = isHeadless ? [] : all.compactMap { IPv4Address($0) }
      publishesNotReady = spec.publishNotReadyAddresses ?? false
      ports = spec.ports.compactMap { port in
        guard let number = port.port.flatMap(UInt16.init(exactly:)) else { return nil }
        return Port(name: port.name ?? "", transport: (port.protocol ?? "TCP").lowercased(), number: number)
      }
    }
  }

  struct Port: Sendable, Hashable {
    let name: String
    let transport: String
    let number: UInt16
  }

  struct EndpointEntry: Sendable, Hashable {
    let address: IPv4Address
    let hostname: String?
    let isReady: Bool
    let ports: [Port]

    /// The first label of the endpoint's own name: its hostname, or its address with dashes.
    var label: String {
      hostname ?? "\(address)".split(separator: ".").joined(separator: "-")
    }
  }

  private struct Slice: Sendable, Hashable {
    let service: NamespacedName
    let endpoints: [EndpointEntry]
  }

  private struct PointerKey: Hashable {
    let service: NamespacedName
    let label: String?
  }

  private var services: [NamespacedName: ServiceEntry] = [:]
  private var namespaces: Set<String> = []
  private var slices: [NamespacedName: Slice] = [:]
  private var slicesOfService: [NamespacedName: Set<NamespacedName>] = [:]
  private var pointers: [IPv4Address: Set<PointerKey>] = [:]

  package init() {}

  package mutating func set(_ namespace: Namespace) { namespaces.insert(namespace.name) }

  package mutating func remove(_ namespace: Namespace) { namespaces.remove(namespace.name) }

  package mutating func set(_ service: Service) {
    remove(service)
    let name = service.namespacedName
    let entry = ServiceEntry(service)
    services[name] = entry
    for address in entry.addresses { pointers[address, default: []].insert(PointerKey(service: name, label: nil)) }
  }

  package mutating func remove(_ service: Service) {
    let name = service.namespacedName
    guard let old = services.removeValue(forKey: name) else { return }
    for address in old.addresses { removePointer(address, PointerKey(service: name, label: nil)) }
  }

  package mutating func set(_ slice: EndpointSlice) {
    remove(slice)
    guard let owner = slice.metadata.labels["kubernetes.io/service-name"] else { return }
    let service = NamespacedName(namespace: slice.namespace, name: owner)
    let ports = slice.ports.compactMap { port -> Port? in
      guard let number = port.port.flatMap(UInt16.init(exactly:)) else { return nil }
      return Port(name: port.name ?? "", transport: (port.protocol ?? "TCP").lowercased(), number: number)
    }
    let endpoints = slice.endpoints.compactMap { endpoint -> EndpointEntry? in
      guard let address = endpoint.addresses.first.flatMap({ IPv4Address($0) }) else { return nil }
      return EndpointEntry(
        address: address, hostname: endpoint.hostname?.lowercased(), isReady: endpoint.conditions?.ready ?? true,
        ports: ports)
    }
    slices[slice.namespacedName] = Slice(service: service, endpoints: endpoints)
    slicesOfService[service, default: []].insert(slice.namespacedName)
    for endpoint in endpoints {
      pointers[endpoint.address, default: []].insert(PointerKey(service: service, label: endpoint.label))
    }
  }

  package mutating func remove(_ slice: EndpointSlice) {
    guard let old = slices.removeValue(forKey: slice.namespacedName) else { return }
    slicesOfService[old.service]?.remove(slice.namespacedName)
    if slicesOfService[old.service]?.isEmpty == true { slicesOfService[old.service] = nil }
    for endpoint in old.endpoints {
      removePointer(endpoint.address, PointerKey(service: old.service, label: endpoint.label))
    }
  }

  private mutating func removePointer(_ address: IPv4Address, _ key: PointerKey) {
    pointers[address]?.remove(key)
    if pointers[address]?.isEmpty == true { pointers[address] = nil }
  }

  // MARK: Reading

  func service(_ name: NamespacedName) -> ServiceEntry? { services[name] }

  func hasNamespace(_ name: String) -> Bool { namespaces.contains(name) }

  /// The endpoints of a service that are to be found: ready ones, or all where the service says so.
  func endpoints(of name: NamespacedName, _ service: ServiceEntry) -> [EndpointEntry] {
    var seen: Set<IPv4Address> = []
    return (slicesOfService[name] ?? []).sorted().flatMap { slices[$0]?.endpoints ?? [] }
      .filter { ($0.isReady || service.publishesNotReady) && seen.insert($0.address).inserted }
  }

  /// The ports of all slices of a service, for one endpoint address.
  func ports(of name: NamespacedName, at address: IPv4Address) -> [Port] {
    (slicesOfService[name] ?? []).sorted().flatMap { slices[$0]?.endpoints ?? [] }
      .filter { $0.address == address }.flatMap(\.ports)
  }

  /// The names behind an address: of services, and of the endpoints of headless ones.
  func names(of address: IPv4Address) -> [(service: NamespacedName, label: String?)] {
    (pointers[address] ?? []).filter { key in
      guard key.label != nil else { return true }
      // An endpoint that has no address record has no pointer either.
      guard let service = services[key.service], service.isHeadless else { return false }
      return endpoints(of: key.service, service).contains { $0.address == address }
    }
    .sorted { ($0.service, $0.label ?? "") < ($1.service, $1.label ?? "") }
    .map { ($0.service, $0.label) }
  }
}
