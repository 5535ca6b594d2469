import KubeClient
import KubeModel
import SandboxRuntime

/// Registers a node and keeps its lease (Kubernetes, "Nodes").
struct NodeRegistration: Sendable {
  let configuration: KubeletConfiguration
  let client: any KubeClient

  /// Creates the Node, or brings the one that is there up to date; it is Ready from then on.
  func register(bootID: String, now: Timestamp) async throws {
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
    try await client.modify(Node.self, name: configuration.nodeName, subresource: "status") { node in
      let before = node
      node.status.capacity = configuration.capacity
      node.status.allocatable = configuration.capacity
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
        $0.containerRuntimeVersion = "localkube://\(configuration.kubeletVersion.dropFirst())"
        $0.kubeletVersion = configuration.kubeletVersion
        $0.kubeProxyVersion = configuration.kubeletVersion
        $0.operatingSystem = "linux"
        $0.architecture = configuration.architecture
      }
      node.status.conditions = conditions(of: before, now: now)
      return true
    }
    try await renewLease(now: now)
  }

  /// Reports the status again when somebody has called the node anything but Ready.
  func repair(bootID: String, now: Timestamp) async throws {
    // A node that was deleted is not made again while its kubelet runs, as in Kubernetes.
    guard let node = try await client.find(Node.self, name: configuration.nodeName) else { return }
    let isReady = node.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
    if !isReady { try await register(bootID: bootID, now: now) }
  }

  /// Says that the node lives.
  func renewLease(now: Timestamp) async throws {
    let name = configuration.nodeName
    if var lease = try await client.find(Lease.self, namespace: "kube-node-lease", name: name) {
      lease.spec.renewTime = MicroTimestamp(now)
      try await client.update(lease)
    } else {
      var lease = Lease(name: name, namespace: "kube-node-lease")
      lease.spec.holderIdentity = name
      lease.spec.leaseDurationSeconds = 40
      lease.spec.renewTime = MicroTimestamp(now)
      try await client.create(lease)
    }
  }

  private func conditions(of node: Node, now: Timestamp) -> [NodeCondition] {
    let table = [
      ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
      ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
      ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ]
    return table.map { type, status, reason, message in
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
