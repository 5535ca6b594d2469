import Foundation
import Synchronization

/// Requests by several connections at once, each as soon as the one before it is answered.
struct Load {
  /// What came of them.
  struct Outcome {
    let perSecond: Double
    /// Milliseconds, sorted.
    let latencies: [Double]

    func percentile(_ share: Double) -> Double {
      latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]
    }
  }

  /// Sends `count` requests; `connect` makes a connection, `send` sends the request of a number.
  static func run(
    _ count: Int, connections: Int, connect: @escaping @Sendable () throws -> HTTPConnection,
    send: @escaping @Sendable (HTTPConnection, Int) throws -> Void
  ) throws -> Outcome {
    let results = Results()
    let (ready, begin, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // Threads of their own, since each waits for answers.
    for worker in 0..<connections {
      Thread.detachNewThread {
        defer { done.signal() }
        let connection = Result { try connect() }
        ready.signal()
        begin.wait()
        results.record {
          let connection = try connection.get()
          return try stride(from: worker, to: count, by: connections).map { number in
            let sent = Clock.now
            try send(connection, number)
            return Clock.now - sent
          }
        }
      }
    }
    // All connections stand before the first request counts.
    for _ in 0..<connections { ready.wait() }
    let start = Clock.now
    for _ in 0..<connections { begin.signal() }
    for _ in 0..<connections { done.wait() }
    let seconds = (Clock.now - start) / 1_000
    let latencies = try results.latencies()
    return Outcome(perSecond: Double(latencies.count) / seconds, latencies: latencies.sorted())
  }

  /// What the threads found.
  private final class Results: Sendable {
    private let state = Mutex<(latencies: [Double], failure: (any Error)?)>(([], nil))

    func record(_ measure: () throws -> [Double]) {
      do {
        let latencies = try measure()
        state.withLock { $0.latencies += latencies }
      } catch {
        state.withLock { $0.failure = error }
      }
    }

    func latencies() throws -> [Double] {
      try state.withLock { state in
        if let failure = state.failure { throw failure }
        return state.latencies
      }
    }
  }
}

extension Load.Outcome {
  /// The lines of the table.
  func figures(_ what: String) -> [Figure] {
    [
      Figure(what: "\(what), a second", unit: "", values: [perSecond]),
      Figure(what: "\(what)", unit: "ms", values: latencies, digits: 2),
      Figure(what: "\(what), 99th percentile", unit: "ms", values: [percentile(0.99)], digits: 2),
    ]
  }
}
