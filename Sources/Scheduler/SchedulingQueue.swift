import KubeModel

/// Pods that wait for a node: those to be tried now, and those to be tried when something they lacked may be there.
struct SchedulingQueue: Sendable {
  private struct Entry: Sendable {
    var pod: PodInfo
    let arrival: Int
    /// nil while the pod is to be tried; otherwise what rejected it.
    var rejectedBy: Set<Concern>?
  }

  private var entries: [NamespacedName: Entry] = [:]
  /// The pods to be tried, sorted backwards: the next is the last.
  private var active: [(priority: Int, arrival: Int, name: NamespacedName)] = []
  private var arrivals = 0

  /// Adds a pod, or takes over its new state.
  ///
  /// A pod that waits is tried again when `retries` is true.
  mutating func set(_ pod: PodInfo, retries: Bool) {
    guard let entry = entries[pod.name], entry.pod.uid == pod.uid else {
      entries[pod.name] = Entry(pod: pod, arrival: arrivals, rejectedBy: nil)
      arrivals += 1
      activate(pod.name)
      return
    }
    entries[pod.name]?.pod = pod
    if retries, entry.rejectedBy != nil { activate(pod.name) }
  }

  mutating func remove(_ name: NamespacedName) { entries[name] = nil }

  func contains(_ name: NamespacedName) -> Bool { entries[name] != nil }

  subscript(name: NamespacedName) -> PodInfo? { entries[name]?.pod }

  /// Takes the most important pod, the first come among equals, out of the queue.
  mutating func next() -> PodInfo? {
    while let candidate = active.popLast() {
      // An entry may have been removed, or replaced by another pod of the same name, since it was activated.
      guard let entry = entries[candidate.name], entry.arrival == candidate.arrival, entry.rejectedBy == nil else {
        continue
      }
      entries[candidate.name] = nil
      return entry.pod
    }
    return nil
  }

  /// Puts a pod back that fits nowhere.
  mutating func park(_ pod: PodInfo, rejectedBy concerns: Set<Concern>) {
    entries[pod.name] = Entry(pod: pod, arrival: arrivals, rejectedBy: concerns)
    arrivals += 1
  }

  /// Tries those again that were rejected by one of `concerns`.
  mutating func wake(_ concerns: Set<Concern>) {
    let waiting = entries.filter { $0.value.rejectedBy.map { !$0.isDisjoint(with: concerns) } ?? false }
    for name in waiting.sorted(by: { $0.value.arrival < $1.value.arrival }).map(\.key) { activate(name) }
  }

  private mutating func activate(_ name: NamespacedName) {
    guard let entry = entries[name] else { return }
    entries[name]?.rejectedBy = nil
    let candidate = (priority: entry.pod.priority, arrival: entry.arrival, name: name)
    // Highest priority last; among equals the first come last.
    var low = 0
    var high = active.count
    while low < high {
      let middle = (low + high) / 2
      let other = active[middle]
      if (other.priority, -other.arrival) < (candidate.priority, -candidate.arrival) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    active.insert(candidate, at: low)
  }
}
