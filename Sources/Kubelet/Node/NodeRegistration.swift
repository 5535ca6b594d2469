import KubeClient
import KubeModel
import SandboxRuntime

/// Registers a node, and keeps its status and its lease true (Kubernetes, "Nodes").
struct NodeRegistration: Sendable {
  let configuration: KubeletConfiguration
  let client: any KubeClient
  /// The boot of the runtime, which is the node's.
  let bootID: String

  /// Creates the Node, or brings the one that is there up to date; it is Ready from then on.
  func register(now: Timestamp) async throws {
    var node = Node(name: configuration.nodeName)
    var labels = configuration.labels
    labels["kubernetes.io/hostname"] = configuration.nodeName
    labels["kubernetes.io/os"] = "linux"
    labels["kubernetes.io/arch"] = configuration.architecture
    if let known = try await client.find(Node.self, name: configuration.nodeName) {
      node = known
      node.metadata.labels = known.metadata.labels.merging(labels) { _, new in new }
      if node != known { node = try await client.update(node) }
    } else {
      node.metadata.labels = labels
      node = try await client.create(node)
    }
    try await postStatus(problem: nil, now: now)
    try await renewLease(of: node, now: now)
  }

  /// Says that the node lives, and how it is.
  ///
  /// - Parameter problem: Why it is not ready; nil when it is.
  /// - Returns: Whether readiness has changed.
  func keep(problem: String?, now: Timestamp) async throws -> Bool {
    // A node that was deleted is not made again while its kubelet runs, as in Kubernetes.
    guard let node = try await client.find(Node.self, name: configuration.nodeName) else { return false }
    try await renewLease(of: node, now: now)
    let ready = node.status.conditions.first { $0.type == "Ready" }?.status
    let hasChanged = ready != (problem == nil ? "True" : "False")
    if hasChanged || resources(of: node) != ResourcePair(node.status) {
      try await postStatus(problem: problem, now: now)
    }
    return hasChanged
  }

  /// Makes what can be requested follow what there is: a user adds extended resources to the capacity (Kubernetes,
  /// "Advertise Extended Resources for a Node").
  func keepResources(of node: Node) async throws {
    guard resources(of: node) != ResourcePair(node.status) else { return }
    try await client.modify(Node.self, name: configuration.nodeName, subresource: "status") { current in
      let wanted = resources(of: current)
      guard wanted != ResourcePair(current.status) else { return false }
      wanted.write(to: &current.status)
      return true
    }
  }

  private func postStatus(problem: String?, now: Timestamp) async throws {
    try await client.modify(Node.self, name: configuration.nodeName, subresource: "status") { node in
      let before = node
      resources(of: node).write(to: &node.status)
      node.status.addresses = [
        .with {
          $0.type = "InternalIP"
          $0.address = configuration.nodeAddress.description
        },
        .with {
          $0.type = "Hostname"
          $0.address = configuration.nodeName
        },
      ]
      node.status.nodeInfo = .with {
        $0.machineID = configuration.machineID
        $0.systemUUID = configuration.machineID
        $0.bootID = bootID
        $0.kernelVersion = configuration.kernelVersion
        $0.osImage = configuration.operatingSystemImage
        $0.containerRuntimeVersion = NodeRegistration.runtimeScheme + configuration.kubeletVersion.dropFirst()
        $0.kubeletVersion = configuration.kubeletVersion
        $0.kubeProxyVersion = configuration.kubeletVersion
        $0.operatingSystem = "linux"
        $0.architecture = configuration.architecture
      }
      node.status.conditions = conditions(of: before, problem: problem, now: now)
      return true
    }
  }

  /// What stands before the version of the runtime in the status of each of this program's nodes.
  static let runtimeScheme = "localkube://"

  // MARK: Resources

  /// What a node has and what of it can be requested.
  private struct ResourcePair: Equatable {
    var capacity: [String: Quantity]
    var allocatable: [String: Quantity]

    init(_ status: NodeStatus) {
      capacity = status.capacity
      allocatable = status.allocatable
    }

    init(all: [String: Quantity]) {
      capacity = all
      allocatable = all
    }

    func write(to status: inout NodeStatus) {
      status.capacity = capacity
      status.allocatable = allocatable
    }
  }

  /// The machine's own resources, and the extended ones that somebody gave the node.
  private func resources(of node: Node) -> ResourcePair {
    let extended = node.status.capacity.filter { Self.isExtended($0.key) }
    return ResourcePair(all: extended.merging(configuration.capacity) { _, own in own })
  }

  /// Whether a resource is none of Kubernetes' own (Kubernetes, "Resource Management for Pods and Containers").
  private static func isExtended(_ name: String) -> Bool {
    guard let domain = name.split(separator: "/").first, name.contains("/") else { return false }
    return domain != "kubernetes.io" && !domain.hasSuffix(".kubernetes.io") && !name.hasPrefix("requests.")
  }

  // MARK: Lease and conditions

  /// Says that the node lives; the lease goes with the node.
  private func renewLease(of node: Node, now: Timestamp) async throws {
    let name = configuration.nodeName
    let owner = OwnerReference.with {
      $0.apiVersion = "v1"
      $0.kind = Node.kind
      $0.name = node.name
      $0.uid = node.uid
    }
    if var lease = try await client.find(Lease.self, namespace: "kube-node-lease", name: name) {
      lease.spec.renewTime = MicroTimestamp(now)
      lease.metadata.ownerReferences = [owner]
      try await client.update(lease)
    } else {
      var lease = Lease(name: name, namespace: "kube-node-lease")
      lease.metadata.ownerReferences = [owner]
      lease.spec.holderIdentity = name
      lease.spec.leaseDurationSeconds = 40
      lease.spec.renewTime = MicroTimestamp(now)
      try await client.create(lease)
    }
  }

  private func conditions(of node: Node, problem: String?, now: Timestamp) -> [NodeCondition] {
    var table = [
      ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
      ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ]
    table.append(
      problem.map { ("Ready", "False", "KubeletNotReady", $0) }
        ?? ("Ready", "True", "KubeletReady", "kubelet is posting ready status"))
    let own = Set(table.map(\.0))
    let foreign = node.status.conditions.filter { !own.contains($0.type ?? "") }
    return foreign
      + table.map { type, status, reason, message in
        let before = node.status.conditions.first { $0.type == type && $0.status == status }
        return .with {
          $0.type = type
          $0.status = status
          $0.reason = reason
          $0.message = message
          $0.lastHeartbeatTime = now
          $0.lastTransitionTime = before?.lastTransitionTime ?? now
        }
      }
  }
}
