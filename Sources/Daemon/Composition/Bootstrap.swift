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
    for priority in Self.priorities { try await put(priority) }
  }

  private func putAuthentication() async throws {
    let (namespace, name) = ("kube-system", "extension-apiserver-authentication")
    guard try await client.find(ConfigMap.self, namespace: namespace, name: name) != nil else {
      var map = ConfigMap(name: name, namespace: namespace)
      map.data = extensionAuthentication
      try await client.create(map)
      return
    }
    try await client.modify(ConfigMap.self, namespace: namespace, name: name) { stored in
      guard stored.data != extensionAuthentication else { return false }
      stored.data = extensionAuthentication
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

  private func put(_ priority: PriorityClass) async throws {
    guard try await client.find(PriorityClass.self, name: priority.name) == nil else { return }
    try await client.create(priority)
  }

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    try await run()
    return .done
  }

  /// Watches over the objects; `run()` has to have made them before.
  func keeper(_ informers: InformerSet, logger: Logger) -> any ServiceLifecycle.Service {
    let controller = Controller(name: "bootstrap", reconciler: self, logger: logger)
    let own = [apiService, dnsService].map { NamespacedName(namespace: $0.namespace, name: $0.name) }
    informers.informer(KubeModel.Service.self).onChange { event in
      guard case .deleted(let service) = event else { return }
      let key = NamespacedName(namespace: service.namespace, name: service.name)
      if own.contains(key) { controller.enqueue(key) }
    }
    informers.informer(Endpoints.self).onChange { event in
      guard case .deleted(let endpoints) = event else { return }
      let key = NamespacedName(namespace: endpoints.namespace, name: endpoints.name)
      if key == own.first { controller.enqueue(key) }
    }
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
    if try await client.find(KubeModel.Service.self, namespace: service.namespace, name: service.name) == nil {
      try await client.create(service)
      return
    }
    try await client.modify(KubeModel.Service.self, namespace: service.namespace, name: service.name) { stored in
      guard stored.spec.ports.map(\.targetPort) != service.spec.ports.map(\.targetPort) else { return false }
      stored.spec.ports = service.spec.ports
      return true
    }
  }

  /// The endpoints of `kubernetes` are the API server's to keep, since no pod stands behind it.
  private func putEndpoints() async throws {
    var endpoints = Endpoints(name: "kubernetes", namespace: "default")
    endpoints.metadata.labels = ["endpointslice.kubernetes.io/skip-mirror": "true"]
    endpoints.subsets = [
      .with {
        $0.addresses = [.with { $0.ip = Network.nodeAddress(0) }]
        $0.ports = [
          .with {
            $0.name = "https"
            $0.port = Int(apiPort)
            $0.protocol = "TCP"
          }
        ]
      }
    ]
    guard try await client.find(Endpoints.self, namespace: "default", name: "kubernetes") != nil else {
      try await client.create(endpoints)
      return
    }
    try await client.modify(Endpoints.self, namespace: "default", name: "kubernetes") { stored in
      guard stored.subsets != endpoints.subsets else { return false }
      stored.subsets = endpoints.subsets
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
