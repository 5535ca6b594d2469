import KubeModel

extension TableColumns {
  static let storage: [String: [TableColumn]] = [
    "PersistentVolumeClaim": [
      .of(PersistentVolumeClaim.self, "Status") { claim in
        claim.metadata.deletionTimestamp == nil ? claim.status.phase ?? "" : "Terminating"
      },
      .of(PersistentVolumeClaim.self, "Volume") { $0.spec.volumeName ?? "" },
      .of(PersistentVolumeClaim.self, "Capacity") { $0.status.capacity["storage"]?.text ?? "" },
      .of(PersistentVolumeClaim.self, "Access Modes") { accessModes($0.status.accessModes) },
      .of(PersistentVolumeClaim.self, "StorageClass") { $0.spec.storageClassName ?? "" },
      .of(PersistentVolumeClaim.self, "VolumeAttributesClass") { $0.spec.volumeAttributesClassName ?? "<unset>" }, .age,
      .of(PersistentVolumeClaim.self, "VolumeMode", priority: 1) { $0.spec.volumeMode ?? "<unset>" },
    ],
    "PersistentVolume": [
      .of(PersistentVolume.self, "Capacity") { $0.spec.capacity["storage"]?.text ?? "" },
      .of(PersistentVolume.self, "Access Modes") { accessModes($0.spec.accessModes) },
      .of(PersistentVolume.self, "Reclaim Policy") { $0.spec.persistentVolumeReclaimPolicy ?? "" },
      .of(PersistentVolume.self, "Status") { volume in
        volume.metadata.deletionTimestamp == nil ? volume.status.phase ?? "" : "Terminating"
      },
      .of(PersistentVolume.self, "Claim") { volume in
        guard let claim = volume.spec.claimRef, let name = claim.name else { return "" }
        return "\(claim.namespace ?? "")/\(name)"
      },
      .of(PersistentVolume.self, "StorageClass") { $0.spec.storageClassName ?? "" },
      .of(PersistentVolume.self, "VolumeAttributesClass") { $0.spec.volumeAttributesClassName ?? "<unset>" },
      .of(PersistentVolume.self, "Reason") { $0.status.reason ?? "" }, .age,
      .of(PersistentVolume.self, "VolumeMode", priority: 1) { $0.spec.volumeMode ?? "<unset>" },
    ],
    "StorageClass": [
      .of(StorageClass.self, "Provisioner") { $0.provisioner ?? "" },
      .of(StorageClass.self, "ReclaimPolicy") { $0.reclaimPolicy ?? "Delete" },
      .of(StorageClass.self, "VolumeBindingMode") { $0.volumeBindingMode ?? "Immediate" },
      TableColumn("AllowVolumeExpansion", type: "boolean") { object, _ in
        .bool(StorageClass(json: object).allowVolumeExpansion ?? false)
      }, .age,
    ],
  ]

  private static func accessModes(_ modes: [String]) -> String {
    let short = ["ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"]
    return modes.map { short[$0] ?? $0 }.joined(separator: ",")
  }
}
