import LinuxSystem
import Synchronization

/// A log that is read while it is written: the kernel tells of each change of its directory.
final class FollowedLog: Sendable {
  private let reader: Mutex<LogReader>
  private let hasEnded = Atomic<Bool>(false)
  private let watch: DirectoryWatch

  init(path: String, options: ContainerLogOptions) async throws {
    // Watched first, so that nothing falls between the first look and the first change.
    watch = try await DirectoryWatch([Path.parent(path)])
    reader = Mutex(try LogReader(path: path, options: options))
  }

  /// The container has ended: what it wrote until now is the rest.
  func end() {
    hasEnded.store(true, ordering: .releasing)
    watch.wake()
  }

  /// The log, until `end` was called and all was read; to be read by one task.
  var pieces: AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { [self] in
      while true {
        let isLast = hasEnded.load(ordering: .acquiring)
        if let bytes = try reader.withLock({ reader throws(SystemError) in try reader.next() }) { return bytes }
        if isLast || reader.withLock({ $0.isFull }) { return nil }
        // A reader that is cancelled has no more to wait for.
        guard await watch.next() else { return nil }
      }
    }
  }
}
