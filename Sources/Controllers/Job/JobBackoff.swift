import ControllerKit
import KubeModel
import Synchronization

/// How long a Job waits before it replaces failed pods: 10 s after the first failure since a success, doubled with
/// every further one up to 10 minutes.
struct JobBackoff: Sendable, Hashable {
  private static let delays = Backoff(base: .seconds(10), limit: .seconds(600))

  private(set) var failures = 0
  private(set) var lastFailure: Timestamp?

  /// Takes pods into account that have finished since.
  mutating func note(succeeded: [Pod], failed: [Pod], now: Timestamp) {
    let success = succeeded.map { $0.finishTime ?? now }.max()
    if success != nil { self = JobBackoff() }
    for pod in failed {
      let moment = pod.finishTime ?? now
      if let success, moment <= success { continue }
      failures += 1
      lastFailure = max(lastFailure ?? moment, moment)
    }
  }

  /// The rest of the wait.
  func remaining(now: Timestamp) -> Duration {
    guard let lastFailure else { return .zero }
    return max(.zero, lastFailure + Self.delays.delay(afterFailures: failures) - now)
  }
}

extension Pod {
  /// When the last container ended, or what comes nearest to it.
  var finishTime: Timestamp? {
    let statuses = self.status.containerStatuses + self.status.initContainerStatuses
    let ends = statuses.compactMap { $0.state?.terminated?.finishedAt }
    if let last = ends.max() { return last }
    if let deletion = metadata.deletionTimestamp {
      return deletion + .seconds(-(metadata.deletionGracePeriodSeconds ?? 0))
    }
    return self.status.conditions.first { $0.type == "Ready" }?.lastTransitionTime ?? metadata.creationTimestamp
  }
}

/// What the controller remembers of each Job's failures while it runs, by the Job's uid.
final class JobBackoffs: Sendable {
  private let records = Mutex<[String: JobBackoff]>([:])

  subscript(uid: String) -> JobBackoff? {
    get { records.withLock { $0[uid] } }
    set { records.withLock { $0[uid] = newValue } }
  }
}
