package import LinuxSystem

/// A process that was exec'd.
package struct StartedProcess: Sendable, Hashable {
  /// The process id as `serve`'s own PID namespace sees it; 0 when that is not known.
  package var pid: Int32
  /// Nanoseconds since 1970.
  package var startedAt: Int64

  package init(pid: Int32, startedAt: Int64) {
    self.pid = pid
    self.startedAt = startedAt
  }
}

/// How a process ended.
package struct ExitStatus: Sendable, Hashable {
  /// The exit code; for a process that a signal ended, 128 and the signal's number, as shells and Kubernetes say it.
  package var code: Int32
  /// The signal that ended the process; 0 when it exited.
  package var signal: Int32
  package var isOutOfMemory: Bool
  /// Nanoseconds since 1970.
  package var startedAt: Int64
  /// Nanoseconds since 1970.
  package var finishedAt: Int64

  package init(code: Int32, signal: Int32 = 0, isOutOfMemory: Bool = false, startedAt: Int64, finishedAt: Int64) {
    self.code = code
    self.signal = signal
    self.isOutOfMemory = isOutOfMemory
    self.startedAt = startedAt
    self.finishedAt = finishedAt
  }
}

/// What sandboxd knows.
package struct RuntimeState: Sendable, Hashable {
  /// A container in sandboxd's table.
  package struct Container: Sendable, Hashable {
    package var id: String
    package var sandbox: String
    package var process: StartedProcess
    /// nil while it runs.
    package var exit: ExitStatus?

    package init(id: String, sandbox: String, process: StartedProcess, exit: ExitStatus?) {
      self.id = id
      self.sandbox = sandbox
      self.process = process
      self.exit = exit
    }
  }

  /// Changes with every start of sandboxd: when it differs from the one remembered, the node has rebooted.
  package var bootID: String
  package var sandboxes: [String]
  package var containers: [Container]

  package init(bootID: String, sandboxes: [String], containers: [Container]) {
    self.bootID = bootID
    self.sandboxes = sandboxes
    self.containers = containers
  }
}

/// Something that happened in sandboxd.
package enum SandboxEvent: Sendable, Hashable {
  /// A container's main process ended; its output is complete in the log file.
  case containerExited(id: String, ExitStatus)
  /// A process that `exec` started ended.
  case execExited(id: String, ExitStatus)
}

/// The ends of a process's streams that `serve` holds.
///
/// Those that do not exist are nil; with a terminal there is only `standardOutput` (and `standardInput`, another
/// descriptor of the same terminal).
package struct ProcessStreams: ~Copyable, Sendable {
  package var standardInput: OwnedDescriptor?
  package var standardOutput: OwnedDescriptor?
  package var standardError: OwnedDescriptor?

  package init(
    standardInput: consuming OwnedDescriptor?, standardOutput: consuming OwnedDescriptor?,
    standardError: consuming OwnedDescriptor?
  ) {
    self.standardInput = standardInput
    self.standardOutput = standardOutput
    self.standardError = standardError
  }
}

/// Why sandboxd did not do what it was asked to.
package enum SandboxError: Error, Sendable, Hashable {
  /// There is no sandbox or container with this id.
  case notFound(id: String)
  /// There is one with this id already.
  case exists(id: String)
  /// A process could not be started: the stage (`mount /etc`, `execve`), the kernel's error number and a sentence.
  case startFailed(stage: String, errno: Int32, message: String)
  /// A system call failed for another reason.
  case system(operation: String, errno: Int32)
  /// The connection to sandboxd is gone.
  case disconnected
  /// The two sides speak different versions of the protocol.
  case incompatible(ours: UInt32, theirs: UInt32)
  /// Not done in time.
  case timedOut
}

/// Worded for events and messages that users see.
extension SandboxError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let id): "\(id) is not running"
    case .exists(let id): "\(id) exists already"
    case .startFailed(_, _, let message): message
    case .system(let operation, let number): "\(operation): \(SystemError.text(number))"
    case .disconnected: "the connection to the container runtime was lost"
    case .incompatible(let ours, let theirs):
      "the container runtime speaks version \(theirs) of the protocol, and this is version \(ours)"
    case .timedOut: "timed out"
    }
  }
}
