import KubeModel

/// How good each of the fit nodes is for a pod: kube-scheduler's default scores, each from 0 to 100, and their weights.
package struct Scores: Sendable {
  private let pod: PodInfo
  private let snapshot: ClusterSnapshot

  package init(pod: PodInfo, snapshot: ClusterSnapshot) {
    self.pod = pod
    self.snapshot = snapshot
  }

  /// The weighted sum for each node, in the order of `nodes`.
  package func totals(of nodes: [NodeInfo]) -> [Int] {
    var totals = Array(repeating: 0, count: nodes.count)
    func add(_ scores: [Int], weight: Int) {
      for index in totals.indices { totals[index] += scores[index] * weight }
    }
    add(nodes.map(leastAllocated), weight: 1)
    add(nodes.map(balanced), weight: 1)
    add(Self.normalized(nodes.map(preferredNodeAffinity)), weight: 2)
    add(Self.spreadOut(podAffinity(nodes)), weight: 2)
    add(Self.reversed(nodes.map(intolerableTaints)), weight: 3)
    add(spread(nodes), weight: 2)
    return totals
  }

  /// How much of the node's processor and memory stays free.
  package func leastAllocated(_ node: NodeInfo) -> Int {
    let shares = Self.weighed.compactMap { name -> Int? in
      let allocatable = node.allocatable[name]
      guard allocatable > 0 else { return nil }
      let requested = node.scoredRequested[name] + pod.scoredRequests[name]
      return requested > allocatable ? 0 : Int((allocatable - requested) / max(allocatable / 100, 1))
    }
    return shares.isEmpty ? 0 : shares.reduce(0, +) / shares.count
  }

  /// How alike the used shares of processor and memory are.
  package func balanced(_ node: NodeInfo) -> Int {
    let shares = Self.weighed.compactMap { name -> Double? in
      let allocatable = node.allocatable[name]
      guard allocatable > 0 else { return nil }
      return min(1, Double(node.requested[name] + pod.requests[name]) / Double(allocatable))
    }
    guard shares.count == 2 else { return 100 }
    return Int((1 - abs(shares[0] - shares[1]) / 2) * 100)
  }

  private static let weighed = ["cpu", "memory"]

  private func preferredNodeAffinity(_ node: NodeInfo) -> Int {
    pod.nodeWishes.preferred.reduce(0) { sum, preference in
      preference.matcher.matches(name: node.name, labels: node.labels) ? sum + preference.weight : sum
    }
  }

  private func intolerableTaints(_ node: NodeInfo) -> Int {
    node.taints.count { taint in
      taint.effect == "PreferNoSchedule" && !pod.tolerations.contains { $0.tolerates(taint) }
    }
  }

  /// The pod's preferences about other pods and theirs about it, by node.
  ///
  /// An existing pod's required affinity to this one weighs 1 (`hardPodAffinityWeight`).
  private func podAffinity(_ nodes: [NodeInfo]) -> [Int] {
    guard !pod.preferences.isEmpty || !snapshot.attracting.isEmpty else { return nodes.map { _ in 0 } }
    var weights: [String: [String: Int]] = [:]
    func add(_ term: AffinityTerm, _ weight: Int, _ node: NodeInfo) {
      guard let value = node.labels[term.topologyKey] else { return }
      weights[term.topologyKey, default: [:]][value, default: 0] += weight
    }
    if !pod.preferences.isEmpty {
      snapshot.forEachPod { other, node in
        let labels = snapshot.namespaces[other.namespace] ?? [:]
        for term in pod.preferences where term.matches(other, namespaceLabels: labels) {
          add(term, term.weight, node)
        }
      }
    }
    let ownLabels = snapshot.namespaces[pod.namespace] ?? [:]
    for other in snapshot.attracting.values {
      guard let name = other.nodeName, let node = snapshot.nodes[name] else { continue }
      for term in other.preferences where term.matches(pod, namespaceLabels: ownLabels) {
        add(term, term.weight, node)
      }
      for term in other.affinity where term.matches(pod, namespaceLabels: ownLabels) { add(term, 1, node) }
    }
    return nodes.map { node in
      weights.reduce(0) { sum, entry in sum + (node.labels[entry.key].flatMap { entry.value[$0] } ?? 0) }
    }
  }

  /// The pod's own soft spread constraints, or, without any constraint, the pods of the same controller by node.
  private func spread(_ nodes: [NodeInfo]) -> [Int] {
    let soft = SpreadFilter(pod, in: snapshot, required: false)
    if !soft.isEmpty {
      let crowds = nodes.map { soft.crowd(on: $0) }
      let most = crowds.compactMap { $0 }.max() ?? 0
      return crowds.map { crowd in
        guard let crowd else { return 0 }
        return most == 0 ? 100 : (most - crowd) * 100 / most
      }
    }
    guard pod.spread.isEmpty, let owner = pod.owner else { return nodes.map { _ in 0 } }
    return Self.reversed(
      nodes.map { node in node.pods.values.count { $0.owner == owner && $0.namespace == pod.namespace } })
  }

  /// Shares of the largest value.
  private static func normalized(_ values: [Int]) -> [Int] {
    guard let most = values.max(), most > 0 else { return values.map { _ in 0 } }
    return values.map { $0 * 100 / most }
  }

  /// Shares of the largest value, the smallest value best.
  private static func reversed(_ values: [Int]) -> [Int] {
    guard let most = values.max(), most > 0 else { return values.map { _ in 100 } }
    return values.map { 100 - $0 * 100 / most }
  }

  /// The values stretched from 0 for the least to 100 for the most.
  private static func spreadOut(_ values: [Int]) -> [Int] {
    guard let least = values.min(), let most = values.max(), most > least else { return values.map { _ in 0 } }
    return values.map { ($0 - least) * 100 / (most - least) }
  }
}
