import LinuxSystem

/// What makes `supervise` the only one of its profile, and tells commands which process it is.
///
/// Two locks (flock(2)): of the file `run/supervise.lock`, which holds the process id while the cluster is up and after
/// it ended without a power-off, and of the profile's directory, which nobody removes by mistake. A cleaner of temporary
/// files may take `run/`; the file is then made again.
struct ProfileLock: ~Copyable {
  /// What has become of the lock.
  enum State: Sendable, Hashable {
    case kept
    /// The file was gone and is there again.
    case restored
    /// The directory is gone, or is another one, or another process has the lock.
    case lost
  }

  private let directory: String
  private let place: OwnedDescriptor
  private var file: OwnedDescriptor

  /// Takes both locks; throws when another process has one.
  init(directory: String) throws {
    for folder in ["run", "logs"] { try FileSystem.makeDirectory("\(directory)/\(folder)", permissions: 0o700) }
    let place = try FileSystem.open(directory, .directory)
    try Self.take(place.rawValue)
    let file = try Self.takeFile(directory)
    self.directory = directory
    self.place = place
    self.file = file
  }

  /// Takes a lock, again for a tenth of a second: a command that looks whether the cluster runs has it for a moment.
  private static func take(_ descriptor: Int32) throws {
    guard try BackgroundProcess.lock(descriptor, within: 100) else { throw Supervise.AlreadyRunning() }
  }

  private static func takeFile(_ directory: String) throws -> OwnedDescriptor {
    let path = Supervise.lockPath(directory)
    let file = try FileSystem.open(path, .appending, permissions: 0o600)
    try take(file.rawValue)
    try write("\(CurrentProcess.id)\n", to: path)
    return file
  }

  private static func write(_ text: String, to path: String) throws {
    let content = try FileSystem.open(path, .replacing, permissions: 0o600)
    try content.writeAll(Array(text.utf8))
  }

  /// Looks whether the lock is still the one that commands find, and mends what can be mended.
  mutating func check() -> State {
    if Self.isSame(Supervise.lockPath(directory), file) { return .kept }
    guard Self.isSame(directory, place) else { return .lost }
    do {
      try FileSystem.makeDirectory("\(directory)/run", permissions: 0o700)
      file = try Self.takeFile(directory)
      return .restored
    } catch {
      return .lost
    }
  }

  /// Says that the cluster has ended as it should; the locks go with the process.
  func release() {
    guard Self.isSame(Supervise.lockPath(directory), file) else { return }
    // A file that cannot be written tells the next command of a crash, which does no harm.
    try? Self.write("", to: Supervise.lockPath(directory))
  }

  /// Whether a path leads to what the descriptor holds.
  private static func isSame(_ path: String, _ descriptor: borrowing OwnedDescriptor) -> Bool {
    // What cannot be looked at is not it.
    guard let there = try? FileSystem.status(path), let held = try? FileSystem.status(of: descriptor) else {
      return false
    }
    return there.device == held.device && there.inode == held.inode
  }
}
