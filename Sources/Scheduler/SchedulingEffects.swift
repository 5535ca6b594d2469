import ControllerKit
import KubeClient
import KubeModel
import Logging

/// The scheduler's writes.
///
/// A write that fails is logged with what happens next, never thrown.
struct SchedulingEffects: Sendable {
  let client: any KubeClient
  let recorder: EventRecorder
  let time: TimeSource
  let logger: Logger

  /// Binds a pod to a node; false when the API refused.
  func bind(_ pod: NamespacedName, uid: String, to node: String) async -> Bool {
    let binding: JSONValue = [
      "apiVersion": "v1", "kind": "Binding",
      "metadata": [
        "name": .string(pod.name), "namespace": pod.namespace.map { .string($0) } ?? .null, "uid": .string(uid),
      ],
      "target": ["apiVersion": "v1", "kind": "Node", "name": .string(node)],
    ]
    do {
      _ = try await client.create(
        Pod.resource, namespace: pod.namespace, name: pod.name, subresource: "binding", object: binding,
        options: WriteOptions())
    } catch {
      logger.warning(
        "Binding was refused; the pod is tried again",
        metadata: ["pod": "\(pod)", "node": "\(node)", "error": "\(error)"])
      return false
    }
    recorder.record(
      .normal, about: reference(pod, uid: uid), reason: "Scheduled",
      message: "Successfully assigned \(pod) to \(node)")
    return true
  }

  /// Waits the time after which a refused binding is tried again.
  func pause() async {
    // A cancelled wait ends early, which is what shutting down wants.
    try? await Task.sleep(for: .seconds(1))
  }

  /// Names the node for a claim that waits for its first consumer.
  func selectNode(_ node: String, for claim: NamespacedName) async {
    let patch: JSONValue = ["metadata": ["annotations": [VolumeCatalog.selectedNodeAnnotation: .string(node)]]]
    do {
      try await client.patch(
        PersistentVolumeClaim.self, namespace: claim.namespace, name: claim.name, .merge(patch))
    } catch {
      logger.warning(
        "A claim could not be told its node; its pod waits until the claim changes",
        metadata: ["claim": "\(claim)", "node": "\(node)", "error": "\(error)"])
    }
  }

  /// Writes the condition `PodScheduled` and the event `FailedScheduling`.
  func report(_ message: String, about pod: NamespacedName, uid: String) async {
    recorder.record(.warning, about: reference(pod, uid: uid), reason: "FailedScheduling", message: message)
    await patchStatus(
      of: pod, uid: uid,
      ["conditions": [condition("PodScheduled", status: "False", reason: "Unschedulable", message: message)]])
  }

  /// Ends the victims and remembers on the pod where it is to go.
  func preempt(_ plan: PreemptionPlan, for pod: NamespacedName, uid: String) async {
    await patchStatus(of: pod, uid: uid, ["nominatedNodeName": .string(plan.node)])
    for victim in plan.victims {
      let message = "\(Scheduler.defaultName): preempting to accommodate a higher priority pod"
      await patchStatus(
        of: victim.name, uid: victim.uid,
        [
          "conditions": [
            condition("DisruptionTarget", status: "True", reason: "PreemptionByScheduler", message: message)
          ]
        ])
      do {
        try await client.deleteIfPresent(
          Pod.self, namespace: victim.name.namespace, name: victim.name.name, options: DeleteOptions(uid: victim.uid))
        recorder.record(
          .normal, about: reference(victim.name, uid: victim.uid), reason: "Preempted",
          message: "Preempted by pod \(uid) on node \(plan.node)")
      } catch {
        logger.warning(
          "A pod could not be preempted; the waiting pod is tried again on the next change",
          metadata: ["pod": "\(victim.name)", "error": "\(error)"])
      }
    }
  }

  private func patchStatus(of pod: NamespacedName, uid: String, _ status: JSONValue) async {
    let patch: JSONValue = ["metadata": ["uid": .string(uid)], "status": status]
    do {
      try await client.patch(
        Pod.self, namespace: pod.namespace, name: pod.name, subresource: "status", .strategic(patch))
    } catch let error as StatusError where error.reason == .notFound || error.reason == .conflict {
      // The pod is gone, or another one has its name: there is nothing to say any more.
    } catch {
      logger.warning(
        "A pod's status could not be written; its event says the same",
        metadata: ["pod": "\(pod)", "error": "\(error)"])
    }
  }

  private func condition(_ type: String, status: String, reason: String, message: String) -> JSONValue {
    [
      "type": .string(type), "status": .string(status), "lastProbeTime": .null, "lastTransitionTime": time.now().json,
      "reason": .string(reason), "message": .string(message),
    ]
  }

  private func reference(_ pod: NamespacedName, uid: String) -> ObjectReference {
    .with {
      $0.apiVersion = "v1"
      $0.kind = Pod.kind
      $0.namespace = pod.namespace
      $0.name = pod.name
      $0.uid = uid
    }
  }
}
