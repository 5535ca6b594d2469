import Foundation
import GRDB
import KubeModel
import LinuxSystem
import Testing

@testable import ObjectStore

/// A directory with a database, and what damages it.
private final class DamagedDatabase: Sendable {
  let directory = FileManager.default.temporaryDirectory.appending(path: "damage-\(UUID().uuidString)")
  var path: String { directory.appending(path: "state.db").path }

  init() throws { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true) }

  deinit {
    // Not every test leaves it.
    try? FileManager.default.removeItem(at: directory)
  }

  func file(_ suffix: String) -> URL { URL(filePath: path + suffix) }

  /// The files of another one as `kill -9` leaves them: as they are in the page cache.
  func take(_ other: DamagedDatabase) throws {
    // The mark first: the log is never behind it.
    for suffix in ["-mark", "", "-wal"] {
      try FileManager.default.copyItem(at: other.file(suffix), to: file(suffix))
    }
  }

  func change(_ suffix: String, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: file(suffix))
    change(&data)
    try data.write(to: file(suffix))
  }
}

@Suite("Damage of the database")
struct DatabaseDamageTests {
  private static let maps = GroupResource(resource: "configmaps")

  private func key(_ name: String) -> ObjectKey { ObjectKey(Self.maps, namespace: "default", name: name) }

  /// Writes objects one after the other.
  private func fill(_ store: ObjectStore, _ count: Int, size: Int = 900) async throws {
    for index in 0..<count {
      let data = String(repeating: String(index % 10), count: size)
      try await store.write {
        $0.put(key("m\(index % 40)"), ["metadata": ["name": .string("m\(index % 40)")], "data": ["k": .string(data)]])
      }
    }
  }

  private func contents(_ store: ObjectStore) -> [[UInt8]] { store.objects(Self.maps).objects.map(\.bytes) }

