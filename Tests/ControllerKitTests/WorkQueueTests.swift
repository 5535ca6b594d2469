import Testing

@testable import ControllerKit

@Suite("The work queue")
struct WorkQueueTests {
  /// Takes all keys that wait.
  private func taken(_ queue: inout WorkQueue<String>) -> [String] {
    var keys: [String] = []
    while let key = queue.next() { keys.append(key) }
    return keys
  }

  @Test("A key that waits is not added twice, and one in work comes again when it is done")
  func deduplication() {
    var queue = WorkQueue<String>()
    queue.add("a")
    queue.add("a")
    let first = taken(&queue)
    #expect(first == ["a"])
    queue.add("a")
    let whileInWork = taken(&queue)
    #expect(whileInWork == [])
    queue.done("a")
    let again = taken(&queue)
    #expect(again == ["a"])
    queue.done("a")
    let last = taken(&queue)
    #expect(last == [])
  }

  @Test("A delayed key comes when it is due, and the earliest plan counts")
  func delays() {
    var queue = WorkQueue<String>()
    let plans = [10, 20, 5].map { queue.add("a", after: .seconds($0), now: .zero) }
    #expect(plans == [true, false, true])
    queue.fire("a", now: .seconds(4))
    let early = taken(&queue)
    #expect(early == [])
    queue.fire("a", now: .seconds(5))
    let due = taken(&queue)
    #expect(due == ["a"])
    queue.done("a")
    queue.fire("a", now: .seconds(10))
    let replaced = taken(&queue)
    #expect(replaced == [])
  }

  @Test("Failures double the delay from 5 ms up to 1,000 s, until the key is forgotten")
  func backoff() {
    var queue = WorkQueue<String>()
    let delays = (0..<40).map { _ in queue.delayAfterFailure("a") }
    #expect(delays.prefix(3) == [.milliseconds(5), .milliseconds(10), .milliseconds(20)])
    #expect(delays.last == .seconds(1_000))
    queue.forget("a")
    let fresh = queue.delayAfterFailure("a")
    #expect(fresh == .milliseconds(5))
  }
}
