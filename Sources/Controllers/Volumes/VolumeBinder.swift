import ControllerKit
import KubeClient
import KubeModel

/// What the volume controller works on.
enum VolumeKey: Hashable, Sendable {
  case claim(NamespacedName)
  case volume(String)
}

/// Binds claims to volumes, provisions local-path volumes, and reclaims volumes whose claims are gone.
struct VolumeBinder: Reconciler {
  static let bindCompleted = "pv.kubernetes.io/bind-completed"
  static let boundByController = "pv.kubernetes.io/bound-by-controller"
  static let selectedNode = "volume.kubernetes.io/selected-node"

  let context: ControllerContext
  let recorder: EventRecorder
  let provisioner: LocalPathProvisioner
  /// The pods by the claims that they use, as `namespace/name`.
  let podsByClaim: InformerIndex<Pod>

  func reconcile(_ key: VolumeKey) async throws -> ReconcileResult {
    let claims = try await context.synced(PersistentVolumeClaim.self)
    let volumes = try await context.synced(PersistentVolume.self)
    _ = try await context.synced(StorageClass.self)
    _ = try await context.synced(Pod.self)
    _ = try await context.synced(Node.self)
    switch key {
    case .claim(let name):
      guard let claim = claims.get(namespace: name.namespace, name: name.name) else { return .done }
      try await sync(claim)
    case .volume(let name):
      guard let volume = volumes.get(name: name) else { return .done }
      try await sync(volume)
    }
    return .done
  }

  static func reference(to claim: PersistentVolumeClaim) -> ObjectReference { ObjectReference(to: claim) }

  // MARK: Claims

  private func sync(_ claim: PersistentVolumeClaim) async throws {
    guard !claim.metadata.isBeingDeleted else {
      try await releaseFinalizer(of: claim)
      return
    }
    if !claim.metadata.finalizers.contains(VolumeFinalizer.claim) {
      try await change(claim) { $0.metadata.finalizers.append(VolumeFinalizer.claim) }
    }
    if let name = claim.spec.volumeName, !name.isEmpty {
      try await syncBound(claim, volumeName: name)
    } else {
      try await syncUnbound(claim)
    }
  }

  private func syncBound(_ claim: PersistentVolumeClaim, volumeName: String) async throws {
    guard let volume = try await context.client.find(PersistentVolume.self, name: volumeName) else {
      guard claim.metadata.annotations[Self.bindCompleted] != nil else { return }
      if claim.status.phase != "Lost" {
        recorder.record(
          .warning, about: claim, reason: "ClaimLost",
          message: "Bound claim has lost its PersistentVolume. Data on the volume is lost!")
        try await context.writeStatus(PersistentVolumeClaim.self, of: claim) { $0.status.phase = "Lost" }
      }
      return
    }
    let owner = volume.spec.claimRef
    if owner == nil || owner?.uid == claim.uid || ((owner?.uid ?? "").isEmpty && owner?.name == claim.name) {
      try await bind(claim, to: try await grown(volume, for: claim))
    } else if claim.metadata.annotations[Self.bindCompleted] != nil, claim.status.phase != "Lost" {
      recorder.record(
        .warning, about: claim, reason: "ClaimMisbound",
        message: "Two claims are bound to the same volume, this one is bound incorrectly")
      try await context.writeStatus(PersistentVolumeClaim.self, of: claim) { $0.status.phase = "Lost" }
    }
  }

  private func syncUnbound(_ claim: PersistentVolumeClaim) async throws {
    let className = claim.spec.storageClassName ?? ""
    let isSelected = claim.metadata.annotations[Self.selectedNode] != nil
    // All nodes share this machine's file system, so any consumer will do, wherever it is to run.
    let waits =
      context.informers.informer(StorageClass.self).get(name: className)?.volumeBindingMode == "WaitForFirstConsumer"
      && !isSelected && podsByClaim.list("\(claim.namespacedName)").isEmpty
    var volumes = context.informers.informer(PersistentVolume.self).list()
    // Until then a claim is bound only to a volume that is reserved for it.
    if waits { volumes.removeAll { $0.spec.claimRef == nil } }
    if let volume = VolumeMatching(claim: claim, node: selectedNode(of: claim)).best(of: volumes) {
      try await bind(claim, to: volume)
      return
    }
    guard !className.isEmpty else {
      recorder.record(
        .normal, about: claim, reason: "FailedBinding",
        message: "no persistent volumes available for this claim and no storage class is set")
      return
    }
    guard let storageClass = context.informers.informer(StorageClass.self).get(name: className) else {
      recorder.record(
        .warning, about: claim, reason: "ProvisioningFailed",
        message: "storageclass.storage.k8s.io \"\(className)\" not found")
      return
    }
    if waits {
      recorder.record(
        .normal, about: claim, reason: "WaitForFirstConsumer",
        message: "waiting for first consumer to be created before binding")
      return
    }
    guard storageClass.provisioner == LocalPathProvisioner.name else {
      recorder.record(
        .normal, about: claim, reason: "ExternalProvisioning",
        message: "Waiting for a volume to be created either by the external provisioner "
          + "'\(storageClass.provisioner ?? "")' or manually by the system administrator. If volume creation is "
          + "delayed, please verify that the provisioner is running and correctly registered.")
      return
    }
    try await provision(claim, class: storageClass)
  }

