import LinuxSystem

/// What sandboxd, or whoever starts it, was refused: the call and the kernel's error number.
package struct LaunchFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// How far the start had come.
  package enum Stage: UInt8, Sendable, Hashable {
    /// The cluster's own namespaces were cloned.
    case namespaces
    /// sandboxd set up the namespaces that it is in, and the cluster's network.
    case setup
    /// A first container was tried; see ``StartTrial``.
    case container
  }

  package let stage: Stage
  /// The call and what it was about: `clone3`, `mount proc`, `RTM_NEWLINK bridge lk0`.
  package let operation: String
  /// The error number of errno(3); 0 when no call failed.
  package let number: Int32

  package init(stage: Stage, operation: String, number: Int32) {
    self.stage = stage
    self.operation = operation
    self.number = number
  }

  init(_ error: SystemError, stage: Stage) {
    let operation = error.operand.isEmpty ? error.operation : "\(error.operation) \(error.operand)"
    self.init(stage: stage, operation: operation, number: error.number)
  }

  /// What a container's start was refused.
  init(_ error: SandboxError) {
    switch error {
    case .startFailed(let stage, let number, _), .system(let stage, let number):
      self.init(stage: .container, operation: stage, number: number)
    default: self.init(stage: .container, operation: "\(error)", number: 0)
    }
  }

  package var description: String { number == 0 ? operation : "\(operation): \(SystemError.text(number))" }

  /// Whether a program was found that could not be executed.
  var isAboutProgram: Bool { stage == .namespaces && operation.hasPrefix("execve") }

  /// Whether there was no room left on the disk.
  var isAboutRoom: Bool {
    stage == .container && (number == SystemError.noSpace || number == SystemError.quotaExceeded)
  }
}

extension LaunchFailure: WireValue {
  func write(to writer: inout WireWriter) {
    writer.integer(stage.rawValue)
    writer.value(operation)
    writer.value(number)
  }

  init(from reader: inout WireReader) throws(WireError) {
    guard let stage = Stage(rawValue: try reader.integer()) else {
      throw WireError(message: "a start failed at an unknown stage")
    }
    self.init(stage: stage, operation: try reader.value(), number: try reader.value())
  }
}
