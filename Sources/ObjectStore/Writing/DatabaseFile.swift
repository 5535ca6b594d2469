import FoundationEssentials
import GRDB
import KubeModel

/// The SQLite database behind the store: its schema, how it is opened, and the statements.
///
/// Table `object` holds the newest revision of every object as JSON; `state` has one row with the last revision, so
/// that revisions of deleted objects are not given out again. `PRAGMA user_version` is the version of this layout.
struct DatabaseFile: Sendable {
  static let version = 1

  let queue: DatabaseQueue

  /// What the database held when it was opened.
  struct Contents {
    var objects: [StoredObject] = []
    var revision: Int64 = 0
  }

  /// A database in memory.
  init() throws {
    queue = try DatabaseQueue(configuration: Self.configuration())
    try queue.writeWithoutTransaction { try Self.createSchema($0) }
  }

  /// The database at `path`, created when there is none.
  ///
  /// One connection serves all: reads come from memory. `synchronous` is FULL, so that a commit is on the disk
  /// before it is answered; GRDB sets NORMAL itself when it turns the write-ahead log on, hence the read-back.
  init(path: String) throws(StoreError) {
    do {
      var configuration = Self.configuration()
      configuration.journalMode = .wal
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { database in
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= Self.version else {
          throw StoreError.tooNew(path: path, version: found, supported: Self.version)
        }
        if found == 0 {
          guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
            throw StoreError.damaged(path: path, detail: "it is a database of another program")
          }
          try Self.createSchema(database)
        }
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
          throw StoreError.unreachable(path: path, detail: "SQLite does not sync its writes")
        }
      }
    } catch {
      throw Self.explain(error, path: path)
    }
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.label = "localkube.store"
    configuration.busyMode = .timeout(1)
    return configuration
  }

  private static func createSchema(_ database: Database) throws {
    try database.inTransaction {
      try database.execute(
        sql: """
          CREATE TABLE object (
            apiGroup TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            revision INTEGER NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (apiGroup, resource, namespace, name)
          );
          CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
          INSERT INTO state (id, revision) VALUES (1, 0);
          PRAGMA user_version = \(version);
          """)
      return .commit
    }
  }

  /// Reads everything; the path is for the error's text.
  func load(path: String) throws(StoreError) -> Contents {
    do {
      return try queue.writeWithoutTransaction { database in
        var contents = Contents()
        guard let revision = try Int64.fetchOne(database, sql: "SELECT revision FROM state WHERE id = 1") else {
          throw StoreError.damaged(path: path, detail: "its revision is missing")
        }
        contents.revision = revision
        let rows = try Row.fetchCursor(
          database, sql: "SELECT apiGroup, resource, namespace, name, revision, value FROM object")
        while let row = try rows.next() {
          let (group, resource): (String, String) = (row[0], row[1])
          let (namespace, name): (String, String) = (row[2], row[3])
          let bytes: [UInt8] = try row.withUnsafeData(atIndex: 5) { $0.map { Array($0) } ?? [] }
          let key = ObjectKey(
            GroupResource(group: group, resource: resource), namespace: namespace.isEmpty ? nil : namespace, name: name)
          guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else {
            throw StoreError.damaged(path: path, detail: "the value of \(key) is not an object")
          }
          contents.objects.append(StoredObject(key: key, revision: row[4], bytes: bytes))
        }
        return contents
      }
    } catch {
      throw Self.explain(error, path: path)
    }
  }

  /// Writes a batch in one transaction with one sync.
  static func commit(_ changes: [StoreEvent], revision: Int64, in database: Database) throws(StoreError) {
    do {
      try database.inTransaction(.immediate) {
        let put = try database.cachedStatement(
          sql: """
            INSERT INTO object (apiGroup, resource, namespace, name, revision, value) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET revision = excluded.revision, value = excluded.value
            """)
        let delete = try database.cachedStatement(
          sql: "DELETE FROM object WHERE apiGroup = ? AND resource = ? AND namespace = ? AND name = ?")
        // Of several changes of one object in the batch only the last one counts.
        var last: [ObjectKey: StoreEvent] = [:]
        for change in changes { last[change.key] = change }
        for change in last.values {
          let key = change.key
          if change.isDeletion {
            try delete.execute(arguments: [key.resource.group, key.resource.resource, key.namespace ?? "", key.name])
          } else {
            try put.execute(arguments: [
              key.resource.group, key.resource.resource, key.namespace ?? "", key.name, change.revision,
              Data(change.object.bytes),
            ])
          }
        }
        try database.cachedStatement(sql: "UPDATE state SET revision = ? WHERE id = 1").execute(arguments: [revision])
        return .commit
      }
    } catch {
      switch (error as? DatabaseError)?.resultCode {
      case .SQLITE_FULL?: throw .full(detail: "\(error)")
      default: throw .writeFailed(detail: "\(error)")
      }
    }
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
