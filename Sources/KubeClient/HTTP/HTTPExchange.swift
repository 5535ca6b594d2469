import NIOCore
import NIOHTTP1

/// One request and where its answer goes.
struct HTTPExchange: Sendable {
  var head: HTTPRequestHead
  var body: ByteBuffer?
  /// Kept when the head of the answer is there; the body may still be on its way.
  var answer: EventLoopPromise<HTTPAnswer>
}

extension HTTPExchange {
  /// Sends a request as soon as the connection stands, and waits for the head of its answer.
  ///
  /// `connect` is called on the loop, which is the connection's. The request is written in the turn that connects, so
  /// that a TLS handshake that fails has somebody to tell. Throws `CancellationError` when the task is cancelled, which
  /// closes the connection, and otherwise what broke it.
  static func send(
    _ head: HTTPRequestHead, _ body: ByteBuffer?, on eventLoop: any EventLoop,
    connect: @escaping @Sendable () -> EventLoopFuture<any Channel>
  ) async throws -> HTTPAnswer {
    let answer = eventLoop.makePromise(of: HTTPAnswer.self)
    let exchange = HTTPExchange(head: head, body: body, answer: answer)
    let connection = eventLoop.flatSubmit {
      let connection = connect()
      // A connection that has closed in the meantime has no handler any more that would answer.
      connection.flatMap { $0.writeAndFlush(exchange) }.whenFailure { answer.fail($0) }
      return connection
    }
    return try await withTaskCancellationHandler {
      do {
        return try await answer.futureResult.get()
      } catch {
        connection.whenSuccess { $0.close(promise: nil) }
        // What a cancelled task sees is the cancellation, whatever it broke.
        try Task.checkCancellation()
        throw error
      }
    } onCancel: {
      // TLS may wait seconds for the other side's farewell, the caller does not.
      answer.fail(CancellationError())
      connection.whenSuccess { $0.close(promise: nil) }
    }
  }
}

/// The head of an answer, and its body as it comes.
struct HTTPAnswer: Sendable {
  var head: HTTPResponseHead
  var body: ByteStream
  /// The connection after `101 Switching Protocols`, which has no body; nil after any other answer.
  var upgraded: NIOAsyncChannel<ByteBuffer, ByteBuffer>?

  /// Reads the body to its end.
  func bytes() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in body { bytes += chunk }
    return bytes
  }
}

/// The bytes of an answer or log as they come, with back pressure; may be read once.
///
/// Leaving the loop, or dropping the stream, closes the connection. Throws `CancellationError` when the reading task is
/// cancelled, and `StatusError` when the connection breaks.
package struct ByteStream: AsyncSequence, Sendable {
  package typealias Element = [UInt8]
  typealias Strategy = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark
  typealias Producer = NIOThrowingAsyncSequenceProducer<ByteBuffer, any Error, Strategy, ReadingGate>

  let base: Producer

  package struct AsyncIterator: AsyncIteratorProtocol {
    var base: Producer.AsyncIterator

    package mutating func next() async throws -> [UInt8]? { try await next(isolation: #isolation) }

    package mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
      guard let buffer = try await base.next(isolation: actor) else { return nil }
      return Array(buffer.readableBytesView)
    }
  }

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator()) }
}

/// Stops and starts the reading of a channel for a consumer in another task.
final class ReadingGate: NIOAsyncSequenceProducerDelegate {
  private let channel: any Channel
  /// Called on the channel's event loop.
  private let setReading: NIOLoopBound<(Bool) -> Void>
  /// Called on the channel's event loop when nobody reads any more.
  private let abandon: NIOLoopBound<() -> Void>

  init(channel: any Channel, setReading: @escaping (Bool) -> Void, abandon: @escaping () -> Void) {
    self.channel = channel
    self.setReading = NIOLoopBound(setReading, eventLoop: channel.eventLoop)
    self.abandon = NIOLoopBound(abandon, eventLoop: channel.eventLoop)
  }

  func produceMore() {
    channel.eventLoop.execute { self.setReading.value(true) }
  }

  func didTerminate() {
    channel.eventLoop.execute { self.abandon.value() }
  }
}
