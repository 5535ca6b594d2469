import KubeModel
import LinuxSystem

/// What becomes of the data of volumes that an administrator made: what Kubernetes' plugin for `hostPath` does.
enum Scratch {
  /// What is not done to a volume of this kind, in Kubernetes' words.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// Removes the directory of a volume below `/tmp`; false for volumes that some other provisioner has to delete.
  ///
  /// - Throws: `Refusal` for other volumes of the host: their data is not the cluster's.
  static func remove(_ volume: PersistentVolume) throws -> Bool {
    guard volume.metadata.annotations["pv.kubernetes.io/provisioned-by"] == nil else { return false }
    guard let path = volume.spec.hostPath?.path else {
      throw Refusal(
        description:
          "error getting deleter volume plugin for volume \"\(volume.name)\": no deletable volume plugin matched")
    }
    guard let plain = Path.normalized(path), plain.hasPrefix("/tmp/"), !path.split(separator: "/").contains("..") else {
      throw Refusal(description: "host_path deleter only supports /tmp/.+ but received provided \(path)")
    }
    // Anybody may write to /tmp: no link there leads anywhere.
    let parent = Path.parent(String(plain.dropFirst("/tmp/".count)))
    do {
      try RootedDirectory("/tmp").directory(parent).removeTree(Path.name(plain))
    } catch {
      // It may be gone already.
      guard error.number == SystemError.notFound else { throw error }
    }
    return true
  }

  /// Empties the directory of a volume.
  static func empty(_ volume: PersistentVolume) throws {
    guard let path = volume.spec.hostPath?.path else { throw Refusal(description: "no volume plugin matched") }
    let directory = try RootedDirectory(path)
    for name in try directory.list() { try directory.removeTree(name) }
  }
}
