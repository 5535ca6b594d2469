import KubeModel

/// A running watch: its items, in the order of their revisions.
///
/// The sequence ends without an error when the store closes the watch: because its reader was so slow that its
/// buffer was full, or because the store closed. Nothing is ever left out before that, so the reader goes on with a
/// new watch from the last revision that it saw. Dropping the sequence ends the watch.
package struct StoreWatch: AsyncSequence, Sendable {
  package typealias Element = StoreWatchItem
  package typealias Failure = Never

  let stream: AsyncStream<StoreWatchItem>
  let progress: @Sendable () -> Void
  let stop: @Sendable () -> Void

  package func makeAsyncIterator() -> AsyncStream<StoreWatchItem>.Iterator { stream.makeAsyncIterator() }

  /// Asks for a `progress` item, which comes after all events up to the store's present revision.
  package func requestProgress() { progress() }

  /// Ends the sequence after what is buffered.
  package func cancel() { stop() }
}

/// One watch as the store sees it.
struct Watcher {
  let id: Int
  let namespace: String?
  let continuation: AsyncStream<StoreWatchItem>.Continuation

  /// Hands the item over; false when the watcher has gone or is too slow, and is closed.
  func offer(_ item: StoreWatchItem) -> Bool {
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
