import NIOCore
import NIOHTTP1

/// One request and the way to answer it, handed from an event loop to a task.
final class Exchange: Sendable {
  /// How long the last that a client sent before it went can still be taken, on an upgraded connection.
  static let lastWordsLimit = Duration.seconds(2)

  let request: HTTPRequest
  /// Ends when the client has gone or the answer is complete.
  let clientGone: AsyncStream<Never>
  private let channel: any Channel
  private let handler: NIOLoopBound<ExchangeHandler>

  init(
    request: HTTPRequest, clientGone: AsyncStream<Never>, channel: any Channel, handler: NIOLoopBound<ExchangeHandler>
  ) {
    self.request = request
    self.clientGone = clientGone
    self.channel = channel
    self.handler = handler
  }

  var eventLoop: any EventLoop { channel.eventLoop }

  /// Sends an answer and returns when it is complete: at once for whole bodies, at the end of the conversation
  /// otherwise.
  func send(_ answer: HTTPAnswer) async {
    switch answer.body {
    case .bytes(let body): sendWhole(answer, body: body)
    case .stream(let write): await sendStream(answer, write: write)
    case .upgrade(let upgrade): await sendUpgrade(answer, upgrade: upgrade)
    }
  }

  private func sendWhole(_ answer: HTTPAnswer, body: ByteBuffer) {
    channel.eventLoop.runOrExecute { [handler] in handler.value.answer(answer, body: body) }
  }

  private func sendStream(_ answer: HTTPAnswer, write: @escaping @Sendable (AnswerWriter) async throws -> Void) async {
    channel.eventLoop.runOrExecute { [handler] in handler.value.begin(answer) }
    let writer = AnswerWriter { [channel, handler] bytes in
      let sent = channel.eventLoop.makePromise(of: Void.self)
      channel.eventLoop.runOrExecute { handler.value.write(bytes, promise: sent) }
      try await sent.futureResult.get()
    }
    await withClientPresent {
      do {
        try await write(writer)
        self.channel.eventLoop.execute { [handler = self.handler] in handler.value.end() }
      } catch {
        // The head has gone out already: cutting the answer off is the only way left to tell of the failure.
        self.channel.eventLoop.execute { [handler = self.handler] in handler.value.abort() }
      }
    }
  }

  private func sendUpgrade(_ answer: HTTPAnswer, upgrade: ConnectionUpgrade) async {
    do {
      let upgraded = try await channel.eventLoop.submit { [handler] in
        try handler.value.upgrade(answer, framing: upgrade.framing)
      }.get().get()
      let (closed, continuation) = AsyncStream<Never>.makeStream()
      channel.closeFuture.whenComplete { _ in continuation.finish() }
      try await upgraded.executeThenClose { inbound, outbound in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await upgrade.run(UpgradedConnection(inbound: inbound, outbound: outbound)) }
          group.addTask {
            // Whoever takes what the client sent may wait for room, and so not come to its end.
            for await _ in closed {}
            try await Task.sleep(for: Self.lastWordsLimit)
          }
          defer { group.cancelAll() }
          try await group.next()
        }
      }
    } catch {
      // The client has gone or broke the protocol; either way the connection is closed and there is nobody to tell.
      channel.close(promise: nil)
    }
  }

  /// Runs `operation` and cancels it when the client goes away.
  private func withClientPresent(_ operation: @escaping @Sendable () async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await operation() }
      group.addTask { [clientGone] in
        for await _ in clientGone {}
      }
      await group.next()
      group.cancelAll()
    }
  }
}

extension EventLoop {
  /// Does it at once when this is the loop's thread, and otherwise as soon as that has time.
  fileprivate func runOrExecute(_ work: @escaping @Sendable () -> Void) {
    if inEventLoop { work() } else { execute(work) }
  }
}
