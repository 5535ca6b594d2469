import ControllerKit
import KubeModel

/// What controllers ask of a pod's status (kubectl and the kubelet use the same words).
extension Pod {
  /// Whether the pod has been accepted by the API: its phase is set.
  var isCreated: Bool { self.status.phase != nil }

  var isTerminating: Bool { metadata.isBeingDeleted }

  /// Neither finished nor being deleted.
  var isActive: Bool { !isFinished && !isTerminating }

  /// The condition `Ready`, if it is true.
  var readyCondition: PodCondition? { self.status.conditions.first { $0.type == "Ready" && $0.status == "True" } }

  var isReady: Bool { readyCondition != nil }

  var isRunningAndReady: Bool { self.status.phase == "Running" && isReady }

  /// How long until a ready pod has been ready for `minReadySeconds`; zero when it has, nil when it is not ready.
  func timeUntilAvailable(minReadySeconds: Int, now: Timestamp) -> Duration? {
    guard let condition = readyCondition else { return nil }
    guard minReadySeconds > 0 else { return .zero }
    guard let since = condition.lastTransitionTime else { return nil }
    return max(.zero, since + .seconds(minReadySeconds) - now)
  }

  /// Whether the pod has been ready for `minReadySeconds`.
  func isAvailable(minReadySeconds: Int, now: Timestamp) -> Bool {
    timeUntilAvailable(minReadySeconds: minReadySeconds, now: now) == .zero
  }
}
