package import KubeModel
import LinuxSystem

/// Volumes that pods have through claims.
package struct ClaimedVolumes: Sendable {
  package var objects: any ClusterObjects
  /// Whom the volume is given to; nil leaves it as it is.
  package var ownership: VolumeOwnership?

  /// The annotation by which a volume tells who made it.
  package static let provisionedBy = "pv.kubernetes.io/provisioned-by"

  /// The directory of the volume that a claim is bound to.
  ///
  /// - Parameter isFirst: Whether the pod has it not yet, so that a claim that is being deleted is refused.
  package func prepare(_ name: String, of pod: Pod, isFirst: Bool) throws -> String {
    guard let claim = objects.claim(namespace: pod.namespace ?? "default", name: name) else {
      throw ConfigurationError("persistentvolumeclaim \"\(name)\" not found")
    }
    return try prepare(claim, isFirst: isFirst)
  }

  /// The directory of the volume that belongs to the pod alone.
  package func prepareEphemeral(volume: String, of pod: Pod, isFirst: Bool) throws -> String {
    let name = "\(pod.name)-\(volume)"
    guard let claim = objects.claim(namespace: pod.namespace ?? "default", name: name) else {
      throw ConfigurationError("persistentvolumeclaim \"\(name)\" not found")
    }
    // Somebody else's claim may happen to have the name; its data is not this pod's.
    if let problem = claim.foreignness(to: pod) { throw ConfigurationError(problem) }
    return try prepare(claim, isFirst: isFirst)
  }

  private func prepare(_ claim: PersistentVolumeClaim, isFirst: Bool) throws -> String {
    if isFirst, claim.metadata.isBeingDeleted { throw ConfigurationError("PVC is being deleted") }
    guard claim.status.phase == "Bound", let volumeName = claim.spec.volumeName,
      let volume = objects.volume(name: volumeName)
    else { throw ConfigurationError("PersistentVolumeClaim is not bound: \"\(claim.name)\"") }
    if let source = volume.spec.hostPath {
      let path = source.path ?? "/"
      if isFirst { try HostPath.prepare(path, type: source.type) }
      // What an administrator shows of the host keeps its owners, as in Kubernetes; what was made for the claim is its.
      if volume.metadata.annotations[Self.provisionedBy] != nil { try ownership?.apply(to: path) }
      return path
    }
    guard let path = volume.spec.local?.path else {
      throw ConfigurationError("persistent volume \(volumeName) is neither hostPath nor local")
    }
    if isFirst { try HostPath.prepare(path, type: "Directory") }
    try ownership?.apply(to: path)
    return path
  }
}
