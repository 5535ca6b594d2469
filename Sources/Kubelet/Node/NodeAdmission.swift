import KubeModel

/// Whether a node takes a pod that was bound to it, as the kubelet decides it: the scheduler has decided the same for
/// most pods, but a pod can come with its node already named, and the node can have changed.
enum NodeAdmission {
  /// Why a pod is not taken; the words are the kubelet's.
  struct Rejection: Sendable, Hashable {
    var reason: String
    var message: String
  }

  /// The first reason against a pod; nil when it is taken.
  ///
  /// - Parameter others: The pods that the node has taken and that have not ended.
  static func rejection(of pod: Pod, on node: Node, beside others: [Pod]) -> Rejection? {
    let spec = pod.spec
    if let os = pod.metadata.labels["kubernetes.io/os"], os != "linux" {
      return Rejection(
        reason: "PodOSSelectorNodeLabelDoesNotMatch",
        message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label")
    }
    if let os = spec.json["os"]?["name"]?.stringValue, os != "linux" {
      return Rejection(
        reason: "PodOSNotSupported", message: "Failed to admit pod as the OS field doesn't match node OS")
    }
    if let problem = SysctlAllowlist.problem(of: pod) {
      return Rejection(reason: SysctlAllowlist.reason, message: problem)
    }
    if let rejection = shortage(of: spec, on: node, beside: others) { return rejection }
    if !spec.admits(node) {
      return predicate("NodeAffinity", "node(s) didn't match Pod's node affinity/selector")
    }
    let taken = others.flatMap(\.spec.hostPorts)
    if spec.hostPorts.contains(where: { port in taken.contains { $0.conflicts(with: port) } }) {
      return predicate("NodePorts", "node(s) didn't have free ports for the requested pod ports")
    }
    let isTolerated = node.spec.taints.allSatisfy { taint in
      taint.effect != "NoExecute" || spec.tolerations.contains { $0.tolerates(taint) }
    }
    return isTolerated ? nil : predicate("TaintToleration", "node(s) had taints that the pod didn't tolerate")
  }

  private static func predicate(_ name: String, _ why: String) -> Rejection {
    Rejection(reason: name, message: "Predicate \(name) failed: \(why)")
  }

  /// The first resource of which too little is left.
  private static func shortage(of spec: PodSpec, on node: Node, beside others: [Pod]) -> Rejection? {
    let allocatable = ResourceAmounts(node.status.allocatable)
    var wanted = spec.effectiveRequests()
    wanted["pods"] = 1_000
    var used = others.reduce(into: ResourceAmounts()) { $0 += $1.spec.effectiveRequests() }
    used["pods"] = Int64(others.count) * 1_000
    let first = ["pods", "cpu", "memory", "ephemeral-storage"]
    let known = Set(node.status.allocatable.keys)
    // Resources that the node does not have are the cluster's, which somebody else accounts for.
    let further = wanted.thousandths.keys.filter { !first.contains($0) && known.contains($0) }.sorted()
    for name in first.filter(known.contains) + further
    where wanted[name] > 0 && wanted[name] > allocatable[name] - used[name] {
      // Processors are counted in thousandths, everything else in whole units.
      let unit: Int64 = name == "cpu" ? 1 : 1_000
      return Rejection(
        reason: "OutOf\(name)",
        message: "Node didn't have enough resource: \(name), requested: \(wanted[name] / unit), "
          + "used: \(used[name] / unit), capacity: \(allocatable[name] / unit)")
    }
    return nil
  }
}
