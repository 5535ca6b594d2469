import LinuxSystem

/// The types of `hostPath` volumes (Kubernetes, "Volumes").
package enum HostPath {
  /// Checks that `path` is what `type` says, and makes it where the type asks for that.
  package static func prepare(_ path: String, type: String?) throws {
    // A path that is not there has no status.
    let kind = (try? FileSystem.status(path))?.kind
    func refuse(_ what: String) -> ConfigurationError {
      ConfigurationError("hostPath type check failed: \(path) is not a \(what)")
    }
    switch type ?? "" {
    case "": if kind == nil { try FileSystem.makeDirectory(path) }
    case "DirectoryOrCreate":
      if kind == nil { try FileSystem.makeDirectory(path) } else if kind != .directory { throw refuse("directory") }
    case "Directory": if kind != .directory { throw refuse("directory") }
    case "FileOrCreate":
      if kind == nil {
        _ = try FileSystem.open(path, .appending)
      } else if kind != .file {
        throw refuse("file")
      }
    case "File": if kind != .file { throw refuse("file") }
    case "Socket": if kind != .socket { throw refuse("socket file") }
    case "CharDevice": if kind != .characterDevice { throw refuse("character device") }
    case "BlockDevice": if kind != .blockDevice { throw refuse("block device") }
    case let other: throw ConfigurationError("hostPath type \(other) is not known")
    }
  }
}
