import KubeModel

/// What a StatefulSet's controller does next, decided from the set, its pods and its revisions alone.
///
/// In order: the pods of the set's ordinals are made, recreated when they failed, and awaited; surplus pods go, the
/// highest ordinal first; then pods of another revision go, the highest ordinal first, down to the partition. With
/// `OrderedReady` each step waits for the one before; with `Parallel` only the update does.
struct StatefulSetPlan: Sendable, Hashable {
  enum Step: Sendable, Hashable {
    /// Makes the pod of an ordinal, from the update revision or from the current one.
    case create(ordinal: Int, usesUpdateRevision: Bool)
    case delete(Pod)
    /// Deletes a pod that failed, so that it is made again.
    case recreate(Pod)
    /// Sets labels and volumes that make the pod the one of its ordinal.
    case repair(Pod)
  }

  private(set) var steps: [Step] = []
  /// When a pod becomes available without any further event; nil when none is waited for.
  private(set) var requeueAfter: Duration?
  /// The counts as observed; conditions and revisions are left alone except as the counts ask.
  private(set) var status: StatefulSetStatus

  private let set: StatefulSet
  private let now: Timestamp
  private let updateRevision: String
  private let currentRevision: String
  private let isOrdered: Bool
  private let ordinals: Range<Int>
  private let pods: [Int: Pod]

  /// - Parameters:
  ///   - set: The StatefulSet.
  ///   - pods: All pods that the set owns.
  ///   - currentRevision: The name of the revision that `status.currentRevision` means.
  ///   - updateRevision: The name of the template's revision.
  ///   - now: Tells which ready pods are available.
  init(set: StatefulSet, pods: [Pod], currentRevision: String, updateRevision: String, now: Timestamp) {
    self.set = set
    self.now = now
    self.currentRevision = currentRevision
    self.updateRevision = updateRevision
    isOrdered = set.spec.podManagementPolicy != "Parallel"
    let start = set.spec.ordinals?.start ?? 0
    ordinals = start..<(start + max(0, set.spec.replicas ?? 1))
    self.pods = Dictionary(
      pods.compactMap { pod in Self.ordinal(of: pod.name, in: set.name).map { ($0, pod) } }, uniquingKeysWith: { $1 })
    status = set.status
    count()
    guard !set.metadata.isBeingDeleted else { return }
    if fill(), removeSurplus() { update() }
  }

  /// The ordinal in a pod's name; nil when the pod is not named after the set.
  static func ordinal(of podName: String, in setName: String) -> Int? {
    guard podName.hasPrefix("\(setName)-") else { return nil }
    let text = podName.dropFirst(setName.count + 1)
    guard let ordinal = Int(text), ordinal >= 0, String(ordinal) == text else { return nil }
    return ordinal
  }

  private func revision(of pod: Pod) -> String { pod.metadata.labels["controller-revision-hash"] ?? "" }

  private func isAvailable(_ pod: Pod) -> Bool {
    pod.isRunningAndReady && pod.isAvailable(minReadySeconds: set.spec.minReadySeconds ?? 0, now: now)
  }

  private func isUnhealthy(_ pod: Pod) -> Bool { pod.isTerminating || !isAvailable(pod) }

  private mutating func noteAvailability(of pod: Pod) {
    guard pod.isRunningAndReady,
      let rest = pod.timeUntilAvailable(minReadySeconds: set.spec.minReadySeconds ?? 0, now: now), rest > .zero
    else { return }
    requeueAfter = requeueAfter.map { min($0, rest) } ?? rest
  }

  // MARK: Status

  private mutating func count() {
    var counts = (replicas: 0, ready: 0, available: 0, current: 0, updated: 0)
    for pod in pods.values where pod.isCreated {
      counts.replicas += 1
      if pod.isRunningAndReady { counts.ready += 1 }
      if isAvailable(pod) { counts.available += 1 }
      noteAvailability(of: pod)
      guard !pod.isTerminating else { continue }
      if revision(of: pod) == currentRevision { counts.current += 1 }
      if revision(of: pod) == updateRevision { counts.updated += 1 }
    }
    status.observedGeneration = set.metadata.generation
    status.replicas = counts.replicas
    status.readyReplicas = counts.ready
    status.availableReplicas = counts.available
    status.currentReplicas = counts.current
    status.updatedReplicas = counts.updated
    status.currentRevision = currentRevision
    status.updateRevision = updateRevision
    status.collisionCount = set.status.collisionCount ?? 0
    // A rolling update is complete when every pod is of the new revision and ready.
    if set.spec.updateStrategy?.type != "OnDelete", currentRevision != updateRevision,
      counts.updated == ordinals.count, counts.ready == ordinals.count, counts.replicas == ordinals.count
    {
      status.currentRevision = updateRevision
      status.currentReplicas = counts.updated
    }
  }

  // MARK: Steps; each returns whether the next may follow

  private mutating func fill() -> Bool {
    for ordinal in ordinals {
      guard let pod = pods[ordinal] else {
        steps.append(.create(ordinal: ordinal, usesUpdateRevision: usesUpdateRevision(ordinal)))
        if isOrdered { return false }
        continue
      }
      if pod.isFinished, !pod.isTerminating {
        steps.append(.recreate(pod))
        if isOrdered { return false }
        continue
      }
      if isOrdered, pod.isTerminating || !isAvailable(pod) { return false }
      if !pod.isTerminating, !StatefulSetIdentity(set: set).matches(pod, ordinal: ordinal) {
        steps.append(.repair(pod))
      }
    }
    return true
  }

  private func usesUpdateRevision(_ ordinal: Int) -> Bool {
    guard set.spec.updateStrategy?.type != "OnDelete" else { return true }
    guard let partition = set.spec.updateStrategy?.rollingUpdate?.partition else {
      return set.spec.updateStrategy?.rollingUpdate != nil
        || ordinal >= ordinals.lowerBound + (set.status.currentReplicas ?? 0)
    }
    return ordinal >= ordinals.lowerBound + partition
  }

  private mutating func removeSurplus() -> Bool {
    let surplus = pods.filter { !ordinals.contains($0.key) }.sorted { $0.key > $1.key }
    // Of those that stay, and then of those that go, the lowest.
    let firstUnhealthy =
      ordinals.first { ordinal in pods[ordinal].map(isUnhealthy) ?? true }
      ?? surplus.last { isUnhealthy($0.value) }?.key
    for (ordinal, pod) in surplus {
      if pod.isTerminating {
        if isOrdered { return false }
        continue
      }
      // A pod that is not available may only go if no lower one waits to become healthy.
      if isOrdered, !isAvailable(pod), ordinal != firstUnhealthy { return false }
      steps.append(.delete(pod))
      if isOrdered { return false }
    }
    return true
  }

  private mutating func update() {
    guard set.spec.updateStrategy?.type != "OnDelete" else { return }
    let first = ordinals.lowerBound + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0)
    guard first < ordinals.upperBound else { return }
    for ordinal in (first..<ordinals.upperBound).reversed() {
      guard let pod = pods[ordinal] else { return }
      if revision(of: pod) != updateRevision, !pod.isTerminating {
        steps.append(.delete(pod))
        return
      }
      guard isAvailable(pod), !pod.isTerminating else { return }
    }
  }
}
