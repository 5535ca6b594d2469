import Daemon
import LinuxSystem
import SandboxRuntime

/// The processes of a profile's cluster, from outside.
struct ClusterProcess {
  let profile: Profile

  /// The process id of `supervise`; nil when the cluster is down.
  func runningID() throws -> Int32? {
    if let id = try lockedID() { return id }
    // Where `run/` was removed under a running cluster, `supervise` makes it again within two seconds.
    for _ in 0..<50 where try isHeld(profile.directory) {
      if let id = try lockedID() { return id }
      BackgroundProcess.pause(milliseconds: 100)
    }
    return nil
  }

  /// Whether the cluster ended without a power-off: `supervise` was killed, or the machine was restarted.
  func endedAbruptly() throws -> Bool {
    let path = Supervise.lockPath(profile.directory)
    guard FileSystem.exists(path), try !isHeld(path) else { return false }
    return try !FileSystem.readText(path, limit: 64).isEmpty
  }

  private func lockedID() throws -> Int32? {
    let path = Supervise.lockPath(profile.directory)
    guard try isHeld(path) else { return nil }
    return Int32(try FileSystem.readText(path, limit: 64).split(separator: "\n").first ?? "")
  }

  /// Whether another process has the lock of a file or directory.
  private func isHeld(_ path: String) throws -> Bool {
    guard FileSystem.exists(path) else { return false }
    let place = try FileSystem.open(path, .reading)
    // A lock that can be had is nobody's; it is given back when the file is closed.
    return try !BackgroundProcess.lock(place.rawValue)
  }

  /// Starts `supervise` and calls `onStep` for every step, until the control plane is ready.
  ///
  /// - Throws: `CommandFailure` with the reason when it did not come up.
  func start(onStep: (String) throws -> Void) throws {
    let pipe = try Pipe()
    try spawn(pipe)
    try follow(pipe, onStep: onStep)
  }

  private func spawn(_ pipe: borrowing Pipe) throws {
    let writing = try pipe.writing.duplicate()
    let options = Supervise.Options(
      directory: profile.directory, serve: Serve.Options.arguments(profile: profile), progress: writing.rawValue)
    do {
      let process = try OwnProgram().start { path in
        let process = try NamespacedProcess(
          executable: path, arguments: ["localkube", Supervise.subcommand] + options.arguments,
          namespaces: [], diesWithParent: false, kept: [writing.rawValue])
        try process.release()
        return process
      }
      _ = consume process
    } catch let error as SystemError {
      // Where clone3(2) is refused, all that follows would be.
      let failure = LaunchFailure(stage: .namespaces, operation: error.operation, number: error.number)
      let known = SandboxdLaunchError(failure, directory: profile.directory)
      throw known.obstacle.map { CommandFailure.machine("\($0)") } ?? CommandFailure("\(known)")
    }
  }

  private func follow(_ pipe: consuming Pipe, onStep: (String) throws -> Void) throws {
    let reading = try pipe.reading.duplicate()
    _ = consume pipe  // The write end must be supervise's alone, so that its end is seen.
    var lines = LineReader(descriptor: reading)
    while let line = try lines.next() {
      if line.hasPrefix(Supervise.stepPrefix) { try onStep(String(line.dropFirst(Supervise.stepPrefix.count))) }
      if line.hasPrefix(Supervise.readyPrefix) { return }
      if line.hasPrefix(Supervise.failurePrefix) {
        throw CommandFailure(String(line.dropFirst(Supervise.failurePrefix.count)))
      }
      if line.hasPrefix(Supervise.refusalPrefix) {
        throw CommandFailure.machine(String(line.dropFirst(Supervise.refusalPrefix.count)))
      }
    }
    throw CommandFailure("the cluster did not start; \(profile.daemonLog) tells why")
  }

  /// Becomes `supervise`; returns only to throw.
  func runInForeground() throws {
    let options = Supervise.Options(
      directory: profile.directory, serve: Serve.Options.arguments(profile: profile), isForeground: true)
    try OwnProgram().start { path in
      try BackgroundProcess.execute(path, ["localkube", Supervise.subcommand] + options.arguments)
    }
  }

  /// Powers the cluster off and waits until all of it has ended; no error when it is down.
  func stop() throws {
    guard let id = try runningID() else { return }
    let process = try ProcessHandle.open(pid: id)
    // Opened in the time between reading the number and now the handle could be another process's: the lock tells.
    guard try runningID() == id else { return }
    try ProcessHandle.signal(process.rawValue, SignalDescriptor.terminate)
    var poller = try Poller()
    try poller.add(process.rawValue, .reading, token: 0)
    guard poller.wait(milliseconds: 45_000).isEmpty else { return }
    try ProcessHandle.signal(process.rawValue, 9)
    _ = poller.wait(milliseconds: 5_000)
  }
}

/// Reads lines from a descriptor, waiting for each.
struct LineReader: ~Copyable {
  private let descriptor: OwnedDescriptor
  private var buffered: [UInt8] = []

  init(descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }

  /// The next line without its end; nil at the end of the stream.
  mutating func next() throws -> String? {
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      if let end = buffered.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffered[..<end], as: UTF8.self)
        buffered.removeFirst(end + 1)
        return line
      }
      guard case .bytes(let count) = try descriptor.read(into: &chunk) else { return nil }
      buffered += chunk[..<count]
    }
  }
}
