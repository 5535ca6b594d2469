import GRDB
import KubeModel

/// The layout of the database.
///
/// Table `object` holds the newest revision of every object as JSON, and a checksum of each row; `state` has one row with
/// the last revision, so that revisions of deleted objects are not given out again, and with what all rows come to.
/// `PRAGMA user_version` is the version of this layout; version 1 had neither checksums nor totals.
enum DatabaseSchema {
  static let version = 2

  static func create(in database: Database) throws {
    try database.inTransaction {
      try database.execute(
        sql: """
          CREATE TABLE object (
            apiGroup TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            revision INTEGER NOT NULL, value BLOB NOT NULL, checksum INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (apiGroup, resource, namespace, name)
          );
          CREATE TABLE state (
            id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, count INTEGER NOT NULL DEFAULT 0,
            sum INTEGER NOT NULL DEFAULT 0, checksum INTEGER NOT NULL DEFAULT 0
          );
          INSERT INTO state (id, revision) VALUES (1, 0);
          PRAGMA user_version = \(version);
          """)
      try write(DatabaseTotals(), in: database)
      return .commit
    }
  }

  /// Gives a database of version 1 its checksums, of what it holds.
  static func upgrade(_ database: Database, path: String) throws {
    try database.inTransaction(.immediate) {
      try database.execute(
        sql: """
          ALTER TABLE object ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE state ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE state ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE state ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
          PRAGMA user_version = \(version);
          """)
      let read = try rows(in: database, path: path)
      var totals = DatabaseTotals(revision: read.totals.revision)
      let update = try database.makeStatement(
        sql: "UPDATE object SET checksum = ? WHERE apiGroup = ? AND resource = ? AND namespace = ? AND name = ?")
      for (object, _) in read.rows {
        guard (try? JSONValue(parsing: object.bytes))?["metadata"]?["name"] == .string(object.key.name) else {
          throw StoreError.damaged(path: path, detail: "the value of \(object.key) is not that object")
        }
        totals.add(object)
        let key = object.key
        try update.execute(arguments: [
          Int64(bitPattern: object.checksum), key.resource.group, key.resource.resource, key.namespace ?? "", key.name,
        ])
      }
      try write(totals, in: database)
      return .commit
    }
  }

  /// Reads everything, and compares it with its checksums.
  static func load(_ database: Database, path: String) throws -> DatabaseFile.Contents {
    let (totals, rows) = try rows(in: database, path: path)
    var found = DatabaseTotals(revision: totals.revision)
    for (object, checksum) in rows {
      let own = object.checksum
      guard own == checksum else {
        throw StoreError.damaged(path: path, detail: "the checksum of \(object.key) does not match")
      }
      found.count += 1
      found.sum &+= own
    }
    guard found == totals else {
      throw StoreError.damaged(
        path: path, detail: "it holds \(found.count) objects that do not add up to the \(totals.count) written")
    }
    return DatabaseFile.Contents(objects: rows.map(\.object), totals: totals)
  }

  private static func rows(
    in database: Database, path: String
  ) throws -> (totals: DatabaseTotals, rows: [(object: StoredObject, checksum: UInt64)]) {
    guard let row = try Row.fetchOne(database, sql: "SELECT revision, count, sum, checksum FROM state WHERE id = 1")
    else { throw StoreError.damaged(path: path, detail: "its revision is missing") }
    let totals = DatabaseTotals(revision: row[0], count: row[1], sum: UInt64(bitPattern: row[2]))
    let isUpgrade = totals.count == 0 && totals.sum == 0 && row[3] == 0
    guard isUpgrade || totals.checksum == UInt64(bitPattern: row[3]) else {
      throw StoreError.damaged(path: path, detail: "the checksum of its revision does not match")
    }
    var rows: [(object: StoredObject, checksum: UInt64)] = []
    let cursor = try Row.fetchCursor(
      database, sql: "SELECT apiGroup, resource, namespace, name, revision, value, checksum FROM object")
    while let row = try cursor.next() {
      let (group, resource): (String, String) = (row[0], row[1])
      let (namespace, name): (String, String) = (row[2], row[3])
      let bytes: [UInt8] = try row.withUnsafeData(atIndex: 5) { $0.map { Array($0) } ?? [] }
      let key = ObjectKey(
        GroupResource(group: group, resource: resource), namespace: namespace.isEmpty ? nil : namespace, name: name)
      rows.append((StoredObject(key: key, revision: row[4], bytes: bytes), UInt64(bitPattern: row[6])))
    }
    return (totals, rows)
  }

  static func write(_ totals: DatabaseTotals, in database: Database) throws {
    try database.cachedStatement(
      sql: "UPDATE state SET revision = ?, count = ?, sum = ?, checksum = ? WHERE id = 1"
    ).execute(arguments: [
      totals.revision, totals.count, Int64(bitPattern: totals.sum), Int64(bitPattern: totals.checksum),
    ])
  }
}
