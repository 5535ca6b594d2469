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
        try await setPhase("Available", of: volume)
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
      try await setPhase("Released", of: volume)
    }
    switch volume.spec.persistentVolumeReclaimPolicy {
    // One that is being deleted by hand keeps its data.
    case _ where volume.metadata.isBeingDeleted && !provisioner.isOwn(volume): try await releaseFinalizer(of: volume)
    case "Delete": try await delete(volume)
    case "Recycle": try await recycle(volume)
    default: if volume.metadata.isBeingDeleted { try await releaseFinalizer(of: volume) }
    }
  }

  /// Removes a released volume with its data.
  private func delete(_ volume: PersistentVolume) async throws {
    do {
      if try !provisioner.removeData(of: volume), try !Scratch.remove(volume) { return }
    } catch {
      try await fail(volume, reason: "VolumeFailedDelete", message: "\(error)")
      // What is not there to be had is not tried again.
      if error is Scratch.Refusal { return }
      throw error
    }
    try await context.client.deleteIfPresent(
      PersistentVolume.self, name: volume.name, options: DeleteOptions(uid: volume.uid))
    try await releaseFinalizer(of: volume)
  }

  /// Empties a released volume, which is free for another claim then.
  private func recycle(_ volume: PersistentVolume) async throws {
    do { try Scratch.empty(volume) } catch {
      try await fail(volume, reason: "VolumeFailedRecycle", message: "Recycle failed: \(error)")
      if error is Scratch.Refusal { return }
      throw error
    }
    recorder.record(.normal, about: volume, reason: "VolumeRecycled", message: "Volume recycled")
    do {
      try await context.client.modify(PersistentVolume.self, name: volume.name) { current in
        guard current.uid == volume.uid, current.spec.claimRef?.uid == volume.spec.claimRef?.uid else { return false }
        let wasBoundHere = current.metadata.annotations.removeValue(forKey: Self.boundByController) != nil
        // One that an administrator reserved stays reserved, for the next claim of that name.
        if wasBoundHere { current.spec.claimRef = nil } else { current.spec.claimRef?.uid = nil }
        return true
      }
    } catch let error as StatusError where error.reason == .notFound {
      return
    }
    try await setPhase("Available", of: volume)
  }

  private func fail(_ volume: PersistentVolume, reason: String, message: String) async throws {
    guard volume.status.phase != "Failed" || volume.status.message != message else { return }
    recorder.record(.warning, about: volume, reason: reason, message: message)
    try await setPhase("Failed", of: volume, message: message)
  }

  /// Writes the phase of a volume, and when it changed.
  func setPhase(_ phase: String, of volume: PersistentVolume, message: String? = nil) async throws {
    let now = context.time.now()
    try await context.writeStatus(PersistentVolume.self, of: volume) { current in
      if current.status.phase != phase { current.status.lastPhaseTransitionTime = now }
      current.status.phase = phase
      current.status.message = message
    }
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
    let index = pods.index { $0.claims.map(\.description) }
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
      // What a pod's first appearance, its node and its end mean to claims does not depend on other changes.
      if case .updated(let old, let new) = event, old.isFinished == new.isFinished,
        old.spec.nodeName == new.spec.nodeName, old.metadata.isBeingDeleted == new.metadata.isBeingDeleted
      {
        return
      }
      for claim in event.object.claims { controller.enqueue(.claim(claim)) }
    }
    return ControlLoop(services: [recorder, controller])
  }
}

extension Pod {
  /// The claims that the pod uses, those of its ephemeral volumes included.
  var claims: [NamespacedName] {
    self.spec.volumes.compactMap { volume in
      let claim = volume.ephemeral == nil ? volume.persistentVolumeClaim?.claimName : "\(name)-\(volume.name ?? "")"
      return claim.map { NamespacedName(namespace: namespace, name: $0) }
    }
  }

  /// Whether the pod keeps a claim from being removed (Kubernetes, "Storage Object in Use Protection"): it is on a node,
  /// ended or not, until it is deleted.
  ///
  /// The claim of an ephemeral volume goes with its pod, and would wait for itself.
  func protects(_ claim: PersistentVolumeClaim) -> Bool {
    guard self.spec.nodeName?.isEmpty == false else { return false }
    let isShutDown = metadata.isBeingDeleted && metadata.deletionGracePeriodSeconds == 0
    return self.spec.volumes.contains { volume in
      if volume.ephemeral == nil { return volume.persistentVolumeClaim?.claimName == claim.name }
      return !isShutDown && !isFinished && claim.name == "\(name)-\(volume.name ?? "")"
        && claim.metadata.controller?.uid == uid
    }
  }
}
