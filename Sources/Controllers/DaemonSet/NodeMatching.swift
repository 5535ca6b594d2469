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
    return required.nodeSelectorTerms.contains { matches($0, labels: labels) }
  }

  /// Whether all taints of the node with one of the effects are tolerated.
  func isTolerated(by tolerations: [Toleration], effects: Set<String>) -> Bool {
    node.spec.taints.filter { effects.contains($0.effect ?? "") }.allSatisfy { taint in
      tolerations.contains { $0.tolerates(taint) }
    }
  }

  private func matches(_ term: NodeSelectorTerm, labels: [String: String]) -> Bool {
    guard !term.matchExpressions.isEmpty || !term.matchFields.isEmpty else { return false }
    let fields = ["metadata.name": node.name]
    return term.matchExpressions.allSatisfy { $0.holds(for: labels) }
      && term.matchFields.allSatisfy { $0.holds(for: fields) }
  }
}

extension NodeSelectorRequirement {
  fileprivate func holds(for labels: [String: String]) -> Bool {
    let value = labels[self.key ?? ""]
    switch self.operator {
    case "In": return value.map(self.values.contains) ?? false
    case "NotIn": return value.map { !self.values.contains($0) } ?? true
    case "Exists": return value != nil
    case "DoesNotExist": return value == nil
    case "Gt", "Lt":
      guard let value = value.flatMap(Int.init), let limit = self.values.first.flatMap(Int.init) else { return false }
      return self.operator == "Gt" ? value > limit : value < limit
    default: return false
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
