package import KubeModel
import LinuxSystem
package import SandboxRuntime

/// What a pod's volumes come to on this machine.
package struct PreparedVolumes: Sendable {
  /// Where each volume comes from, by its name.
  package var sources: [String: Mount.Source] = [:]
  /// When a token has to be fetched again; nil without tokens.
  package var refreshAt: Timestamp?
}

/// Sets up volumes; each set-up can be repeated at any time, and brings contents up to date.
package struct VolumeManager: Sendable {
  package var objects: any ClusterObjects
  package var tokens: ServiceAccountTokens
  /// A directory in memory for `emptyDir` with `medium: Memory`; nil puts them on disk.
  package var memoryDirectory: String?
  /// The ids that exist in sandboxes.
  package var ids: ClosedRange<UInt32>

  /// Sets the volumes of a pod up.
  ///
  /// - Throws: `ConfigurationError`, worded as the kubelet's mount failures, or what kept a token from being had.
  package func prepare(_ fields: DownwardFields, paths: PodPaths, now: Timestamp) async throws -> PreparedVolumes {
    var result = PreparedVolumes()
    let pod = fields.pod
    // A group that does not exist in the sandboxes (no root) cannot own files; they belong to the container's root,
    // which is the only user there is then.
    let group = pod.spec.securityContext?.fsGroup.map { UInt32(clamping: $0) }.flatMap { ids.contains($0) ? $0 : nil }
    for volume in pod.spec.volumes {
      let name = volume.name ?? ""
      do {
        result.sources[name] = try await prepare(volume, fields, paths: paths, group: group, now: now, &result)
      } catch let error as ConfigurationError {
        throw ConfigurationError("MountVolume.SetUp failed for volume \"\(name)\" : \(error)")
      } catch let error as SystemError {
        throw ConfigurationError("MountVolume.SetUp failed for volume \"\(name)\" : \(error)")
      }
    }
    return result
  }

  private func prepare(
    _ volume: Volume, _ fields: DownwardFields, paths: PodPaths, group: UInt32?, now: Timestamp,
    _ result: inout PreparedVolumes
  ) async throws -> Mount.Source {
    let name = volume.name ?? ""
    let directory = paths.volume(name)
    if let source = volume.emptyDir {
      var path = directory
      if source.medium == "Memory", let memoryDirectory { path = "\(memoryDirectory)/\(fields.pod.uid)/\(name)" }
      try makeShared(path, group: group)
      return .host(path: path)
    }
    if let source = volume.hostPath {
      let path = source.path ?? "/"
      try HostPath.prepare(path, type: source.type)
      return .host(path: path)
    }
    if let source = volume.persistentVolumeClaim {
      return try claimed(source.claimName ?? "", fields.pod, group: group)
    }
    if volume.ephemeral != nil { return try claimed("\(fields.pod.name)-\(name)", fields.pod, group: group) }

    var texts: [VolumePayload.TokenWish: String] = [:]
    for wish in VolumePayload.tokens(of: volume) {
      let (text, refreshAt) = try await tokens.token(for: fields.pod, wish: wish, now: now)
      texts[wish] = text
      result.refreshAt = min(result.refreshAt ?? refreshAt, refreshAt)
    }
    guard let payload = try VolumePayload(volume: volume, fields: fields, objects: objects, token: { texts[$0] }) else {
      throw ConfigurationError("volumes of this type are not supported on one machine; use hostPath, local or a claim")
    }
    try AtomicWriter(directory: directory, group: group).write(payload)
    return .host(path: directory)
  }

  private func claimed(_ name: String, _ pod: Pod, group: UInt32?) throws -> Mount.Source {
    guard let claim = objects.claim(namespace: pod.namespace ?? "default", name: name) else {
      throw ConfigurationError("persistentvolumeclaim \"\(name)\" not found")
    }
    guard claim.status.phase == "Bound", let volumeName = claim.spec.volumeName,
      let volume = objects.volume(name: volumeName)
    else { throw ConfigurationError("PersistentVolumeClaim is not bound: \"\(name)\"") }
    if let source = volume.spec.hostPath {
      let path = source.path ?? "/"
      try HostPath.prepare(path, type: source.type)
      if let group { try give(path, to: group) }
      return .host(path: path)
    }
    guard let path = volume.spec.local?.path else {
      throw ConfigurationError("persistent volume \(volumeName) is neither hostPath nor local")
    }
    try HostPath.prepare(path, type: "Directory")
    if let group { try give(path, to: group) }
    return .host(path: path)
  }

  /// A directory that any user of the container may write to.
  private func makeShared(_ path: String, group: UInt32?) throws(SystemError) {
    guard !FileSystem.exists(path) else { return }
    try FileSystem.makeDirectory(path, permissions: 0o777)
    // The directory is made under the process's mask.
    try FileSystem.setPermissions(0o777, of: path)
    if let group { try give(path, to: group) }
  }

  /// Gives a volume to the pod's `fsGroup`: group and its permissions everywhere, and the setgid bit on directories.
  private func give(_ path: String, to group: UInt32) throws(SystemError) {
    let status = try FileSystem.status(path, followsLinks: false)
    try FileSystem.setOwner(path, group: group)
    switch status.kind {
    case .directory:
      try FileSystem.setPermissions(status.permissions & 0o7777 | 0o2770, of: path)
      for name in try FileSystem.list(path) { try give("\(path)/\(name)", to: group) }
    case .file: try FileSystem.setPermissions(status.permissions & 0o7777 | 0o660, of: path)
    default: break
    }
  }
}
