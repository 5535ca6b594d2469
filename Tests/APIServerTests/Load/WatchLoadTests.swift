import APIServer
import AsyncHTTPClient
import Foundation
import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

/// Many watchers of one resource while it is written as fast as it can be.
///
/// `LOAD_WATCHERS` and `LOAD_WRITES` say how many (20 and 400 otherwise).
@Suite("Watches under load")
struct WatchLoadTests {
  private static let settings = ProcessInfo.processInfo.environment
  private static let watchers = settings["LOAD_WATCHERS"].flatMap { Int($0) } ?? 20
  private static let writes = settings["LOAD_WRITES"].flatMap { Int($0) } ?? 400
  private static let writers = 4
  private static let path = "/api/v1/namespaces/default/configmaps"

  /// What the writers did: the revisions that creations and updates answered, and how many deletions there were.
  private struct Written: Sendable {
    var revisions: [Int] = []
    var deletions = 0
  }

  /// What a watcher was told, in the order in which it came.
  private struct Seen: Sendable {
    /// The revision of every event; negative for a deletion.
    var revisions: [Int] = []
    /// How often the server ended the watch and it was begun again.
    var resumptions = 0
    /// Whether the server said that what comes next is forgotten.
    var isTooLate = false
  }

  @Test("Every watcher sees every write once and in order, or is told that it came too late")
  func everyEvent() async throws {
    try await TestAPI.with { api in
      let start = try await api.client.list(ConfigMap.resource, namespace: "default", options: ListOptions())
      let first = try #require(Int(start.resourceVersion))
      let http = try api.manyConnections(Self.watchers)
      let begun = Date()
      let (written, seen) = try await withThrowingTaskGroup(of: Seen.self) { group in
        for _ in 0..<Self.watchers { group.addTask { try await Self.follow(api.base, after: first, http) } }
        let written = try await Self.write(api.client)
        // The last event of all.
        try await api.client.create(ConfigMap(name: "end", namespace: "default"))
        return (written, try await group.reduce(into: [Seen]()) { $0.append($1) })
      }
      try await http.shutdown()
      for watcher in seen {
        let problem = Self.problem(watcher, written)
        #expect(problem == nil)
      }
      let late = seen.count(where: \.isTooLate)
      #expect(late < seen.count, "nobody saw everything")
      let events = seen.reduce(0) { $0 + $1.revisions.count }
      let resumptions = seen.reduce(0) { $0 + $1.resumptions }
      let seconds = Int(Date().timeIntervalSince(begun))
      print("\(seen.count) watchers, \(Self.writes) writes, \(events) events in \(seconds) s;", terminator: " ")
      print("\(resumptions) watches begun again, \(late) watchers told 410")
    }
  }

  /// What is wrong with what a watcher saw; nil for nothing.
  private static func problem(_ seen: Seen, _ written: Written) -> String? {
    let order = seen.revisions.map(abs)
    if let place = zip(order, order.dropFirst()).enumerated().first(where: { $1.0 >= $1.1 }) {
      return "\(place.element.1) came after \(place.element.0)"
    }
    let changes = seen.revisions.filter { $0 > 0 }
    // Whoever was told 410 saw the beginning without a gap.
    guard changes.elementsEqual(seen.isTooLate ? written.revisions.prefix(changes.count) : written.revisions[...])
    else {
      let missing = zip(changes, written.revisions).first { $0 != $1 }
      return
        "\(changes.count) of \(written.revisions.count) changes, different at \(missing.map { "\($0)" } ?? "the end")"
    }
    let deletions = seen.revisions.count - changes.count
    guard seen.isTooLate ? deletions <= written.deletions : deletions == written.deletions else {
      return "\(deletions) of \(written.deletions) deletions"
    }
    return nil
  }

  // MARK: Writing

  private static func write(_ client: InProcessKubeClient) async throws -> Written {
    try await withThrowingTaskGroup(of: Written.self) { group in
      for writer in 0..<writers { group.addTask { try await write(writer, client) } }
      var all = try await group.reduce(into: Written()) {
        $0.revisions += $1.revisions
        $0.deletions += $1.deletions
      }
      all.revisions.sort()
      return all
    }
  }

  /// One writer's part: each of its objects is made, changed some times and deleted.
  private static func write(_ writer: Int, _ client: InProcessKubeClient) async throws -> Written {
    var written = Written()
    var object = ConfigMap(name: "none", namespace: "default")
    for number in 0..<(writes / writers) {
      switch number % 10 {
      case 0: object = try await client.create(ConfigMap(name: "w\(writer)-\(number)", namespace: "default"))
      case 9:
        try await client.delete(
          ConfigMap.resource, namespace: "default", name: object.name, options: DeleteOptions())
        written.deletions += 1
        continue
      default:
        object.data["number"] = "\(number)"
        object = try await client.update(object)
      }
      written.revisions.append(try #require(object.metadata.resourceVersion.flatMap { Int($0) }))
    }
    return written
  }

  // MARK: Watching

  /// Watches until the last event comes, and begins again where it stood whenever the server ends the watch.
  private static func follow(_ base: String, after first: Int, _ http: HTTPClient) async throws -> Seen {
    var seen = Seen()
    while true {
      let last = seen.revisions.last.map(abs) ?? first
      let request = HTTPClientRequest(url: "\(base)\(path)?watch=true&resourceVersion=\(last)")
      let response = try await http.execute(request, timeout: .seconds(3_600))
      if response.status == .gone {
        seen.isTooLate = true
        return seen
      }
      try #require(response.status == .ok)
      var rest: [UInt8] = []
      for try await chunk in response.body {
        if try take(chunk, &rest, &seen) { return seen }
      }
      seen.resumptions += 1
    }
  }

  /// Reads the whole lines; true after the last event of all, or the word that it is too late.
  private static func take(_ chunk: ByteBuffer, _ rest: inout [UInt8], _ seen: inout Seen) throws -> Bool {
    rest += chunk.readableBytesView
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return false }
    let text = String(decoding: rest[...end], as: UTF8.self)
    rest.removeSubrange(...end)
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let event = try JSONValue(parsing: Array(line))
      if event["type"] == "ERROR" {
        try #require(event["object"]?["code"] == 410, "\(event.compactText)")
        seen.isTooLate = true
        return true
      }
      let metadata = event["object"]?["metadata"]
      if metadata?["name"] == "end" { return true }
      let revision = try #require(metadata?["resourceVersion"]?.stringValue.flatMap { Int($0) })
      seen.revisions.append(event["type"] == "DELETED" ? -revision : revision)
    }
    return false
  }
}
