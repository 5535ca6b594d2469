import ControllerKit
import KubeClient
import KubeModel

/// Makes the claims of pods' ephemeral volumes (Kubernetes concept "Ephemeral Volumes", generic ones).
///
/// A claim belongs to its pod and goes with it.
struct EphemeralVolumes: Reconciler {
  let context: ControllerContext
  let recorder: EventRecorder

  func reconcile(_ key: NamespacedName) async throws -> ReconcileResult {
    let pods = try await context.synced(Pod.self)
    let claims = try await context.synced(PersistentVolumeClaim.self)
    guard let pod = pods.get(namespace: key.namespace, name: key.name), !pod.metadata.isBeingDeleted, !pod.isFinished
    else { return .done }
    for volume in pod.spec.volumes {
      guard let source = volume.ephemeral, let name = volume.name else { continue }
      do {
        let claim = Self.claim(of: pod, volume: name, source: source)
        if let known = claims.get(namespace: claim.namespace, name: claim.name) {
          try check(known, isOf: pod)
        } else {
          try await create(claim, for: pod)
        }
      } catch {
        recorder.record(
          .warning, about: pod, reason: "FailedBinding", message: "ephemeral volume \(name): \(error)")
        throw error
      }
    }
    return .done
  }

  /// The claim that a pod's volume needs.
  static func claim(of pod: Pod, volume: String, source: EphemeralVolumeSource) -> PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(name: "\(pod.name)-\(volume)", namespace: pod.namespace)
    let template = PersistentVolumeClaim(json: source.json["volumeClaimTemplate"] ?? .emptyObject)
    claim.metadata.labels = template.metadata.labels
    claim.metadata.annotations = template.metadata.annotations
    claim.metadata.ownerReferences = [pod.controllerReference()]
    claim.spec = template.spec
    return claim
  }

  private func create(_ claim: PersistentVolumeClaim, for pod: Pod) async throws {
    do {
      let created = try await context.client.create(claim)
      try await context.informers.informer(PersistentVolumeClaim.self).waitUntilSeen(created.metadata.resourceVersion)
    } catch let error as StatusError where error.reason == .alreadyExists {
      // The local copy lags behind, or somebody else has the name.
      let known = try await context.client.get(
        PersistentVolumeClaim.self, namespace: claim.namespace, name: claim.name)
      try check(known, isOf: pod)
    }
  }

  /// A claim of the pod's name that is somebody else's.
  private struct ForeignClaim: Error, CustomStringConvertible {
    var description: String
  }

  /// Refuses a claim that happens to have the name: its data is not this pod's.
  private func check(_ claim: PersistentVolumeClaim, isOf pod: Pod) throws {
    if let problem = claim.foreignness(to: pod) { throw ForeignClaim(description: problem) }
  }
}

extension ControlLoop {
  /// The controller of generic ephemeral volumes.
  static func ephemeralVolumes(_ context: ControllerContext) -> ControlLoop {
    let recorder = context.recorder("ephemeral_volume")
    let controller = context.controller(
      "ephemeral-volume", EphemeralVolumes(context: context, recorder: recorder), workers: 1)
    context.informers.informer(Pod.self).onChange { event in
      guard case .added(let pod) = event, pod.spec.volumes.contains(where: { $0.ephemeral != nil }) else { return }
      controller.enqueue(pod.namespacedName)
    }
    // A claim that somebody deleted is made again.
    context.informers.informer(PersistentVolumeClaim.self).onChange { event in
      guard case .deleted(let claim) = event, let owner = claim.metadata.controller, owner.kind == Pod.kind,
        let name = owner.name
      else { return }
      controller.enqueue(NamespacedName(namespace: claim.namespace, name: name))
    }
    return ControlLoop(services: [recorder, controller])
  }
}
