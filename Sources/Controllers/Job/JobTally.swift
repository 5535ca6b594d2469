import KubeModel

/// What a Job's pods amount to.
///
/// A pod carries the tracking finalizer until its end is counted. Its uid goes to `uncountedTerminatedPods`, then the
/// finalizer goes, and then the uid becomes a count, so that a pod is counted once whatever comes between.
struct JobTally: Sendable {
  let active: [Pod]
  let ready: Int
  let terminating: Int
  /// Pods whose success has not been noted in the status.
  private(set) var newlySucceeded: [Pod] = []
  /// Pods whose failure has not been noted in the status, those included that the policy ignores.
  private(set) var newlyFailed: [Pod] = []
  /// What a verdict of the policy says of the pods that failed.
  let failJobMessage: String?
  let succeeded: Int
  let failed: Int
  /// The indexes that succeeded; empty for a Job without indexes.
  let succeededIndexes: CompletionIndexes

  init(job: Job, pods: [Pod]) {
    let policy = PodFailurePolicy(job.spec.podFailurePolicy)
    let status = job.status
    let completions = job.spec.completions ?? 0
    let isIndexed = job.isIndexed
    active = pods.filter(\.isActive)
    ready = active.count(where: \.isReady)
    terminating = pods.count { $0.isTerminating && !$0.isFinished }
    let noted = Uncounted(status)
    for pod in pods where pod.isTracked {
      if isIndexed, !(0..<completions).contains(pod.completionIndex ?? -1) { continue }
      if pod.status.phase == "Succeeded", !noted.succeeded.contains(pod.uid) {
        newlySucceeded.append(pod)
      } else if Self.isFailed(pod, job), !noted.failed.contains(pod.uid) {
        newlyFailed.append(pod)
      }
    }
    failed = (status.failed ?? 0) + noted.failed.count + newlyFailed.count { policy.verdict(on: $0) != .ignore }
    failJobMessage =
      pods.lazy.filter { Self.isFailed($0, job) }.compactMap { pod -> String? in
        guard case .failJob(let message) = policy.verdict(on: pod) else { return nil }
        return message
      }.first
    guard isIndexed else {
      succeeded = (status.succeeded ?? 0) + noted.succeeded.count + newlySucceeded.count
      succeededIndexes = CompletionIndexes()
      return
    }
    var indexes = CompletionIndexes(status.completedIndexes ?? "", below: completions)
    indexes.numbers.formUnion(newlySucceeded.compactMap(\.completionIndex))
    succeededIndexes = indexes
    succeeded = indexes.numbers.count
  }

  /// A pod that is being deleted counts as failed at once, unless only pods that have ended are to be replaced.
  static func isFailed(_ pod: Pod, _ job: Job) -> Bool {
    if pod.status.phase == "Failed" { return true }
    return !job.replacesEndedOnly && pod.isTerminating && pod.status.phase != "Succeeded"
  }
}

/// `status.uncountedTerminatedPods`: the uids of pods that ended and are not in the counts yet.
struct Uncounted: Sendable, Hashable {
  var succeeded: [String]
  var failed: [String]

  init(_ status: JobStatus) {
    succeeded = status.uncountedTerminatedPods?["succeeded"]?.arrayValue?.compactMap(\.stringValue) ?? []
    failed = status.uncountedTerminatedPods?["failed"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  var json: JSONValue {
    var json = JSONValue.emptyObject
    if !succeeded.isEmpty { json["succeeded"] = .array(succeeded.map(\.json)) }
    if !failed.isEmpty { json["failed"] = .array(failed.map(\.json)) }
    return json
  }
}

extension Job {
  var isIndexed: Bool { self.spec.completionMode == "Indexed" }

  var isSuspended: Bool { self.spec.suspend == true }

  /// Whether a pod is replaced only when it has ended, and not as soon as it is being deleted.
  var replacesEndedOnly: Bool { self.spec.podReplacementPolicy == "Failed" || self.spec.podFailurePolicy != nil }
}
