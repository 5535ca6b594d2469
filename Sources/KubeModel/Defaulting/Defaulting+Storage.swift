import OrderedCollections

extension Defaulting {
  static func persistentVolume(_ volume: inout JSONValue) {
    volume.make("spec") { spec in
      spec.setDefault("persistentVolumeReclaimPolicy", "Retain")
      spec.setDefault("volumeMode", "Filesystem")
      spec.update("hostPath", hostPath)
      spec.update("iscsi") { $0.setDefault("iscsiInterface", "default") }
      spec.update("rbd") { rbd in
        for (name, value) in [("pool", "rbd"), ("user", "admin"), ("keyring", "/etc/ceph/keyring")] {
          rbd.setDefault(name, .string(value))
        }
      }
      spec.update("azureDisk") { disk in
        disk.setDefault("cachingMode", "ReadWrite")
        disk.setDefault("kind", "Shared")
        disk.setDefault("fsType", "ext4")
        disk.setDefault("readOnly", false)
      }
      spec.update("scaleIO") { source in
        source.setDefault("storageMode", "ThinProvisioned")
        source.setDefault("fsType", "xfs")
      }
    }
    volume.make("status") { $0.setDefault("phase", "Pending") }
  }

  static func persistentVolumeClaim(_ claim: inout JSONValue) {
    claim.make("spec") { $0.setDefault("volumeMode", "Filesystem") }
    claim.make("status") { $0.setDefault("phase", "Pending") }
  }

  static func storageClass(_ storageClass: inout JSONValue) {
    storageClass.setDefault("reclaimPolicy", "Delete")
    storageClass.setDefault("volumeBindingMode", "Immediate")
  }

  static func csiDriver(_ driver: inout JSONValue) {
    driver.make("spec") { spec in
      spec.setDefault("attachRequired", true)
      spec.setDefault("podInfoOnMount", false)
      spec.setDefault("storageCapacity", false)
      spec.setDefault("fsGroupPolicy", "ReadWriteOnceWithFSType")
      spec.setDefault("requiresRepublish", false)
      spec.setDefault("seLinuxMount", false)
      if spec["volumeLifecycleModes"]?.arrayValue?.isEmpty ?? true { spec["volumeLifecycleModes"] = ["Persistent"] }
    }
  }

  /// Written as text, stored as bytes: `stringData` goes into `data`.
  static func secret(_ secret: inout JSONValue) {
    secret.setDefault("type", "Opaque")
    guard let texts = secret["stringData"]?.objectValue else { return }
    secret["stringData"] = nil
    secret.make("data") { data in
      for (key, value) in texts {
        if let text = value.stringValue { data[key] = .string(Base64.encode(Array(text.utf8))) }
      }
    }
  }
}
