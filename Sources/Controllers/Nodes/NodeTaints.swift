import KubeModel

/// The taints that a node's condition asks for (Kubernetes concept "Taints and Tolerations", Taint based Evictions).
enum NodeTaints {
  static let notReady = "node.kubernetes.io/not-ready"
  static let unreachable = "node.kubernetes.io/unreachable"
  static let unschedulable = "node.kubernetes.io/unschedulable"
  private static let managed: Set<String> = [notReady, unreachable, unschedulable]

  /// The taints of the node with those of its state put right; others stay as they are.
  static func wanted(for node: Node, now: Timestamp) -> [Taint] {
    let ready = node.readiness
    var wanted: [(key: String, effect: String)] = []
    switch ready {
    case "True": break
    case "Unknown": wanted += [(unreachable, "NoSchedule"), (unreachable, "NoExecute")]
    default: wanted += [(notReady, "NoSchedule"), (notReady, "NoExecute")]
    }
    if node.spec.unschedulable == true { wanted.append((unschedulable, "NoSchedule")) }
    let known = node.spec.taints
    var taints = known.filter { taint in
      !managed.contains(taint.key ?? "") || wanted.contains { $0.key == taint.key && $0.effect == taint.effect }
    }
    for (key, effect) in wanted where !known.contains(where: { $0.key == key && $0.effect == effect }) {
      taints.append(
        .with {
          $0.key = key
          $0.effect = effect
          $0.timeAdded = now
        })
    }
    return taints
  }

  /// When a pod must leave a node with these taints: zero for at once, nil for never.
  static func evictionDelay(of pod: Pod, taints: [Taint], now: Timestamp) -> Duration? {
    var delay: Duration?
    for taint in taints where taint.effect == "NoExecute" {
      let tolerations = pod.spec.tolerations.filter { $0.tolerates(taint) }
      guard !tolerations.isEmpty else { return .zero }
      guard let seconds = tolerations.compactMap(\.tolerationSeconds).min() else { continue }
      let rest = max(.zero, (taint.timeAdded ?? now) + .seconds(max(0, seconds)) - now)
      delay = delay.map { min($0, rest) } ?? rest
    }
    return delay
  }
}

extension Node {
  /// The status of its condition `Ready`; nil while nobody has said anything.
  var readiness: String? { self.status.conditions.first { $0.type == "Ready" }?.status }
}
