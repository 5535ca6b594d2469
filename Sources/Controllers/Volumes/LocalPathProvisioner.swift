import KubeModel
import LinuxSystem

/// Makes and removes the directories of local-path volumes.
struct LocalPathProvisioner: Sendable {
  /// The provisioner's name in a StorageClass.
  static let name = "localkube.io/local-path"

  /// Where all directories are made.
  let directory: String

  /// The volume for a claim, not yet created in the API.
  func volume(for claim: PersistentVolumeClaim, class storageClass: StorageClass) -> PersistentVolume {
    var volume = PersistentVolume(name: "pvc-\(claim.uid)")
    volume.metadata.annotations["pv.kubernetes.io/provisioned-by"] = Self.name
    volume.metadata.finalizers = [VolumeFinalizer.volume]
    volume.spec.capacity = claim.spec.resources.requests.filter { $0.key == "storage" }
    volume.spec.accessModes = claim.spec.accessModes
    volume.spec.claimRef = VolumeBinder.reference(to: claim)
    volume.spec.persistentVolumeReclaimPolicy = storageClass.reclaimPolicy ?? "Delete"
    volume.spec.storageClassName = storageClass.name
    volume.spec.volumeMode = claim.spec.volumeMode ?? "Filesystem"
    volume.spec.mountOptions = storageClass.mountOptions
    volume.spec.hostPath = .with {
      $0.path = path(volume.name, claim)
      $0.type = "DirectoryOrCreate"
    }
    return volume
  }

  private func path(_ volume: String, _ claim: PersistentVolumeClaim) -> String {
    "\(directory)/\(volume)_\(claim.namespace ?? "")_\(claim.name)"
  }

  /// Whether this provisioner made the volume.
  func isOwn(_ volume: PersistentVolume) -> Bool {
    volume.metadata.annotations["pv.kubernetes.io/provisioned-by"] == Self.name
  }

  /// The name of a volume's directory; nil when it is not one of this provisioner's.
  private func name(of volume: PersistentVolume) -> String? {
    guard isOwn(volume), let path = volume.spec.hostPath?.path, path.hasPrefix("\(directory)/\(volume.name)_") else {
      return nil
    }
    let name = path.dropFirst(directory.count + 1)
    return name.contains("/") ? nil : String(name)
  }

  /// Makes the volume's directory, open to whatever user a container runs as.
  func makeDirectory(of volume: PersistentVolume) throws {
    guard let name = name(of: volume) else { return }
    try FileSystem.makeDirectory(directory)
    try RootedDirectory(directory).makeDirectory(name, permissions: 0o777).setPermissions(0o777)
  }

  /// Removes the data of a volume that this provisioner made; returns false for any other volume.
  func removeData(of volume: PersistentVolume) throws -> Bool {
    guard let name = name(of: volume) else { return false }
    if FileSystem.exists(directory) { try RootedDirectory(directory).removeTree(name) }
    return true
  }
}

/// The finalizers that keep claims and volumes while they are in use.
enum VolumeFinalizer {
  static let claim = "kubernetes.io/pvc-protection"
  static let volume = "kubernetes.io/pv-protection"
}
