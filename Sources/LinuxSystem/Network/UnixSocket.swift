private import CLinux
private import Glibc

/// Unix stream sockets that carry descriptors.
package enum UnixSocket {
  /// Listens at a path, for the owner alone; a socket file that is there is replaced.
  ///
  /// Not blocking. A path may be longer than the 107 bytes that a socket address has room for.
  package static func listen(at path: String) throws(SystemError) -> OwnedDescriptor {
    let socket = OwnedDescriptor(owning: try checked("socket") { lk_unix_socket() })
    try FileSystem.remove(path)
    // Nobody can connect between bind and chmod who could not do so afterwards: the directory is the owner's alone.
    let number = socket.rawValue
    try checked("bind", path) { unsafe lk_unix_bind(number, path) }
    try FileSystem.setPermissions(0o600, of: path)
    return socket
  }

  /// Connects to a path.
  ///
  /// Not blocking.
  package static func connect(to path: String) throws(SystemError) -> OwnedDescriptor {
    let socket = OwnedDescriptor(owning: try checked("socket") { lk_unix_socket() })
    let number = socket.rawValue
    try checked("connect", path) { unsafe lk_unix_connect(number, path) }
    return socket
  }

  /// Takes the next connection; nil when there is none.
  package static func accept(_ listener: Int32) throws(SystemError) -> OwnedDescriptor? {
    let number = lk_accept(listener)
    if number >= 0 { return OwnedDescriptor(owning: number) }
    if errno == EAGAIN || errno == EINTR || errno == ECONNABORTED { return nil }
    throw .last("accept4")
  }

  /// The user at the other end, as this process's user namespace numbers it.
  package static func peerUser(_ socket: Int32) throws(SystemError) -> UInt32 {
    var user: uid_t = 0
    try checked("getsockopt", "SO_PEERCRED") { unsafe lk_peer_user(socket, &user) }
    return user
  }

  /// Sends what fits now, from index `start` on, with descriptors; nil when nothing fits.
  ///
  /// The descriptors went if any byte did.
  package static func send(
    _ socket: Int32, _ bytes: [UInt8], from start: Int, descriptors: [Int32]
  ) throws(SystemError) -> Int? {
    while true {
      let count = unsafe bytes.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[start...])
        return unsafe lk_send(socket, rest.baseAddress, rest.count, descriptors, descriptors.count)
      }
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return nil
      default: throw .last("sendmsg")
      }
    }
  }

  /// Receives into the front of `buffer`; descriptors, which the caller owns from then on, are added to `descriptors`.
  package static func receive(
    _ socket: Int32, into buffer: inout [UInt8], descriptors: inout [Int32]
  ) throws(SystemError) -> ReadOutcome {
    while true {
      var received = [Int32](repeating: -1, count: 16)
      var count = received.count
      let size = unsafe lk_receive(socket, &buffer, buffer.count, &received, &count)
      if size >= 0 {
        descriptors.append(contentsOf: received[..<count])
        return size == 0 ? .end : .bytes(size)
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wouldBlock
      case ECONNRESET: return .end
      default: throw .last("recvmsg")
      }
    }
  }

  /// Waits until the socket takes bytes again.
  package static func waitUntilWritable(_ socket: Int32) { wait(socket, POLLOUT) }

  /// Waits until there is something to receive, or the end.
  package static func waitUntilReadable(_ socket: Int32) { wait(socket, POLLIN) }

  private static func wait(_ socket: Int32, _ events: Int32) {
    var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
    _ = unsafe poll(&entry, 1, -1)
  }

  /// Ends both directions, so that whoever waits on the socket wakes up.
  package static func shutDown(_ socket: Int32) { _ = shutdown(socket, Int32(SHUT_RDWR)) }

  /// Closes descriptors that arrived and that nobody wants.
  package static func closeAll(_ descriptors: [Int32]) { for descriptor in descriptors { _ = close(descriptor) } }
}
