import FoundationEssentials
import GRDB
import KubeModel
import LinuxSystem
import Synchronization

/// The SQLite database behind the store: how it is opened, written and closed, and how damage is told.
///
/// What SQLite cannot see is seen here: rows have checksums (``DatabaseSchema``), and a mark beside the file says up to
/// which revision it was written (``DatabaseMark``), so that a log that is cut off, emptied or gone is not taken for a
/// cluster of earlier times, or an empty one.
struct DatabaseFile: Sendable {
  let queue: DatabaseQueue
  /// Nil for a database in memory.
  private let mark: DatabaseMark?

  /// What the database held when it was opened.
  struct Contents: Sendable {
    var objects: [StoredObject] = []
    var totals = DatabaseTotals()
    /// The last revision that was given out: later than the totals' when the last commit was torn by a power loss.
    var revision: Int64 = 0
  }

  /// A database in memory.
  init() throws {
    queue = try DatabaseQueue(configuration: Self.configuration())
    mark = nil
    try queue.writeWithoutTransaction { try DatabaseSchema.create(in: $0) }
  }

  /// Opens the database at `path`, which is created when there is none, and reads everything.
  ///
  /// The files are for their owner alone. One connection serves all: reads come from memory. `synchronous` is FULL, so
  /// that a commit is on the disk before it is answered; GRDB sets NORMAL itself when it turns the write-ahead log on,
  /// hence the read-back.
  static func open(path: String) throws(StoreError) -> (DatabaseFile, Contents) {
    var opened: DatabaseQueue?
    do {
      let found = try DatabaseMark.find(of: path)
      try requireFile(path, found)
      try makePrivate(path)
      var configuration = Self.configuration()
      configuration.journalMode = .wal
      // Nobody else opens it, and the log then needs no shared memory, for which a full disk has no room.
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      opened = queue
      var contents = try queue.writeWithoutTransaction { try read($0, path: path, found) }
      contents.revision = contents.totals.revision
      if case .content(let content) = found {
        guard content.before <= contents.totals.revision else {
          throw StoreError.damaged(
            path: path,
            detail: "it ends with revision \(contents.totals.revision), and revision \(content.last) was written")
        }
        contents.revision = max(contents.revision, content.last)
      }
      let last = contents.revision
      let mark = try DatabaseMark(of: path, DatabaseMark.Content(last: last, before: contents.totals.revision))
      return (DatabaseFile(queue: queue, mark: mark), contents)
    } catch {
      if let opened { leftOpen.withLock { $0.append(opened) } }
      throw Self.explain(error, path: path)
    }
  }

  /// Databases that were refused, until the process ends: at a close SQLite would move what it takes for the whole of
  /// the log into the file and remove the log, and a damaged database stays as it was found.
  private static let leftOpen = Mutex<[DatabaseQueue]>([])

  private init(queue: DatabaseQueue, mark: DatabaseMark) {
    self.queue = queue
    self.mark = mark
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.label = "localkube.store"
    configuration.busyMode = .timeout(1)
    return configuration
  }

  // MARK: Opening

  /// Throws when there was a database and its file is gone or empty; SQLite would begin a new one.
  private static func requireFile(_ path: String, _ found: DatabaseMark.Found) throws {
    func size(_ path: String) throws(SystemError) -> Int? {
      do { return try FileSystem.status(path).size } catch {
        guard error.number == SystemError.notFound else { throw error }
        return nil
      }
    }
    let own = try size(path)
    guard own ?? 0 == 0 else { return }
    let wasThere =
      switch found {
      case .nothing: try size(path + "-wal") ?? 0 > 0
      case .content, .damaged: true
      }
    if wasThere {
      throw StoreError.damaged(path: path, detail: own == nil ? "it is gone" : "it is empty, and was not")
    }
  }

  /// The log and SQLite's other files take the database's permissions when they are made.
  private static func makePrivate(_ path: String) throws(SystemError) {
    _ = try FileSystem.open(path, .keeping, permissions: 0o600)
    for file in [path, path + "-wal", path + "-shm", DatabaseMark.path(of: path)] where FileSystem.exists(file) {
      try FileSystem.makePrivate(file)
    }
  }

