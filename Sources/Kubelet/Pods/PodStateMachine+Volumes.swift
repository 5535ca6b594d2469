import KubeModel

/// The volumes of a pod: set up once, brought up to date for as long as the pod runs.
///
/// Volumes that stand stay usable, whatever becomes of bringing them up to date: a ConfigMap that is gone never keeps a
/// container from being started again.
extension PodStateMachine {
  mutating func prepareVolumes() {
    volumesChangesSeen = changes
    if volumes == .done { isRefreshing = true } else { volumes = .busy }
    refreshAt = nil
    actions.append(.prepareVolumes(isFirst: !hadVolumes))
  }

  /// Brings volumes that stand up to date; a refresh under way is followed by another.
  mutating func refreshVolumes() {
    changes += 1
    if volumes == .done, !isRefreshing, stage == .running { prepareVolumes() }
  }

  /// Tries a refresh that failed again when its time has come.
  mutating func retryRefresh(at now: Timestamp) {
    guard let refreshAt, !isRefreshing else { return }
    if refreshAt <= now { prepareVolumes() } else { wake(at: refreshAt) }
  }

  mutating func volumesReady() {
    volumes = .done
    hadVolumes = true
    isRefreshing = false
    if volumesChangesSeen != changes, stage == .running { prepareVolumes() }
  }

  mutating func volumesFailed(_ problems: [String], retryAfter: Duration?, at now: Timestamp) {
    // What changed while the attempt was under way may be just what it lacked.
    let retryAt = volumesChangesSeen != changes ? now : retryAfter.map { now + $0 }
    if hadVolumes {
      volumes = .done
      isRefreshing = false
      refreshAt = retryAt
    } else {
      volumes = .failed(message: problems.first ?? "", retryAt: retryAt)
    }
    for problem in problems { emit(warning: true, reason: "FailedMount", problem) }
  }

  /// Whether a file of a volume shows something that differs in `new`.
  func fieldsInVolumesChanged(to new: Pod) -> Bool {
    guard new.spec.volumes.contains(where: \.showsFields) else { return false }
    return pod.metadata.labels != new.metadata.labels || pod.metadata.annotations != new.metadata.annotations
      || pod.spec.containers.map(\.resources.json) != new.spec.containers.map(\.resources.json)
  }

  /// Ends the pod for good, at once (Kubernetes, "Node-pressure Eviction": local ephemeral storage).
  mutating func evict(_ message: String, at now: Timestamp) {
    guard stage == .running else { return }
    failure = Failure(reason: "Evicted", message: message)
    emit(warning: true, reason: "Evicted", message)
    beginTermination(at: now, grace: .seconds(1))
  }
}
