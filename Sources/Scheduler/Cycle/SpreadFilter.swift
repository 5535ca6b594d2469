/// Topology spread constraints, counted once a cycle.
package struct SpreadFilter: Sendable {
  private struct Count: Sendable {
    let constraint: SpreadConstraint
    /// Matching pods by domain; domains without any are there with zero.
    var pods: [String: Int]
    let matchesItself: Bool
  }

  private let pod: PodInfo
  private var counts: [Count]

  /// - Parameter required: Whether to count the constraints that forbid, or those that only weigh.
  package init(_ pod: PodInfo, in snapshot: ClusterSnapshot, required: Bool) {
    self.pod = pod
    let constraints = pod.spread.filter { $0.isRequired == required }
    counts = constraints.map { constraint in
      var pods: [String: Int] = [:]
      for node in snapshot.nodes.values {
        guard let domain = node.labels[constraint.topologyKey], Self.counts(node, for: pod, constraint),
          constraints.allSatisfy({ node.labels[$0.topologyKey] != nil })
        else { continue }
        pods[domain, default: 0] += node.pods.values.count { Self.counts($0, for: pod, constraint) }
      }
      return Count(constraint: constraint, pods: pods, matchesItself: constraint.selector.matches(pod.labels))
    }
  }

  package var isEmpty: Bool { counts.isEmpty }

  private static func counts(_ node: NodeInfo, for pod: PodInfo, _ constraint: SpreadConstraint) -> Bool {
    (!constraint.honorsNodeAffinity || NodeFilters.matchesNodeWishes(pod, node))
      && (!constraint.honorsTaints || NodeFilters.toleratesTaints(pod, node))
  }

  private static func counts(_ other: PodInfo, for pod: PodInfo, _ constraint: SpreadConstraint) -> Bool {
    !other.isBeingDeleted && other.name != pod.name && other.namespace == pod.namespace
      && constraint.selector.matches(other.labels)
  }

  /// Counts as if `other` were not on `node`, or were there again (preemption tries that).
  package mutating func change(_ other: PodInfo, on node: NodeInfo, by sign: Int) {
    for index in counts.indices {
      let constraint = counts[index].constraint
      guard let domain = node.labels[constraint.topologyKey], counts[index].pods[domain] != nil,
        Self.counts(other, for: pod, constraint)
      else { continue }
      counts[index].pods[domain, default: 0] += sign
    }
  }

  /// Why the pod cannot be on `node`; nil when it can.
  package func rejection(on node: NodeInfo) -> Rejection? {
    let reason = "node(s) didn't match pod topology spread constraints"
    for count in counts {
      guard let domain = node.labels[count.constraint.topologyKey] else {
        return Rejection(.spread, ["\(reason) (missing required label)"], isResolvable: false)
      }
      let fewest = count.pods.count < count.constraint.minDomains ? 0 : count.pods.values.min() ?? 0
      let after = (count.pods[domain] ?? 0) + (count.matchesItself ? 1 : 0)
      if after - fewest > count.constraint.maxSkew {
        return Rejection(.spread, [reason], isResolvable: true)
      }
    }
    return nil
  }

  /// How many pods that count share a domain with `node`, over all constraints; nil when the node lacks a label.
  package func crowd(on node: NodeInfo) -> Int? {
    var crowd = 0
    for count in counts {
      guard let domain = node.labels[count.constraint.topologyKey] else { return nil }
      crowd += count.pods[domain] ?? 0
    }
    return crowd
  }
}
