/// What is remembered of clients, at most so many: the ones that were silent longest are forgotten for new ones.
///
/// An eighth goes at once, so that a flood of new clients costs each of them little.
struct RecentClients<Client: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var value: Value
    var use: UInt64
  }

  let most: Int
  private var entries: [Client: Entry] = [:]
  private var uses: UInt64 = 0
  private var isTold = false

  init(most: Int) { self.most = most }

  var count: Int { entries.count }
  var clients: [Client] { Array(entries.keys) }

  /// What is remembered of a client, which is not heard of by that.
  subscript(_ client: Client) -> Value? { entries[client]?.value }

  /// A client was heard of.
  mutating func use(_ client: Client) {
    uses += 1
    entries[client]?.use = uses
  }

  /// Changes what is remembered of a client; nothing happens when that is nothing.
  mutating func change(_ client: Client, _ change: (inout Value) -> Void) {
    guard var entry = entries[client] else { return }
    change(&entry.value)
    entries[client] = entry
  }

  mutating func remove(_ client: Client) -> Value? {
    let removed = entries.removeValue(forKey: client)?.value
    if entries.count <= most / 2 { isTold = false }
    return removed
  }

  /// Keeps what `isKept` says.
  mutating func keep(_ isKept: (Value) -> Bool) {
    entries = entries.filter { isKept($0.value.value) }
    if entries.count <= most / 2 { isTold = false }
  }

  /// Remembers a client that was heard of.
  ///
  /// - Returns: Whom that had forgotten, and whether it is the first time since half of the room was free.
  mutating func insert(_ value: Value, for client: Client) -> (forgotten: [(Client, Value)], isNews: Bool) {
    var forgotten: [(Client, Value)] = []
    var isNews = false
    if entries[client] == nil, entries.count >= most {
      let oldest = entries.sorted { $0.value.use < $1.value.use }.prefix(max(most / 8, 1))
      for (client, entry) in oldest {
        entries[client] = nil
        forgotten.append((client, entry.value))
      }
      isNews = !isTold
      isTold = true
    }
    uses += 1
    entries[client] = Entry(value: value, use: uses)
    return (forgotten, isNews)
  }
}
