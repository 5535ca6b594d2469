package import KubeModel
package import SandboxRuntime

/// A place where the proxy takes connections or datagrams.
package struct ProxyListener: Sendable, Hashable {
  package enum Place: Sendable, Hashable {
    /// Inside the cluster's network namespace.
    case cluster
    /// On the host.
    case host
  }

  /// What a port of the host is for, and whose it is.
  package enum Purpose: Sendable, Hashable {
    /// A node port, which has this number or none.
    case nodePort(NamespacedName)
    /// A port of a LoadBalancer service, which may be another one when this one is taken.
    case loadBalancer(NamespacedName)

    /// The service.
    package var service: NamespacedName {
      switch self {
      case .nodePort(let service), .loadBalancer(let service): service
      }
    }
  }

  package let place: Place
  package let address: SandboxRuntime.SocketAddress
  package let transport: Transport
  /// Nil inside the cluster.
  package let purpose: Purpose?

  package init(
    _ place: Place, _ address: SandboxRuntime.SocketAddress, _ transport: Transport, for purpose: Purpose? = nil
  ) {
    self.place = place
    self.address = address
    self.transport = transport
    self.purpose = purpose
  }

  /// Whether it is a port of this service's load balancer.
  func isLoadBalancer(of service: NamespacedName) -> Bool { purpose == .loadBalancer(service) }

  /// Whether any port will do when this one is taken.
  var mayMove: Bool {
    if case .loadBalancer = purpose { return true }
    return false
  }
}

/// Where a connection ends.
package enum ProxyBackend: Sendable, Hashable {
  /// An address of the cluster, a pod's mostly.
  case cluster(SandboxRuntime.SocketAddress)
  /// An address of the host, the API server's mostly.
  case host(SandboxRuntime.SocketAddress)
}

/// What a listener leads to.
package struct ProxyTarget: Sendable, Hashable {
  package var backends: [ProxyBackend]
  /// Seconds for which a client stays with its backend (`sessionAffinity: ClientIP`); nil for none.
  package var affinitySeconds: Int?

  package init(backends: [ProxyBackend], affinitySeconds: Int? = nil) {
    self.backends = backends
    self.affinitySeconds = affinitySeconds
  }
}

/// All that the proxy is to have open, as a value.
package struct ProxyPlan: Sendable, Hashable {
  /// One step from one plan to the next; the steps come in the order in which they are to be done.
  package enum Step: Sendable, Hashable {
    case close(ProxyListener)
    case removeAddress(IPv4Address)
    case addAddress(IPv4Address)
    case open(ProxyListener, ProxyTarget)
    case retarget(ProxyListener, ProxyTarget)
  }

  /// Addresses that the cluster's network namespace is to have for the services.
  package var addresses: Set<IPv4Address> = []
  package var listeners: [ProxyListener: ProxyTarget] = [:]
  /// Addresses that services ask for in `externalIPs` and that belong to others.
  package var refusals: Set<Refusal> = []

  /// An address that a service does not get.
  package struct Refusal: Sendable, Hashable {
    package let service: NamespacedName
    package let address: IPv4Address
  }

  package init() {}

  /// Lets a listener lead somewhere, unless another has the place: who comes first keeps it.
  mutating func offer(_ listener: ProxyListener, _ target: ProxyTarget) {
    if listeners[listener] == nil { listeners[listener] = target }
  }

  /// The steps that lead from `old` to this plan.
  package func steps(from old: ProxyPlan) -> [Step] {
    let closed = old.listeners.keys.filter { listeners[$0] == nil }
    var steps = closed.map { Step.close($0) }
    steps += old.addresses.subtracting(addresses).sorted().map { .removeAddress($0) }
    let ordered = listeners.sorted { Self.precedes($0.key, $1.key) }
    for (listener, target) in ordered {
      guard let known = old.listeners[listener] else {
        steps.append(.open(listener, target))
        continue
      }
      if known != target { steps.append(.retarget(listener, target)) }
    }
    // An address comes last: before its ports are open a pod that shares the network could answer there.
    steps += addresses.subtracting(old.addresses).sorted().map { .addAddress($0) }
    return steps
  }

  /// Among listeners that want the same port of the host, the first by name gets it.
  private static func precedes(_ left: ProxyListener, _ right: ProxyListener) -> Bool {
    (left.address.address.rawValue, left.address.port, left.purpose?.service.description ?? "")
      < (right.address.address.rawValue, right.address.port, right.purpose?.service.description ?? "")
  }
}
