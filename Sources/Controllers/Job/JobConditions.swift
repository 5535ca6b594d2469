import KubeModel

/// The conditions of a Job, and which of them end it.
///
/// A Job that has done enough gets `SuccessCriteriaMet`, one that has failed `FailureTarget`; when no pod of its runs
/// any more and all are counted, `Complete` or `Failed` follows with the same reason and message.
enum JobConditions {
  /// The condition that says how the Job ended; nil while it goes on.
  static func end(of status: JobStatus) -> JobCondition? {
    status.conditions.first { ($0.type == "Complete" || $0.type == "Failed") && $0.status == "True" }
  }

  /// The condition that says how the Job is going to end.
  static func target(of status: JobStatus) -> JobCondition? {
    status.conditions.first { ($0.type == "FailureTarget" || $0.type == "SuccessCriteriaMet") && $0.status == "True" }
  }

  static func make(_ type: String, status: String = "True", _ reason: String, _ message: String, _ now: Timestamp)
    -> JobCondition
  {
    .with {
      $0.type = type
      $0.status = status
      $0.lastProbeTime = now
      $0.lastTransitionTime = now
      $0.reason = reason
      $0.message = message
    }
  }

  /// Sets a condition and returns whether that changed anything; one that is missing counts as false.
  static func set(_ condition: JobCondition, in status: inout JobStatus) -> Bool {
    guard let index = status.conditions.firstIndex(where: { $0.type == condition.type }) else {
      guard condition.status != "False" else { return false }
      status.conditions.append(condition)
      return true
    }
    let known = status.conditions[index]
    guard known.status != condition.status || known.reason != condition.reason || known.message != condition.message
    else { return false }
    status.conditions[index] = condition
    return true
  }
}
