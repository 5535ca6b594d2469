package import KubeModel
import LinuxSystem
package import SandboxRuntime

/// One volume of a pod as containers get it.
package struct PreparedVolume: Sendable, Hashable {
  package var source: Mount.Source
  /// Whether every mount of it is read-only, whatever the container asks for.
  package var isReadOnly: Bool

  package init(_ source: Mount.Source, isReadOnly: Bool = false) {
    self.source = source
    self.isReadOnly = isReadOnly
  }
}

/// What a pod's volumes come to on this machine.
package struct PreparedVolumes: Sendable {
  /// Each volume by its name.
  package var volumes: [String: PreparedVolume] = [:]
  /// When a token has to be fetched again; nil without tokens.
  package var refreshAt: Timestamp?
  /// What could not be brought up to date of volumes that stand, worded as the kubelet's mount failures.
  package var problems: [String] = []
  /// Whether one of them may be gone with the next attempt.
  package var isWorthRetrying = false
}

/// Sets up volumes; each set-up can be repeated at any time, and brings contents up to date.
package struct VolumeManager: Sendable {
  package var objects: any ClusterObjects
  package var tokens: ServiceAccountTokens
  /// The ids that exist in sandboxes.
  package var ids: ClosedRange<UInt32>

  /// Sets the volumes of a pod up.
  ///
  /// - Parameter isFirst: Whether the pod has none yet. Then the first failure ends the attempt, and owners and modes are
  ///   set; otherwise a volume that cannot be brought up to date stays as it is, and programs may be using it.
  /// - Throws: `ConfigurationError`, worded as the kubelet's mount failures, or what kept a token from being had.
  package func prepare(
    _ fields: DownwardFields, paths: PodPaths, isFirst: Bool, now: Timestamp
  ) async throws -> PreparedVolumes {
    var result = PreparedVolumes()
    for volume in fields.pod.spec.volumes {
      let name = volume.name ?? ""
      do {
        result.volumes[name] = try await prepare(volume, fields, paths: paths, isFirst: isFirst, now: now, &result)
      } catch {
        let isKnown = error is ConfigurationError || error is SystemError
        let problem = ConfigurationError("MountVolume.SetUp failed for volume \"\(name)\" : \(error)")
        guard !isFirst else { throw isKnown ? problem : error }
        result.problems.append(problem.description)
        if !isKnown { result.isWorthRetrying = true }
        if volume.isProjection { result.volumes[name] = standing(paths.volume(name)) }
      }
    }
    return result
  }

  /// A projection whose sources are gone: the files that it has stay.
  private func standing(_ directory: String) -> PreparedVolume? {
    FileSystem.exists(directory) ? PreparedVolume(.host(path: directory), isReadOnly: true) : nil
  }

  private func prepare(
    _ volume: Volume, _ fields: DownwardFields, paths: PodPaths, isFirst: Bool, now: Timestamp,
    _ result: inout PreparedVolumes
  ) async throws -> PreparedVolume {
    let name = volume.name ?? ""
    let directory = paths.volume(name)
    // A group that does not exist in the sandboxes (no root) cannot own files; they belong to the container's root,
    // which is the only user there is then.
    let ownership = VolumeOwnership(of: fields.pod.spec, ids: ids)
    if volume.emptyDir != nil {
      try makeShared(directory, group: ownership?.group)
      return PreparedVolume(.host(path: directory))
    }
    if let source = volume.hostPath {
      let path = source.path ?? "/"
      if isFirst { try HostPath.prepare(path, type: source.type) }
      return PreparedVolume(.host(path: path))
    }
    if let source = volume.persistentVolumeClaim {
      let claims = ClaimedVolumes(objects: objects, ownership: isFirst && source.readOnly != true ? ownership : nil)
      let path = try claims.prepare(source.claimName ?? "", of: fields.pod, isFirst: isFirst)
      return PreparedVolume(.host(path: path), isReadOnly: source.readOnly ?? false)
    }
    if volume.ephemeral != nil {
      let claims = ClaimedVolumes(objects: objects, ownership: isFirst ? ownership : nil)
      return PreparedVolume(
        .host(path: try claims.prepareEphemeral(volume: name, of: fields.pod, isFirst: isFirst)))
    }

    var texts: [VolumePayload.TokenWish: String] = [:]
    for wish in VolumePayload.tokens(of: volume) {
      let (text, refreshAt) = try await tokens.token(for: fields.pod, wish: wish, now: now)
      texts[wish] = text
      result.refreshAt = min(result.refreshAt ?? refreshAt, refreshAt)
    }
    guard let payload = try VolumePayload(volume: volume, fields: fields, objects: objects, token: { texts[$0] }) else {
      throw ConfigurationError("volumes of this type are not supported on one machine; use hostPath, local or a claim")
    }
    try AtomicWriter(directory: directory, group: ownership?.group, ids: ids)
      .write(payload, mountPoints: NestedMountPoints.of(name, in: fields.pod.spec), now: now)
    return PreparedVolume(.host(path: directory), isReadOnly: true)
  }

  /// A directory that any user of the container may write to; what is there is the pod's already.
  private func makeShared(_ path: String, group: UInt32?) throws(SystemError) {
    guard !FileSystem.exists(path) else { return }
    try FileSystem.makeDirectory(path, permissions: 0o777)
    let directory = try RootedDirectory(path)
    if let group { try directory.setOwner(group: group) }
    // The directory is made under the process's mask.
    try directory.setPermissions(group == nil ? 0o777 : 0o2777)
  }
}

extension Volume {
  /// Whether its files are made from objects of the API: containers may only read them.
  package var isProjection: Bool {
    self.configMap != nil || self.secret != nil || self.downwardAPI != nil || self.projected != nil
  }

  /// Whether its files show what the pod says of itself, which may change.
  package var showsFields: Bool {
    self.downwardAPI != nil || self.projected?.sources.contains { $0.downwardAPI != nil } == true
  }
}
