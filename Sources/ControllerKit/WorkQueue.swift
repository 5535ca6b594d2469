import DequeModule

/// The state of a work queue with client-go's rules, as a value without time or tasks of its own.
///
/// A key is in at most one of these states, and `add` moves it so:
///
/// | state | kept in | `add` |
/// |---|---|---|
/// | unknown | nowhere | becomes *waiting* |
/// | waiting | `waiting` and `dirty` | stays |
/// | being worked on | `processing` | becomes *dirty*, and waits again when `done` is called |
/// | delayed | `due` (besides any of the above) | stays delayed, and moves by the rows above as well |
///
/// Times are durations since any fixed moment that the caller keeps to.
struct WorkQueue<Key: Hashable & Sendable>: Sendable {
  private var waiting: Deque<Key> = []
  private var dirty: Set<Key> = []
  private var processing: Set<Key> = []
  private var due: [Key: Duration] = [:]
  private var failures: [Key: Int] = [:]
  private let backoff: Backoff

  /// The default backoff is client-go's: 5 ms, doubled up to 1,000 s.
  init(backoff: Backoff = Backoff(base: .milliseconds(5), limit: .seconds(1_000))) { self.backoff = backoff }

  /// How many keys could be worked on now.
  var count: Int { waiting.count }

  /// Makes the key wait for a worker, once.
  mutating func add(_ key: Key) {
    guard dirty.insert(key).inserted, !processing.contains(key) else { return }
    waiting.append(key)
  }

  /// Plans to add the key `delay` after `now`.
  ///
  /// Returns whether the caller is to call `fire` then; it need not when an earlier plan stands.
  mutating func add(_ key: Key, after delay: Duration, now: Duration) -> Bool {
    guard delay > .zero else {
      add(key)
      return false
    }
    if let planned = due[key], planned <= now + delay { return false }
    due[key] = now + delay
    return true
  }

  /// Adds the key if its planned time has come.
  ///
  /// A plan that was replaced by an earlier one is not due twice.
  mutating func fire(_ key: Key, now: Duration) {
    guard let planned = due[key], planned <= now else { return }
    due[key] = nil
    add(key)
  }

  /// The next key to work on; it stays in work until `done`.
  mutating func next() -> Key? {
    guard let key = waiting.popFirst() else { return nil }
    dirty.remove(key)
    processing.insert(key)
    return key
  }

  /// Ends the work on the key; it waits again if it was added meanwhile.
  mutating func done(_ key: Key) {
    processing.remove(key)
    if dirty.contains(key) { waiting.append(key) }
  }

  /// Counts a failure and tells how long to wait before the next try.
  mutating func delayAfterFailure(_ key: Key) -> Duration {
    let count = failures[key, default: 0] + 1
    failures[key] = count
    return backoff.delay(afterFailures: count)
  }

  /// Forgets the failures of the key.
  mutating func forget(_ key: Key) { failures[key] = nil }
}
