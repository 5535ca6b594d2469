/// A delay that doubles with every failure up to a limit.
package struct Backoff: Sendable, Hashable {
  /// The delay after the first failure.
  package let base: Duration
  /// The longest delay.
  package let limit: Duration

  package init(base: Duration, limit: Duration) {
    self.base = base
    self.limit = limit
  }

  /// The delay after `failures` failures in a row; zero after none.
  package func delay(afterFailures failures: Int) -> Duration {
    guard failures > 0 else { return .zero }
    var delay = base
    for _ in 1..<failures {
      delay = delay * 2
      if delay >= limit { return limit }
    }
    return min(delay, limit)
  }

  /// The delay scaled by a random factor from 0.5 up to 1, so that many who failed together do not return together.
  package func jitteredDelay(afterFailures failures: Int) -> Duration {
    delay(afterFailures: failures) * Double.random(in: 0.5...1)
  }
}
