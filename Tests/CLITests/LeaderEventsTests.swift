import KubeClient
import KubeModel
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
}
