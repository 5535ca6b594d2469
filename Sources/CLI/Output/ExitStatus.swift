/// Ends the command with a status and no further message: the status of a remote command, for instance.
struct ExitStatus: Error {
  /// 0 done, 1 failed, 2 usage; other numbers are a remote command's own.
  let code: Int32
}

/// A command that failed: one sentence that says what happened and what to do.
package struct CommandFailure: Error, CustomStringConvertible {
  package let description: String
  /// 1 for a failure, 2 for wrong usage, 78 for what has to be mended on the machine first.
  package let code: Int32

  package init(_ description: String, code: Int32 = 1) {
    self.description = description
    self.code = code
  }

  /// Wrong usage that the argument parser does not know about.
  package static func usage(_ description: String) -> CommandFailure { CommandFailure(description, code: 2) }

  /// Something on this machine that a person has to mend before the command can work; a service that ends so is not
  /// started again by systemd (`RestartPreventExitStatus` of the unit).
  package static func machine(_ description: String) -> CommandFailure { CommandFailure(description, code: 78) }
}
