/// Required affinity and anti-affinity between pods, counted once a cycle.
///
/// Required anti-affinity is symmetric: a pod keeps away from those it names, and those that name it keep it away.
package struct PodAffinityFilter: Sendable {
  private struct Domain: Hashable {
    let key: String
    let value: String
  }

  private let pod: PodInfo
  /// For each of the pod's affinity terms, how many matching pods each topology domain has.
  private var wanted: [[Domain: Int]]
  /// For each of the pod's anti-affinity terms, likewise.
  private var unwanted: [[Domain: Int]]
  /// Domains in which a pod already there does not want this one.
  private var closed: [Domain: Int] = [:]
  private var matchesItself = false

  package init(_ pod: PodInfo, in snapshot: ClusterSnapshot) {
    self.pod = pod
    wanted = Array(repeating: [:], count: pod.affinity.count)
    unwanted = Array(repeating: [:], count: pod.antiAffinity.count)
    let ownLabels = snapshot.namespaces[pod.namespace] ?? [:]
    for other in snapshot.repelling.values where other.name != pod.name {
      guard let name = other.nodeName, let node = snapshot.nodes[name] else { continue }
      countRepelling(other, on: node, sign: 1, namespaceLabels: ownLabels)
    }
    guard !pod.affinity.isEmpty || !pod.antiAffinity.isEmpty else { return }
    matchesItself =
      !pod.affinity.isEmpty && pod.affinity.allSatisfy { $0.matches(pod, namespaceLabels: ownLabels) }
    for node in snapshot.nodes.values {
      for other in node.pods.values where other.name != pod.name {
        countNamed(other, on: node, sign: 1, namespaceLabels: snapshot.namespaces[other.namespace] ?? [:])
      }
    }
  }

  /// Counts as if `other` were not on `node` (preemption tries that).
  package mutating func remove(_ other: PodInfo, from node: NodeInfo, in snapshot: ClusterSnapshot) {
    count(other, on: node, sign: -1, in: snapshot)
  }

  /// Takes back `remove`.
  package mutating func add(_ other: PodInfo, to node: NodeInfo, in snapshot: ClusterSnapshot) {
    count(other, on: node, sign: 1, in: snapshot)
  }

  private mutating func count(_ other: PodInfo, on node: NodeInfo, sign: Int, in snapshot: ClusterSnapshot) {
    countRepelling(other, on: node, sign: sign, namespaceLabels: snapshot.namespaces[pod.namespace] ?? [:])
    countNamed(other, on: node, sign: sign, namespaceLabels: snapshot.namespaces[other.namespace] ?? [:])
  }

  private mutating func countRepelling(
    _ other: PodInfo, on node: NodeInfo, sign: Int, namespaceLabels: [String: String]
  ) {
    for term in other.antiAffinity where term.matches(pod, namespaceLabels: namespaceLabels) {
      guard let value = node.labels[term.topologyKey] else { continue }
      closed[Domain(key: term.topologyKey, value: value), default: 0] += sign
    }
  }

  private mutating func countNamed(
    _ other: PodInfo, on node: NodeInfo, sign: Int, namespaceLabels: [String: String]
  ) {
    // A pod counts for affinity only when it matches all terms, as in kube-scheduler.
    if !pod.affinity.isEmpty, pod.affinity.allSatisfy({ $0.matches(other, namespaceLabels: namespaceLabels) }) {
      for (index, term) in pod.affinity.enumerated() {
        guard let value = node.labels[term.topologyKey] else { continue }
        wanted[index][Domain(key: term.topologyKey, value: value), default: 0] += sign
      }
    }
    for (index, term) in pod.antiAffinity.enumerated() where term.matches(other, namespaceLabels: namespaceLabels) {
      guard let value = node.labels[term.topologyKey] else { continue }
      unwanted[index][Domain(key: term.topologyKey, value: value), default: 0] += sign
    }
  }

  /// Why the pod cannot be on `node`; nil when it can.
  package func rejection(on node: NodeInfo) -> Rejection? {
    if !satisfiesAffinity(node) {
      return Rejection(.podAffinity, ["node(s) didn't match pod affinity rules"], isResolvable: false)
    }
    for (index, term) in pod.antiAffinity.enumerated() {
      guard let value = node.labels[term.topologyKey] else { continue }
      if unwanted[index][Domain(key: term.topologyKey, value: value), default: 0] > 0 {
        return Rejection(.podAffinity, ["node(s) didn't match pod anti-affinity rules"], isResolvable: true)
      }
    }
    for (domain, count) in closed where count > 0 && node.labels[domain.key] == domain.value {
      return Rejection(
        .podAffinity, ["node(s) didn't satisfy existing pods anti-affinity rules"], isResolvable: true)
    }
    return nil
  }

  private func satisfiesAffinity(_ node: NodeInfo) -> Bool {
    var isNearAll = true
    for (index, term) in pod.affinity.enumerated() {
      guard let value = node.labels[term.topologyKey] else { return false }
      if wanted[index][Domain(key: term.topologyKey, value: value), default: 0] <= 0 { isNearAll = false }
    }
    // The first of a series that wants to be near its own kind may go anywhere: nobody is there yet.
    return isNearAll || (matchesItself && wanted.allSatisfy { counts in counts.values.allSatisfy { $0 <= 0 } })
  }
}
