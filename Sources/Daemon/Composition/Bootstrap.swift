import ControllerKit
import KubeClient
import KubeModel
import Logging
import ServiceLifecycle

/// The objects that every cluster has from its start, and that come back when somebody deletes them.
struct Bootstrap: Reconciler {
  let client: any KubeClient
  /// The port of the API on the host.
  let apiPort: UInt16
  /// What aggregated servers are told of authentication.
  let extensionAuthentication: [String: String]

  private typealias Network = ClusterConfiguration.Network

  /// Makes what is missing and mends what has changed since the last start.
  func run() async throws {
    try await put(apiService)
    try await put(dnsService)
    try await putEndpoints()
    try await putAuthentication()
    for priority in Self.priorities { try await put(priority) { _ in false } }
  }

  /// Makes the object, or lets `mend` change the stored one; it answers whether there was anything to change.
  private func put<Kind: KubeObject>(_ object: Kind, mend: (inout Kind) -> Bool) async throws {
    guard try await client.find(Kind.self, namespace: object.namespace, name: object.name) != nil else {
      try await client.create(object)
      return
    }
    try await client.modify(Kind.self, namespace: object.namespace, name: object.name, change: mend)
  }

  private func putAuthentication() async throws {
    var map = ConfigMap(name: "extension-apiserver-authentication", namespace: "kube-system")
    map.data = extensionAuthentication
    try await put(map) { stored in
      guard stored.data != map.data else { return false }
      stored.data = map.data
      return true
    }
  }

  /// The classes of what a cluster cannot do without (Kubernetes, "Guaranteed Scheduling For Critical Add-On Pods").
  private static let priorities: [PriorityClass] = [
    ("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster."),
    (
      "system-node-critical", 2_000_001_000,
      "Used for system critical pods that must not be moved from their current node."
    ),
  ].map { name, value, description in
    var priority = PriorityClass(name: name)
    priority.value = value
    priority.description = description
    priority.preemptionPolicy = "PreemptLowerPriority"
    return priority
  }

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    try await run()
    return .done
  }

  /// Watches over the objects; `run()` has to have made them before.
  func keeper(_ informers: InformerSet, logger: Logger) -> any ServiceLifecycle.Service {
    let controller = Controller(name: "bootstrap", reconciler: self, logger: logger)
    let services = [apiService, dnsService].map(\.namespacedName)
    func keep<Kind: KubeObject>(_ kind: Kind.Type, _ own: [NamespacedName]) {
      informers.informer(kind).onChange { event in
        guard case .deleted(let object) = event, own.contains(object.namespacedName) else { return }
        controller.enqueue(object.namespacedName)
      }
    }
    keep(KubeModel.Service.self, services)
    keep(Endpoints.self, [apiService.namespacedName])
    keep(EndpointSlice.self, [apiService.namespacedName])
    return controller
  }

  private var apiService: KubeModel.Service {
    var service = KubeModel.Service(name: "kubernetes", namespace: "default")
    service.metadata.labels = ["component": "apiserver", "provider": "kubernetes"]
    service.spec.clusterIP = Network.apiAddress
    service.spec.ports = [
      .with {
        $0.name = "https"
        $0.protocol = "TCP"
        $0.port = 443
        $0.targetPort = .int(Int(apiPort))
      }
    ]
    return service
  }

  private var dnsService: KubeModel.Service {
    var service = KubeModel.Service(name: "kube-dns", namespace: "kube-system")
    service.metadata.labels = ["k8s-app": "kube-dns", "kubernetes.io/name": "CoreDNS"]
    service.spec.clusterIP = Network.dnsAddress
    service.spec.ports = [.dns("dns", "UDP"), .dns("dns-tcp", "TCP")]
    return service
  }

  private func put(_ service: KubeModel.Service) async throws {
    try await put(service) { stored in
      guard stored.spec.ports.map(\.targetPort) != service.spec.ports.map(\.targetPort) else { return false }
      stored.spec.ports = service.spec.ports
      return true
    }
  }

  /// Where `kubernetes` leads to is the API server's to say, since no pod stands behind it.
  private func putEndpoints() async throws {
    let address = Network.nodeAddress(0)
    var endpoints = Endpoints(name: "kubernetes", namespace: "default")
    endpoints.metadata.labels = ["endpointslice.kubernetes.io/skip-mirror": "true"]
    endpoints.subsets = [
      .with {
        $0.addresses = [.with { $0.ip = address }]
        $0.ports = [
          .with {
            $0.name = "https"
            $0.port = Int(apiPort)
            $0.protocol = "TCP"
          }
        ]
      }
    ]
    try await put(endpoints) { stored in
      guard stored.subsets != endpoints.subsets else { return false }
      stored.subsets = endpoints.subsets
      return true
    }
    var slice = EndpointSlice(name: "kubernetes", namespace: "default")
    slice.metadata.labels = ["kubernetes.io/service-name": "kubernetes"]
    slice.addressType = "IPv4"
    slice.endpoints = [
      .with {
        $0.addresses = [address]
        $0.conditions = .with { $0.ready = true }
      }
    ]
    slice.ports = [
      .with {
        $0.name = "https"
        $0.protocol = "TCP"
        $0.port = Int(apiPort)
      }
    ]
    try await put(slice) { stored in
      guard stored.endpoints != slice.endpoints || stored.ports != slice.ports else { return false }
      stored.endpoints = slice.endpoints
      stored.ports = slice.ports
      return true
    }
  }
}

extension ServicePort {
  fileprivate static func dns(_ name: String, _ transport: String) -> ServicePort {
    .with {
      $0.name = name
      $0.protocol = transport
      $0.port = 53
      $0.targetPort = .int(53)
    }
  }
}
