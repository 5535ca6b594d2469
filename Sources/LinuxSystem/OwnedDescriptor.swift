private import CLinux
private import Glibc

/// A file descriptor with exactly one owner: it is closed when its owner lets go of it.
package struct OwnedDescriptor: ~Copyable, Sendable {
  /// The kernel's number, valid while this value lives.
  package let rawValue: Int32

  /// Takes over `rawValue`, which nobody else may close from now on.
  package init(owning rawValue: Int32) { self.rawValue = rawValue }

  deinit { _ = close(rawValue) }

  /// Hands the descriptor to a new owner, who has to close it.
  package consuming func release() -> Int32 {
    let number = rawValue
    discard self
    return number
  }

  /// Another descriptor of the same open file, closed on exec.
  package func duplicate() throws(SystemError) -> OwnedDescriptor {
    OwnedDescriptor(owning: try checked("fcntl", "F_DUPFD_CLOEXEC") { fcntl(rawValue, F_DUPFD_CLOEXEC, 3) })
  }

  /// Switches between waiting and `EAGAIN` for the open file, which every duplicate shares.
  package func setNonBlocking(_ isNonBlocking: Bool) throws(SystemError) {
    let flags = try checked("fcntl", "F_GETFL") { fcntl(rawValue, F_GETFL) }
    let changed = isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
    guard changed != flags else { return }
    try checked("fcntl", "F_SETFL") { fcntl(rawValue, F_SETFL, changed) }
  }
}

/// A descriptor that several places hold; closed when the last lets go.
package final class SharedDescriptor: Sendable {
  private let descriptor: OwnedDescriptor

  package init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }

  /// The kernel's number, valid while this object lives.
  package var rawValue: Int32 { descriptor.rawValue }

  /// Another descriptor of the same open file, closed on exec.
  package func duplicate() throws(SystemError) -> OwnedDescriptor { try descriptor.duplicate() }

  /// Switches between waiting and `EAGAIN` for the open file, which every duplicate shares.
  package func setNonBlocking(_ isNonBlocking: Bool) throws(SystemError) {
    try descriptor.setNonBlocking(isNonBlocking)
  }
}

/// Both ends of a pipe, closed on exec.
package struct Pipe: ~Copyable {
  package var reading: OwnedDescriptor
  package var writing: OwnedDescriptor

  /// Makes a new pipe.
  package init() throws(SystemError) {
    var ends: [Int32] = [0, 0]
    try checked("pipe2") { unsafe lk_pipe(&ends) }
    reading = OwnedDescriptor(owning: ends[0])
    writing = OwnedDescriptor(owning: ends[1])
  }
}
