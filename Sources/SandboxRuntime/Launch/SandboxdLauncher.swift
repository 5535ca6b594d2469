package import LinuxSystem

/// Starts `sandboxd` in namespaces of its own.
///
/// For `supervise`: no Foundation, no threads.
package enum SandboxdLauncher {
  /// How it is started.
  package struct Options: Sendable, Hashable {
    /// The executable that understands the subcommand `sandboxd`.
    package var executable: String
    package var network: PodNetwork
    /// What is tried before sandboxd says that it is ready.
    package var trial: Trial

    package init(
      executable: String = "/proc/self/exe", network: PodNetwork = .standard, trial: Trial = .none
    ) {
      self.executable = executable
      self.network = network
      self.trial = trial
    }
  }

  /// Whether a container is started to see that containers can be had here, and the directory for its files.
  package enum Trial: Sendable, Hashable {
    case none
    /// Before anything else; a disk that is full is no reason to end, since what is there can be read.
    case first(directory: String)
    /// That, and then the end of sandboxd.
    case only(directory: String)
  }

  /// Listens at `socketPath` (a socket file that is there is replaced) and starts sandboxd behind it.
  ///
  /// Clients may connect as soon as this returns, or before; `SandboxdProcess.waitUntilReady` tells whether sandboxd
  /// came up. Sandboxd dies with this process. When the calling thread is the process's first, the kernel sees to that.
  package static func launch(
    socketPath: String, options: Options = Options()
  ) throws(SandboxdLaunchError) -> SandboxdProcess {
    do {
      return try start(socketPath: socketPath, options: options)
    } catch {
      throw SandboxdLaunchError(
        LaunchFailure(error, stage: .namespaces), directory: Path.parent(Path.parent(socketPath)))
    }
  }

  private static func start(socketPath: String, options: Options) throws(SystemError) -> SandboxdProcess {
    let listener = try UnixSocket.listen(at: socketPath)
    let status = try Pipe()
    let own = try ProcessHandle.open(pid: CurrentProcess.id)
    let isRoot = !HostSituation.current().needsUserNamespace
    let arguments = Sandboxd.Options(
      listener: listener.rawValue, status: status.writing.rawValue, parent: own.rawValue, network: options.network,
      trial: options.trial)
    var namespaces: NamespaceKinds = [.process, .mount, .network, .ipc, .hostname]
    if !isRoot { namespaces.insert(.user) }
    let process = try NamespacedProcess(
      executable: options.executable, arguments: ["localkube", Sandboxd.subcommand] + arguments.arguments,
      environment: [], namespaces: namespaces, diesWithParent: CurrentProcess.isOnMainThread,
      kept: [listener.rawValue, status.writing.rawValue, own.rawValue])
    if !isRoot { try mapIdentity(of: process.pid) }
    try process.release()
    return SandboxdProcess(
      pid: process.pid, pidfd: try process.pidfd.duplicate(), status: try status.reading.duplicate(),
      directory: Path.parent(Path.parent(socketPath)))
  }

  /// The caller becomes user and group 0 inside (user_namespaces(7)); setgroups must be given up for that.
  private static func mapIdentity(of pid: Int32) throws(SystemError) {
    try put("deny", "/proc/\(pid)/setgroups")
    try put("0 \(CurrentProcess.effectiveUser) 1\n", "/proc/\(pid)/uid_map")
    try put("0 \(CurrentProcess.effectiveGroup) 1\n", "/proc/\(pid)/gid_map")
  }

  private static func put(_ text: String, _ path: String) throws(SystemError) {
    let file = try FileSystem.open(path, .updating)
    do { try file.writeAll(Array(text.utf8)) } catch {
      throw SystemError(error.operation, path, number: error.number)
    }
  }
}

/// A sandboxd that was started.
package struct SandboxdProcess: ~Copyable, Sendable {
  /// Its process id on the host.
  package let pid: Int32
  /// Readable when it has ended.
  package let pidfd: OwnedDescriptor
  /// After the answer that ``waitUntilReady()`` waits for: a byte for every sign of life.
  let status: OwnedDescriptor
  /// Where the cluster's files are.
  private let directory: String

  init(pid: Int32, pidfd: consuming OwnedDescriptor, status: consuming OwnedDescriptor, directory: String) {
    self.pid = pid
    self.pidfd = pidfd
    self.status = status
    self.directory = directory
  }

  /// Waits until sandboxd serves requests.
  ///
  /// - Throws: why it did not come up; it has ended then.
  package func waitUntilReady() throws(SandboxdLaunchError) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    // An error in reading means the same as an end: nothing was heard.
    guard case .bytes(let count) = (try? status.read(into: &buffer)) ?? .end else {
      let failure = LaunchFailure(stage: .setup, operation: "sandboxd ended while it started", number: 0)
      throw SandboxdLaunchError(failure, directory: directory)
    }
    guard buffer[0] != Sandboxd.isReady else { return }
    var reader = WireReader(Array(buffer[1..<count]))
    // What cannot be read was cut off.
    let failure = (try? LaunchFailure(from: &reader)) ?? LaunchFailure(stage: .setup, operation: "start", number: 0)
    throw SandboxdLaunchError(failure, directory: directory)
  }

  /// Waits until it has ended and takes it out of the process table: its exit code.
  package func waitUntilEnded() -> Int32 {
    // Reaping fails only for what was reaped already.
    (try? ProcessHandle.reap(pidfd.rawValue, waits: true))?.code ?? 255
  }

  /// Ends it, and with it every process of the cluster, at once.
  package func kill() throws(SystemError) { try ProcessHandle.signal(pidfd.rawValue, Signals.kill) }
}
