import KubeModel

/// What a ReplicaSet's controller does next, decided from the set and its pods.
struct ReplicaSetPlan: Sendable {
  /// How many pods are to be made.
  private(set) var createCount = 0
  private(set) var delete: [Pod] = []
  private(set) var requeueAfter: Duration?
  private(set) var status: ReplicaSetStatus

  init(set: ReplicaSet, pods: [Pod], now: Timestamp) {
    status = set.status
    let active = pods.filter(\.isActive)
    count(set, active, now: now)
    status.terminatingReplicas = pods.count { $0.isTerminating && !$0.isFinished }
    guard !set.metadata.isBeingDeleted else { return }
    let wanted = max(0, set.spec.replicas ?? 1)
    if active.count < wanted {
      createCount = min(wanted - active.count, 500)
    } else if active.count > wanted {
      let perNode = Dictionary(grouping: active) { $0.spec.nodeName ?? "" }.mapValues(\.count)
      let ranked = active.map { DeletionRank($0, podsOnNode: perNode[$0.spec.nodeName ?? ""] ?? 0) }.sorted(by: <)
      delete = ranked.prefix(active.count - wanted).map(\.pod)
    }
  }

  private mutating func count(_ set: ReplicaSet, _ active: [Pod], now: Timestamp) {
    let template = set.spec.template.metadata.labels
    let minReadySeconds = set.spec.minReadySeconds ?? 0
    var labelled = 0, ready = 0, available = 0
    for pod in active {
      let labels = pod.metadata.labels
      if template.allSatisfy({ labels[$0.key] == $0.value }) { labelled += 1 }
      guard let rest = pod.timeUntilAvailable(minReadySeconds: minReadySeconds, now: now) else { continue }
      ready += 1
      if rest == .zero {
        available += 1
      } else {
        requeueAfter = requeueAfter.map { min($0, rest) } ?? rest
      }
    }
    status.observedGeneration = set.metadata.generation
    status.replicas = active.count
    status.fullyLabeledReplicas = labelled > 0 ? labelled : nil
    status.readyReplicas = ready > 0 ? ready : nil
    status.availableReplicas = available > 0 ? available : nil
  }
}

/// The order in which surplus pods go (Kubernetes concept "ReplicaSet", Scaling a ReplicaSet): those that serve least
/// go first.
struct DeletionRank: Comparable, Sendable {
  let pod: Pod
  private let key: [Int64]

  /// - Parameters:
  ///   - pod: A pod of the set.
  ///   - podsOnNode: How many of the set's pods are on the same node.
  init(_ pod: Pod, podsOnNode: Int) {
    self.pod = pod
    let isBound = !(pod.spec.nodeName ?? "").isEmpty
    let phase: Int64 = pod.status.phase == "Running" ? 2 : pod.status.phase == "Unknown" ? 1 : 0
    let cost = pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"].flatMap(Int64.init) ?? 0
    let restarts = pod.status.containerStatuses.map { $0.restartCount ?? 0 }.max() ?? 0
    key = [
      isBound ? 1 : 0, phase, pod.isReady ? 1 : 0, cost, Int64(-podsOnNode),
      -(pod.readyCondition?.lastTransitionTime?.seconds ?? 0), Int64(-restarts),
      -(pod.metadata.creationTimestamp?.seconds ?? 0),
    ]
  }

  static func < (left: Self, right: Self) -> Bool {
    for (first, second) in zip(left.key, right.key) where first != second { return first < second }
    return left.pod.name < right.pod.name
  }

  static func == (left: Self, right: Self) -> Bool { left.key == right.key && left.pod.name == right.pod.name }
}
