import KubeModel

/// How many pods of a PodDisruptionBudget may be evicted, decided from the budget and its pods.
struct DisruptionStatus: Sendable {
  private(set) var status: PodDisruptionBudgetStatus
  /// When an eviction that was granted counts no longer if its pod is still there; nil when none is open.
  private(set) var requeueAfter: Duration?

  /// - Parameters:
  ///   - budget: The budget.
  ///   - pods: The pods that it selects.
  ///   - expected: How many pods their controllers want.
  ///   - now: Dates conditions and ends granted evictions after two minutes.
  init(budget: PodDisruptionBudget, pods: [Pod], expected: Int, now: Timestamp) {
    status = budget.status
    let live = pods.filter { !$0.isFinished }
    var disrupted: [String: Timestamp] = [:]
    for (name, granted) in budget.status.disruptedPods {
      guard live.contains(where: { $0.name == name && !$0.isTerminating }) else { continue }
      let rest = granted + .seconds(120) - now
      guard rest > .zero else { continue }
      disrupted[name] = granted
      requeueAfter = requeueAfter.map { min($0, rest) } ?? rest
    }
    let healthy = live.count { !$0.isTerminating && $0.isReady && disrupted[$0.name] == nil }
    let desired: Int
    if let limit = budget.spec.maxUnavailable {
      desired = max(0, expected - (limit.scaled(of: expected, roundingUp: true) ?? 0))
    } else {
      desired = (budget.spec.minAvailable ?? .int(1)).scaled(of: expected, roundingUp: true) ?? 0
    }
    let allowed = expected > 0 ? max(0, healthy - desired) : 0
    status.observedGeneration = budget.metadata.generation
    status.disruptedPods = disrupted
    status.currentHealthy = healthy
    status.desiredHealthy = desired
    status.expectedPods = expected
    status.disruptionsAllowed = allowed
    let value = allowed > 0 ? "True" : "False"
    let known = status.conditions.first { $0.type == "DisruptionAllowed" }
    guard known?.status != value || known?.observedGeneration != budget.metadata.generation else { return }
    let condition = Condition.with {
      $0.type = "DisruptionAllowed"
      $0.status = value
      $0.observedGeneration = budget.metadata.generation
      $0.lastTransitionTime = known?.status == value ? known?.lastTransitionTime : now
      $0.reason = allowed > 0 ? "SufficientPods" : "InsufficientPods"
      $0.message = ""
    }
    status.conditions = status.conditions.filter { $0.type != "DisruptionAllowed" } + [condition]
  }
}
