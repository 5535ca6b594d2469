import LinuxSystem

/// The process that keeps a cluster's two other processes alive: `sandboxd` and `serve`.
///
/// One thread, no Foundation. It holds the profile's lock while the cluster is up, and is the main process of a
/// systemd unit. What it does is decided by ``SupervisionState``.
package enum Supervise {
  /// The name of the executable's hidden subcommand.
  package static let subcommand = "supervise"

  /// What it is started with.
  package struct Options: Sendable, Hashable {
    /// The profile's directory: `run/` gets the socket and the lock, `logs/` the log.
    package var directory: String
    /// The arguments of `serve`, its subcommand first.
    package var serve: [String]
    /// A descriptor to which lines of progress are copied; nil when nobody listens.
    package var progress: Int32?
    /// Stays in the terminal's session and writes to its own standard error instead of the log file.
    package var isForeground: Bool

    package init(directory: String, serve: [String], progress: Int32? = nil, isForeground: Bool = false) {
      self.directory = directory
      self.serve = serve
      self.progress = progress
      self.isForeground = isForeground
    }

    /// Reads what ``arguments`` wrote; nil for anything else.
    init?(_ arguments: [String]) {
      guard arguments.count > 3, let progress = Int32(arguments[1]) else { return nil }
      directory = arguments[0]
      self.progress = progress < 0 ? nil : progress
      isForeground = arguments[2] == "foreground"
      serve = Array(arguments[3...])
    }

    /// The command line after the subcommand.
    package var arguments: [String] {
      [directory, String(progress ?? -1), isForeground ? "foreground" : "background"] + serve
    }
  }

  /// What stands before the sentence by which `serve` says that it is ready.
  package static let readyPrefix = "ready "
  /// What stands before a step of a start that is done.
  package static let stepPrefix = "step "
  /// The line by which `serve` says that it is alive.
  package static let signLine = "alive"
  /// What stands before the sentence by which a start failed.
  package static let failurePrefix = "failed "
  /// The same when a person has to mend something first.
  package static let refusalPrefix = "refused "

  /// The file whose lock and content tell whose cluster is up.
  package static func lockPath(_ directory: String) -> String { directory + "/run/supervise.lock" }
  package static func socketPath(_ directory: String) -> String { directory + "/run/sandboxd.sock" }
  package static func logPath(_ directory: String) -> String { directory + "/logs/localkube.log" }

  /// Runs until the cluster is stopped.
  ///
  /// - Parameters:
  ///   - arguments: those after the subcommand, as ``Options/arguments`` writes them.
  ///   - manager: who started this process and wants to hear of it.
  package static func main(_ arguments: [String], manager: ServiceManager = .none) -> Never {
    guard let options = Options(arguments) else { CurrentProcess.exit(2) }
    CurrentProcess.ignoreBrokenPipes()
    // What the shell had set, or did not set, reaches nothing of the cluster.
    CurrentProcess.setFileModeMask(0o022)
    let listener = options.progress.map { SharedDescriptor(OwnedDescriptor(owning: $0)) }
    do {
      try ResourceLimits.setUsual()
      var supervisor = try Supervisor(options, listener: listener, manager: manager)
      CurrentProcess.exit(try supervisor.run())
    } catch {
      let isRefusal = (error as? SandboxdLaunchError)?.obstacle != nil
      Supervisor.tell(listener, "\(isRefusal ? refusalPrefix : failurePrefix)\(error)")
      if options.isForeground { StandardError.write(Array("error: \(error)\n".utf8)) }
      manager.notify(.status("\(error)"))
      CurrentProcess.exit(isRefusal ? SupervisionState.cannotStart : 1)
    }
  }

  /// Another supervise has the profile's lock.
  struct AlreadyRunning: Error, CustomStringConvertible {
    let description = "the cluster is up already"
  }
}
