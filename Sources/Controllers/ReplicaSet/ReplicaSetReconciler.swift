import ControllerKit
import KubeClient
import KubeModel

/// Carries out the plan of one ReplicaSet.
struct ReplicaSetReconciler: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let sets = try await context.synced(ReplicaSet.self)
    _ = try await context.synced(Pod.self)
    guard let set = sets.get(namespace: key.namespace, name: key.name) else { return .done }
    let selector = set.spec.selector ?? LabelSelector()
    guard !selector.isEmpty else { return .done }
    let pods = try await context.claimPods(for: set, selector: selector)
    let plan = ReplicaSetPlan(set: set, pods: pods, now: context.time.now())
    var failure: (any Error)?
    do {
      for pod in plan.delete {
        try await context.delete(pod)
        recorder.record(.normal, about: set, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
      }
      let new = (0..<plan.createCount).map { _ in
        var pod = set.spec.template.pod(for: set)
        pod.metadata.generateName = "\(set.name)-"
        return pod
      }
      try await context.create(new, about: set, recorder: recorder)
    } catch {
      failure = error
    }
    let status = withCondition(plan.status, set: set, failure: failure, reason: plan.createCount > 0)
    if status != set.status { try await context.writeStatus(ReplicaSet.self, of: set) { $0.status = status } }
    if let failure { throw failure }
    return plan.requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  private func withCondition(
    _ status: ReplicaSetStatus, set: ReplicaSet, failure: (any Error)?, reason isCreating: Bool
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
    let recorder = context.recorder("replicaset-controller")
    let controller = context.controller("replicaset", ReplicaSetReconciler(context: context, recorder: recorder))
    context.enqueueOwners(of: ReplicaSet.self, controller) { $0.spec.selector }
    return ControlLoop(services: [recorder, controller])
  }
}
