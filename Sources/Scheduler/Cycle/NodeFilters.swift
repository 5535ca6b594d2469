import KubeModel

/// The filters that look at one node and one pod alone, in the order in which kube-scheduler asks them.
package enum NodeFilters {
  /// Why `pod` cannot be on `node`, as far as these filters know; nil when it can.
  package static func rejection(of pod: PodInfo, on node: NodeInfo) -> Rejection? {
    unschedulable(pod, node) ?? taints(pod, node) ?? nodeAffinity(pod, node) ?? ports(pod, node)
      ?? resources(pod, node)
  }

  package static func unschedulable(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
    guard node.isUnschedulable else { return nil }
    let taint = Taint.with {
      $0.key = "node.kubernetes.io/unschedulable"
      $0.effect = "NoSchedule"
    }
    guard !pod.tolerations.contains(where: { $0.tolerates(taint) }) else { return nil }
    return Rejection(.unschedulable, ["node(s) were unschedulable"], isResolvable: false)
  }

  package static func taints(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
    guard !toleratesTaints(pod, node) else { return nil }
    return Rejection(.taints, ["node(s) had untolerated taint(s)"], isResolvable: false)
  }

  /// Whether the pod tolerates every taint of the node that keeps pods away.
  package static func toleratesTaints(_ pod: PodInfo, _ node: NodeInfo) -> Bool {
    node.taints.allSatisfy { taint in
      guard taint.effect == "NoSchedule" || taint.effect == "NoExecute" else { return true }
      return pod.tolerations.contains { $0.tolerates(taint) }
    }
  }

  package static func nodeAffinity(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
    guard !matchesNodeWishes(pod, node) else { return nil }
    return Rejection(.nodeAffinity, ["node(s) didn't match Pod's node affinity/selector"], isResolvable: false)
  }

  /// Whether the node is one of those that the pod's node selector and required node affinity name.
  package static func matchesNodeWishes(_ pod: PodInfo, _ node: NodeInfo) -> Bool {
    pod.nodeWishes.selector.allSatisfy { node.labels[$0.key] == $0.value }
      && pod.nodeWishes.required?.matches(name: node.name, labels: node.labels) ?? true
  }

  package static func ports(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
    guard !pod.hostPorts.isEmpty else { return nil }
    let isTaken = node.pods.values.contains { other in
      other.hostPorts.contains { taken in pod.hostPorts.contains { $0.conflicts(with: taken) } }
    }
    guard isTaken else { return nil }
    return Rejection(.ports, ["node(s) didn't have free ports for the requested pod ports"], isResolvable: true)
  }

  package static func resources(_ pod: PodInfo, _ node: NodeInfo) -> Rejection? {
    var reasons: [String] = []
    var isResolvable = true
    let slots = node.allocatable["pods"] / 1_000
    if node.pods.count + 1 > slots {
      reasons.append("Too many pods")
      isResolvable = slots > 0
    }
    for (name, amount) in pod.requests.thousandths.sorted(by: { $0.key < $1.key }) where amount > 0 {
      let allocatable = node.allocatable[name]
      guard amount > allocatable - node.requested[name] else { continue }
      reasons.append("Insufficient \(name)")
      if amount > allocatable { isResolvable = false }
    }
    return reasons.isEmpty ? nil : Rejection(.resources, reasons, isResolvable: isResolvable)
  }
}
