import KubeModel

/// The status of a Deployment, computed from its ReplicaSets.
struct DeploymentStatusBuilder: Sendable {
  let deployment: Deployment
  let newSet: ReplicaSet?
  /// All sets, the new one among them.
  let sets: [ReplicaSet]
  let now: Timestamp

  /// Kubernetes' limit when a Deployment names none.
  private var deadline: Int { deployment.spec.progressDeadlineSeconds ?? 600 }

  private func sum(_ field: (ReplicaSetStatus) -> Int?) -> Int { sets.reduce(0) { $0 + (field($1.status) ?? 0) } }

  /// The status, and when its deadline passes if nothing happens before.
  func build() -> (status: DeploymentStatus, requeueAfter: Duration?) {
    var status = deployment.status
    let wanted = deployment.spec.replicas ?? 1
    let available = sum(\.availableReplicas)
    let total = sum(\.replicas)
    func orNil(_ value: Int) -> Int? { value == 0 ? nil : value }
    status.observedGeneration = deployment.metadata.generation
    status.replicas = orNil(total)
    status.updatedReplicas = orNil(newSet?.status.replicas ?? 0)
    status.readyReplicas = orNil(sum(\.readyReplicas))
    status.availableReplicas = orNil(available)
    status.unavailableReplicas = orNil(max(0, sets.reduce(0) { $0 + ($1.spec.replicas ?? 0) } - available))
    let minimum = wanted - RolloutPlan.limits(deployment).unavailable
    if available >= minimum {
      set(&status, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
    } else {
      set(&status, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.")
    }
    let requeueAfter = progress(&status)
    let failure = sets.lazy.flatMap(\.status.conditions).first { $0.type == "ReplicaFailure" && $0.status == "True" }
    if let failure {
      set(&status, "ReplicaFailure", "True", failure.reason ?? "", failure.message ?? "")
    } else if status.conditions.contains(where: { $0.type == "ReplicaFailure" }) {
      status.conditions.removeAll { $0.type == "ReplicaFailure" }
    }
    return (status, requeueAfter)
  }

  private func progress(_ status: inout DeploymentStatus) -> Duration? {
    let known = status.conditions.first { $0.type == "Progressing" }
    if deployment.spec.paused == true {
      if known?.reason != "ProgressDeadlineExceeded" {
        set(&status, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused")
      }
      return nil
    }
    if known?.reason == "DeploymentPaused" {
      set(&status, "Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed")
    }
    guard let newSet else { return nil }
    let wanted = deployment.spec.replicas ?? 1
    let name = "ReplicaSet \"\(newSet.name)\""
    let isComplete =
      (status.updatedReplicas ?? 0) == wanted && (status.replicas ?? 0) == wanted
      && (status.availableReplicas ?? 0) == wanted && newSet.status.observedGeneration == newSet.metadata.generation
    if isComplete {
      set(&status, "Progressing", "True", "NewReplicaSetAvailable", "\(name) has successfully progressed.")
      return nil
    }
    let before = deployment.status
    let oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0)
    let oldNow = (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
    let hasProgressed =
      (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0)
      || (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0)
      || (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0) || oldNow < oldBefore
    if known == nil {
      set(&status, "Progressing", "True", "NewReplicaSetCreated", "Created new replica set \"\(newSet.name)\"")
    } else if hasProgressed || known?.reason == "NewReplicaSetAvailable" || known?.reason == "DeploymentPaused" {
      set(&status, "Progressing", "True", "ReplicaSetUpdated", "\(name) is progressing.", touches: true)
    }
    guard let since = status.conditions.first(where: { $0.type == "Progressing" }), since.status != "False" else {
      return nil
    }
    let rest = (since.lastUpdateTime ?? now) + .seconds(deadline) - now
    guard rest <= .zero else { return rest }
    set(&status, "Progressing", "False", "ProgressDeadlineExceeded", "\(name) has timed out progressing.")
    return nil
  }

  /// Sets a condition; its transition time moves only with its status.
  private func set(
    _ status: inout DeploymentStatus, _ type: String, _ value: String, _ reason: String, _ message: String,
    touches: Bool = false
  ) {
    let known = status.conditions.first { $0.type == type }
    if !touches, let known, known.status == value, known.reason == reason, known.message == message { return }
    let condition = DeploymentCondition.with {
      $0.type = type
      $0.status = value
      $0.lastUpdateTime = now
      $0.lastTransitionTime = known?.status == value ? known?.lastTransitionTime : now
      $0.reason = reason
      $0.message = message
    }
    var conditions = status.conditions
    if let index = conditions.firstIndex(where: { $0.type == type }) {
      conditions[index] = condition
    } else {
      conditions.append(condition)
    }
    status.conditions = conditions
  }
}
