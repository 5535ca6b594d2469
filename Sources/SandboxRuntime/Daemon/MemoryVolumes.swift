import LinuxSystem

/// A sandbox's file systems in memory, mounted in sandboxd's own mount namespace: containers are born with a copy of it
/// and take them from there, and the host never sees them.
final class MemoryVolumes {
  private let paths: [String]

  /// Mounts all of them, or none when one fails.
  init(_ volumes: [MemoryVolume]) throws(SystemError) {
    var mounted: [String] = []
    do {
      for volume in volumes {
        try FileSystem.makeDirectory(volume.path)
        try Namespaces.mount(
          source: "tmpfs", target: volume.path, type: "tmpfs", flags: .noDevices, data: Self.options(volume))
        mounted.append(volume.path)
      }
    } catch {
      for path in mounted { Self.unmount(path) }
      throw error
    }
    paths = mounted
  }

  deinit {
    for path in paths { Self.unmount(path) }
  }

  /// The options of tmpfs(5); the modes are those of an `emptyDir` on disk.
  static func options(_ volume: MemoryVolume) -> String {
    var options = volume.group.map { "mode=2777,gid=\($0)" } ?? "mode=0777"
    if let size = volume.size { options += ",size=\(size)" }
    return options
  }

  private static func unmount(_ path: String) {
    do { try Namespaces.unmount(path) } catch { Diagnostics.report("A file system in memory is still there", error) }
  }
}
