import KubeModel

/// What a Job's controller does next, decided from the Job, its pods and its record of failures.
///
/// To be carried out in this order: `discard`, `terminate` and `create`; `status`; `release`; and `settledStatus`.
struct JobPlan: Sendable {
  /// Something to tell in an Event.
  struct Notice: Sendable, Hashable {
    var isWarning = false
    let reason: String
    let message: String
  }

  /// Pods that are not wanted any more; they are let go and deleted, and do not count.
  private(set) var discard: [Pod] = []
  /// Pods that run while the Job ends.
  private(set) var terminate: [Pod] = []
  /// The completion indexes of the pods to make; nil for a pod without one.
  private(set) var create: [Int?] = []
  /// Pods whose end the status has noted, and whose tracking finalizer goes.
  private(set) var release: [Pod] = []
  /// The status before the finalizers go.
  private(set) var status: JobStatus
  private(set) var backoff: JobBackoff
  private(set) var requeueAfter: Duration?
  private(set) var notices: [Notice] = []
  /// The failures of each index; nil for a Job that has one limit for all.
  let indexFailures: IndexFailures?

  private let job: Job
  private let tally: JobTally
  private let now: Timestamp
  /// How the Job is going to end.
  private var target: JobCondition?

  init(job: Job, pods: [Pod], backoff: JobBackoff, now: Timestamp) {
    self.job = job
    self.now = now
    self.backoff = backoff
    tally = JobTally(job: job, pods: pods)
    indexFailures = IndexFailures(job: job, pods: pods, now: now)
    status = job.status
    self.backoff.note(succeeded: tally.newlySucceeded, failed: tally.newlyFailed, now: now)
    if status.startTime == nil, !job.isSuspended { status.startTime = now }
    findTarget(pods)
    if target != nil {
      terminate = tally.active
    } else {
      if !job.metadata.isBeingDeleted { manage(pods) }
      findCompletion()
    }
    count()
    track(pods)
    if let target { _ = JobConditions.set(target, in: &status) }
  }

  /// The status when the finalizers of `release` are gone: the noted ends become counts, and the Job ends if nothing of
  /// it runs any more.
  var settledStatus: JobStatus {
    var status = status
    let noted = Uncounted(status)
    if !job.isIndexed { status.succeeded = Self.positive((status.succeeded ?? 0) + noted.succeeded.count) }
    status.failed = Self.positive((status.failed ?? 0) + noted.failed.count)
    status.uncountedTerminatedPods = .emptyObject
    guard let target, (status.terminating ?? 0) == 0 else { return status }
    let type = target.type == "FailureTarget" ? "Failed" : "Complete"
    _ = JobConditions.set(
      JobConditions.make(type, target.reason ?? "", target.message ?? "", now), in: &status)
    if type == "Complete" { status.completionTime = now }
    return status
  }

  private static func positive(_ count: Int) -> Int? { count > 0 ? count : nil }

  // MARK: Ends

  private mutating func findTarget(_ pods: [Pod]) {
    if let known = JobConditions.target(of: status) {
      target = known
    } else if let message = tally.failJobMessage {
      target = JobConditions.make("FailureTarget", "PodFailurePolicy", message, now)
    } else if tally.failed > job.spec.backoffLimit ?? 6 || hasRestartedTooOften(pods) {
      target = JobConditions.make(
        "FailureTarget", "BackoffLimitExceeded", "Job has reached the specified backoff limit", now)
    } else if let deadline = job.spec.activeDeadlineSeconds, let start = status.startTime, !job.isSuspended {
      let rest = start + .seconds(deadline) - now
      if rest <= .zero {
        target = JobConditions.make(
          "FailureTarget", "DeadlineExceeded", "Job was active longer than specified deadline", now)
      } else {
        requeue(after: rest)
      }
    }
    if target == nil, let (reason, message) = failedIndexes() {
      target = JobConditions.make("FailureTarget", reason, message, now)
    }
    if target == nil, let message = metSuccessRule() {
      target = JobConditions.make("SuccessCriteriaMet", "SuccessPolicy", message, now)
    }
  }

  /// With `OnFailure` the kubelet starts containers again in the same pod, and each start counts.
  private func hasRestartedTooOften(_ pods: [Pod]) -> Bool {
    guard job.spec.template.spec.restartPolicy == "OnFailure" else { return false }
    let living = pods.filter { $0.status.phase == "Running" || $0.status.phase == "Pending" }
    let restarts = living.flatMap { $0.status.containerStatuses + $0.status.initContainerStatuses }
      .reduce(0) { $0 + ($1.restartCount ?? 0) }
    let limit = job.spec.backoffLimit ?? 6
    return limit == 0 ? restarts > 0 : restarts >= limit
  }

  /// Why the Job fails for the sake of its failed indexes.
  private func failedIndexes() -> (reason: String, message: String)? {
    guard let failed = indexFailures?.failed.numbers, !failed.isEmpty else { return nil }
    if let limit = job.spec.maxFailedIndexes, failed.count > limit {
      return (
        "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"
      )
    }
    let ended = failed.union(tally.succeededIndexes.numbers).count
    return ended >= job.spec.completions ?? 0 ? ("FailedIndexes", "Job has failed indexes") : nil
  }

