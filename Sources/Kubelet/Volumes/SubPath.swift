/// The part of a volume that `subPath` names (Kubernetes, "Volumes": Using subPath).
package enum SubPath {
  /// The path without `.` and doubled slashes; nil when it means the whole volume.
  ///
  /// Whether links there lead out of the volume shows when it is mounted: what a pod can change meanwhile is not worth
  /// looking at before.
  ///
  /// - Throws: `ConfigurationError` for a path that is absolute or goes upwards.
  package static func plain(_ subPath: String) throws(ConfigurationError) -> String? {
    if subPath.hasPrefix("/") {
      throw ConfigurationError("error SubPath `\(subPath)` must not be an absolute path")
    }
    let parts = subPath.split(separator: "/").filter { $0 != "." }
    if parts.contains("..") {
      throw ConfigurationError("unable to provision SubPath `\(subPath)`: must not contain '..'")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }
}
