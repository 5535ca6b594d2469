package import LinuxSystem
package import NIOCore
import NIOPosix

/// Reads a pipe or socket to its end without blocking a thread.
package enum DescriptorReader {
  /// The first `limit` bytes up to the end of input; what comes after them is read and dropped.
  package static func read(_ descriptor: consuming OwnedDescriptor, limit: Int, group: any EventLoopGroup) async throws
    -> [UInt8]
  {
    let channel = try await NIOPipeBootstrap(group: group).takingOwnershipOfDescriptor(input: descriptor.release()) {
      channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
      }
    }
    return try await channel.executeThenClose { inbound in
      var bytes: [UInt8] = []
      for try await buffer in inbound where bytes.count < limit {
        bytes.append(contentsOf: buffer.readableBytesView.prefix(limit - bytes.count))
      }
      return bytes
    }
  }
}