  private static func read(_ database: Database, path: String, _ found: DatabaseMark.Found) throws -> Contents {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= DatabaseSchema.version else {
      throw StoreError.tooNew(path: path, version: version, supported: DatabaseSchema.version)
    }
    if version == 0 {
      guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
        throw StoreError.damaged(path: path, detail: "it is a database of another program")
      }
      guard found == .nothing else { throw StoreError.damaged(path: path, detail: "it is empty, and was not") }
      try DatabaseSchema.create(in: database)
    } else if let problem = try String.fetchOne(database, sql: "PRAGMA integrity_check(1)"), problem != "ok" {
      throw StoreError.damaged(path: path, detail: problem)
    }
    if version == 1 { try DatabaseSchema.upgrade(database, path: path) }
    try database.execute(sql: "PRAGMA synchronous = FULL")
    guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
      throw StoreError.unreachable(path: path, detail: "SQLite does not sync its writes")
    }
    return try DatabaseSchema.load(database, path: path)
  }

  // MARK: Writing

  /// Writes a batch in one transaction with one sync, and returns what the database comes to afterwards.
  func commit(
    _ changes: [StoreEvent], revision: Int64, after totals: DatabaseTotals, in database: Database
  ) throws(StoreError) -> DatabaseTotals {
    var next = totals
    next.revision = revision
    // Of several changes of one object in the batch only the first one's past and the last one's result count.
    var last: [ObjectKey: StoreEvent] = [:]
    for change in changes {
      if last.updateValue(change, forKey: change.key) == nil, let old = change.old { next.remove(old) }
    }
    for change in last.values where !change.isDeletion { next.add(change.object) }
    do {
      try database.inTransaction(.immediate) {
        try Self.write(last.values.map(\.self), next, in: database)
        return .commit
      }
    } catch {
      switch (error as? DatabaseError)?.resultCode {
      case .SQLITE_FULL?: throw .full(detail: "\(error)")
      default: throw .writeFailed(detail: "\(error)")
      }
    }
    do {
      try mark?.write(DatabaseMark.Content(last: revision, before: totals.revision))
    } catch {
      // The commit is kept, which is what was asked. A mark that stays behind notices less, and nothing that is not so.
    }
    return next
  }

  private static func write(_ changes: [StoreEvent], _ totals: DatabaseTotals, in database: Database) throws {
    let put = try database.cachedStatement(
      sql: """
        INSERT INTO object (apiGroup, resource, namespace, name, revision, value, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, value = excluded.value, checksum = excluded.checksum
        """)
    let delete = try database.cachedStatement(
      sql: "DELETE FROM object WHERE apiGroup = ? AND resource = ? AND namespace = ? AND name = ?")
    for change in changes {
      let key = change.key
      if change.isDeletion {
        try delete.execute(arguments: [key.resource.group, key.resource.resource, key.namespace ?? "", key.name])
      } else {
        try put.execute(arguments: [
          key.resource.group, key.resource.resource, key.namespace ?? "", key.name, change.revision,
          Data(change.object.bytes), Int64(bitPattern: change.object.checksum),
        ])
      }
    }
    try DatabaseSchema.write(totals, in: database)
  }

  // MARK: Closing

  /// Moves the log into the database, so that the one file holds everything, and closes it.
  func close(at revision: Int64) async throws {
    try await queue.barrierWriteWithoutTransaction { database in
      // Without room on the disk the log stays, and is as good.
      if mark != nil { try? database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
    try mark?.settle(at: revision)
    try queue.close()
  }

  private static func explain(_ error: any Error, path: String) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let error = error as? DatabaseError else { return .unreachable(path: path, detail: "\(error)") }
    let detail = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: return .damaged(path: path, detail: detail)
    default: return .unreachable(path: path, detail: detail)
    }
  }
}
