import Daemon
import LinuxSystem

/// The right to start a profile's cluster: of several commands that would at once, one does, and the others find it up.
///
/// It lasts as long as the value, and ends with the process whatever happens to it.
struct StartTurn: ~Copyable {
  private let lock: OwnedDescriptor

  /// Waits until no other command is starting the cluster; a start takes far less than the two minutes that this waits.
  static func wait(_ profile: Profile) throws -> StartTurn {
    try FileSystem.makeDirectory(profile.run, permissions: 0o700)
    let file = try FileSystem.open(Path.join(profile.run, "start.lock"), .appending, permissions: 0o600)
    guard try BackgroundProcess.lock(file.rawValue, within: 120_000) else {
      throw CommandFailure("another localkube has been starting the cluster for two minutes; end it and try again")
    }
    return StartTurn(lock: file)
  }
}
