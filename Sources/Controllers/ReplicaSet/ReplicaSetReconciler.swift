import ControllerKit
import KubeClient
import KubeModel

/// Carries out the plan of one ReplicaSet, or ReplicationController.
struct ReplicaSetReconciler<Owner: PodReplicator>: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let owners = try await context.synced(Owner.self)
    _ = try await context.synced(Pod.self)
    guard let owner = owners.get(namespace: key.namespace, name: key.name) else { return .done }
    let set = owner.replicaSet
    let selector = set.spec.selector ?? LabelSelector()
    guard !selector.isEmpty else { return .done }
    let pods = try await context.claimPods(for: owner, selector: selector)
    let plan = ReplicaSetPlan(set: set, pods: pods, now: context.time.now())
    var failure: (any Error)?
    do {
      for pod in plan.delete {
        try await context.delete(pod)
        recorder.record(.normal, about: owner, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
      }
      let new = (0..<plan.createCount).map { _ in
        var pod = set.spec.template.pod(for: owner)
        pod.metadata.generateName = "\(set.name)-"
        return pod
      }
      try await context.create(new, about: owner, recorder: recorder)
    } catch {
      failure = error
    }
    let status = Owner.ownStatus(
      withCondition(plan.status, failure: failure, reason: plan.createCount > 0))
    if status != set.status {
      try await context.writeStatus(Owner.self, of: owner) { $0.json["status"] = status.json }
    }
    if let failure { throw failure }
    return plan.requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  private func withCondition(
    _ status: ReplicaSetStatus, failure: (any Error)?, reason isCreating: Bool
  ) -> ReplicaSetStatus {
    var status = status
    let known = status.conditions.first { $0.type == "ReplicaFailure" }
    guard let failure else {
      if known != nil { status.conditions.removeAll { $0.type == "ReplicaFailure" } }
      return status
    }
    guard known == nil else { return status }
    status.conditions.append(
      .with {
        $0.type = "ReplicaFailure"
        $0.status = "True"
        $0.lastTransitionTime = context.time.now()
        $0.reason = isCreating ? "FailedCreate" : "FailedDelete"
        $0.message = "\(failure)"
      })
    return status
  }
}

extension ControlLoop {
  /// The ReplicaSet controller.
  static func replicaSets(_ context: ControllerContext) -> ControlLoop {
    replicating(ReplicaSet.self, named: "replicaset", context) { $0.spec.selector }
  }

  /// The controller of ReplicationControllers.
  static func replicationControllers(_ context: ControllerContext) -> ControlLoop {
    replicating(ReplicationController.self, named: "replication", context) { $0.selector }
  }

  private static func replicating<Owner: PodReplicator>(
    _ kind: Owner.Type, named name: String, _ context: ControllerContext,
    selector: @escaping @Sendable (Owner) -> LabelSelector?
  ) -> ControlLoop {
    let recorder = context.recorder("\(name)-controller")
    let controller = context.controller(name, ReplicaSetReconciler<Owner>(context: context, recorder: recorder))
    context.enqueueOwners(of: kind, controller, selector: selector)
    return ControlLoop(services: [recorder, controller])
  }
}
