import KubeModel
import Synchronization

/// A running watch: its items, in the order of their revisions.
///
/// The sequence ends without an error when the store closes the watch: because its reader was so slow that its
/// buffer was full, or because the store closed. Nothing is ever left out before that, so the reader goes on with a
/// new watch from the last revision that it saw. Dropping the sequence ends the watch.
package struct StoreWatch: AsyncSequence, Sendable {
  package typealias Element = StoreWatchItem
  package typealias Failure = Never

  let stream: AsyncStream<StoreWatchItem>
  let backlog: WatchBacklog
  let progress: @Sendable () -> Void
  let stop: @Sendable () -> Void

  package func makeAsyncIterator() -> Iterator { Iterator(base: stream.makeAsyncIterator(), backlog: backlog) }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate var base: AsyncStream<StoreWatchItem>.Iterator
    fileprivate let backlog: WatchBacklog

    /// The next item; nil when the watch has ended or the task is cancelled.
    package mutating func next() async -> StoreWatchItem? {
      let item = await base.next(isolation: #isolation)
      if let item { backlog.remove(item.weight) }
      return item
    }
  }

  /// Asks for a `progress` item, which comes after all events up to the store's present revision.
  package func requestProgress() { progress() }

  /// Ends the sequence after what is buffered.
  package func cancel() { stop() }
}

/// How much a watcher is behind, in bytes: few items can weigh much.
final class WatchBacklog: Sendable {
  private let bytes = Atomic(0)

  /// Adds an item's weight and returns the sum.
  func add(_ weight: Int) -> Int { bytes.add(weight, ordering: .relaxed).newValue }

  func remove(_ weight: Int) { bytes.subtract(weight, ordering: .relaxed) }
}

extension StoreWatchItem {
  fileprivate var weight: Int {
    switch self {
    case .event(let event): event.weight
    case .progress: 0
    }
  }
}

/// One watch as the store sees it.
struct Watcher {
  let id: Int
  let namespace: String?
  let continuation: AsyncStream<StoreWatchItem>.Continuation
  let backlog: WatchBacklog
  /// How much it may be behind, in bytes.
  let mostBytes: Int

  /// Hands the item over; false when the watcher has gone or is too slow, and is closed.
  func offer(_ item: StoreWatchItem) -> Bool {
    let weight = item.weight
    // One item is always taken, however much it weighs.
    guard backlog.add(weight) <= max(mostBytes, weight) else {
      continuation.finish()
      return false
    }
    return take(item)
  }

  /// Hands over what happened before the watch began, which the store's memory of recent events bounds.
  func replay(_ event: StoreEvent) {
    let item = StoreWatchItem.event(event)
    _ = backlog.add(item.weight)
    _ = take(item)
  }

  private func take(_ item: StoreWatchItem) -> Bool {
    switch continuation.yield(item) {
    case .enqueued: return true
    case .dropped, .terminated:
      continuation.finish()
      return false
    @unknown default: return true
    }
  }
}

/// All running watches.
struct WatcherTable {
  private var byResource: [GroupResource: [Watcher]] = [:]
  private var lastID = 0

  mutating func nextID() -> Int {
    lastID += 1
    return lastID
  }

  mutating func add(_ watcher: Watcher, to resource: GroupResource) {
    byResource[resource, default: []].append(watcher)
  }

  mutating func remove(_ id: Int, from resource: GroupResource) {
    byResource[resource]?.removeAll { $0.id == id }
    if byResource[resource]?.isEmpty == true { byResource[resource] = nil }
  }

  func watcher(_ id: Int, of resource: GroupResource) -> Watcher? {
    byResource[resource]?.first { $0.id == id }
  }

  mutating func publish(_ event: StoreEvent) {
    guard let watchers = byResource[event.key.resource] else { return }
    var closed: [Int] = []
    for watcher in watchers where watcher.namespace == nil || watcher.namespace == event.key.namespace {
      if !watcher.offer(.event(event)) { closed.append(watcher.id) }
    }
    for id in closed { remove(id, from: event.key.resource) }
  }

  mutating func closeAll() {
    for watcher in byResource.values.joined() { watcher.continuation.finish() }
    byResource = [:]
  }

  var count: Int { byResource.values.reduce(0) { $0 + $1.count } }
}
