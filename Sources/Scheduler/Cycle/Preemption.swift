package import KubeModel

/// The pods that have to end so that a more important one fits a node.
package struct PreemptionPlan: Sendable, Hashable {
  /// A pod that has to end.
  package struct Victim: Sendable, Hashable {
    package let name: NamespacedName
    package let uid: String
  }

  package let node: String
  package let victims: [Victim]
}

/// Looks for pods of lower priority whose end makes room.
struct Preemption {
  /// Why preemption makes no room.
  struct Failure: Error, Hashable {
    let message: String
  }

  private struct Candidate {
    let node: String
    let victims: [PodInfo]
    let violations: Int
  }

  static let notHelpful = "Preemption is not helpful for scheduling"
  private static let noVictims = "No preemption victims found for incoming pod"

  let cycle: SchedulingCycle

  /// The least harmful plan, as kube-scheduler chooses it: fewest broken disruption budgets, then the least important
  /// victims, then the fewest, then the youngest.
  func plan(_ rejections: [String: Rejection]) -> Result<PreemptionPlan, Failure> {
    let pod = cycle.pod
    guard pod.canPreempt else { return .failure(Failure(message: "not eligible due to preemptionPolicy=Never.")) }
    if let name = pod.nominatedNode, let node = cycle.snapshot.nodes[name],
      node.pods.values.contains(where: { $0.isBeingDeleted && $0.priority < pod.priority })
    {
      return .failure(Failure(message: "not eligible due to a terminating pod on the nominated node."))
    }
    var reasons: [String] = []
    var candidates: [Candidate] = []
    for node in cycle.snapshot.orderedNodes {
      guard rejections[node.name]?.isResolvable == true else {
        reasons.append(Self.notHelpful)
        continue
      }
      if let candidate = candidate(on: node) { candidates.append(candidate) } else { reasons.append(Self.noVictims) }
    }
    guard let best = candidates.min(by: Self.isLessHarmful) else {
      return .failure(Failure(message: FitError.summary(nodeCount: rejections.count, reasons: reasons)))
    }
    let victims = best.victims.map { PreemptionPlan.Victim(name: $0.name, uid: $0.uid) }
    return .success(PreemptionPlan(node: best.node, victims: victims))
  }

  /// Takes all less important pods off the node and, if that makes room, puts back as many as still leave it.
  private func candidate(on node: NodeInfo) -> Candidate? {
    let lesser = node.pods.values.filter { $0.priority < cycle.pod.priority }
    guard !lesser.isEmpty else { return nil }
    var trial = cycle
    var remaining = node
    for other in lesser {
      remaining.remove(other.name)
      trial.affinity.remove(other, from: node, in: trial.snapshot)
      trial.spread.change(other, on: node, by: -1)
    }
    guard trial.rejection(on: remaining) == nil else { return nil }
    var victims: [PodInfo] = []
    var violations = 0
    var budgets = cycle.snapshot.budgets.mapValues(\.allowed)
    let protected = Set(lesser.filter { breaksBudget($0, &budgets) }.map(\.name))
    let order = lesser.sorted { left, right in
      // Protected pods are put back first, then the most important, then the oldest.
      let protection = (protected.contains(left.name), protected.contains(right.name))
      if protection.0 != protection.1 { return protection.0 }
      return (-left.priority, left.since, left.name) < (-right.priority, right.since, right.name)
    }
    for other in order {
      var with = trial
      var crowded = remaining
      crowded.add(other)
      with.affinity.add(other, to: node, in: trial.snapshot)
      with.spread.change(other, on: node, by: 1)
      if with.rejection(on: crowded) == nil {
        trial = with
        remaining = crowded
      } else {
        victims.append(other)
        if protected.contains(other.name) { violations += 1 }
      }
    }
    return Candidate(node: node.name, victims: victims, violations: violations)
  }

  private func breaksBudget(_ pod: PodInfo, _ allowed: inout [NamespacedName: Int]) -> Bool {
    var breaks = false
    for (name, budget) in cycle.snapshot.budgets
    where budget.namespace == pod.namespace && budget.selector.matches(pod.labels) {
      allowed[name, default: 0] -= 1
      if allowed[name, default: 0] < 0 { breaks = true }
    }
    return breaks
  }

  private static func isLessHarmful(_ left: Candidate, _ right: Candidate) -> Bool {
    func harm(_ candidate: Candidate) -> [Int] {
      [
        candidate.violations, candidate.victims.map(\.priority).max() ?? Int.min,
        candidate.victims.reduce(0) { $0 + $1.priority }, candidate.victims.count,
        -Int(candidate.victims.map(\.since).min() ?? 0),
      ]
    }
    return harm(left).lexicographicallyPrecedes(harm(right))
  }
}
