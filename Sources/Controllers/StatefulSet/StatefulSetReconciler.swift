import ControllerKit
import KubeClient
import KubeModel

/// Carries out the plan of one StatefulSet.
struct StatefulSetReconciler: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let sets = try await context.synced(StatefulSet.self)
    _ = try await context.synced(Pod.self)
    _ = try await context.synced(PersistentVolumeClaim.self)
    _ = try await context.synced(ControllerRevision.self)
    guard let set = sets.get(namespace: key.namespace, name: key.name) else { return .done }
    let selector = set.spec.selector ?? LabelSelector()
    guard !selector.isEmpty else { return .done }
    let pods = try await context.claimPods(for: set, selector: selector) {
      StatefulSetPlan.ordinal(of: $0.name, in: set.name) != nil
    }
    let (update, history) = try await context.syncRevisions(
      of: set, template: set.spec.template, selector: selector, collisionCount: set.status.collisionCount,
      hashLabel: "controller.kubernetes.io/hash")
    let current = history.revisions.first { $0.name == set.status.currentRevision } ?? update
    let plan = StatefulSetPlan(
      set: set, pods: pods, currentRevision: current.name, updateRevision: update.name, now: context.time.now())
    var failure: (any Error)?
    do {
      try await syncClaimOwners(of: set, pods: pods)
      for step in plan.steps { try await perform(step, set: set, current: current, update: update) }
    } catch {
      failure = error
    }
    try await write(plan.status, to: set)
    let inUse = Set(pods.compactMap { $0.metadata.labels["controller-revision-hash"] } + [current.name, update.name])
    try await context.truncate(history, limit: set.spec.revisionHistoryLimit ?? 10, inUse: inUse)
    if let failure { throw failure }
    return plan.requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  private func perform(
    _ step: StatefulSetPlan.Step, set: StatefulSet, current: ControllerRevision, update: ControllerRevision
  ) async throws {
    let identity = StatefulSetIdentity(set: set)
    switch step {
    case .create(let ordinal, let usesUpdateRevision):
      let revision = usesUpdateRevision ? update : current
      let template = RevisionHistory.template(in: revision) ?? set.spec.template
      try await createClaims(identity.claims(ordinal), podName: identity.podName(ordinal), set: set)
      try await create(identity.pod(ordinal, template: template, revision: revision.name), set: set)
    case .delete(let pod):
      try await delete(pod, set: set)
    case .recreate(let pod):
      recorder.record(
        .warning, about: set, reason: "RecreatingFailedPod",
        message: "StatefulSet \(set.namespace ?? "")/\(set.name) is recreating failed Pod \(pod.name)")
      try await delete(pod, set: set)
    case .repair(let pod):
      guard let ordinal = StatefulSetPlan.ordinal(of: pod.name, in: set.name) else { return }
      try await createClaims(identity.claims(ordinal), podName: pod.name, set: set, existing: pod)
      try await context.client.update(identity.applying(to: pod, ordinal: ordinal))
    }
  }

  private func create(_ pod: Pod, set: StatefulSet) async throws {
    do {
      let created = try await context.client.create(pod)
      recorder.record(
        .normal, about: set, reason: "SuccessfulCreate",
        message: "create Pod \(pod.name) in StatefulSet \(set.name) successful")
      try await context.informers.informer(Pod.self).waitUntilSeen(created.metadata.resourceVersion)
    } catch let error as StatusError where error.reason == .alreadyExists {
      // The local copy lags behind, or somebody else's pod has the name; either way an event follows its end.
      throw error
    } catch {
      recorder.record(
        .warning, about: set, reason: "FailedCreate",
        message: "create Pod \(pod.name) in StatefulSet \(set.name) failed error: \(error)")
      throw error
    }
  }

  private func delete(_ pod: Pod, set: StatefulSet) async throws {
    try await context.delete(pod)
    recorder.record(
      .normal, about: set, reason: "SuccessfulDelete",
      message: "delete Pod \(pod.name) in StatefulSet \(set.name) successful")
  }

  private func createClaims(
    _ claims: [PersistentVolumeClaim], podName: String, set: StatefulSet, existing pod: Pod? = nil
  ) async throws {
    let informer = context.informers.informer(PersistentVolumeClaim.self)
    let owners = StatefulSetClaimOwners(set)
    for claim in claims {
      if let known = informer.get(namespace: claim.namespace, name: claim.name) {
        // It goes with the pod that had it; the next pod waits for its own.
        guard !known.metadata.isBeingDeleted, !owners.isStale(known, podName: podName, pod: pod) else {
          throw StatusError.conflict(
            PersistentVolumeClaim.resource.groupResource, name: claim.name, why: "pvc \(claim.name) is being deleted")
        }
        continue
      }
      do {
        try await context.client.create(claim)
      } catch let error as StatusError where error.reason == .alreadyExists {
        continue
      }
      recorder.record(
        .normal, about: set, reason: "SuccessfulCreate",
        message: "create Claim \(claim.name) Pod \(podName) in StatefulSet \(set.name) success")
    }
  }

  private func write(_ status: StatefulSetStatus, to set: StatefulSet) async throws {
    guard status != set.status else { return }
    try await context.writeStatus(StatefulSet.self, of: set) { current in
      current.status = status
    }
  }
}

extension ControlLoop {
  /// The StatefulSet controller.
  static func statefulSets(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("statefulset-controller")
    let controller = context.controller("statefulset", StatefulSetReconciler(context: context, recorder: recorder))
    context.enqueueOwners(of: StatefulSet.self, controller) { $0.spec.selector }
    return ControlLoop(services: [recorder, controller])
  }
}
