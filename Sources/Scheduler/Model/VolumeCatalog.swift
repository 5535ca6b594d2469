package import KubeModel

/// Claims, volumes and storage classes, as far as scheduling looks at them.
package struct VolumeCatalog: Sendable {
  /// A claim.
  package struct Claim: Sendable, Hashable {
    package let volume: String?
    package let className: String?
    package let isBound: Bool
    package let isBeingDeleted: Bool
    /// Whether one pod at a time may have it (`ReadWriteOncePod`).
    package let isExclusive: Bool
    /// The uid of the object that it belongs to.
    package let owner: String?
    package let selectedNode: String?
    package let size: Int64

    package init(_ claim: PersistentVolumeClaim) {
      volume = claim.spec.volumeName.flatMap { $0.isEmpty ? nil : $0 }
      className = claim.spec.storageClassName
      isBound =
        volume != nil && claim.metadata.annotations["pv.kubernetes.io/bind-completed"] != nil
        || claim.status.phase == "Bound"
      isBeingDeleted = claim.metadata.isBeingDeleted
      isExclusive = claim.spec.accessModes.contains("ReadWriteOncePod")
      owner = claim.metadata.controller?.uid
      selectedNode = claim.metadata.annotations[VolumeCatalog.selectedNodeAnnotation]
      size = ResourceAmounts(claim.spec.resources.requests)["storage"]
    }
  }

  /// A volume.
  package struct PersistentVolumeInfo: Sendable, Hashable {
    package let className: String?
    package let isAvailable: Bool
    package let claim: NamespacedName?
    package let nodes: NodeMatcher?
    package let size: Int64

    package init(_ volume: PersistentVolume) {
      className = volume.spec.storageClassName
      isAvailable = volume.status.phase == "Available"
      claim = volume.spec.claimRef.map { NamespacedName(namespace: $0.namespace, name: $0.name ?? "") }
      nodes = volume.spec.nodeAffinity?.required.map { NodeMatcher(terms: $0.nodeSelectorTerms) }
      size = ResourceAmounts(volume.spec.capacity)["storage"]
    }
  }

  /// A storage class.
  package struct ClassInfo: Sendable, Hashable {
    package let waitsForConsumer: Bool
    package let provisions: Bool

    package init(_ storageClass: StorageClass) {
      waitsForConsumer = storageClass.volumeBindingMode == "WaitForFirstConsumer"
      provisions = storageClass.provisioner != "kubernetes.io/no-provisioner"
    }
  }

  /// The annotation by which the scheduler tells a provisioner where a claim's first pod will run.
  package static let selectedNodeAnnotation = "volume.kubernetes.io/selected-node"

  package var claims: [NamespacedName: Claim] = [:]
  package var volumes: [String: PersistentVolumeInfo] = [:]
  package var classes: [String: ClassInfo] = [:]

  package init() {}

  /// Whether a claim waits for a pod that uses it before it is bound.
  package func waitsForConsumer(_ claim: Claim) -> Bool {
    claim.className.flatMap { classes[$0] }?.waitsForConsumer ?? false
  }
}
