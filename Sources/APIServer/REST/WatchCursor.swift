import ObjectStore
import Synchronization

/// A place in a watch that may be shared between tasks, for streams that pull.
final class WatchCursor: Sendable {
  private let watch: ResourceWatch
  private let position = Atomic(0)

  init(_ watch: ResourceWatch) { self.watch = watch }

  /// The next event; nil when the watch has ended or the task is cancelled.
  func next() async -> ResourceWatchEvent? {
    let place = position.add(1, ordering: .relaxed).oldValue
    var iterator = ResourceWatch.Iterator(
      watch: watch, base: watch.base.makeAsyncIterator(), position: min(place, watch.initial.count))
    return await iterator.next()
  }
}
