import LinuxSystem
import NIOCore

/// The requests that come over the connections of one event loop, and the tasks that answer them on it: a request that
/// is answered where it was read changes no thread.
struct ExchangeLane: Sendable {
  let eventLoop: any EventLoop
  /// The event loop's thread, for tasks.
  let executor: ThreadExecutor
  private let exchanges: AsyncStream<Exchange>
  private let continuation: AsyncStream<Exchange>.Continuation

  init(_ eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
    executor = ThreadExecutor { work in eventLoop.execute(work) }
    (exchanges, continuation) = AsyncStream.makeStream()
  }

  /// Hands a request over; false when the server is stopping.
  func accept(_ exchange: Exchange) -> Bool {
    if case .terminated = continuation.yield(exchange) { return false }
    return true
  }

  /// Takes no more requests.
  func close() { continuation.finish() }

  /// Answers every request in a child task, until the lane is closed; what is under way then is cancelled.
  func run(_ handler: APIHandler) async {
    await withDiscardingTaskGroup { group in
      for await exchange in exchanges {
        group.addTask { await exchange.send(await handler.answer(exchange.request)) }
      }
      group.cancelAll()
    }
  }
}
