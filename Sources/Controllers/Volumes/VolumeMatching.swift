import KubeModel

/// Which PersistentVolume fits a claim (Kubernetes concept "Persistent Volumes", Binding).
struct VolumeMatching: Sendable {
  let claim: PersistentVolumeClaim
  /// The node from which the volume has to be in reach; nil when any will do.
  var node: Node?

  private var requested: Double { claim.spec.resources.requests["storage"]?.bytes ?? 0 }

  /// The volume to bind: one that is reserved for the claim, or else the smallest free one that fits.
  func best(of volumes: [PersistentVolume]) -> PersistentVolume? {
    let fitting = volumes.filter { fits($0) }
    if let reserved = fitting.first(where: { $0.spec.claimRef != nil }) { return reserved }
    return fitting.min { left, right in
      (capacity(left), left.name) < (capacity(right), right.name)
    }
  }

  /// Whether the volume is free or reserved for the claim, and is what the claim asks for.
  func fits(_ volume: PersistentVolume) -> Bool {
    guard !volume.metadata.isBeingDeleted, volume.status.phase != "Released", volume.status.phase != "Failed" else {
      return false
    }
    if let reference = volume.spec.claimRef {
      guard reference.namespace == claim.namespace, reference.name == claim.name,
        reference.uid == nil || reference.uid == "" || reference.uid == claim.uid
      else { return false }
    }
    guard (volume.spec.storageClassName ?? "") == (claim.spec.storageClassName ?? ""),
      (volume.spec.volumeMode ?? "Filesystem") == (claim.spec.volumeMode ?? "Filesystem"),
      Set(claim.spec.accessModes).isSubset(of: volume.spec.accessModes), capacity(volume) >= requested
    else { return false }
    if let node, let required = volume.spec.nodeAffinity?.required,
      !NodeMatcher(terms: required.nodeSelectorTerms).matches(name: node.name, labels: node.metadata.labels)
    {
      return false
    }
    return claim.spec.selector?.selects(volume.metadata.labels) ?? true
  }

  private func capacity(_ volume: PersistentVolume) -> Double { volume.spec.capacity["storage"]?.bytes ?? 0 }
}
