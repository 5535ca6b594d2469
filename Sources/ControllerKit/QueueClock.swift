/// A clock of any kind as durations since the value was made.
struct QueueClock: Sendable {
  private let elapsed: @Sendable () -> Duration
  private let sleepUntil: @Sendable (Duration) async throws -> Void

  init(_ clock: some Clock<Duration>) {
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleepUntil = { deadline in try await clock.sleep(until: start.advanced(by: deadline), tolerance: nil) }
  }

  /// The time since the value was made.
  var now: Duration { elapsed() }

  /// Sleeps until `now` is at least `deadline`; throws `CancellationError` when cancelled.
  func sleep(until deadline: Duration) async throws { try await sleepUntil(deadline) }
}
