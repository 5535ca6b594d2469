import ControllerKit
import KubeClient
import KubeModel

extension VolumeBinder {
  /// Brings the phase of a volume up to date, and reclaims it when its claim is gone.
  func sync(_ volume: PersistentVolume) async throws {
    guard !volume.metadata.isBeingDeleted else {
      if volume.status.phase != "Bound" {
        try await releaseFinalizer(of: volume)
        return
      }
      try await reclaimIfReleased(volume)
      return
    }
    if !volume.metadata.finalizers.contains(VolumeFinalizer.volume) {
      try await changeFinalizers(of: volume) { $0.append(VolumeFinalizer.volume) }
    }
    guard let reference = volume.spec.claimRef, let uid = reference.uid, !uid.isEmpty else {
      if volume.status.phase != "Available" {
        try await context.writeStatus(PersistentVolume.self, of: volume) { $0.status.phase = "Available" }
      }
      return
    }
    try await reclaimIfReleased(volume)
  }

  private func reclaimIfReleased(_ volume: PersistentVolume) async throws {
    guard let reference = volume.spec.claimRef, let name = reference.name else { return }
    // Data is at stake, so the API is asked and not the local copy.
    let claim = try await context.client.find(
      PersistentVolumeClaim.self, namespace: reference.namespace, name: name)
    if let claim, claim.uid == reference.uid { return }
    if volume.status.phase != "Released", volume.status.phase != "Failed" {
      try await context.writeStatus(PersistentVolume.self, of: volume) { $0.status.phase = "Released" }
    }
    if volume.metadata.isBeingDeleted || volume.spec.persistentVolumeReclaimPolicy == "Delete" {
      try await reclaim(volume)
    }
  }

  private func reclaim(_ volume: PersistentVolume) async throws {
    if volume.spec.persistentVolumeReclaimPolicy == "Delete" {
      do {
        guard try provisioner.removeData(of: volume) else { return }
      } catch {
        recorder.record(.warning, about: volume, reason: "VolumeFailedDelete", message: "\(error)")
        try await context.writeStatus(PersistentVolume.self, of: volume) {
          $0.status.phase = "Failed"
          $0.status.message = "\(error)"
        }
        throw error
      }
      try await context.client.deleteIfPresent(
        PersistentVolume.self, name: volume.name, options: DeleteOptions(uid: volume.uid))
    }
    try await releaseFinalizer(of: volume)
  }

  private func releaseFinalizer(of volume: PersistentVolume) async throws {
    try await changeFinalizers(of: volume) { $0.removeAll { $0 == VolumeFinalizer.volume } }
  }

  private func changeFinalizers(of volume: PersistentVolume, _ edit: (inout [String]) -> Void) async throws {
    do {
      try await context.client.modify(PersistentVolume.self, name: volume.name) { current in
        guard current.uid == volume.uid else { return false }
        let before = current.metadata.finalizers
        edit(&current.metadata.finalizers)
        return current.metadata.finalizers != before
      }
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, which is all that can be asked of it.
    }
  }
}

extension ControlLoop {
  /// The controller of PersistentVolumes and their claims.
  static func volumes(_ context: ControllerContext, directory: String) -> ControlLoop {
    let recorder = context.recorder("persistentvolume-controller")
    let pods = context.informers.informer(Pod.self)
    let index = pods.index { claims(of: $0).map(\.description) }
    let controller = context.controller(
      "persistentvolume",
      VolumeBinder(
        context: context, recorder: recorder, provisioner: LocalPathProvisioner(directory: directory),
        podsByClaim: index),
      workers: 1)
    let claimInformer = context.informers.informer(PersistentVolumeClaim.self)
    let volumeInformer = context.informers.informer(PersistentVolume.self)
    claimInformer.onChange { event in
      if case .deleted(let claim) = event {
        if let volume = claim.spec.volumeName { controller.enqueue(.volume(volume)) }
      } else {
        controller.enqueue(.claim(event.object.namespacedName))
      }
    }
    @Sendable func enqueuePendingClaims() {
      for claim in claimInformer.list() where (claim.spec.volumeName ?? "").isEmpty {
        controller.enqueue(.claim(claim.namespacedName))
      }
    }
    volumeInformer.onChange { event in
      controller.enqueue(.volume(event.object.name))
      if let reference = event.object.spec.claimRef, let name = reference.name {
        controller.enqueue(.claim(NamespacedName(namespace: reference.namespace, name: name)))
      } else {
        enqueuePendingClaims()
      }
    }
    context.informers.informer(StorageClass.self).onChange { _ in enqueuePendingClaims() }
    pods.onChange { event in
      // What a pod's first appearance and its end mean to claims does not depend on its changes in between.
      if case .updated(let old, let new) = event, old.isFinished == new.isFinished { return }
      for claim in claims(of: event.object) { controller.enqueue(.claim(claim)) }
    }
    return ControlLoop(services: [recorder, controller])
  }

  private static func claims(of pod: Pod) -> [NamespacedName] {
    pod.spec.volumes.compactMap { volume in
      volume.persistentVolumeClaim?.claimName.map { NamespacedName(namespace: pod.namespace, name: $0) }
    }
  }
}
