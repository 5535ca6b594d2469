import KubeClient
import KubeModel
import Synchronization
import Testing

@testable import CLI

@Suite("Reports about leaders")
struct LeaderEventsTests {
  private func event(_ uid: String, reason: String = "LeaderLost", count: Int, revision: String) -> JSONValue {
    [
      "metadata": ["name": .string(uid), "uid": .string(uid), "resourceVersion": .string(revision)],
      "reason": .string(reason), "message": "x", "count": .integer(Int64(count)),
    ]
  }

  @Test("The second loss of the same server is told, though it is counted on the Event of the first")
  func repeated() {
    var events = LeaderEvents(after: ObjectList(items: [], resourceVersion: "1"))
    #expect(events.report(in: .added(event("a", count: 1, revision: "2")))?.count == 1)
    #expect(events.report(in: .added(event("b", reason: "LeaderElected", count: 1, revision: "3"))) != nil)
    #expect(events.report(in: .modified(event("a", count: 2, revision: "4")))?.count == 2)
    #expect(events.revision == "4")
  }

  @Test("What was reported before, and a change of an Event that is no report, are not told")
  func noNews() {
    let old = event("a", count: 3, revision: "1")
    var events = LeaderEvents(after: ObjectList(items: [old], resourceVersion: "1"))
    #expect(events.report(in: .modified(event("a", count: 3, revision: "2"))) == nil)
    #expect(events.report(in: .deleted(event("a", count: 3, revision: "3"))) == nil)
    #expect(events.report(in: .bookmark(resourceVersion: "9", endsInitialEvents: false)) == nil)
    #expect(events.revision == "9")
    #expect(events.report(in: .modified(event("a", count: 4, revision: "10"))) != nil)
  }

  @Test("A control plane that ends after a long watch is waited for as long as one that ends at once")
  func restarted() async throws {
    // The first watch breaks after an hour, the next attempts are refused for 20 s, and then all is well.
    let clock = ManualClock()
    let client = RestartedAPI(
      [
        WatchStream(
          AsyncThrowingStream { () async throws -> WatchEvent? in
            clock.advance(by: .seconds(3_600))
            throw RestartedAPI.refusal
          })
      ] + [WatchStream?](repeating: nil, count: 100) + [
        WatchStream(
          AsyncThrowingStream { stream in
            stream.yield(.added(event("a", count: 1, revision: "2")))
            stream.finish()
          })
      ])
    var events = LeaderEvents(after: ObjectList(items: [], resourceVersion: "1"))
    var told = 0
    try await events.follow(client: client, namespace: "default", clock: clock) { _ in
      told += 1
      return false
    }
    #expect(told == 1)
  }

  @Test("A control plane that stays away is told when the patience is over")
  func gone() async {
    var events = LeaderEvents(after: ObjectList(items: [], resourceVersion: "1"))
    await #expect(throws: StatusError.self) {
      try await events.follow(client: RestartedAPI([]), namespace: "default", clock: ManualClock()) { _ in
        true
      }
    }
  }
}

/// A clock whose sleepers wake at once, at the time that they wanted.
private final class ManualClock: Clock {
  typealias Duration = Swift.Duration

  struct Instant: InstantProtocol {
    typealias Duration = Swift.Duration

    var sinceStart = Duration.zero

    func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }

    func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }

    static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
  }

  private let time = Mutex(Instant())

  var now: Instant { time.withLock { $0 } }
  let minimumResolution = Duration.zero

  func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    time.withLock { $0 = max($0, deadline) }
  }
}

/// An API that is there for the watches that it is given, in their order, and refuses the connection for nil and after
/// the last.
private final class RestartedAPI: KubeClient {
  static let refusal = StatusError(
    code: ConnectionFailure.code, reason: .serviceUnavailable, message: "the connection was refused")

  private let watches: Mutex<[WatchStream?]>

  init(_ watches: [WatchStream?]) { self.watches = Mutex(watches) }

  func watch(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> WatchStream {
    guard let next = watches.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { throw Self.refusal }
    return next
  }

  func get(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?
  ) async throws -> JSONValue { throw Self.refusal }

  func list(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> ObjectList { throw Self.refusal }

  func create(
    _ resource: GroupVersionResource, namespace: String?, name: String?, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue { throw Self.refusal }

  func update(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue { throw Self.refusal }

  func patch(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, patch: Patch,
    options: WriteOptions
  ) async throws -> JSONValue { throw Self.refusal }

  func delete(
    _ resource: GroupVersionResource, namespace: String?, name: String, options: DeleteOptions
  ) async throws -> JSONValue { throw Self.refusal }
}