  /// The node that the scheduler chose for the claim's first pod; nil when there is none, or it is gone.
  private func selectedNode(of claim: PersistentVolumeClaim) -> Node? {
    claim.metadata.annotations[Self.selectedNode].flatMap { context.informers.informer(Node.self).get(name: $0) }
  }

  private func provision(_ claim: PersistentVolumeClaim, class storageClass: StorageClass) async throws {
    let volume = provisioner.volume(for: claim, class: storageClass)
    recorder.record(
      .normal, about: claim, reason: "Provisioning",
      message: "External provisioner is provisioning volume for claim \"\(claim.namespacedName)\"")
    let created: PersistentVolume
    do {
      try provisioner.makeDirectory(of: volume)
      created = try await context.client.create(volume)
    } catch let error as StatusError where error.reason == .alreadyExists {
      created = try await context.client.get(PersistentVolume.self, name: volume.name)
    } catch {
      recorder.record(
        .warning, about: claim, reason: "ProvisioningFailed",
        message: "failed to provision volume with StorageClass \"\(storageClass.name)\": \(error)")
      throw error
    }
    recorder.record(
      .normal, about: claim, reason: "ProvisioningSucceeded", message: "Successfully provisioned volume \(volume.name)")
    try await bind(claim, to: created)
  }

  /// Brings volume and claim to know each other and to say so; each part is done only if it is not done yet.
  private func bind(_ claim: PersistentVolumeClaim, to volume: PersistentVolume) async throws {
    let reference = Self.reference(to: claim)
    if volume.spec.claimRef?.uid != claim.uid {
      let written = try await context.client.modify(PersistentVolume.self, name: volume.name) { current in
        guard current.uid == volume.uid else { return false }
        if let other = current.spec.claimRef {
          guard other.namespace == claim.namespace, other.name == claim.name, (other.uid ?? "").isEmpty else {
            throw StatusError.conflict(
              PersistentVolume.resource.groupResource, name: volume.name, why: "another claim has bound the volume")
          }
        } else {
          current.metadata.annotations[Self.boundByController] = "yes"
        }
        current.spec.claimRef = reference
        return true
      }
      try await context.informers.informer(PersistentVolume.self).waitUntilSeen(written.metadata.resourceVersion)
    }
    try await setPhase("Bound", of: volume)
    try await change(claim) { current in
      if current.spec.volumeName != volume.name { current.metadata.annotations[Self.boundByController] = "yes" }
      current.metadata.annotations[Self.bindCompleted] = "yes"
      if let name = volume.metadata.annotations["pv.kubernetes.io/provisioned-by"] {
        current.metadata.annotations["volume.kubernetes.io/storage-provisioner"] = name
      }
      current.spec.volumeName = volume.name
    }
    try await context.writeStatus(PersistentVolumeClaim.self, of: claim) { current in
      current.status.phase = "Bound"
      current.status.accessModes = volume.spec.accessModes
      current.status.capacity = volume.spec.capacity
    }
  }

  private func change(
    _ claim: PersistentVolumeClaim, _ edit: (inout PersistentVolumeClaim) -> Void
  ) async throws {
    do {
      let written = try await context.client.modify(
        PersistentVolumeClaim.self, namespace: claim.namespace, name: claim.name
      ) { current in
        guard current.uid == claim.uid else { return false }
        let before = current
        edit(&current)
        return current != before
      }
      try await context.informers.informer(PersistentVolumeClaim.self).waitUntilSeen(written.metadata.resourceVersion)
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, and its volume is reclaimed by the event of that.
    }
  }

  /// Lets a deleted claim go when no pod uses it any more (Storage Object in Use Protection).
  private func releaseFinalizer(of claim: PersistentVolumeClaim) async throws {
    guard claim.metadata.finalizers.contains(VolumeFinalizer.claim),
      !podsByClaim.list("\(claim.namespacedName)").contains(where: { $0.protects(claim) })
    else { return }
    try await change(claim) { $0.metadata.finalizers.removeAll { $0 == VolumeFinalizer.claim } }
  }
}
