import KubeModel
package import Logging
import ServiceLifecycle
import Synchronization

/// A reconciler with its queue and workers.
///
/// One key is never reconciled by two workers at a time. A reconciler that throws gets its key back after client-go's
/// backoff: 5 ms, doubled with every failure in a row up to 1,000 s.
package final class Controller<Loop: Reconciler>: ServiceLifecycle.Service, Sendable {
  private struct State {
    var queue = WorkQueue<Loop.Key>()
    var idleWorkers: [CheckedContinuation<Void, Never>] = []
  }

  private struct DelayedKey: Sendable {
    let key: Loop.Key
    let deadline: Duration
  }

  private let name: String
  private let reconciler: Loop
  private let workers: Int
  private let clock: QueueClock
  private let logger: Logger
  private let state = Mutex(State())
  private let delayed: AsyncStream<DelayedKey>
  private let delayedKeys: AsyncStream<DelayedKey>.Continuation

  /// - Parameters:
  ///   - name: Names the controller in logs and metrics.
  ///   - reconciler: Does the work.
  ///   - workers: How many keys may be worked on at once.
  ///   - clock: Tells when delayed keys are due.
  ///   - logger: Reports keys that failed and are tried again.
  package init(
    name: String, reconciler: Loop, workers: Int = 1, clock: any Clock<Duration> = ContinuousClock(), logger: Logger
  ) {
    self.name = name
    self.reconciler = reconciler
    self.workers = workers
    self.clock = QueueClock(clock)
    self.logger = logger
    (delayed, delayedKeys) = AsyncStream.makeStream()
  }

  /// Brings the key to a worker soon; a key that waits already is not added twice, and one that is being worked on
  /// comes again afterwards.
  package func enqueue(_ key: Loop.Key) {
    change { $0.add(key) }
  }

  /// Brings the key to a worker after `delay`.
  package func enqueue(_ key: Loop.Key, after delay: Duration) {
    let now = clock.now
    let isToFire = change { $0.add(key, after: delay, now: now) }
    if isToFire { delayedKeys.yield(DelayedKey(key: key, deadline: now + delay)) }
  }

  /// Works until cancelled or asked to shut down.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        for _ in 0..<self.workers {
          group.addTask { await self.work() }
        }
        for await item in self.delayed {
          group.addTask {
            // A cancelled sleep means the end of the controller: the key is of no more use.
            guard (try? await self.clock.sleep(until: item.deadline)) != nil else { return }
            let now = self.clock.now
            self.change { $0.fire(item.key, now: now) }
          }
        }
      }
    }
  }

  /// Changes the queue and wakes as many idle workers as there are keys for.
  private func change<Result>(_ body: (inout WorkQueue<Loop.Key>) -> Result) -> Result {
    let (result, woken) = state.withLock { state in
      let result = body(&state.queue)
      let count = min(state.queue.count, state.idleWorkers.count)
      let woken = Array(state.idleWorkers.suffix(count))
      state.idleWorkers.removeLast(count)
      return (result, woken)
    }
    for worker in woken { worker.resume() }
    return result
  }

  private func work() async {
    while !Task.isCancelled {
      guard let key = state.withLock({ $0.queue.next() }) else {
        await waitForKeys()
        continue
      }
      await reconcile(key)
      change { $0.done(key) }
    }
  }

  /// Returns when there may be a key, or when cancelled.
  private func waitForKeys() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isToWait = state.withLock { state in
          guard state.queue.count == 0, !Task.isCancelled else { return false }
          state.idleWorkers.append(continuation)
          return true
        }
        if !isToWait { continuation.resume() }
      }
    } onCancel: {
      // All workers are cancelled together, so all may wake.
      let woken = state.withLock { state in
        defer { state.idleWorkers = [] }
        return state.idleWorkers
      }
      for worker in woken { worker.resume() }
    }
  }

  private func reconcile(_ key: Loop.Key) async {
    do {
      let result = try await reconciler.reconcile(key)
      change { $0.forget(key) }
      if case .requeue(let delay) = result { enqueue(key, after: delay) }
    } catch is CancellationError where Task.isCancelled {
      return
    } catch {
      let delay = state.withLock { $0.queue.delayAfterFailure(key) }
      enqueue(key, after: delay)
      report(error, key: key, delay: delay)
    }
  }

  private func report(_ error: any Error, key: Loop.Key, delay: Duration) {
    // A conflict says that the local copy lags behind by one watch event, which is part of ordinary work.
    let isOrdinary = (error as? StatusError).map { $0.reason == .conflict } ?? false
    logger.log(
      level: isOrdinary ? .debug : .warning, "reconciling failed, trying again after a backoff",
      metadata: ["controller": "\(name)", "key": "\(key)", "error": "\(error)", "delay": "\(delay)"])
  }
}
