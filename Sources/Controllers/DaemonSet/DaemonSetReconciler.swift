import ControllerKit
import KubeClient
import KubeModel

/// Carries out the plan of one DaemonSet.
struct DaemonSetReconciler: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let sets = try await context.synced(DaemonSet.self)
    let nodes = try await context.synced(Node.self)
    _ = try await context.synced(Pod.self)
    _ = try await context.synced(ControllerRevision.self)
    guard let set = sets.get(namespace: key.namespace, name: key.name) else { return .done }
    let selector = set.spec.selector ?? LabelSelector()
    guard !selector.isEmpty else {
      recorder.record(
        .warning, about: set, reason: "SelectingAll",
        message: "This daemon set is selecting all pods. A non-empty selector is required.")
      return .done
    }
    let pods = try await context.claimPods(for: set, selector: selector)
    let (revision, history) = try await context.syncRevisions(
      of: set, template: set.spec.template, selector: selector, collisionCount: set.status.collisionCount,
      hashLabel: DaemonSetPods.hashLabel)
    let hash = DaemonSetPods.hash(of: revision)
    let plan = DaemonSetPlan(set: set, nodes: nodes.list(), pods: pods, hash: hash, now: context.time.now())
    for pod in plan.failed {
      recorder.record(
        .warning, about: set, reason: "FailedDaemonPod",
        message: "Found failed daemon pod \(pod.namespace ?? "")/\(pod.name) on node \(pod.spec.nodeName ?? ""), "
          + "will try to kill it")
    }
    for pod in plan.delete {
      try await context.delete(pod)
      recorder.record(.normal, about: set, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
    }
    let made = DaemonSetPods(set: set)
    try await context.create(plan.create.map { made.pod(on: $0, hash: hash) }, about: set, recorder: recorder)
    if plan.status != set.status {
      try await context.writeStatus(DaemonSet.self, of: set) { $0.status = plan.status }
    }
    let hashes = Set(pods.compactMap { $0.metadata.labels[DaemonSetPods.hashLabel] })
    let inUse = history.revisions.filter { hashes.contains(DaemonSetPods.hash(of: $0)) }
    try await context.truncate(
      history, limit: set.spec.revisionHistoryLimit ?? 10, inUse: Set(inUse.map(\.name) + [revision.name]))
    return plan.requeueAfter.map { .requeue(after: $0) } ?? .done
  }
}

extension ControlLoop {
  /// The DaemonSet controller.
  static func daemonSets(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("daemonset-controller")
    let controller = context.controller("daemonset", DaemonSetReconciler(context: context, recorder: recorder))
    context.enqueueOwners(of: DaemonSet.self, controller) { $0.spec.selector }
    let sets = context.informers.informer(DaemonSet.self)
    context.informers.informer(Node.self).onChange { event in
      // A heartbeat changes nothing that a daemon pod's place depends on.
      if case .updated(let old, let new) = event, old.metadata.labels == new.metadata.labels, old.spec == new.spec {
        return
      }
      for set in sets.list() { controller.enqueue(set.namespacedName) }
    }
    return ControlLoop(services: [recorder, controller])
  }
}
