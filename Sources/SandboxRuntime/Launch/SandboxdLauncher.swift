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

    package init(executable: String = "/proc/self/exe", network: PodNetwork = .standard) {
      self.executable = executable
      self.network = network
    }
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
      throw SandboxdLaunchError(error)
    }
  }

  private static func start(socketPath: String, options: Options) throws(SystemError) -> SandboxdProcess {
    let listener = try UnixSocket.listen(at: socketPath)
    let status = try Pipe()
    let own = try ProcessHandle.open(pid: CurrentProcess.id)
    let isRoot = CurrentProcess.effectiveUser == 0
    let arguments = Sandboxd.Options(
      listener: listener.rawValue, status: status.writing.rawValue, parent: own.rawValue, network: options.network)
    var namespaces: NamespaceKinds = [.process, .mount, .network, .ipc, .hostname]
    if !isRoot { namespaces.insert(.user) }
    let process = try NamespacedProcess(
      executable: options.executable, arguments: ["localkube", Sandboxd.subcommand] + arguments.arguments,
      environment: [], namespaces: namespaces, diesWithParent: CurrentProcess.isOnMainThread,
      kept: [listener.rawValue, status.writing.rawValue, own.rawValue])
    if !isRoot { try mapIdentity(of: process.pid) }
    try process.release()
    return SandboxdProcess(
      pid: process.pid, pidfd: try process.pidfd.duplicate(), status: try status.reading.duplicate())
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

  init(pid: Int32, pidfd: consuming OwnedDescriptor, status: consuming OwnedDescriptor) {
    self.pid = pid
    self.pidfd = pidfd
    self.status = status
  }

  /// Waits until sandboxd serves requests.
  ///
  /// - Throws: why it did not come up; it has ended then.
  package func waitUntilReady() throws(SandboxdLaunchError) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    // An error in reading means the same as an end: nothing was heard.
    guard case .bytes(let count) = (try? status.read(into: &buffer)) ?? .end else {
      throw SandboxdLaunchError(message: "sandboxd ended while it started")
    }
    guard buffer[0] != 1 else { return }
    throw SandboxdLaunchError(message: String(decoding: buffer[..<count], as: UTF8.self))
  }

  /// Waits until it has ended and takes it out of the process table: its exit code.
  package func waitUntilEnded() -> Int32 {
    // Reaping fails only for what was reaped already.
    (try? ProcessHandle.reap(pidfd.rawValue, waits: true))?.code ?? 255
  }

  /// Ends it, and with it every process of the cluster, at once.
  package func kill() throws(SystemError) { try ProcessHandle.signal(pidfd.rawValue, Signals.kill) }
}

/// Why sandboxd could not be started, with what can be done about it.
package struct SandboxdLaunchError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  init(message: String) {
    description = "The cluster's namespaces could not be set up: \(message)." + NamespaceSupport.advice()
  }

  init(_ error: SystemError) {
    let advice = error.operation == "clone3" ? NamespaceSupport.advice() : ""
    description = "The cluster's namespaces could not be made: \(error)." + advice
  }
}

/// What keeps a kernel from giving namespaces.
package enum NamespaceSupport {
  /// A cause and the command that removes it.
  package struct Obstacle: Sendable, Hashable {
    package let cause: String
    package let command: String
  }

  /// What is known to be in the way of this user; nil when nothing is.
  package static func obstacle() -> Obstacle? {
    let isRoot = CurrentProcess.effectiveUser == 0
    // Root needs no user namespace; the limits of the others count for root too (namespaces(7)).
    for kind in (isRoot ? [] : ["user"]) + ["pid", "mnt", "net", "uts", "ipc"]
    where setting("user/max_\(kind)_namespaces") == "0" {
      return Obstacle(
        cause: "\(kind) namespaces are switched off", command: "sudo sysctl -w user.max_\(kind)_namespaces=15000")
    }
    guard !isRoot else { return nil }
    if setting("kernel/unprivileged_userns_clone") == "0" {
      return Obstacle(
        cause: "user namespaces are switched off for ordinary users",
        command: "sudo sysctl -w kernel.unprivileged_userns_clone=1")
    }
    if setting("kernel/apparmor_restrict_unprivileged_userns") == "1" {
      return Obstacle(
        cause: "AppArmor keeps ordinary users from using user namespaces",
        command: "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    }
    return nil
  }

  static func advice() -> String {
    obstacle().map { " Likely cause: \($0.cause); `\($0.command)` allows it." } ?? ""
  }

  private static func setting(_ name: String) -> String? {
    // A setting that this kernel does not have is in nobody's way.
    (try? FileSystem.readText("/proc/sys/" + name, limit: 64))?.split(separator: "\n").first.map(String.init)
  }
}
