import DequeModule

/// The most recent events, bounded by number and by weight.
struct EventRing {
  private var events: Deque<StoreEvent> = []
  private var weight = 0
  private let maximumCount: Int
  private let maximumWeight: Int
  /// Every event after this revision is in the ring.
  private(set) var completeAfter: Int64

  init(maximumCount: Int, maximumWeight: Int, startingAt revision: Int64) {
    self.maximumCount = maximumCount
    self.maximumWeight = maximumWeight
    completeAfter = revision
  }

  mutating func append(_ event: StoreEvent) {
    events.append(event)
    weight += event.weight
    while events.count > maximumCount || weight > maximumWeight, events.count > 1 {
      let dropped = events.removeFirst()
      weight -= dropped.weight
      completeAfter = dropped.revision
    }
  }

  /// The events after `revision`, oldest first; nil when some of them are no longer here.
  func events(after revision: Int64) -> Deque<StoreEvent>.SubSequence? {
    guard revision >= completeAfter else { return nil }
    var low = events.startIndex
    var high = events.endIndex
    while low < high {
      let middle = (low + high) / 2
      if events[middle].revision <= revision { low = middle + 1 } else { high = middle }
    }
    return events[low...]
  }
}
