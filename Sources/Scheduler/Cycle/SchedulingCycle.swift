package import KubeModel

/// One pod's decision: which of the nodes it fits, and which of those is best.
///
/// The cycle is a value made from a snapshot; it changes nothing and asks nobody.
package struct SchedulingCycle: Sendable {
  /// What a cycle decides.
  package enum Decision: Sendable, Hashable {
    /// The pod goes to this node; these claims are to be bound for it first.
    case assign(node: String, claims: [NamespacedName])
    /// No node is fit; with a plan if preempting other pods makes one.
    case unschedulable(FitError, PreemptionPlan?)
  }

  let pod: PodInfo
  let snapshot: ClusterSnapshot
  var affinity: PodAffinityFilter
  var spread: SpreadFilter
  let volumes: VolumeFilter

  package init(_ pod: PodInfo, in snapshot: ClusterSnapshot) {
    self.pod = pod
    self.snapshot = snapshot
    affinity = PodAffinityFilter(pod, in: snapshot)
    spread = SpreadFilter(pod, in: snapshot, required: true)
    volumes = VolumeFilter(pod, in: snapshot)
  }

  /// Why the pod cannot be on `node`; nil when it can.
  package func rejection(on node: NodeInfo) -> Rejection? {
    NodeFilters.rejection(of: pod, on: withNominated(node)) ?? volumes.rejection(on: node)
      ?? spread.rejection(on: node) ?? affinity.rejection(on: node)
  }

  /// The node as it will be when the more important pods, for which others were preempted there, have arrived.
  private func withNominated(_ node: NodeInfo) -> NodeInfo {
    guard !snapshot.nominated.isEmpty else { return node }
    var node = node
    for other in snapshot.nominated.values where other.nominatedNode == node.name {
      if other.priority >= pod.priority, other.name != pod.name { node.add(other) }
    }
    return node
  }

  /// Decides.
  package func decide() -> Decision {
    let nodes = snapshot.orderedNodes
    if let prefilter = volumes.prefilter {
      var failure = FitError(nodeCount: nodes.count, prefilter: prefilter)
      failure.preemption = FitError.summary(
        nodeCount: nodes.count, reasons: nodes.map { _ in Preemption.notHelpful })
      return .unschedulable(failure, nil)
    }
    var rejections: [String: Rejection] = [:]
    var feasible: [NodeInfo] = []
    for node in nodes {
      if let rejection = rejection(on: node) {
        rejections[node.name] = rejection
      } else {
        feasible.append(node)
      }
    }
    guard !feasible.isEmpty else {
      var failure = FitError(nodeCount: nodes.count, rejections: rejections)
      guard !nodes.isEmpty else { return .unschedulable(failure, nil) }
      switch Preemption(cycle: self).plan(rejections) {
      case .success(let plan): return .unschedulable(failure, plan)
      case .failure(let why):
        failure.preemption = why.message
        return .unschedulable(failure, nil)
      }
    }
    return .assign(node: best(of: feasible), claims: volumes.waitingClaims)
  }

  /// The node with the highest score, the first by name among equals.
  private func best(of nodes: [NodeInfo]) -> String {
    guard nodes.count > 1 else { return nodes[0].name }
    let scores = Scores(pod: pod, snapshot: snapshot).totals(of: nodes)
    var best = 0
    for index in nodes.indices where scores[index] > scores[best] { best = index }
    return nodes[best].name
  }
}
