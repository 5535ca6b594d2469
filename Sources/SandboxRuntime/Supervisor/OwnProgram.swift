import LinuxSystem

/// The file of the program that this process runs, for starting more of it.
///
/// After an upgrade the path leads to the new program, so that what is started again is the new one. While the path
/// leads nowhere (the file was removed, or is being written) it is the program that this process runs.
package struct OwnProgram: Sendable {
  /// The program of this process, whatever has become of its file.
  private static let running = "/proc/self/exe"
  /// What the kernel adds to the path of a file that was removed.
  private static let removed = " (deleted)"

  private let path: String

  /// Finds out where the program is, before anybody replaces it.
  package init() {
    // Without /proc nothing but a program that names it can be started.
    let target = (try? FileSystem.readLink(Self.running)) ?? Self.running
    path = target.hasSuffix(Self.removed) ? String(target.dropLast(Self.removed.count)) : target
  }

  /// Calls `start` with the program's path, and once more with the running program when that cannot be executed.
  package func start<Started: ~Copyable>(_ start: (String) throws -> Started) throws -> Started {
    if FileSystem.isExecutable(path) {
      do { return try start(path) } catch  where Self.isAboutProgram(error) {
        Supervisor.log("\(path) could not be started (\(error)); the program that runs is started instead")
      }
    }
    return try start(Self.running)
  }

  private static func isAboutProgram(_ error: any Error) -> Bool {
    switch error {
    case let error as SystemError: error.operation.hasPrefix("execv")
    case let error as SandboxdLaunchError: error.failure.isAboutProgram
    default: true
    }
  }
}
