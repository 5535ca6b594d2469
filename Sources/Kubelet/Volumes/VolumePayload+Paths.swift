package import KubeModel

extension VolumePayload {
  private static let longestPath = 4_096
  private static let longestName = 255

  /// The files by their paths without doubled slashes and `.`.
  ///
  /// - Throws: `ConfigurationError` for a path that is empty, absolute or too long, goes upwards, or begins as the names
  ///   that the writer of volumes keeps to itself; the API refuses such a path, which is no reason to trust it.
  package func filesByPlainPath() throws(ConfigurationError) -> [String: File] {
    var result: [String: File] = [:]
    for (path, file) in files {
      try Self.check(path)
      result[path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")] = file
    }
    if result[""] != nil { throw ConfigurationError("invalid path: must not be empty: \"\"") }
    return result
  }

  private static func check(_ path: String) throws(ConfigurationError) {
    if path.isEmpty { throw ConfigurationError("invalid path: must not be empty: \"\"") }
    if path.hasPrefix("/") { throw ConfigurationError("invalid path: must be relative path: \(path)") }
    if path.utf8.count > longestPath {
      throw ConfigurationError("invalid path: must be less than or equal to \(longestPath) characters")
    }
    let parts = path.split(separator: "/")
    if parts.contains("..") { throw ConfigurationError("invalid path: must not contain '..': \(path)") }
    if parts.contains(where: { $0.utf8.count > longestName }) {
      throw ConfigurationError("invalid path: filenames must be less than or equal to \(longestName) characters")
    }
    if parts.first(where: { $0 != "." })?.hasPrefix("..") == true {
      throw ConfigurationError("invalid path: must not start with '..': \(path)")
    }
  }
}

/// Mount points below a volume, which the kubelet makes because the container may not (`readOnly`).
package enum NestedMountPoints {
  /// The relative paths at which the pod's containers mount something below the volume of this name.
  package static func of(_ volume: String, in pod: PodSpec) -> [String] {
    var found: Set<String> = []
    let mounts = pod.initContainers.map(\.volumeMounts) + pod.containers.map(\.volumeMounts)
    for mounts in mounts + pod.ephemeralContainers.map({ Container(json: $0.json).volumeMounts }) {
      let places = mounts.map { plain($0.mountPath ?? "") }
      for own in mounts where own.name == volume && (own.subPath ?? "").isEmpty && (own.subPathExpr ?? "").isEmpty {
        let base = plain(own.mountPath ?? "")
        let below = places.filter { $0.count > base.count && $0.starts(with: base) }
        // What is below another mount point is that volume's affair.
        for place in below where !below.contains(where: { $0.count < place.count && place.starts(with: $0) }) {
          found.insert(place.dropFirst(base.count).joined(separator: "/"))
        }
      }
    }
    return found.filter { !$0.split(separator: "/").contains("..") }.sorted()
  }

  private static func plain(_ path: String) -> [Substring] { path.split(separator: "/").filter { $0 != "." } }
}
