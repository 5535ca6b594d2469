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
}
