import KubeModel

/// Whether a pod's node selector, node affinity and tolerations admit a node (Kubernetes concepts "Assigning Pods to
/// Nodes" and "Taints and Tolerations").
struct NodeMatching: Sendable {
  let node: Node

  /// Whether the node selector and the required node affinity admit the node.
  func admits(_ spec: PodSpec) -> Bool {
    let labels = node.metadata.labels
    guard spec.nodeSelector.allSatisfy({ labels[$0.key] == $0.value }) else { return false }
    guard let required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution else {
      return true
    }
    return NodeMatcher(terms: required.nodeSelectorTerms).matches(name: node.name, labels: labels)
  }

  /// Whether all taints of the node with one of the effects are tolerated.
  func isTolerated(by tolerations: [Toleration], effects: Set<String>) -> Bool {
    node.spec.taints.filter { effects.contains($0.effect ?? "") }.allSatisfy { taint in
      tolerations.contains { $0.tolerates(taint) }
    }
  }
}

extension Toleration {
  /// Whether this tolerates the taint, for whatever time.
  func tolerates(_ taint: Taint) -> Bool {
    if let effect = self.effect, !effect.isEmpty, effect != taint.effect { return false }
    let key = self.key ?? ""
    if key.isEmpty { return self.operator == "Exists" }
    guard key == taint.key else { return false }
    return self.operator == "Exists" || (self.value ?? "") == (taint.value ?? "")
  }
}
