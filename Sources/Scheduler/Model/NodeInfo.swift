package import KubeModel

/// What scheduling needs to know of a node: what it offers, and the pods on it.
package struct NodeInfo: Sendable {
  package let name: String
  package private(set) var labels: [String: String]
  package private(set) var taints: [Taint]
  package private(set) var isUnschedulable: Bool
  package private(set) var allocatable: ResourceAmounts
  /// The pods on the node, assumed ones included, by name.
  package private(set) var pods: [NamespacedName: PodInfo] = [:]
  package private(set) var requested = ResourceAmounts()
  package private(set) var scoredRequested = ResourceAmounts()

  package init(_ node: Node) {
    name = node.name
    labels = [:]
    taints = []
    isUnschedulable = false
    allocatable = ResourceAmounts()
    update(node)
  }

  /// Takes over what the node offers, and keeps the pods.
  package mutating func update(_ node: Node) {
    labels = node.metadata.labels
    taints = node.spec.taints
    isUnschedulable = node.spec.unschedulable ?? false
    allocatable = ResourceAmounts(node.status.allocatable)
  }

  /// Whether the two offer the same.
  package func offersSame(as other: Self) -> Bool {
    labels == other.labels && taints == other.taints && isUnschedulable == other.isUnschedulable
      && allocatable == other.allocatable
  }

  package mutating func add(_ pod: PodInfo) {
    remove(pod.name)
    pods[pod.name] = pod
    requested += pod.requests
    scoredRequested += pod.scoredRequests
  }

  package mutating func remove(_ name: NamespacedName) {
    guard let pod = pods.removeValue(forKey: name) else { return }
    requested -= pod.requests
    scoredRequested -= pod.scoredRequests
  }
}
