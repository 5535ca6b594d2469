package import SandboxRuntime
import ServiceLifecycle
import Synchronization

/// Whether the container runtime answers, found out by asking it for its state again and again.
///
/// It is what the kubelet's pod lifecycle event generator (PLEG) is to its node: a runtime that has not answered for the
/// threshold makes the nodes NotReady.
package final class RuntimeHealth: ServiceLifecycle.Service, Sendable {
  private struct State {
    var answeredAt = ContinuousClock.now
    var problem: String?
    var listeners: [AsyncStream<Void>.Continuation] = []
  }

  private let sandbox: any SandboxClient
  private let interval: Duration
  private let threshold: Duration
  private let state = Mutex(State())

  /// - Parameters:
  ///   - interval: The time between two questions.
  ///   - threshold: How long the runtime may leave one unanswered.
  package init(
    sandbox: any SandboxClient, interval: Duration = .seconds(2), threshold: Duration = .seconds(10)
  ) {
    self.sandbox = sandbox
    self.interval = interval
    self.threshold = threshold
  }

  /// What is wrong, as the kubelet words it in the condition of its node; nil while nothing is.
  package var problem: String? { state.withLock { $0.problem } }

  /// An element whenever `problem` has come or gone.
  package func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    state.withLock { $0.listeners.append(continuation) }
    return stream
  }

  /// Asks and judges until cancelled or asked to shut down.
  package func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await withThrowingDiscardingTaskGroup { group in
        group.addTask { try await self.ask() }
        group.addTask {
          while true {
            try await Task.sleep(for: self.interval)
            self.judge(at: .now)
          }
        }
      }
    }
  }

  private func ask() async throws {
    while true {
      // A connection that is lost is an answer as well: the runtime has ended, and is about to be started again.
      _ = try? await sandbox.state()
      state.withLock { $0.answeredAt = .now }
      judge(at: .now)
      try await Task.sleep(for: interval)
    }
  }

  private func judge(at now: ContinuousClock.Instant) {
    let listeners = state.withLock { state in
      let silence = state.answeredAt.duration(to: now)
      let before = state.problem
      state.problem =
        silence < threshold
        ? nil
        : "PLEG is not healthy: pleg was last seen active \(Self.text(silence)) ago; threshold is \(Self.text(threshold))"
      return (before == nil) == (state.problem == nil) ? [] : state.listeners
    }
    for listener in listeners { listener.yield() }
  }

  /// A duration to a tenth of a second, as Go prints it.
  private static func text(_ duration: Duration) -> String {
    let tenths = Int64(duration / .milliseconds(100))
    let seconds = tenths % 600
    let rest = seconds % 10 == 0 ? "\(seconds / 10)s" : "\(seconds / 10).\(seconds % 10)s"
    return tenths < 600 ? rest : "\(tenths / 600)m\(rest)"
  }
}
