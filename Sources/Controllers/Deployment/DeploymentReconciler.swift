import ControllerKit
import KubeClient
import KubeModel

/// Rolls one Deployment out over its ReplicaSets.
struct DeploymentReconciler: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let deployments = try await context.synced(Deployment.self)
    let replicaSets = try await context.synced(ReplicaSet.self)
    _ = try await context.synced(Pod.self)
    guard let deployment = deployments.get(namespace: key.namespace, name: key.name) else { return .done }
    let selector = deployment.spec.selector ?? LabelSelector()
    guard !selector.isEmpty else { return .done }
    let claimed = try await context.claim(replicaSets.list(namespace: key.namespace), for: deployment) {
      selector.selects($0.metadata.labels)
    }
    var sets = DeploymentSets(deployment: deployment, sets: claimed)
    if !deployment.metadata.isBeingDeleted {
      if let reused = sets.newSet { sets.replace(try await refresh(reused, sets: sets)) }
      let plan = RolloutPlan(
        deployment, newSet: sets.newSet, oldSets: sets.oldSets, oldPodsRemain: oldPodsRemain(sets))
      if plan.createsNewSet { sets.replace(try await createSet(sets, replicas: plan.initialReplicas, plan: plan)) }
      for (set, replicas) in plan.scales {
        sets.replace(try await scale(set, to: replicas, of: deployment, plan: plan))
      }
      try await annotate(sets, plan: plan)
      try await writeRevision(sets)
    }
    let builder = DeploymentStatusBuilder(
      deployment: deployment, newSet: sets.newSet, sets: sets.all, now: context.time.now())
    let (status, requeueAfter) = builder.build()
    if status != deployment.status {
      try await context.writeStatus(Deployment.self, of: deployment) { $0.status = status }
    }
    try await cleanUp(sets)
    return requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  private func oldPodsRemain(_ sets: DeploymentSets) -> Bool {
    sets.oldSets.contains { set in context.podsByController.list(set.uid).contains { !$0.isFinished } }
  }

  /// Gives the set of the present template the newest revision, which makes a rollback the latest change.
  private func refresh(_ set: ReplicaSet, sets: DeploymentSets) async throws -> ReplicaSet {
    let wanted = sets.newSetAnnotations(known: set)
    let minReadySeconds = sets.deployment.spec.minReadySeconds
    guard wanted != set.metadata.annotations || minReadySeconds != set.spec.minReadySeconds else { return set }
    return try await change(set) {
      $0.metadata.annotations = sets.newSetAnnotations(known: $0)
      $0.spec.minReadySeconds = minReadySeconds
    }
  }

  private func createSet(_ sets: DeploymentSets, replicas: Int, plan: RolloutPlan) async throws -> ReplicaSet {
    let deployment = sets.deployment
    var set = sets.makeNewSet(replicas: replicas)
    set.metadata.annotations.merge(DeploymentSets.counts(deployment, plan: plan)) { $1 }
    let created: ReplicaSet
    do {
      created = try await context.client.create(set)
    } catch let error as StatusError where error.reason == .alreadyExists {
      let existing = try await context.client.get(ReplicaSet.self, namespace: set.namespace, name: set.name)
      if existing.metadata.controller?.uid == deployment.uid, sets.isOfPresentTemplate(existing) { return existing }
      // Another template has the same hash: the next one is salted with the number of collisions.
      try await context.writeStatus(Deployment.self, of: deployment) {
        $0.status.collisionCount = ($0.status.collisionCount ?? 0) + 1
      }
      throw error
    }
    try await context.informers.informer(ReplicaSet.self).waitUntilSeen(created.metadata.resourceVersion)
    recordScaling(deployment, created, from: 0, to: replicas)
    return created
  }

  private func scale(
    _ set: ReplicaSet, to replicas: Int, of deployment: Deployment, plan: RolloutPlan
  ) async throws -> ReplicaSet {
    let before = set.spec.replicas ?? 0
    let scaled = try await change(set) {
      $0.spec.replicas = replicas
      $0.metadata.annotations.merge(DeploymentSets.counts(deployment, plan: plan)) { $1 }
    }
    recordScaling(deployment, set, from: before, to: replicas)
    return scaled
  }

  private func recordScaling(_ deployment: Deployment, _ set: ReplicaSet, from: Int, to: Int) {
    guard from != to else { return }
    recorder.record(
      .normal, about: deployment, reason: "ScalingReplicaSet",
      message: "Scaled \(to > from ? "up" : "down") replica set \(set.name) from \(from) to \(to)")
  }

  /// Notes on every set in use for how many replicas it was scaled, by which a later scaling is recognised.
  private func annotate(_ sets: DeploymentSets, plan: RolloutPlan) async throws {
    let counts = DeploymentSets.counts(sets.deployment, plan: plan)
    for set in sets.all where (set.spec.replicas ?? 0) > 0 {
      let known = set.metadata.annotations
      guard counts.contains(where: { known[$0.key] != $0.value }) else { continue }
      _ = try await change(set) { $0.metadata.annotations.merge(counts) { $1 } }
    }
  }

  private func writeRevision(_ sets: DeploymentSets) async throws {
    guard let revision = sets.newSet?.metadata.annotations[DeploymentSets.revision],
      sets.deployment.metadata.annotations[DeploymentSets.revision] != revision
    else { return }
    try await context.client.modify(
      Deployment.self, namespace: sets.deployment.namespace, name: sets.deployment.name
    ) { current in
      guard current.uid == sets.deployment.uid else { return false }
      current.metadata.annotations[DeploymentSets.revision] = revision
      return true
    }
  }

  private func cleanUp(_ sets: DeploymentSets) async throws {
    for set in sets.surplus(limit: sets.deployment.spec.revisionHistoryLimit ?? 10) {
      try await context.client.deleteIfPresent(
        ReplicaSet.self, namespace: set.namespace, name: set.name, options: DeleteOptions(uid: set.uid))
    }
  }

  private func change(_ set: ReplicaSet, _ edit: (inout ReplicaSet) -> Void) async throws -> ReplicaSet {
    let written = try await context.client.modify(ReplicaSet.self, namespace: set.namespace, name: set.name) {
      guard $0.uid == set.uid else { return false }
      let before = $0
      edit(&$0)
      return $0 != before
    }
    try await context.informers.informer(ReplicaSet.self).waitUntilSeen(written.metadata.resourceVersion)
    return written
  }
}

