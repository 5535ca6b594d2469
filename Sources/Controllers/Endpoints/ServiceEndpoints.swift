import KubeModel

/// The addresses behind a service, decided from the service and the pods that it selects.
struct ServiceEndpoints: Sendable {
  /// A port of the service as one pod serves it.
  struct ResolvedPort: Sendable, Hashable {
    var name: String?
    var port: Int
    var transport: String
    var appProtocol: String?

    static func < (left: Self, right: Self) -> Bool {
      (left.name ?? "", left.port, left.transport) < (right.name ?? "", right.port, right.transport)
    }
  }

  /// The pods that serve the same ports, sorted by name.
  struct Group: Sendable {
    var ports: [ResolvedPort]
    var pods: [Pod]
  }

  let service: KubeModel.Service
  /// One group for each different set of ports.
  let groups: [Group]

  init(service: KubeModel.Service, pods: [Pod]) {
    self.service = service
    var groups: [[ResolvedPort]: [Pod]] = [:]
    for pod in pods where !pod.isFinished && pod.status.podIP != nil {
      let ports = service.spec.ports.compactMap { Self.resolve($0, in: pod) }
      guard service.spec.ports.isEmpty || !ports.isEmpty else { continue }
      groups[ports.sorted(by: <), default: []].append(pod)
    }
    self.groups =
      groups
      .map { Group(ports: $0.key, pods: $0.value.sorted { $0.name < $1.name }) }
      .sorted { ($0.ports.first?.port ?? 0, $0.ports.count) < ($1.ports.first?.port ?? 0, $1.ports.count) }
  }

  private var publishesNotReady: Bool { service.spec.publishNotReadyAddresses ?? false }

  private var isHeadless: Bool { service.spec.clusterIP == "None" }

  /// The target port as the pod has it: its number, or that of the container port with its name and protocol.
  private static func resolve(_ port: ServicePort, in pod: Pod) -> ResolvedPort? {
    let transport = port.protocol ?? "TCP"
    let number: Int?
    switch port.targetPort ?? .int(port.port ?? 0) {
    case .int(let value): number = value == 0 ? port.port : value
    case .string(let name):
      let restartable = pod.spec.initContainers.filter { $0.restartPolicy == "Always" }
      number =
        (pod.spec.containers + restartable).lazy.flatMap(\.ports)
        .first { $0.name == name && ($0.protocol ?? "TCP") == transport }?.containerPort
    }
    return number.map {
      ResolvedPort(name: port.name, port: $0, transport: transport, appProtocol: port.appProtocol)
    }
  }

  /// A pod has a name in the service's domain if it says that it belongs there (DNS for Services and Pods).
  private func hostname(of pod: Pod) -> String? {
    guard let hostname = pod.spec.hostname, !hostname.isEmpty, pod.spec.subdomain == service.name else { return nil }
    return hostname
  }

  private func targetReference(_ pod: Pod) -> ObjectReference {
    .with {
      $0.kind = Pod.kind
      $0.namespace = pod.namespace
      $0.name = pod.name
      $0.uid = pod.uid
    }
  }

  // MARK: Endpoints

  /// The labels of the service's Endpoints.
  var endpointsLabels: [String: String] {
    var labels = service.metadata.labels
    labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller"
    if isHeadless { labels["service.kubernetes.io/headless"] = "" }
    return labels
  }

  /// The subsets of the service's Endpoints; pods that are being deleted are left out unless not-ready ones count.
  var subsets: [EndpointSubset] {
    groups.compactMap { group in
      var subset = EndpointSubset()
      for pod in group.pods where !pod.isTerminating || publishesNotReady {
        let address = EndpointAddress.with {
          $0.ip = pod.status.podIP
          $0.hostname = hostname(of: pod)
          $0.nodeName = pod.spec.nodeName
          $0.targetRef = targetReference(pod)
        }
        if publishesNotReady || pod.isReady {
          subset.addresses.append(address)
        } else {
          subset.notReadyAddresses.append(address)
        }
      }
      guard !subset.addresses.isEmpty || !subset.notReadyAddresses.isEmpty else { return nil }
      subset.ports = group.ports.map { port in
        .with {
          $0.name = port.name
          $0.port = port.port
          $0.protocol = port.transport
          $0.appProtocol = port.appProtocol
        }
      }
      return subset
    }
  }

  // MARK: EndpointSlices

  /// The labels of the service's slices.
  var sliceLabels: [String: String] {
    var labels = service.metadata.labels
    labels["kubernetes.io/service-name"] = service.name
    labels["endpointslice.kubernetes.io/managed-by"] = EndpointSlicePlan.manager
    if isHeadless { labels["service.kubernetes.io/headless"] = "" }
    return labels
  }

  func slicePorts(_ group: Group) -> [EndpointSlicePort] {
    group.ports.map { port in
      .with {
        $0.name = port.name ?? ""
        $0.protocol = port.transport
        $0.port = port.port
        $0.appProtocol = port.appProtocol
      }
    }
  }

  func endpoint(_ pod: Pod) -> Endpoint {
    .with {
      $0.addresses = [pod.status.podIP ?? ""]
      $0.conditions = .with {
        $0.ready = publishesNotReady || (pod.isReady && !pod.isTerminating)
        $0.serving = pod.isReady
        $0.terminating = pod.isTerminating
      }
      $0.hostname = hostname(of: pod)
      $0.nodeName = pod.spec.nodeName
      $0.targetRef = targetReference(pod)
    }
  }
}
