package import Logging
import ServiceLifecycle

/// A reconciler with its queue and workers. One key is never reconciled by two workers at a time.
package final class Controller<Loop: Reconciler>: ServiceLifecycle.Service, Sendable {
  /// - Parameters:
  ///   - name: Names the controller in logs and metrics.
  ///   - workers: How many keys may be worked on at once.
  ///   - clock: Tells when delayed keys are due.
  package init(
    name: String, reconciler: Loop, workers: Int = 1, clock: any Clock<Duration> = ContinuousClock(), logger: Logger
  ) { fatalError("contract") }

  /// Brings the key to a worker soon; a key that waits already is not added twice, and one that is being worked on
  /// comes again afterwards.
  package func enqueue(_ key: Loop.Key) { fatalError("contract") }

  /// Brings the key to a worker after `delay`.
  package func enqueue(_ key: Loop.Key, after delay: Duration) { fatalError("contract") }

  /// Works until cancelled or asked to shut down.
  package func run() async throws { fatalError("contract") }
}
