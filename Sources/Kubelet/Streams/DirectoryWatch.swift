import LinuxSystem
import NIOCore
import NIOPosix

/// Tells one task that something in one of some directories has changed: a file was made, moved there or written to
/// (inotify(7)).
final class DirectoryWatch: Sendable {
  /// Something may have happened since the last look; more than once is once.
  private let wakeUp: AsyncStream<Void>.Continuation
  private let wakeUps: AsyncStream<Void>
  private let channel: any Channel

  /// Watches from now on.
  ///
  /// - Throws: `SystemError` when a directory cannot be watched.
  init(_ paths: [String]) async throws {
    let (wakeUps, wakeUp) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.wakeUps = wakeUps
    self.wakeUp = wakeUp
    let changes = try FileSystem.watchDirectories(paths)
    channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(WakeUpHandler(wakeUp: wakeUp))
        }
      }
      .takingOwnershipOfDescriptor(input: changes.release()).get()
  }

  deinit { channel.close(promise: nil) }

  /// Makes ``next()`` return as a change does.
  func wake() { wakeUp.yield() }

  /// Waits for a change since the last call; false when the task is cancelled.
  func next() async -> Bool {
    var iterator = wakeUps.makeAsyncIterator()
    return await iterator.next() != nil
  }
}

/// Wakes a reader for whatever can be read from a descriptor; what it says is of no interest.
private final class WakeUpHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let wakeUp: AsyncStream<Void>.Continuation

  init(wakeUp: AsyncStream<Void>.Continuation) { self.wakeUp = wakeUp }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { wakeUp.yield() }

  func channelInactive(context: ChannelHandlerContext) { wakeUp.finish() }
}
