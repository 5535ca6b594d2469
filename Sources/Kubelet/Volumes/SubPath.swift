import LinuxSystem
package import SandboxRuntime

/// The part of a volume that `subPath` names.
package enum SubPath {
  /// The source narrowed to `subPath`, which is made as a directory if it is missing and may not lead out of the
  /// volume, not even through a symbolic link.
  package static func resolve(_ subPath: String, in source: Mount.Source) throws -> Mount.Source {
    guard !subPath.isEmpty else { return source }
    let parts = subPath.split(separator: "/").map(String.init).filter { $0 != "." }
    guard !subPath.hasPrefix("/"), !parts.contains("..") else {
      throw ConfigurationError("failed to prepare subPath: \"\(subPath)\" must stay inside the volume")
    }
    guard case .host(let root) = source else { return source }
    let path = ([root] + parts).joined(separator: "/")
    if !FileSystem.exists(path) { try FileSystem.makeDirectory(path, permissions: 0o750) }
    let real = try FileSystem.realPath(path)
    let base = try FileSystem.realPath(root)
    guard real == base || real.hasPrefix(base + "/") else {
      throw ConfigurationError("failed to prepare subPath: \"\(subPath)\" leads out of the volume")
    }
    return .host(path: real)
  }
}
