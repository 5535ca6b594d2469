import Foundation
import KubeModel
import ObjectStore
import Testing

/// A directory that goes with the test that holds it.
private final class TemporaryDirectory: Sendable {
  let url = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")

  deinit {
    // Not every test has made it.
    try? FileManager.default.removeItem(at: url)
  }
}

@Suite("The object store")
struct ObjectStoreTests {
  private static let maps = GroupResource(resource: "configmaps")

  private func key(_ name: String, namespace: String = "default") -> ObjectKey {
    ObjectKey(Self.maps, namespace: namespace, name: name)
  }

  private func value(_ name: String, _ data: String = "") -> JSONValue {
    ["metadata": ["name": .string(name), "resourceVersion": ""], "data": ["k": .string(data)]]
  }

  private let directory = TemporaryDirectory()

  private func temporaryPath() throws -> String {
    let directory = directory.url.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory.appending(path: "state.db").path
  }

  @Test("Revisions grow by one a change, and the object carries its own")
  func revisions() async throws {
    let store = try ObjectStore(inMemoryWith: .init())
    let first = try await store.write { $0.put(key("a"), value("a")) }
    let second = try await store.write { $0.put(key("b"), value("b")) }
    #expect((first.revision, second.revision, store.revision) == (1, 2, 2))
    #expect(second.value["metadata"]?["resourceVersion"] == "2")
    #expect(try JSONValue(parsing: second.bytes) == second.value)
  }

