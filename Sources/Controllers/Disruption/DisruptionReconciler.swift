import ControllerKit
import KubeClient
import KubeModel

/// Keeps the status of one PodDisruptionBudget.
struct DisruptionReconciler: Reconciler {
  let context: ControllerContext

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let budgets = try await context.synced(PodDisruptionBudget.self)
    let pods = try await context.synced(Pod.self)
    _ = try await context.synced(StatefulSet.self)
    _ = try await context.synced(ReplicaSet.self)
    _ = try await context.synced(ReplicationController.self)
    _ = try await context.synced(Deployment.self)
    guard let budget = budgets.get(namespace: key.namespace, name: key.name) else { return .done }
    let selector = budget.spec.selector
    let selected = pods.list(namespace: key.namespace).filter { selector?.selects($0.metadata.labels) ?? false }
    let result = DisruptionStatus(
      budget: budget, pods: selected, expected: expectedCount(of: selected), now: context.time.now())
    if result.status != budget.status {
      try await context.writeStatus(PodDisruptionBudget.self, of: budget) { $0.status = result.status }
    }
    return result.requeueAfter.map { .requeue(after: $0) } ?? .done
  }

  /// What the controllers of the pods want together; a pod without one counts as itself.
  private func expectedCount(of pods: [Pod]) -> Int {
    var wanted: [String: Int] = [:]
    var others = 0
    for pod in pods {
      guard let owner = pod.metadata.controller, let scale = scale(of: owner, namespace: pod.namespace) else {
        others += 1
        continue
      }
      wanted[scale.uid] = scale.count
    }
    return others + wanted.values.reduce(0, +)
  }

  private func scale(of owner: OwnerReference, namespace: String?) -> (uid: String, count: Int)? {
    let name = owner.name ?? ""
    if owner.kind == StatefulSet.kind {
      return context.informers.informer(StatefulSet.self).get(namespace: namespace, name: name)
        .map { ($0.uid, $0.spec.replicas ?? 1) }
    }
    if owner.kind == ReplicationController.kind {
      return context.informers.informer(ReplicationController.self).get(namespace: namespace, name: name)
        .map { ($0.uid, $0.spec.replicas ?? 1) }
    }
    guard owner.kind == ReplicaSet.kind,
      let set = context.informers.informer(ReplicaSet.self).get(namespace: namespace, name: name)
    else { return nil }
    guard let parent = set.metadata.controller, parent.kind == Deployment.kind,
      let deployment = context.informers.informer(Deployment.self).get(namespace: namespace, name: parent.name ?? "")
    else { return (set.uid, set.spec.replicas ?? 1) }
    return (deployment.uid, deployment.spec.replicas ?? 1)
  }
}

extension ControlLoop {
  /// The controller of PodDisruptionBudgets.
  static func disruption(_ context: ControllerContext) -> ControlLoop {
    let controller = context.controller("disruption", DisruptionReconciler(context: context))
    let budgets = context.informers.informer(PodDisruptionBudget.self)
    budgets.onChange { controller.enqueue($0.object.namespacedName) }
    @Sendable func wakeAll(in namespace: String?) {
      for budget in budgets.list(namespace: namespace) { controller.enqueue(budget.namespacedName) }
    }
    context.informers.informer(Pod.self).onChange { event in
      let labels = event.object.metadata.labels
      for budget in budgets.list(namespace: event.object.namespace) {
        if budget.spec.selector?.selects(labels) ?? false { controller.enqueue(budget.namespacedName) }
      }
    }
    func wakeByReplicas<Kind: KubeObject>(of kind: Kind.Type, _ replicas: @escaping @Sendable (Kind) -> Int?) {
      context.informers.informer(kind).onChange { event in
        if case .updated(let old, let new) = event, replicas(old) == replicas(new) { return }
        wakeAll(in: event.object.namespace)
      }
    }
    wakeByReplicas(of: StatefulSet.self) { $0.spec.replicas }
    wakeByReplicas(of: ReplicaSet.self) { $0.spec.replicas }
    wakeByReplicas(of: ReplicationController.self) { $0.spec.replicas }
    return ControlLoop(services: [controller])
  }
}
