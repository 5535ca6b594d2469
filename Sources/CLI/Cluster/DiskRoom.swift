import Daemon
import LinuxSystem
import SandboxRuntime

/// What is left of the disk that holds a profile.
struct DiskRoom: Hashable {
  /// What a new cluster writes before its first pod: certificates, an empty database and its log, with room to go on.
  static let needed: UInt64 = 8 << 20

  /// Where the profile is, or is to be.
  let directory: String
  /// The bytes that can be written yet.
  let free: UInt64
  /// Whether the cluster is there already.
  let isInUse: Bool

  init(directory: String, free: UInt64, isInUse: Bool) {
    self.directory = directory
    self.free = free
    self.isInUse = isInUse
  }

  /// Looks; nil where that is not permitted, which a try to write says better.
  init?(_ profile: Profile) {
    var place = profile.directory
    while !FileSystem.exists(place), place != Path.parent(place) { place = Path.parent(place) }
    guard let free = try? FileSystem.freeBytes(place) else { return nil }
    self.init(directory: profile.home.path, free: free, isInUse: FileSystem.exists(profile.database))
  }

  /// What is wrong; nil when there is room.
  var obstacle: HostObstacle? {
    guard free < Self.needed else { return nil }
    let found = free < 1 << 20 ? "is full" : "is nearly full"
    return HostObstacle(
      cause: "the disk that holds \(directory) \(found): \(free / 1_024) KiB are free, \(Self.needed / 1_024) KiB are"
        + " needed", command: isInUse ? "df -h \(directory)" : "localkube up --home DIRECTORY")
  }
}