  @Test("A write that throws keeps nothing and takes no revision")
  func failedWrite() async throws {
    struct Refusal: Error {}
    let store = try ObjectStore(inMemoryWith: .init())
    await #expect(throws: Refusal.self) {
      try await store.write { transaction in
        transaction.put(key("a"), value("a"))
        throw Refusal()
      }
    }
    #expect(store.object(key("a")) == nil)
    #expect(try await store.write { $0.put(key("b"), value("b")) }.revision == 1)
  }

  @Test("Concurrent read-modify-writes lose no update, and one that fails among them takes nothing with it")
  func atomicity() async throws {
    struct Refusal: Error {}
    let store = try ObjectStore(path: try temporaryPath())
    let counter = key("counter")
    try await store.write { $0.put(counter, value("counter", "0")) }
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<200 {
        group.addTask {
          // Every third one throws after it has changed the object; that must leave no trace.
          try? await store.write { transaction in
            let count = Int(transaction.object(counter)?.value["data"]?["k"]?.stringValue ?? "") ?? 0
            transaction.put(counter, value("counter", "\(count + 1)"))
            if index % 3 == 0 { throw Refusal() }
          }
        }
      }
    }
    #expect(store.object(counter)?.value["data"]?["k"] == "133")
    #expect(store.revision == 134)
  }

  @Test("What was written is there after opening again, and revisions go on")
  func reopening() async throws {
    let path = try temporaryPath()
    do {
      let store = try ObjectStore(path: path)
      for name in ["b", "a", "c"] { try await store.write { $0.put(key(name), value(name)) } }
      try await store.write { $0.delete(key("c")) }
      try await store.close()
    }
    let store = try ObjectStore(path: path)
    #expect(store.revision == 4)
    #expect(store.objects(Self.maps).objects.map(\.key.name) == ["a", "b"])
    #expect(store.object(key("a"))?.value["metadata"]?["resourceVersion"] == "2")
    #expect(try await store.write { $0.put(key("d"), value("d")) }.revision == 5)
  }

  @Test("A watch hands out every change after its revision, in order, with the object before and after")
  func watching() async throws {
    let store = try ObjectStore(inMemoryWith: .init())
    try await store.write { $0.put(key("a"), value("a", "1")) }
    let watch = try store.watch(Self.maps, after: 0)
    try await store.write { $0.put(key("a"), value("a", "2")) }
    try await store.write { $0.put(key("x", namespace: "other"), value("x")) }
    try await store.write { $0.delete(key("a")) }
    watch.requestProgress()
    var seen: [String] = []
    for await item in watch {
      switch item {
      case .event(let event):
        let old = event.old?.value["data"]?["k"]?.stringValue ?? "-"
        seen.append("\(event.revision) \(event.key.name) \(old) \(event.isDeletion)")
      case .progress(let revision):
        seen.append("progress \(revision)")
        watch.cancel()
      }
    }
    #expect(seen == ["1 a - false", "2 a 1 false", "3 x - false", "4 a 2 true", "progress 4"])
  }

  @Test("A watch from before the ring is told 410 with both revisions")
  func tooOld() async throws {
    var limits = ObjectStore.Limits()
    limits.ringCount = 2
    let store = try ObjectStore(inMemoryWith: limits)
    for index in 0..<5 { try await store.write { $0.put(key("a"), value("a", "\(index)")) } }
    #expect(throws: StatusError.expired("too old resource version: 1 (3)")) {
      _ = try store.watch(Self.maps, after: 1)
    }
  }

  @Test("A slow watcher is closed after what it has, and skips nothing before that")
  func slowWatcher() async throws {
    var limits = ObjectStore.Limits()
    limits.watcherBacklog = 3
    let store = try ObjectStore(inMemoryWith: limits)
    let watch = try store.watch(Self.maps)
    for index in 0..<10 { try await store.write { $0.put(key("a"), value("a", "\(index)")) } }
    var revisions: [Int64] = []
    for await case .event(let event) in watch { revisions.append(event.revision) }
    #expect(revisions == [1, 2, 3])
    #expect(store.watcherCount == 0)
  }

  @Test("A watcher that is too many bytes behind is closed as well, and one item is never too many")
  func heavyWatcher() async throws {
    var limits = ObjectStore.Limits()
    limits.watcherBytes = 10_000
    let store = try ObjectStore(inMemoryWith: limits)
    let watch = try store.watch(Self.maps)
    let heavy = String(repeating: "x", count: 4_000)
    try await store.write { $0.put(key("a"), value("a", heavy + heavy + heavy)) }
    #expect(store.watcherCount == 1)
    var iterator = watch.makeAsyncIterator()
    guard case .event(let first) = await iterator.next() else { throw CancellationError() }
    #expect(first.revision == 1)
    // Behind by nothing again.
    for index in 0..<5 { try await store.write { $0.put(key("b"), value("b", "\(index)" + heavy)) } }
    var revisions: [Int64] = []
    while case .event(let event) = await iterator.next() { revisions.append(event.revision) }
    #expect(!revisions.isEmpty && revisions.count < 5)
    #expect(revisions == (0..<revisions.count).map { Int64($0 + 2) })
    #expect(store.watcherCount == 0)
  }

  @Test("Readers whose tasks are cancelled while they are told of events do not hold the writer up")
  func cancelledReaders() async throws {
    let store = try ObjectStore(inMemoryWith: ObjectStore.Limits())
    let writer = Task {
      while !Task.isCancelled { try await store.write { $0.put(key("a"), value("a")) } }
    }
    for _ in 0..<300 {
      let readers = Task {
        await withDiscardingTaskGroup { group in
          for _ in 0..<20 {
            let watch = try? store.watch(Self.maps)
            group.addTask { if let watch { for await _ in watch {} } }
          }
        }
      }
      await Task.yield()
      readers.cancel()
      await readers.value
    }
    writer.cancel()
    try await writer.value
    #expect(store.watcherCount == 0)
  }

  @Test("A watch that is dropped is forgotten")
  func droppedWatch() async throws {
    let store = try ObjectStore(inMemoryWith: .init())
    do {
      let watch = try store.watch(Self.maps)
      #expect(store.watcherCount == 1)
      _ = watch
    }
    #expect(store.watcherCount == 0)
  }

  @Test("The past can be listed as long as the ring reaches")
  func past() async throws {
    let store = try ObjectStore(inMemoryWith: .init())
    for name in ["a", "b"] { try await store.write { $0.put(key(name), value(name)) } }
    try await store.write { $0.delete(key("a")) }
    #expect(store.objects(Self.maps, namespace: nil, at: 2)?.objects.map(\.key.name) == ["a", "b"])
    #expect(store.objects(Self.maps, namespace: nil, at: 1)?.objects.map(\.key.name) == ["a"])
    #expect(store.objects(Self.maps).objects.map(\.key.name) == ["b"])
  }

  @Test("A full disk refuses the write that does not fit, keeps what was there, and takes later ones")
  func fullDisk() async throws {
    let store = try ObjectStore(path: try temporaryPath())
    try await store.write { $0.put(key("a"), value("a")) }
    try await store.setQuota(bytes: 64 << 10)
    do {
      try await store.write { $0.put(key("big"), value("big", String(repeating: "x", count: 1 << 20))) }
      Issue.record("the write should not fit")
    } catch let error as StoreError {
      #expect(error.status.code == 507)
    }
    #expect(store.object(key("big")) == nil)
    #expect(try await store.write { $0.put(key("b"), value("b")) }.revision == 2)
  }

  @Test("A file that is no database is refused and left as it is")
  func damage() throws {
    let path = try temporaryPath()
    let content = Data(repeating: 0x5a, count: 8_192)
    try content.write(to: URL(filePath: path))
    #expect {
      _ = try ObjectStore(path: path)
    } throws: { error in
      if case .damaged = error as? StoreError { true } else { false }
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == content)
  }

  @Test("A database copied in the middle of writing, as a crash leaves it, holds every answered write")
  func crash() async throws {
    let path = try temporaryPath()
    let store = try ObjectStore(path: path)
    let copy = try temporaryPath()
    let answered = try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<60 {
        group.addTask {
          try await store.write { $0.put(key("k\(index)"), value("k\(index)")) }
          return index
        }
      }
      var answered: [Int] = []
      for try await index in group {
        answered.append(index)
        if answered.count == 30 { break }
      }
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
      return answered
    }
    let survivor = try ObjectStore(path: copy)
    for index in answered { #expect(survivor.object(key("k\(index)")) != nil) }
  }

  @Test("Any sequence of writes leaves what a dictionary would hold", arguments: 0..<10)
  func model(seed: Int) async throws {
    var random = SystemRandomNumberGenerator()
    let path = try temporaryPath()
    var store = try ObjectStore(path: path)
    var model: [ObjectKey: String] = [:]
    for step in 0..<120 {
      let key = key("n\(Int.random(in: 0..<12, using: &random))", namespace: ["a", "b"].randomElement() ?? "a")
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1:
        try await store.write { $0.delete(key) }
        model[key] = nil
      case 2:
        try await store.close()
        store = try ObjectStore(path: path)
      default:
        try await store.write { $0.put(key, value(key.name, "\(step)")) }
        model[key] = "\(step)"
      }
      let stored = store.objects(Self.maps).objects
      #expect(stored.map(\.key) == model.keys.sorted())
      #expect(stored.allSatisfy { $0.value["data"]?["k"]?.stringValue == model[$0.key] })
    }
  }
}
