private import CLinux
private import Glibc

/// IPv4 sockets, made in the network namespace in which the caller is; not blocking.
///
/// Addresses are numbers with the first octet in the highest bits.
package enum InternetSocket {
  /// A socket that is neither bound nor connected.
  package static func open(isStream: Bool) throws(SystemError) -> OwnedDescriptor {
    OwnedDescriptor(owning: try checked("socket") { lk_inet_socket(isStream ? 1 : 0) })
  }

  /// A socket that listens (stream) or is bound (datagram).
  ///
  /// A stream that does not listen keeps its port from others and refuses connections. The address is this socket's
  /// alone: no other can be bound to it as long as it is open. It need not be there yet.
  package static func bind(
    address: UInt32, port: UInt16, isStream: Bool, listens: Bool = true
  ) throws(SystemError) -> OwnedDescriptor {
    let socket = try open(isStream: isStream)
    let number = socket.rawValue
    try checked("bind") { lk_inet_bind(number, address, port) }
    if isStream, listens { try checked("listen") { listen(number, 1024) } }
    return socket
  }

  /// Begins to connect: whether the connection stands already.
  ///
  /// Otherwise the socket becomes writable when it does or when it failed; see `pendingError`.
  package static func connect(_ socket: Int32, address: UInt32, port: UInt16) throws(SystemError) -> Bool {
    if lk_inet_connect(socket, address, port) == 0 { return true }
    guard errno == EINPROGRESS else { throw .last("connect") }
    return false
  }

  /// The error of a connecting that came to its end; 0 when the connection stands.
  package static func pendingError(_ socket: Int32) -> Int32 { lk_socket_error(socket) }

  /// The address and the port to which the socket is bound.
  package static func localAddress(_ socket: Int32) throws(SystemError) -> (address: UInt32, port: UInt16) {
    var address: UInt32 = 0
    var port: UInt16 = 0
    try checked("getsockname") { unsafe lk_inet_local(socket, &address, &port) }
    return (address, port)
  }
}
