/// Who ends a pod that has done nothing wrong (Kubernetes concept "Disruptions", Pod disruption conditions).
package enum DisruptionCause: String, Sendable {
  /// The subresource `eviction`, as `kubectl drain` uses it.
  case eviction = "EvictionByEvictionAPI"
  /// A `NoExecute` taint that the pod does not tolerate.
  case taint = "DeletionByTaintManager"
  /// The node does not exist any more.
  case collection = "DeletionByPodGC"
  case kubelet = "TerminationByKubelet"

  /// The condition's type.
  package static let conditionType = "DisruptionTarget"
}

extension PodStatus {
  /// Says that the pod is about to be ended, and by whom; the failure policies of Jobs look at it.
  package mutating func markDisrupted(_ cause: DisruptionCause, message: String, at now: Timestamp) {
    let type = DisruptionCause.conditionType
    let known = self.conditions.first { $0.type == type && $0.status == "True" }
    self.conditions =
      self.conditions.filter { $0.type != type } + [
        .with {
          $0.type = type
          $0.status = "True"
          $0.reason = cause.rawValue
          $0.message = message
          $0.lastTransitionTime = known?.lastTransitionTime ?? now
        }
      ]
  }
}
