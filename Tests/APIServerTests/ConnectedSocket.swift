import Glibc
import LinuxSystem
import NIOCore
import NIOPosix

/// One of two sockets that are connected; `prepare` is given the other as a channel, which reads when it is told to.
func connectedSocket(_ prepare: (any Channel) -> Void) async throws -> OwnedDescriptor {
  var ends: [Int32] = [0, 0]
  guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
    throw SystemError("socketpair", number: errno)
  }
  let near = OwnedDescriptor(owning: ends[0])
  prepare(
    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: false).withConnectedSocket(ends[1]).get())
  return near
}
