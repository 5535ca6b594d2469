import Foundation
import Synchronization

/// Watchers of one resource while eight connections write it: how many events a second arrive, all told.
///
/// It fails when a watcher misses an event, or sees one twice or out of order, without being told 410 (Gone).
enum WatchBenchmark {
  private static let watchers = 200
  private static let writes = 20_000
  private static let connections = 8
  private static let maps = "/api/v1/namespaces/default/configmaps"
  private static let last = "end"

  static func run(_ bench: Bench) throws -> [Figure] {
    try bench.localkube("delete-cluster")
    try bench.localkube("up")
    let credentials = try HTTPConnection.Credentials(kubeconfig: "\(bench.home)/kubeconfig", directory: bench.home)
    let connect: @Sendable () throws -> HTTPConnection = { try HTTPConnection(credentials) }
    let first = try revision(in: try expect(200, try connect().request("GET", maps)).body[...])
    let watching = try Watching(watchers, after: first, connect: connect)
    let log = WriteLog()
    let begin = Clock.now
    let written = try Load.run(writes, connections: connections, connect: connect) { connection, number in
      try write(number, over: connection, log)
    }
    try expect(201, try connect().request("POST", maps, body: body(last, 0)))
    let seen = try watching.finish(within: 600)
    let seconds = (Clock.now - begin) / 1_000
    for watcher in seen {
      if let problem = log.problem(with: watcher) { throw Failure("a watcher saw what did not happen: \(problem)") }
    }
    try bench.localkube("delete-cluster")
    let late = seen.count(where: \.isTooLate)
    let events = Double(seen.reduce(0) { $0 + $1.revisions.count })
    let what = "\(watchers) watchers, \(writes) writes"
    return [
      Figure(what: "\(what): events a second, all watchers together", unit: "", values: [events / seconds]),
      Figure(what: "\(what): writes a second", unit: "", values: [written.perSecond]),
      Figure(what: "\(what): watches begun again", unit: "", values: seen.map { Double($0.resumptions) }),
      Figure(what: "\(what): watchers that were told 410", unit: "", values: [Double(late)]),
    ]
  }

  /// Each object is made, changed eight times and deleted.
  private static func write(_ number: Int, over connection: HTTPConnection, _ log: WriteLog) throws {
    let (writer, turn) = (number % connections, number / connections)
    let name = "w\(writer)-\(turn / 10)"
    switch turn % 10 {
    case 0: log.add(try revision(in: try expect(201, try connection.request("POST", maps, body: body(name, 0))).body))
    case 9:
      try expect(200, try connection.request("DELETE", "\(maps)/\(name)"))
      log.addDeletion()
    case let version:
      let answer = try expect(200, try connection.request("PUT", "\(maps)/\(name)", body: body(name, version)))
      log.add(try revision(in: answer.body))
    }
  }

  private static func body(_ name: String, _ version: Int) -> [UInt8] {
    Array(
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\(name)"},"data":{"v":"\(version)"}}
      """.utf8)
  }

  @discardableResult
  private static func expect(_ status: Int, _ answer: HTTPConnection.Answer) throws -> HTTPConnection.Answer {
    guard answer.status == status else {
      throw Failure("answered \(answer.status): \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
    }
    return answer
  }

  private static func revision(in document: ArraySlice<UInt8>) throws -> Int {
    guard let value = value(of: "\"resourceVersion\":\"", in: document), let revision = Int(value) else {
      throw Failure("there is no resourceVersion in \(String(decoding: document.prefix(500), as: UTF8.self))")
    }
    return revision
  }

  /// The text that follows a key, up to the next quotation mark.
  private static func value(of key: String, in document: ArraySlice<UInt8>) -> String? {
    guard let found = document.firstRange(of: Array(key.utf8)) else { return nil }
    let rest = document[found.upperBound...]
    return rest.firstIndex(of: UInt8(ascii: "\"")).map { String(decoding: rest[..<$0], as: UTF8.self) }
  }

  // MARK: What was written and what was seen

  /// What a watcher was told, in the order in which it came.
  struct Seen: Sendable {
    /// The revision of every event; negative for a deletion.
    var revisions: [Int] = []
    /// How often the server ended the watch and it was begun again.
    var resumptions = 0
    /// Whether the server said that what comes next is forgotten.
    var isTooLate = false
  }

  /// What the writers were answered.
  private final class WriteLog: Sendable {
    private let state = Mutex<(revisions: [Int], deletions: Int)>(([], 0))

    func add(_ revision: Int) { state.withLock { $0.revisions.append(revision) } }

    func addDeletion() { state.withLock { $0.deletions += 1 } }

    /// What is wrong with what a watcher saw; nil for nothing.
    func problem(with seen: Seen) -> String? {
      let (revisions, deletions) = state.withLock { state in
        state.revisions.sort()
        return state
      }
      let order = seen.revisions.map(abs)
      if let pair = zip(order, order.dropFirst()).first(where: { $0 >= $1 }) { return "\(pair.1) after \(pair.0)" }
      let changes = seen.revisions.filter { $0 > 0 }
      // Whoever was told 410 saw the beginning without a gap.
      guard changes.elementsEqual(seen.isTooLate ? revisions.prefix(changes.count) : revisions[...]) else {
        return "\(changes.count) of \(revisions.count) changes, or others"
      }
      let gone = seen.revisions.count - changes.count
      return gone == deletions || seen.isTooLate && gone < deletions ? nil : "\(gone) of \(deletions) deletions"
    }
  }

  /// The watchers, a thread each.
  private final class Watching: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let results = Mutex<[Result<Seen, any Error>]>([])
    private let count: Int

    init(_ count: Int, after first: Int, connect: @escaping @Sendable () throws -> HTTPConnection) throws {
      self.count = count
      for _ in 0..<count {
        let connection = try connect()
        try connection.begin("\(maps)?watch=true&resourceVersion=\(first)")
        let box = Mutex<HTTPConnection?>(connection)
        Thread.detachNewThread { [self] in
          let result = Result { try follow(box.withLock { $0.take() }, after: first, connect: connect) }
          results.withLock { $0.append(result) }
          done.signal()
        }
      }
    }

    /// What all of them saw, when they have seen the last event.
    func finish(within seconds: Double) throws -> [Seen] {
      let end = DispatchTime.now() + seconds
      for number in 0..<count where done.wait(timeout: end) == .timedOut {
        throw Failure("\(number) of \(count) watchers have seen the last event after \(seconds) s")
      }
      return try results.withLock { try $0.map { try $0.get() } }
    }

    private func follow(
      _ begun: HTTPConnection?, after first: Int, connect: () throws -> HTTPConnection
    ) throws -> Seen {
      var seen = Seen()
      var connection = begun
      while true {
        guard let line = try connection?.lineIfAny() else {
          seen.resumptions += 1
          connection = try connect()
          let last = seen.revisions.last.map(abs) ?? first
          guard try connection?.tryBeginning("\(maps)?watch=true&resourceVersion=\(last)") == 200 else {
            seen.isTooLate = true
            return seen
          }
          continue
        }
        switch value(of: "{\"type\":\"", in: line) {
        case "ERROR":
          seen.isTooLate = true
          return seen
        case let type?:
          guard let name = value(of: "\"name\":\"", in: line), name != last else { return seen }
          guard name.hasPrefix("w") else { continue }
          let revision = try revision(in: line)
          seen.revisions.append(type == "DELETED" ? -revision : revision)
        case nil: continue
        }
      }
    }
  }
}
