import GRDB
package import KubeModel
package import Logging
import Synchronization

/// The cluster's objects, their revisions and their changes.
///
/// There is one writer. A write runs as a closure inside it, allots the next revisions, goes to SQLite together with
/// the writes that wait at the same moment (one transaction, one sync), and only then changes the index, is shown to
/// watchers in the order of revisions, and is answered. An answered write is never lost. Reads come from memory.
///
/// State: `disk` is what the next start would find; `memory.index` equals it between two commits, and is never ahead
/// of it; `memory.ring` holds the events that led there.
package final class ObjectStore: Sendable {
  /// Sizes that bound the store's memory.
  package struct Limits: Sendable {
    /// How many recent events are kept for watches that start in the past.
    package var ringCount = 8_192
    /// How much the recent events may weigh, in bytes.
    package var ringBytes = 6 << 20
    /// How many items a watcher may be behind before it is closed.
    package var watcherBacklog = 4_096
    /// How many bytes a watcher may be behind before it is closed.
    package var watcherBytes = 32 << 20

    package init() {}
  }

  struct Memory {
    var index = ObjectIndex()
    var revision: Int64 = 0
    var ring: EventRing
    var watchers = WatcherTable()
    var observers: [GroupResource: [any StoreObserver]] = [:]
  }

  private let disk: DatabaseFile
  private let limits: Limits
  private let logger: Logger
  private let memory: Mutex<Memory>
  /// What is on the disk; changed by the writer alone.
  private let totals: Mutex<DatabaseTotals>
  private let writes = Mutex(WriteQueue())
  /// Watchers whose readers have gone; they leave the table when it is used next.
  ///
  /// A reader that is cancelled holds its task's own lock while it says so, and whoever resumes it, with `memory` held,
  /// waits for that lock: so it must not wait for `memory`.
  private let departed = Mutex<[(id: Int, resource: GroupResource)]>([])

  /// Opens the database at `path`, or creates it.
  package convenience init(
    path: String, limits: Limits = Limits(), logger: Logger = Logger(label: "store")
  ) throws(StoreError) {
    let (disk, contents) = try DatabaseFile.open(path: path)
    if contents.revision > contents.totals.revision {
      logger.warning(
        "the last write before the machine went down was not finished, and is undone",
        metadata: ["revision": "\(contents.revision)", "kept": "\(contents.totals.revision)"])
    }
    self.init(disk: disk, contents: contents, limits: limits, logger: logger)
  }

  /// A store in memory, for tests and dry runs.
  package convenience init(
    inMemoryWith limits: Limits = Limits(), logger: Logger = Logger(label: "store")
  ) throws(StoreError) {
    let disk: DatabaseFile
    do {
      disk = try DatabaseFile()
    } catch {
      throw .unreachable(path: ":memory:", detail: "\(error)")
    }
    self.init(disk: disk, contents: DatabaseFile.Contents(), limits: limits, logger: logger)
  }

  private init(disk: DatabaseFile, contents: DatabaseFile.Contents, limits: Limits, logger: Logger) {
    var index = ObjectIndex()
    for object in contents.objects { index.set(object) }
    let ring = EventRing(
      maximumCount: limits.ringCount, maximumWeight: limits.ringBytes, startingAt: contents.revision)
    self.disk = disk
    self.limits = limits
    self.logger = logger
    totals = Mutex(contents.totals)
    memory = Mutex(Memory(index: index, revision: contents.revision, ring: ring))
  }

  // MARK: Reading

  /// The revision of the last write.
  package var revision: Int64 { memory.withLock { $0.revision } }

  /// The object; nil when there is none.
  package func object(_ key: ObjectKey) -> StoredObject? { memory.withLock { $0.index.object(key) } }

  /// The resources that have objects.
  package var resources: [GroupResource] { memory.withLock { $0.index.resources } }

  /// The objects of a resource in a namespace, or in all of them when it is nil.
  package func objects(_ resource: GroupResource, namespace: String? = nil) -> ObjectSnapshot {
    memory.withLock { memory in
      ObjectSnapshot(objects: memory.index.objects(resource, namespace: namespace), revision: memory.revision)
    }
  }

  /// The objects as they were at an earlier revision; nil when that is longer ago than the recent events reach.
  package func objects(
    _ resource: GroupResource, namespace: String? = nil, at revision: Int64
  ) -> ObjectSnapshot? {
    memory.withLock { memory in
      let current = memory.index.objects(resource, namespace: namespace)
      guard revision < memory.revision else { return ObjectSnapshot(objects: current, revision: memory.revision) }
      guard let later = memory.ring.events(after: revision) else { return nil }
      var objects: [ObjectKey: StoredObject]?
      for event in later.reversed()
      where event.key.resource == resource && (namespace == nil || event.key.namespace == namespace) {
        if objects == nil { objects = Dictionary(current.map { ($0.key, $0) }) { first, _ in first } }
        objects?[event.key] = event.old
      }
      let past = objects.map { $0.values.sorted { $0.key < $1.key } } ?? current
      return ObjectSnapshot(objects: past, revision: revision)
    }
  }

  // MARK: Watching

  /// The changes after `revision`, in order; nil starts at the present.
  ///
  /// Throws 410 when some of them are no longer kept.
  package func watch(
    _ resource: GroupResource, namespace: String? = nil, after revision: Int64? = nil
  ) throws(StatusError) -> StoreWatch {
    try memory.withLock { memory throws(StatusError) in
      try self.start(resource, namespace: namespace, after: revision, in: &memory)
    }
  }

  /// The present objects and all changes after them, without a gap between the two.
  package func listAndWatch(_ resource: GroupResource, namespace: String? = nil) -> (ObjectSnapshot, StoreWatch) {
    memory.withLock { memory in
      let snapshot = ObjectSnapshot(
        objects: memory.index.objects(resource, namespace: namespace), revision: memory.revision)
      return (snapshot, self.subscribe(resource, namespace: namespace, replay: [], in: &memory))
    }
  }

  private func start(
    _ resource: GroupResource, namespace: String?, after revision: Int64?, in memory: inout Memory
  ) throws(StatusError) -> StoreWatch {
    guard let revision, revision != memory.revision else {
      return subscribe(resource, namespace: namespace, replay: [], in: &memory)
    }
    guard revision < memory.revision else {
      throw StatusError(
        code: 504, reason: .timeout,
        message: "Too large resource version: \(revision), current: \(memory.revision)",
        details: .init(
          causes: [.init(reason: "ResourceVersionTooLarge", message: "Too large resource version")],
          retryAfterSeconds: 1))
    }
    guard let missed = memory.ring.events(after: revision) else {
      throw .expired("too old resource version: \(revision) (\(memory.ring.completeAfter))")
    }
    let replay = missed.filter {
      $0.key.resource == resource && (namespace == nil || $0.key.namespace == namespace)
    }
    return subscribe(resource, namespace: namespace, replay: Array(replay), in: &memory)
  }

  private func subscribe(
    _ resource: GroupResource, namespace: String?, replay: [StoreEvent], in memory: inout Memory
  ) -> StoreWatch {
    let (stream, continuation) = AsyncStream.makeStream(
      of: StoreWatchItem.self, bufferingPolicy: .bufferingOldest(replay.count + limits.watcherBacklog))
    removeDeparted(from: &memory)
    let id = memory.watchers.nextID()
    let watcher = Watcher(
      id: id, namespace: namespace, continuation: continuation, backlog: WatchBacklog(), mostBytes: limits.watcherBytes)
    for event in replay { watcher.replay(event) }
    memory.watchers.add(watcher, to: resource)
    continuation.onTermination = { [weak self] reason in
      // Otherwise it was finished here, and is out of the table.
      if case .cancelled = reason { self?.departed.withLock { $0.append((id, resource)) } }
    }
    return StoreWatch(
      stream: stream, backlog: watcher.backlog,
      progress: { [weak self] in self?.sendProgress(to: id, of: resource) },
      stop: { [weak self] in
        self?.removeWatcher(id, of: resource)
        continuation.finish()
      })
  }

  private func removeDeparted(from memory: inout Memory) {
    let departed = departed.withLock { departed in
      defer { departed = [] }
      return departed
    }
    for (id, resource) in departed { memory.watchers.remove(id, from: resource) }
  }

  private func removeWatcher(_ id: Int, of resource: GroupResource) {
    memory.withLock { $0.watchers.remove(id, from: resource) }
  }

  private func sendProgress(to id: Int, of resource: GroupResource) {
    memory.withLock { memory in
      guard let watcher = memory.watchers.watcher(id, of: resource) else { return }
      if !watcher.offer(.progress(revision: memory.revision)) { memory.watchers.remove(id, from: resource) }
    }
  }

  /// Tells `observer` what is there of these resources, and from then on every change.
  package func observe(_ resources: [GroupResource], by observer: any StoreObserver) {
    memory.withLock { memory in
      observer.begin(resources.flatMap { memory.index.objects($0, namespace: nil) })
      for resource in resources { memory.observers[resource, default: []].append(observer) }
    }
  }

  /// How many watches are running.
  package var watcherCount: Int {
    memory.withLock { memory in
      removeDeparted(from: &memory)
      return memory.watchers.count
    }
  }

  // MARK: Writing

  /// Runs `body` inside the writer and keeps its changes; returns when they are on the disk.
  ///
  /// What `body` throws is thrown here, and nothing is kept. A `StoreError` means that the disk refused.
  @discardableResult
  package func write<Answer: Sendable>(
    _ body: @escaping @Sendable (inout StoreTransaction) throws -> Answer
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      let write = PendingWrite(
        attempt: { transaction in
          let answer = try body(&transaction)
          return { failure in
            if let failure { continuation.resume(throwing: failure) } else { continuation.resume(returning: answer) }
          }
        },
        fail: { continuation.resume(throwing: $0) })
      switch writes.withLock({ $0.add(write) }) {
      case .startWriter:
        disk.queue.asyncWriteWithoutTransaction { self.drain(into: $0) }
      case .queued: break
      case .closed: write.fail(StoreError.closed)
      }
    }
  }

  /// Commits batch after batch until nothing waits.
  ///
  /// Runs on the database's queue, alone.
  private func drain(into database: Database) {
    while true {
      let batch = writes.withLock { $0.take() }
      guard !batch.isEmpty else { return }
      commit(batch, into: database)
    }
  }

  private func commit(_ batch: [PendingWrite], into database: Database) {
    var transaction = memory.withLock { StoreTransaction(base: $0.index, revision: $0.revision) }
    var admitted: [(write: PendingWrite, completion: PendingWrite.Completion)] = []
    for write in batch {
      let changeCount = transaction.changes.count
      do {
        admitted.append((write, try write.attempt(&transaction)))
      } catch {
        transaction.rollBack(toChangeCount: changeCount)
        write.fail(error)
      }
    }
    transaction.releaseBase()
    do throws(StoreError) {
      if !transaction.changes.isEmpty {
        let before = totals.withLock { $0 }
        let after = try disk.commit(
          transaction.changes, revision: transaction.revision, after: before, in: database)
        totals.withLock { $0 = after }
        show(transaction.changes, revision: transaction.revision)
      }
      for (_, completion) in admitted { completion(nil) }
    } catch {
      logger.error("a write was refused by the disk", metadata: ["error": "\(error)"])
      // One write that does not fit must not take the others with it: each is tried alone.
      if admitted.count > 1 {
        for (write, _) in admitted { commit([write], into: database) }
      } else {
        for (_, completion) in admitted { completion(error) }
      }
    }
  }

  /// Makes committed changes visible: index, ring and watchers, in one step.
  private func show(_ changes: [StoreEvent], revision: Int64) {
    memory.withLock { memory in
      removeDeparted(from: &memory)
      for event in changes {
        memory.index.apply(event)
        memory.ring.append(event)
        for observer in memory.observers[event.key.resource] ?? [] { observer.apply(event) }
        memory.watchers.publish(event)
      }
      memory.revision = revision
    }
  }

  // MARK: Closing

  /// Finishes the writes that were begun, closes all watches and the database, whose file holds everything then; later
  /// writes throw `closed`.
  package func close() async throws {
    writes.withLock { $0.close() }
    try await disk.queue.barrierWriteWithoutTransaction { _ in }
    memory.withLock { $0.watchers.closeAll() }
    try await disk.close(at: revision)
  }

  /// Bounds the database file, as etcd's quota does; writes beyond it throw `full`.
  package func setQuota(bytes: Int) async throws {
    try await disk.queue.barrierWriteWithoutTransaction { database in
      let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4_096
      try database.execute(sql: "PRAGMA max_page_count = \(max(1, bytes / pageSize))")
    }
  }
}
