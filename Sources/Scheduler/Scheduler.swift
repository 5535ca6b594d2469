package import ControllerKit
package import KubeClient
import KubeModel
package import Logging
import ServiceLifecycle

/// Finds a node for every pod that has none and names this scheduler (kube-scheduler's duty).
///
/// One loop takes changes from the informers into a `SchedulingState` and carries out what that decides. Decisions are
/// made one after the other; bindings run beside them, since a placed pod counts before its binding is confirmed.
package final class Scheduler: ServiceLifecycle.Service, Sendable {
  /// The name that pods ask for by `spec.schedulerName` when they ask for none.
  package static let defaultName = "default-scheduler"

  private enum Change: Sendable {
    case apply(@Sendable (inout SchedulingState) -> Void)
    case bindingFailed(NamespacedName, uid: String)
  }

  private let informers: InformerSet
  private let effects: SchedulingEffects
  private let logger: Logger
  private let changes: AsyncStream<Change>
  private let feed: AsyncStream<Change>.Continuation

  /// - Parameters:
  ///   - informers: The shared informers; they must be run by the caller.
  ///   - recorder: Writes events as `default-scheduler`; it must be run by the caller.
  ///   - time: Dates the conditions.
  package init(
    client: any KubeClient, informers: InformerSet, recorder: EventRecorder, time: TimeSource = .system,
    logger: Logger
  ) {
    self.informers = informers
    self.logger = logger
    effects = SchedulingEffects(client: client, recorder: recorder, time: time, logger: logger)
    (changes, feed) = AsyncStream.makeStream(of: Change.self)
  }

  /// Schedules until cancelled or asked to shut down.
  package func run() async throws {
    try await cancelWhenGracefulShutdown { [self] in
      try await synchronize()
      await schedule()
    }
  }

  /// Listens to every kind that matters; nothing is decided before all of them are known.
  private func synchronize() async throws {
    let nodes = informers.informer(Node.self)
    let pods = informers.informer(Pod.self)
    let namespaces = informers.informer(Namespace.self)
    let claims = informers.informer(PersistentVolumeClaim.self)
    let volumes = informers.informer(PersistentVolume.self)
    let classes = informers.informer(StorageClass.self)
    let budgets = informers.informer(PodDisruptionBudget.self)
    try await nodes.waitUntilSynced()
    try await namespaces.waitUntilSynced()
    try await claims.waitUntilSynced()
    try await volumes.waitUntilSynced()
    try await classes.waitUntilSynced()
    try await budgets.waitUntilSynced()
    try await pods.waitUntilSynced()
    // The order matters once: what is known already arrives in it, so the pods come when all else is there.
    listen(to: nodes, set: { $0.set($1) }, remove: { $0.remove($1) })
    listen(to: namespaces, set: { $0.set($1) }, remove: { $0.remove($1) })
    listen(to: claims, set: { $0.set($1) }, remove: { $0.remove($1) })
    listen(to: volumes, set: { $0.set($1) }, remove: { $0.remove($1) })
    listen(to: classes, set: { $0.set($1) }, remove: { $0.remove($1) })
    listen(to: budgets, set: { $0.set($1) }, remove: { $0.remove($1) })
    listen(to: pods, set: { $0.set($1) }, remove: { $0.remove($1) })
  }

  private func listen<Kind: KubeObject>(
    to informer: Informer<Kind>, set: @escaping @Sendable (inout SchedulingState, Kind) -> Void,
    remove: @escaping @Sendable (inout SchedulingState, Kind) -> Void
  ) {
    informer.onChange { [feed] event in
      switch event {
      case .added(let object), .updated(_, let object): feed.yield(.apply { set(&$0, object) })
      case .deleted(let object): feed.yield(.apply { remove(&$0, object) })
      }
    }
  }

  private func schedule() async {
    var state = SchedulingState(schedulerName: Self.defaultName)
    await withDiscardingTaskGroup { group in
      for await change in changes {
        switch change {
        case .apply(let apply): apply(&state)
        case .bindingFailed(let pod, let uid): state.bindingFailed(pod, uid: uid)
        }
        while case let actions = state.next(), !actions.isEmpty {
          for action in actions {
            group.addTask { [self] in await carryOut(action) }
          }
        }
      }
      group.cancelAll()
    }
  }

  private func carryOut(_ action: SchedulingState.Action) async {
    switch action {
    case .bind(let pod, let uid, let node):
      if await !effects.bind(pod, uid: uid, to: node) {
        // Other changes, a deletion above all, have a moment to arrive before the pod is tried again.
        await effects.pause()
        feed.yield(.bindingFailed(pod, uid: uid))
      }
    case .selectNode(let claim, let node): await effects.selectNode(node, for: claim)
    case .report(let pod, let uid, let message): await effects.report(message, about: pod, uid: uid)
    case .preempt(let pod, let uid, let plan): await effects.preempt(plan, for: pod, uid: uid)
    }
  }
}
