import ControllerKit
import KubeClient
import KubeModel

/// Taints a node by its state, evicts the pods that do not tolerate it, and deletes the pods of nodes that are gone.
struct NodeLifecycle: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder
  let podsByNode: InformerIndex<Pod>

  // The key is the name of a node.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let nodes = try await context.synced(Node.self)
    _ = try await context.synced(Pod.self)
    guard let node = nodes.get(name: key) else {
      try await collectPods(of: key)
      return .done
    }
    let now = context.time.now()
    let taints = NodeTaints.wanted(for: node, now: now)
    if taints != node.spec.taints {
      try await context.client.modify(Node.self, name: key) { current in
        let wanted = NodeTaints.wanted(for: current, now: now)
        guard current.uid == node.uid, wanted != current.spec.taints else { return false }
        current.spec.taints = wanted
        return true
      }
    }
    return try await evict(from: key, taints: taints, now: now)
  }

  private func evict(from node: String, taints: [Taint], now: Timestamp) async throws -> ReconcileResult {
    var next: Duration?
    for pod in podsByNode.list(node) where !pod.isTerminating && !pod.isFinished {
      guard let delay = NodeTaints.evictionDelay(of: pod, taints: taints, now: now) else { continue }
      guard delay == .zero else {
        next = next.map { min($0, delay) } ?? delay
        continue
      }
      recorder.record(
        .normal, about: pod, reason: "TaintManagerEviction", message: "Marking for deletion Pod \(pod.namespacedName)")
      try await context.delete(pod)
    }
    return next.map { .requeue(after: $0) } ?? .done
  }

  /// Deletes the pods of a node that does not exist, without waiting for a kubelet that is no more.
  private func collectPods(of node: String) async throws {
    let pods = podsByNode.list(node)
    guard !pods.isEmpty, try await context.client.find(Node.self, name: node) == nil else { return }
    for pod in pods {
      try await context.client.deleteIfPresent(
        Pod.self, namespace: pod.namespace, name: pod.name,
        options: DeleteOptions(gracePeriodSeconds: 0, uid: pod.uid))
    }
  }
}

extension ControlLoop {
  /// The node lifecycle controller and the collector of pods without a node.
  static func nodeLifecycle(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("node-controller")
    let pods = context.informers.informer(Pod.self)
    let index = pods.index { pod in pod.spec.nodeName.map { [$0] } ?? [] }
    let controller = context.controller(
      "node-lifecycle", NodeLifecycle(context: context, recorder: recorder, podsByNode: index))
    context.informers.informer(Node.self).onChange { event in
      if case .updated(let old, let new) = event, old.spec == new.spec,
        NodeTaints.wanted(for: new, now: Timestamp(seconds: 0)) == new.spec.taints
      {
        return
      }
      controller.enqueue(event.object.name)
    }
    pods.onChange { event in
      // A pod matters here when it comes to a node, and not by what happens to it there.
      guard let node = event.object.spec.nodeName, !node.isEmpty else { return }
      switch event {
      case .added: controller.enqueue(node)
      case .updated(let old, _): if old.spec.nodeName != node { controller.enqueue(node) }
      case .deleted: break
      }
    }
    return ControlLoop(services: [recorder, controller])
  }
}
