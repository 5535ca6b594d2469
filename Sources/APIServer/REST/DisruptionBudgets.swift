import KubeModel
import ObjectStore

/// Whether disruption budgets allow a pod's eviction (Kubernetes: "API-initiated eviction").
enum DisruptionBudgets {
  private static let resource = GroupResource(group: "policy", resource: "poddisruptionbudgets")

  /// Counts the eviction in the one budget that covers the pod; throws 429 when that allows none.
  static func admit(_ pod: StoredObject, at now: Timestamp, in transaction: inout StoreTransaction) throws {
    let view = Pod(json: pod.value)
    if ["Succeeded", "Failed", "Pending"].contains(view.status.phase ?? "") || view.metadata.isBeingDeleted { return }
    let budgets = transaction.objects(resource, namespace: pod.key.namespace).filter { covers($0, view) }
    guard budgets.count < 2 else {
      throw StatusError.internalError(
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
    }
    guard let budget = budgets.first else { return }
    var value = budget.value
    let status = value["status"] ?? .emptyObject
    let allowed = status["disruptionsAllowed"]?.integerValue ?? 0
    guard allowed > 0 else {
      let healthy = status["currentHealthy"]?.integerValue ?? 0
      let needed = status["desiredHealthy"]?.integerValue ?? 0
      throw StatusError(
        code: 429, reason: .tooManyRequests,
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: .init(
          causes: [
            .init(
              reason: "DisruptionBudget",
              message: "The disruption budget \(budget.key.name) needs \(needed) healthy pods and has \(healthy) "
                + "currently")
          ], retryAfterSeconds: status["observedGeneration"] == nil ? 10 : nil))
    }
    value["status", default: .emptyObject]["disruptionsAllowed"] = .integer(allowed - 1)
    value["status", default: .emptyObject]["disruptedPods", default: .emptyObject][pod.key.name] = now.json
    transaction.put(budget.key, value)
  }

  private static func covers(_ budget: StoredObject, _ pod: Pod) -> Bool {
    budget.value["spec"]?["selector"].map { LabelSelector(json: $0).selects(pod.metadata.labels) } ?? false
  }
}
