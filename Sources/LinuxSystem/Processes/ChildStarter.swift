private import CLinux

/// The small process that children are cloned from.
///
/// It is a copy of the caller from before the caller had anything, so that a child has nothing in its memory or among
/// its descriptors that is not its own. Children are the caller's; the starter ends with the caller's end of its socket.
package final class ChildStarter: Sendable {
  private let connection: OwnedDescriptor
  /// Readable when the starter has ended; nothing can be started then.
  package let pidfd: OwnedDescriptor

  /// Starts it; only for processes with one thread.
  package init() throws(SystemError) {
    var pidfd: Int32 = -1
    let socket = try checked("clone3", "starter") { unsafe lk_starter(&pidfd) }
    connection = OwnedDescriptor(owning: socket)
    self.pidfd = OwnedDescriptor(owning: pidfd)
  }

  var socket: Int32 { connection.rawValue }
}
