package import KubeModel

/// How long restarts wait.
package struct RestartSettings: Sendable, Hashable {
  /// The wait before the second restart; it doubles with each further one.
  package var base: Duration
  /// The longest wait.
  package var limit: Duration
  /// A container that ran this long starts with no wait again.
  package var resetAfter: Duration

  package init(base: Duration = .seconds(10), limit: Duration = .seconds(300), resetAfter: Duration = .seconds(600)) {
    self.base = base
    self.limit = limit
    self.resetAfter = resetAfter
  }
}

/// The restart backoff of one container: the first restart is at once, the next waits for the base, and each further
/// one twice as long as the one before, up to the limit, counted from the end of the container.
package struct RestartBackoff: Sendable, Hashable {
  package let settings: RestartSettings
  private var delay: Duration?

  package init(settings: RestartSettings) { self.settings = settings }

  /// When a container that ran from `startedAt` to `finishedAt` may start again.
  package mutating func nextStart(startedAt: Timestamp, finishedAt: Timestamp) -> Timestamp {
    if finishedAt - startedAt >= settings.resetAfter { delay = nil }
    guard let delay else {
      self.delay = settings.base
      return finishedAt
    }
    self.delay = min(delay * 2, settings.limit)
    return finishedAt + delay
  }

  /// The wait that was last asked for, as Kubernetes words it in messages (`10s`, `2m40s`).
  package static func text(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    guard seconds >= 60 else { return "\(seconds)s" }
    return "\(seconds / 60)m\(seconds % 60)s"
  }
}
