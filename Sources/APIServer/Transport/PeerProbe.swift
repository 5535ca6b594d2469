import NIOCore

/// Writes something to a client now and then, so that the kernel finds out when nobody is there any more.
///
/// While what a client sent is not taken, its end cannot be seen: it stands behind the bytes that the kernel has no room
/// for. But the kernel of a client that has gone answers whatever it is sent by breaking the connection off
/// (RFC 9293, section 3.6.1).
enum PeerProbe {
  /// As often as kubectl asks for its part.
  static let interval = TimeAmount.seconds(5)

  /// Calls `send` on the channel's event loop until the channel closes; not while what was written before waits.
  static func start(on channel: any Channel, _ send: @escaping @Sendable (any Channel) -> Void) {
    let task = channel.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      if channel.isWritable { send(channel) }
    }
    channel.closeFuture.whenComplete { _ in task.cancel() }
  }
}