  private func expectDamage(_ database: DamagedDatabase, _ detail: String = "", _ note: Comment? = nil) {
    #expect(note) {
      _ = try ObjectStore(path: database.path)
    } throws: { error in
      guard case .damaged(_, let found)? = error as? StoreError else { return false }
      return detail.isEmpty || found.contains(detail)
    }
  }

  @Test("A flipped bit anywhere in the file is told, or changes nothing of what is read", arguments: 1...6)
  func flippedBits(seed: UInt64) async throws {
    let original = try DamagedDatabase()
    let store = try ObjectStore(path: original.path)
    try await fill(store, 120)
    let before = contents(store)
    try await store.close()
    let size = try Data(contentsOf: original.file("")).count
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    var told = 0
    for _ in 0..<40 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let place = Int(state >> 8) % size
      let copy = try DamagedDatabase()
      for suffix in ["", "-mark"] { try FileManager.default.copyItem(at: original.file(suffix), to: copy.file(suffix)) }
      try copy.change("") { $0[place] ^= 1 << UInt8(state & 7) }
      do {
        let damaged = try ObjectStore(path: copy.path)
        #expect(contents(damaged) == before, "bit \(state & 7) of byte \(place)")
        try await damaged.close()
      } catch {
        told += 1
      }
    }
    #expect(told > 0)
  }

  @Test("A row that somebody changed, removed or brought back is told")
  func changedRows() async throws {
    let statements = [
      "UPDATE object SET value = '{\"kind\":5}' WHERE name = 'm2'", "DELETE FROM object WHERE name = 'm2'",
      "UPDATE object SET revision = 1 WHERE name = 'm2'", "UPDATE state SET revision = 4000",
      "UPDATE object SET namespace = 'other' WHERE name = 'm2'",
    ]
    for statement in statements {
      let database = try DamagedDatabase()
      let store = try ObjectStore(path: database.path)
      try await fill(store, 10)
      try await store.close()
      let other = try DatabaseQueue(path: database.path)
      try await other.write { try $0.execute(sql: statement) }
      try other.close()
      expectDamage(database, "", "\(statement)")
    }
  }

  @Test("After a kill, a log that is gone, emptied, cut short or has a flipped bit is told, and nothing is touched")
  func damagedLog() async throws {
    let original = try DamagedDatabase()
    let store = try ObjectStore(path: original.path)
    try await fill(store, 60)
    let wal = try Data(contentsOf: original.file("-wal")).count
    let damages: [(String, (inout Data) -> Void)] = [
      ("emptied", { $0 = Data() }), ("header", { $0[20] ^= 1 }), ("first third", { $0[wal / 3] ^= 1 }),
      ("middle", { $0[wal / 2] ^= 0x80 }), ("half", { $0 = $0.prefix(wal / 2) }),
    ]
    for (name, damage) in damages {
      let copy = try DamagedDatabase()
      try copy.take(original)
      try copy.change("-wal", damage)
      let before = try Data(contentsOf: copy.file(""))
      expectDamage(copy, "", "\(name)")
      #expect(try Data(contentsOf: copy.file("")) == before, "\(name)")
    }
    let gone = try DamagedDatabase()
    try gone.take(original)
    try FileManager.default.removeItem(at: gone.file("-wal"))
    expectDamage(gone, "it is empty, and was not")
    try await store.close()
  }

  @Test("A torn last transaction, as a power loss leaves it, is undone, and its revision is not given out again")
  func tornTail() async throws {
    let original = try DamagedDatabase()
    let store = try ObjectStore(path: original.path)
    try await fill(store, 30)
    let copy = try DamagedDatabase()
    try copy.take(original)
    try await store.close()
    try copy.change("-wal") { $0 = $0.dropLast(100) }
    let survivor = try ObjectStore(path: copy.path)
    #expect(survivor.object(key("m28")) != nil && survivor.object(key("m29")) == nil)
    #expect(try await survivor.write { $0.put(key("next"), ["metadata": ["name": "next"]]) }.revision == 31)
    try await survivor.close()
    #expect(try ObjectStore(path: copy.path).revision == 31)
  }

  @Test("A database that is gone or empty is told when there was one, and is a new one when there was none")
  func emptiedFile() async throws {
    let damages: [@Sendable (DamagedDatabase) throws -> Void] = [
      { try Data().write(to: $0.file("")) }, { try FileManager.default.removeItem(at: $0.file("")) },
      {
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: $0.file(suffix).path) {
          try FileManager.default.removeItem(at: $0.file(suffix))
        }
      },
      {
        try Data().write(to: $0.file(""))
        try Data().write(to: $0.file("-mark"))
      },
    ]
    for (index, damage) in damages.enumerated() {
      for isKilled in [false, true] {
        let database = try DamagedDatabase()
        let store = try ObjectStore(path: database.path)
        try await fill(store, 5)
        let copy = try DamagedDatabase()
        if isKilled { try copy.take(database) }
        try await store.close()
        try damage(isKilled ? copy : database)
        expectDamage(isKilled ? copy : database, "", "\(index) \(isKilled)")
      }
    }
    let database = try DamagedDatabase()
    let store = try ObjectStore(path: database.path)
    try await fill(store, 5)
    try await store.close()
    for suffix in ["", "-wal", "-shm", "-mark"] where FileManager.default.fileExists(atPath: database.file(suffix).path)
    {
      try FileManager.default.removeItem(at: database.file(suffix))
    }
    #expect(try ObjectStore(path: database.path).revision == 0)
  }

  @Test("Closing leaves everything in the one file, so that a copy of it is a copy of the cluster")
  func closedFile() async throws {
    let database = try DamagedDatabase()
    let store = try ObjectStore(path: database.path)
    try await fill(store, 50)
    let before = contents(store)
    try await store.close()
    let wal = try? Data(contentsOf: database.file("-wal"))
    #expect(wal?.isEmpty ?? true)
    let copy = try DamagedDatabase()
    try FileManager.default.copyItem(at: database.file(""), to: copy.file(""))
    #expect(contents(try ObjectStore(path: copy.path)) == before)
  }

  @Test("No kill is taken for damage: files taken at any moment of writing open, with every answered write")
  func killsWhileWriting() async throws {
    let database = try DamagedDatabase()
    let store = try ObjectStore(path: database.path)
    let writer = Task {
      var index = 0
      while !Task.isCancelled {
        try await fill(store, 7, size: 300 + index % 5 * 900)
        index += 1
      }
    }
    for _ in 0..<25 {
      try await fill(store, 1)
      let answered = store.revision
      let copy = try DamagedDatabase()
      try copy.take(database)
      let survivor = try ObjectStore(path: copy.path)
      #expect(survivor.revision >= answered)
      try await survivor.close()
    }
    writer.cancel()
    try await writer.value
    try await store.close()
  }

  @Test("The files are for their owner alone, whatever they and the umask were before")
  func permissions() async throws {
    let database = try DamagedDatabase()
    try Data().write(to: database.file(""))
    try FileSystem.setPermissions(0o644, of: database.path)
    let store = try ObjectStore(path: database.path)
    try await fill(store, 3)
    for suffix in ["", "-wal", "-mark"] {
      #expect(try FileSystem.status(database.path + suffix).permissions == 0o600, "\(suffix)")
    }
    try await store.close()
  }

  @Test("A database of the first format is read, and protected from then on")
  func firstFormat() async throws {
    let database = try DamagedDatabase()
    let old = try DatabaseQueue(path: database.path)
    try await old.write { old in
      try old.execute(
        sql: """
          CREATE TABLE object (
            apiGroup TEXT NOT NULL, resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            revision INTEGER NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (apiGroup, resource, namespace, name)
          );
          CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
          INSERT INTO state (id, revision) VALUES (1, 7);
          INSERT INTO object VALUES ('', 'configmaps', 'default', 'm1', 7, '{"metadata":{"name":"m1"},"data":{"a":"1"}}');
          PRAGMA user_version = 1;
          """)
    }
    try old.close()
    let store = try ObjectStore(path: database.path)
    #expect(store.revision == 7 && store.object(key("m1"))?.value["data"]?["a"] == "1")
    try await fill(store, 3)
    try await store.close()
    let again = try ObjectStore(path: database.path)
    #expect(again.revision == 10 && again.objects(Self.maps).objects.count == 3)
    try await again.close()
    try database.change("") { data in
      if let place = data.range(of: Data("\"metadata\"".utf8))?.lowerBound { data[place + 1] ^= 1 }
    }
    expectDamage(database, "checksum")
  }
}
