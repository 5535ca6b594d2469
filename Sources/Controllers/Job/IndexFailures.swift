import KubeModel

/// The failures of each index of a Job with `backoffLimitPerIndex` (Kubernetes concept "Jobs", Backoff limit per
/// index).
///
/// Every pod carries the number of failures of its index before it, so that the newest pod tells them all.
struct IndexFailures: Sendable {
  static let countKey = "batch.kubernetes.io/job-index-failure-count"

  /// The indexes that are not tried again.
  private(set) var failed = CompletionIndexes()
  private var backoffs: [Int: JobBackoff] = [:]
  private var counts: [Int: Int] = [:]

  /// Nil for a Job without a limit for each index.
  init?(job: Job, pods: [Pod], now: Timestamp) {
    guard job.isIndexed, let limit = job.spec.backoffLimitPerIndex else { return nil }
    let completions = job.spec.completions ?? 0
    let policy = PodFailurePolicy(job.spec.podFailurePolicy)
    failed = CompletionIndexes(job.status.failedIndexes ?? "", below: completions)
    for pod in pods {
      guard let index = pod.completionIndex, index < completions else { continue }
      var count = pod.metadata.annotations[Self.countKey].flatMap { Int($0) } ?? 0
      if JobTally.isFailed(pod, job) {
        let verdict = policy.verdict(on: pod)
        if verdict != .ignore { count += 1 }
        if verdict == .failIndex { failed.numbers.insert(index) }
        backoffs[index, default: JobBackoff()].note(succeeded: [], failed: [pod], now: now)
      }
      counts[index] = max(counts[index] ?? 0, count)
    }
    for (index, count) in counts where count > limit { failed.numbers.insert(index) }
  }

  /// How often the index has failed.
  func count(of index: Int) -> Int { counts[index] ?? 0 }

  /// How long the index still has to wait for its next pod.
  func wait(of index: Int, now: Timestamp) -> Duration { backoffs[index]?.remaining(now: now) ?? .zero }
}
