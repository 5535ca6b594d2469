private import CLinux
private import Glibc

/// A system call that failed: which, on what, and the kernel's error number.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The call, by the name of its manual page (`open`, `mount`).
  package let operation: String
  /// What it was about, a path most of the time; empty when there is nothing to name.
  package let operand: String
  /// The error number of errno(3).
  package let number: Int32

  package init(_ operation: String, _ operand: String = "", number: Int32) {
    self.operation = operation
    self.operand = operand
    self.number = number
  }

  /// The error that the last call in this thread left behind.
  package static func last(_ operation: String, _ operand: String = "") -> SystemError {
    SystemError(operation, operand, number: errno)
  }

  package var description: String {
    operand.isEmpty ? "\(operation): \(Self.text(number))" : "\(operation) \(operand): \(Self.text(number))"
  }

  /// What the C library says to an error number, in English, with a small first letter.
  package static func text(_ number: Int32) -> String {
    guard let text = unsafe lk_error_text(number) else { return "error \(number)" }
    let words = unsafe String(cString: text)
    guard let first = words.first, words.dropFirst().first?.isUppercase != true else { return words }
    return first.lowercased() + words.dropFirst()
  }
}

/// Error numbers that callers decide by.
extension SystemError {
  package static let notPermitted: Int32 = EPERM
  package static let notFound: Int32 = ENOENT
  package static let exists: Int32 = EEXIST
  package static let accessDenied: Int32 = EACCES
  package static let notDirectory: Int32 = ENOTDIR
  package static let isDirectory: Int32 = EISDIR
  package static let notEmpty: Int32 = ENOTEMPTY
  package static let invalid: Int32 = EINVAL
  package static let tooLong: Int32 = ENAMETOOLONG
  package static let wouldBlock: Int32 = EAGAIN
  package static let interrupted: Int32 = EINTR
  package static let brokenPipe: Int32 = EPIPE
  package static let inProgress: Int32 = EINPROGRESS
  package static let noSuchProcess: Int32 = ESRCH
  package static let noDevice: Int32 = ENODEV
  package static let addressMissing: Int32 = EADDRNOTAVAIL
  package static let addressInUse: Int32 = EADDRINUSE
  package static let connectionRefused: Int32 = ECONNREFUSED
  package static let inputOutput: Int32 = EIO
  package static let loop: Int32 = ELOOP
  package static let notExecutable: Int32 = ENOEXEC
  package static let noSpace: Int32 = ENOSPC
  package static let quotaExceeded: Int32 = EDQUOT
  package static let readOnlyFileSystem: Int32 = EROFS
  package static let tooManyUsers: Int32 = EUSERS
  package static let notSupported: Int32 = EOPNOTSUPP
  package static let noMemory: Int32 = ENOMEM
  package static let notImplemented: Int32 = ENOSYS
}

/// Runs a call that answers -1 on failure, again while a signal interrupts it.
///
/// - Throws: what the call left in errno.
@discardableResult
func checked<Number: SignedInteger>(
  _ operation: @autoclosure () -> String, _ operand: @autoclosure () -> String = "", _ call: () -> Number
) throws(SystemError) -> Number {
  while true {
    let result = call()
    if result >= 0 { return result }
    let number = errno
    if number != EINTR { throw SystemError(operation(), operand(), number: number) }
  }
}
