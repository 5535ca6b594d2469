import NIOCore
import Testing

@testable import APIServer

@Suite("Inbox of a stream")
struct StreamInboxTests {
  private func text(_ item: StreamInbox.Item) -> String {
    switch item {
    case .bytes(let bytes): String(buffer: bytes)
    case .end: "end"
    case .broken: "broken"
    }
  }

  @Test("What was put is taken in one piece, and then comes the end")
  func order() async {
    let inbox = StreamInbox()
    await inbox.put(ByteBuffer(string: "a"))
    await inbox.put(ByteBuffer(string: "b"))
    inbox.finish()
    await inbox.put(ByteBuffer(string: "late"))
    #expect(text(await inbox.next()) == "ab")
    #expect(text(await inbox.next()) == "end")
  }

  @Test("A taker that waits is woken by bytes, by the end and by a break")
  func waking() async {
    let inbox = StreamInbox()
    async let first = inbox.next()
    await inbox.put(ByteBuffer(string: "a"))
    #expect(text(await first) == "a")
    async let second = inbox.next()
    inbox.abandon()
    #expect(text(await second) == "broken")
    await inbox.waitUntilBroken()
  }

  @Test("Who puts too much waits until it was taken")
  func backPressure() async {
    let inbox = StreamInbox()
    let large = ByteBuffer(repeating: 1, count: StreamInbox.limit + 1)
    await withTaskGroup(of: String.self) { group in
      group.addTask {
        await inbox.put(large)
        return "put"
      }
      group.addTask {
        guard case .bytes(let bytes) = await inbox.next() else { return "nothing" }
        return "took \(bytes.readableBytes)"
      }
      var results: Set<String> = []
      for await result in group { results.insert(result) }
      #expect(results == ["put", "took \(large.readableBytes)"])
    }
  }

  @Test("Cancelling whoever waits breaks the stream off")
  func cancellation() async {
    for isTaker in [true, false] {
      let inbox = StreamInbox()
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          if isTaker {
            _ = await inbox.next()
          } else {
            await inbox.put(ByteBuffer(repeating: 1, count: StreamInbox.limit + 1))
          }
        }
        group.cancelAll()
      }
      #expect(text(await inbox.next()) == "broken")
    }
  }
}
