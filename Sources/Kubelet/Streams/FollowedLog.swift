import LinuxSystem
import NIOCore
import NIOPosix
import Synchronization

/// A log that is read while it is written: the kernel tells of each change of its directory.
final class FollowedLog: Sendable {
  private let reader: Mutex<LogReader>
  private let hasEnded = Atomic<Bool>(false)
  /// Something may have happened since the last look; more than once is once.
  private let wakeUp: AsyncStream<Void>.Continuation
  private let wakeUps: AsyncStream<Void>
  private let watch: any Channel

  init(path: String, options: ContainerLogOptions) async throws {
    let (wakeUps, wakeUp) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.wakeUps = wakeUps
    self.wakeUp = wakeUp
    // Watched first, so that nothing falls between the first look and the first change.
    let changes = try FileSystem.watchDirectory(Path.parent(path))
    reader = Mutex(try LogReader(path: path, options: options))
    watch = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(WakeUpHandler(wakeUp: wakeUp))
        }
      }
      .takingOwnershipOfDescriptor(input: changes.release()).get()
  }

  deinit { watch.close(promise: nil) }

  /// The container has ended: what it wrote until now is the rest.
  func end() {
    hasEnded.store(true, ordering: .releasing)
    wakeUp.yield()
  }

  /// The log, until `end` was called and all was read; to be read by one task.
  var pieces: AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { [self] in
      while true {
        let isLast = hasEnded.load(ordering: .acquiring)
        if let bytes = try reader.withLock({ reader throws(SystemError) in try reader.next() }) { return bytes }
        if isLast || reader.withLock({ $0.isFull }) { return nil }
        var next = wakeUps.makeAsyncIterator()
        // A reader that is cancelled has no more to wait for.
        guard await next.next() != nil else { return nil }
      }
    }
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
