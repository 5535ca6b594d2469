import ControllerKit
import KubeClient
import KubeModel

/// Marks a node that is not heard of any more, says of its pods that they are not ready, taints a node by its state,
/// evicts the pods that do not tolerate it, and deletes the pods of nodes that are gone.
struct NodeLifecycle: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder
  let podsByNode: InformerIndex<Pod>
  let monitor: NodeMonitor

  // The key is the name of a node.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let nodes = try await context.synced(Node.self)
    _ = try await context.synced(Pod.self)
    _ = try await context.synced(Lease.self)
    guard var node = nodes.get(name: key) else {
      monitor.change { $0.forget(key) }
      try await collectPods(of: key)
      return .done
    }
    let now = context.time.now()
    let verdict = monitor.change { $0.verdict(on: key, now: now) }
    if verdict == .silent { node = try await markSilent(node, now: now) }
    if let status = node.readiness, status != "True" { try await markPodsNotReady(on: key, now: now) }
    let taints = NodeTaints.wanted(for: node, now: now)
    if taints != node.spec.taints {
      try await context.client.modify(Node.self, name: key) { current in
        let wanted = NodeTaints.wanted(for: current, now: now)
        guard current.uid == node.uid, wanted != current.spec.taints else { return false }
        current.spec.taints = wanted
        return true
      }
    }
    let eviction = try await evict(from: key, taints: taints, now: now)
    guard case .alive(let rest) = verdict else { return eviction }
    guard case .requeue(let delay) = eviction else { return .requeue(after: rest) }
    return .requeue(after: min(rest, delay))
  }

  /// Says in the status that nothing is known of the node, until its kubelet speaks again.
  private func markSilent(_ node: Node, now: Timestamp) async throws -> Node {
    var marked = node
    marked.markSilent(now: now)
    guard marked != node else { return node }
    let written = try await context.client.modify(Node.self, name: node.name, subresource: "status") { current in
      guard current.uid == node.uid else { return false }
      let before = current
      current.markSilent(now: now)
      return current != before
    }
    recorder.record(
      .normal, about: node, reason: "NodeNotReady", message: "Node \(node.name) status is now: NodeNotReady")
    return written
  }

  /// Takes the pods of a node out of the services at once: whatever became of them, nobody reports it.
  private func markPodsNotReady(on node: String, now: Timestamp) async throws {
    for pod in podsByNode.list(node) where pod.isReady {
      do {
        try await context.client.modify(Pod.self, namespace: pod.namespace, name: pod.name, subresource: "status") {
          current in
          guard current.uid == pod.uid, let index = current.status.conditions.firstIndex(where: { $0.type == "Ready" }),
            current.status.conditions[index].status == "True"
          else { return false }
          current.status.conditions[index].status = "False"
          current.status.conditions[index].lastTransitionTime = now
          return true
        }
        recorder.record(.warning, about: pod, reason: "NodeNotReady", message: "Node is not ready")
      } catch let error as StatusError where error.reason == .notFound {
        // It has gone meanwhile.
      }
    }
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
      try await context.disrupt(pod, .taint, message: "Taint manager: deleting due to NoExecute taint")
      try await context.delete(pod)
    }
    return next.map { .requeue(after: $0) } ?? .done
  }

  /// Deletes the pods of a node that does not exist, without waiting for a kubelet that is no more.
  private func collectPods(of node: String) async throws {
    let pods = podsByNode.list(node)
    guard !pods.isEmpty, try await context.client.find(Node.self, name: node) == nil else { return }
    for pod in pods {
      try await context.disrupt(pod, .collection, message: "PodGC: node no longer exists", endsPod: true)
      try await context.client.deleteIfPresent(
        Pod.self, namespace: pod.namespace, name: pod.name,
        options: DeleteOptions(gracePeriodSeconds: 0, uid: pod.uid))
    }
  }
}

extension ControlLoop {
  /// The node lifecycle controller and the collector of pods without a node.
  ///
  /// - Parameter gracePeriod: How long a node may be silent before it counts as unreachable.
  static func nodeLifecycle(_ context: ControllerContext, gracePeriod: Duration) -> ControlLoop {
    let recorder = context.recorder("node-controller")
    let pods = context.informers.informer(Pod.self)
    let index = pods.index { pod in pod.spec.nodeName.map { [$0] } ?? [] }
    let monitor = NodeMonitor(gracePeriod: gracePeriod)
    let controller = context.controller(
      "node-lifecycle",
      NodeLifecycle(context: context, recorder: recorder, podsByNode: index, monitor: monitor))
    context.informers.informer(Lease.self).onChange { event in
      guard event.object.namespace == "kube-node-lease" else { return }
      let renewal = event.object.spec.renewTime?.moment
      monitor.change { $0.note(event.object.name, "lease", renewal, now: context.time.now()) }
    }
    context.informers.informer(Node.self).onChange { event in
      let heartbeat = event.object.status.conditions.first { $0.type == "Ready" }?.lastHeartbeatTime
      monitor.change { $0.note(event.object.name, "status", heartbeat, now: context.time.now()) }
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
