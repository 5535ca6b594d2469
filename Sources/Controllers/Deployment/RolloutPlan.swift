import KubeModel

/// How many replicas each ReplicaSet of a Deployment is to have next (Kubernetes concept "Deployment").
struct RolloutPlan: Sendable {
  /// The sets that get another number of replicas, in the order in which to change them.
  private(set) var scales: [(set: ReplicaSet, replicas: Int)] = []
  /// Whether the new set, which does not exist yet, is to be made now.
  private(set) var createsNewSet = false
  /// How many replicas the new set starts with.
  private(set) var initialReplicas = 0

  let maxSurge: Int
  let maxUnavailable: Int
  private let wanted: Int
  private var replicas: [String: Int]

  /// - Parameters:
  ///   - deployment: The Deployment.
  ///   - newSet: The set of the present template; nil before it is made.
  ///   - oldSets: The other sets, oldest first.
  ///   - oldPodsRemain: Whether pods of old sets are still about, which `Recreate` waits for.
  init(_ deployment: Deployment, newSet: ReplicaSet?, oldSets: [ReplicaSet], oldPodsRemain: Bool) {
    wanted = max(0, deployment.spec.replicas ?? 1)
    (maxSurge, maxUnavailable) = Self.limits(deployment)
    replicas = Dictionary(
      (oldSets + (newSet.map { [$0] } ?? [])).map { ($0.uid, $0.spec.replicas ?? 0) }, uniquingKeysWith: { $1 })
    let all = oldSets + (newSet.map { [$0] } ?? [])
    let isPaused = deployment.spec.paused ?? false
    if isPaused || Self.isScaling(deployment, sets: all) {
      scaleInProportion(deployment, newSet: newSet, oldSets: oldSets)
    } else if deployment.spec.strategy?.type == "Recreate" {
      for set in oldSets { scale(set, to: 0) }
      guard scales.isEmpty, !oldPodsRemain else { return }
      startOrScale(newSet, to: wanted)
    } else {
      roll(newSet, oldSets)
    }
  }

  /// `maxSurge` is rounded up and `maxUnavailable` down; both zero would stand still, so one may be unavailable then.
  static func limits(_ deployment: Deployment) -> (surge: Int, unavailable: Int) {
    guard deployment.spec.strategy?.type != "Recreate" else { return (0, 0) }
    let wanted = max(0, deployment.spec.replicas ?? 1)
    let rolling = deployment.spec.strategy?.rollingUpdate
    let surge = (rolling?.maxSurge ?? .string("25%")).scaled(of: wanted, roundingUp: true) ?? 0
    let unavailable = (rolling?.maxUnavailable ?? .string("25%")).scaled(of: wanted, roundingUp: false) ?? 0
    return surge == 0 && unavailable == 0 ? (0, 1) : (surge, min(unavailable, wanted))
  }

  /// Whether the number of replicas was changed since the sets were last brought to it.
  private static func isScaling(_ deployment: Deployment, sets: [ReplicaSet]) -> Bool {
    sets.contains { set in
      guard (set.spec.replicas ?? 0) > 0,
        let desired = set.metadata.annotations["deployment.kubernetes.io/desired-replicas"].flatMap(Int.init)
      else { return false }
      return desired != deployment.spec.replicas ?? 1
    }
  }

  private mutating func scale(_ set: ReplicaSet, to count: Int) {
    guard replicas[set.uid] != count else { return }
    replicas[set.uid] = count
    scales.removeAll { $0.set.uid == set.uid }
    scales.append((set, count))
  }

  private mutating func startOrScale(_ newSet: ReplicaSet?, to count: Int) {
    if let newSet {
      scale(newSet, to: count)
    } else {
      createsNewSet = true
      initialReplicas = count
    }
  }

  // MARK: Rolling update

  private mutating func roll(_ newSet: ReplicaSet?, _ oldSets: [ReplicaSet]) {
    let current = newSet?.spec.replicas ?? 0
    let total = replicas.values.reduce(0, +)
    if newSet == nil || current < wanted {
      let room = wanted + maxSurge - total
      startOrScale(newSet, to: room <= 0 ? current : current + min(room, wanted - current))
    } else if let newSet, current > wanted {
      scale(newSet, to: wanted)
    }
    // As in Kubernetes a sync either grows the new set or shrinks the old ones.
    guard scales.isEmpty, !createsNewSet, let newSet else { return }
    shrink(oldSets, newSet: newSet)
  }

  private mutating func shrink(_ oldSets: [ReplicaSet], newSet: ReplicaSet) {
    let minAvailable = wanted - maxUnavailable
    let newUnavailable = (newSet.spec.replicas ?? 0) - (newSet.status.availableReplicas ?? 0)
    var room = replicas.values.reduce(0, +) - minAvailable - newUnavailable
    guard room > 0 else { return }
    // Pods of old sets that do not serve anyway go first.
    for set in oldSets {
      let count = replicas[set.uid] ?? 0
      let unhealthy = min(room, count - (set.status.availableReplicas ?? 0))
      guard unhealthy > 0 else { continue }
      room -= unhealthy
      scale(set, to: count - unhealthy)
    }
    let available = (oldSets + [newSet]).reduce(0) { $0 + ($1.status.availableReplicas ?? 0) }
    var surplus = available - minAvailable
    for set in oldSets where surplus > 0 {
      let count = replicas[set.uid] ?? 0
      let fewer = min(count, surplus)
      guard fewer > 0 else { continue }
      surplus -= fewer
      scale(set, to: count - fewer)
    }
  }

  // MARK: Proportional scaling

  private mutating func scaleInProportion(_ deployment: Deployment, newSet: ReplicaSet?, oldSets: [ReplicaSet]) {
    let active = (oldSets + (newSet.map { [$0] } ?? [])).filter { ($0.spec.replicas ?? 0) > 0 }
    if active.count <= 1 {
      if let only = active.first ?? newSet ?? oldSets.last { scale(only, to: wanted) }
      return
    }
    // With the new set saturated the old ones have nothing to keep.
    if let newSet, newSet.spec.replicas == wanted, newSet.status.availableReplicas == wanted {
      for set in oldSets { scale(set, to: 0) }
      return
    }
    guard deployment.spec.strategy?.type != "Recreate" else { return }
    let total = active.reduce(0) { $0 + ($1.spec.replicas ?? 0) }
    let allowed = wanted > 0 ? wanted + maxSurge : 0
    let difference = allowed - total
    guard difference != 0 else { return }
    let ordered = active.sorted { ($0.spec.replicas ?? 0, $0.name) > ($1.spec.replicas ?? 0, $1.name) }
    var added = 0
    for set in ordered {
      let count = set.spec.replicas ?? 0
      let share = Self.rounded(count * difference, over: max(total, 1))
      let rest = difference - added
      let part = difference > 0 ? min(max(share, 0), rest) : max(min(share, 0), rest)
      added += part
      scale(set, to: max(0, count + part))
    }
    if let largest = ordered.first, added != difference {
      scale(largest, to: max(0, (replicas[largest.uid] ?? 0) + difference - added))
    }
  }

  private static func rounded(_ value: Int, over divisor: Int) -> Int {
    Int((Double(value) / Double(divisor)).rounded())
  }
}