  private func metSuccessRule() -> String? {
    guard job.isIndexed, let rules = job.spec.successPolicy?["rules"]?.arrayValue else { return nil }
    for (index, rule) in rules.enumerated() {
      let count = rule["succeededCount"].flatMap(Int.init(json:))
      let named = rule["succeededIndexes"]?.stringValue.map {
        CompletionIndexes($0, below: job.spec.completions ?? 0).numbers
      }
      let done = tally.succeededIndexes.numbers.intersection(named ?? tally.succeededIndexes.numbers)
      let wanted = count ?? named?.count
      if let wanted, done.count >= wanted { return "Matched rules at index \(index)" }
    }
    return nil
  }

  private mutating func findCompletion() {
    let isIdle = tally.active.count == discard.count && create.isEmpty
    let hasEnough = job.spec.completions.map { tally.succeeded >= $0 } ?? (tally.succeeded > 0)
    if isIdle, hasEnough {
      target = JobConditions.make(
        "SuccessCriteriaMet", "CompletionsReached", "Reached expected number of succeeded pods", now)
    } else if !job.metadata.isBeingDeleted {
      noteSuspension()
    }
  }

  private mutating func noteSuspension() {
    let condition =
      job.isSuspended
      ? JobConditions.make("Suspended", "JobSuspended", "Job suspended", now)
      : JobConditions.make("Suspended", status: "False", "JobResumed", "Job resumed", now)
    guard JobConditions.set(condition, in: &status) else { return }
    notices.append(
      Notice(reason: job.isSuspended ? "Suspended" : "Resumed", message: condition.message ?? ""))
    if !job.isSuspended { status.startTime = now }
  }

  // MARK: Pods

  private mutating func manage(_ pods: [Pod]) {
    if job.isSuspended {
      discard = tally.active
      return
    }
    let parallelism = job.spec.parallelism ?? 1
    let wanted =
      job.spec.completions.map { max(0, min($0 - tally.succeeded, parallelism)) }
      ?? (tally.succeeded > 0 ? tally.active.count : parallelism)
    discard = surplus(atLeast: tally.active.count - wanted)
    guard discard.isEmpty else { return }
    let leaving = job.replacesEndedOnly ? pods.filter { $0.isTerminating && !$0.isFinished } : []
    let missing = min(wanted - tally.active.count - leaving.count, 500)
    guard missing > 0 else { return }
    // With a limit for each index each waits for itself.
    let wait = indexFailures == nil ? backoff.remaining(now: now) : .zero
    guard wait == .zero else {
      requeue(after: wait)
      return
    }
    if job.isIndexed {
      createIndexes(missing, besides: tally.active + leaving)
    } else {
      create = Array(repeating: nil, count: missing)
    }
  }

  private mutating func createIndexes(_ count: Int, besides pods: [Pod]) {
    let taken = Set(pods.compactMap(\.completionIndex)).union(tally.succeededIndexes.numbers)
      .union(indexFailures?.failed.numbers ?? [])
    for index in 0..<(job.spec.completions ?? 0) where !taken.contains(index) {
      guard create.count < count else { return }
      let wait = indexFailures?.wait(of: index, now: now) ?? .zero
      if wait > .zero { requeue(after: wait) } else { create.append(index) }
    }
  }

  /// The pods that go when there are too many, and every pod whose index another has too or the Job has not.
  private func surplus(atLeast count: Int) -> [Pod] {
    var rest = tally.active.map { DeletionRank($0, podsOnNode: 0) }.sorted(by: <).map(\.pod)
    var removed: [Pod] = []
    if job.isIndexed {
      var seen: Set<Int> = []
      for pod in rest.reversed() {
        let index = pod.completionIndex ?? -1
        let isValid = (0..<(job.spec.completions ?? 0)).contains(index)
        if !isValid || !seen.insert(index).inserted { removed.append(pod) }
      }
      rest.removeAll { pod in removed.contains { $0.uid == pod.uid } }
    }
    return removed + rest.prefix(max(0, count - removed.count))
  }

  // MARK: Status

  private mutating func count() {
    let gone = discard + terminate
    let active = tally.active.count - gone.count + create.count
    status.active = Self.positive(active)
    status.ready = tally.ready - gone.count(where: \.isReady)
    status.terminating = tally.terminating + gone.count
    if job.isIndexed {
      status.succeeded = Self.positive(tally.succeeded)
      let text = tally.succeededIndexes.description
      status.completedIndexes = text.isEmpty ? nil : text
      if let failures = indexFailures { status.failedIndexes = failures.failed.description }
    }
  }

  private mutating func track(_ pods: [Pod]) {
    var noted = Uncounted(status)
    let policy = PodFailurePolicy(job.spec.podFailurePolicy)
    let isFailing = target?.type == "FailureTarget"
    for pod in pods where pod.isTracked && !discard.contains(where: { $0.uid == pod.uid }) {
      let isFailed = JobTally.isFailed(pod, job)
      guard job.metadata.isBeingDeleted || target != nil || isFailed || pod.status.phase == "Succeeded" else {
        continue
      }
      release.append(pod)
      if job.isIndexed, !(0..<(job.spec.completions ?? 0)).contains(pod.completionIndex ?? -1) { continue }
      if pod.status.phase == "Succeeded", !noted.failed.contains(pod.uid) {
        // An index is in `completedIndexes` already.
        if !job.isIndexed, !noted.succeeded.contains(pod.uid) { noted.succeeded.append(pod.uid) }
      } else if isFailed || isFailing, !noted.failed.contains(pod.uid), policy.verdict(on: pod) != .ignore {
        noted.failed.append(pod.uid)
      }
    }
    status.uncountedTerminatedPods = noted.json
  }

  private mutating func requeue(after delay: Duration) {
    requeueAfter = requeueAfter.map { min($0, delay) } ?? delay
  }
}