extension ControlLoop {
  /// The Deployment controller.
  static func deployments(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("deployment-controller")
    let controller = context.controller("deployment", DeploymentReconciler(context: context, recorder: recorder))
    let deployments = context.informers.informer(Deployment.self)
    let sets = context.informers.informer(ReplicaSet.self)
    deployments.onChange { controller.enqueue($0.object.namespacedName) }
    sets.onChange { event in
      let set = event.object
      if let owner = set.metadata.controller {
        guard owner.kind == Deployment.kind else { return }
        controller.enqueue(NamespacedName(namespace: set.namespace, name: owner.name ?? ""))
      } else {
        for deployment in deployments.list(namespace: set.namespace) {
          guard let selector = deployment.spec.selector, !selector.isEmpty else { continue }
          if selector.selects(set.metadata.labels) { controller.enqueue(deployment.namespacedName) }
        }
      }
    }
    context.informers.informer(Pod.self).onChange { event in
      // `Recreate` waits for the end of the last old pod.
      guard case .deleted(let pod) = event, let owner = pod.metadata.controller, owner.kind == ReplicaSet.kind,
        let set = sets.get(namespace: pod.namespace, name: owner.name ?? ""),
        let deployment = set.metadata.controller, deployment.kind == Deployment.kind
      else { return }
      controller.enqueue(NamespacedName(namespace: pod.namespace, name: deployment.name ?? ""))
    }
    return ControlLoop(services: [recorder, controller])
  }
}
