import KubeModel

/// Whether a pod's tolerations admit a node (Kubernetes concept "Taints and Tolerations").
struct NodeMatching: Sendable {
  let node: Node

  /// Whether all taints of the node with one of the effects are tolerated.
  func isTolerated(by tolerations: [Toleration], effects: Set<String>) -> Bool {
    node.spec.taints.filter { effects.contains($0.effect ?? "") }.allSatisfy { taint in
      tolerations.contains { $0.tolerates(taint) }
    }
  }
}
