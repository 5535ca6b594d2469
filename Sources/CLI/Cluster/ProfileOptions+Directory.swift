import Daemon
import LinuxSystem

extension ProfileOptions {
  /// The profile that the command is about.
  func profileDirectory() throws -> Profile {
    do {
      return try Home(path: try homeDirectory()).profile(profile)
    } catch let error as ProfileNameError {
      throw CommandFailure.usage("\(error)")
    }
  }
}

extension ClusterOptions {
  /// The profile that the command is about.
  func profileDirectory() throws -> Profile { try owner.profileDirectory() }
}
