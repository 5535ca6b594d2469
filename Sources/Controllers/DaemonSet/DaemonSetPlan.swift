import KubeModel

/// What a DaemonSet's controller does next, decided from the set, the nodes and the set's pods.
struct DaemonSetPlan: Sendable {
  /// The nodes that get a pod.
  private(set) var create: [String] = []
  private(set) var delete: [Pod] = []
  /// Failed pods among those deleted, for an Event each.
  private(set) var failed: [Pod] = []
  /// When something changes without an event; nil when nothing does.
  private(set) var requeueAfter: Duration?
  private(set) var status: DaemonSetStatus

  private let set: DaemonSet
  private let hash: String
  private let now: Timestamp
  private var podsByNode: [String: [Pod]]

  /// - Parameters:
  ///   - set: The DaemonSet.
  ///   - nodes: All nodes.
  ///   - pods: The set's pods.
  ///   - hash: The present template's `controller-revision-hash`.
  ///   - now: Tells which ready pods are available.
  init(set: DaemonSet, nodes: [Node], pods: [Pod], hash: String, now: Timestamp) {
    self.set = set
    self.hash = hash
    self.now = now
    status = set.status
    podsByNode = Dictionary(grouping: pods) { DaemonSetPods.node(of: $0) ?? "" }
    let nodes = nodes.sorted { $0.name < $1.name }
    count(nodes)
    guard !set.metadata.isBeingDeleted else { return }
    for node in nodes { place(on: node) }
    for (name, pods) in podsByNode where !nodes.contains(where: { $0.name == name }) {
      delete += pods.filter { !$0.isTerminating }
    }
    if set.spec.updateStrategy?.type != "OnDelete", create.isEmpty || surge > 0 { update(nodes) }
  }

  private func isUpdated(_ pod: Pod) -> Bool { pod.metadata.labels[DaemonSetPods.hashLabel] == hash }

  private func isAvailable(_ pod: Pod) -> Bool {
    pod.isAvailable(minReadySeconds: set.spec.minReadySeconds ?? 0, now: now)
  }

  private mutating func requeue(after delay: Duration) {
    requeueAfter = requeueAfter.map { min($0, delay) } ?? delay
  }

  private mutating func count(_ nodes: [Node]) {
    var desired = 0, current = 0, misscheduled = 0, ready = 0, available = 0, updated = 0
    for node in nodes {
      let pods = (podsByNode[node.name] ?? []).sorted(by: Self.isOlder)
      guard DaemonSetPods(set: set).placement(on: node).shouldRun else {
        if !pods.isEmpty { misscheduled += 1 }
        continue
      }
      desired += 1
      guard let pod = pods.first(where: { !$0.isTerminating }) ?? pods.first else { continue }
      current += 1
      if pod.isReady {
        ready += 1
        if isAvailable(pod) { available += 1 }
        let rest = pod.timeUntilAvailable(minReadySeconds: set.spec.minReadySeconds ?? 0, now: now)
        if let rest, rest > .zero { requeue(after: rest) }
      }
      if isUpdated(pod) { updated += 1 }
    }
    status.observedGeneration = set.metadata.generation
    status.desiredNumberScheduled = desired
    status.currentNumberScheduled = current
    status.numberMisscheduled = misscheduled
    status.numberReady = ready
    status.numberAvailable = available > 0 ? available : nil
    status.numberUnavailable = desired > available ? desired - available : nil
    status.updatedNumberScheduled = updated > 0 ? updated : nil
  }

  private static func isOlder(_ left: Pod, _ right: Pod) -> Bool {
    let zero = Timestamp(nanoseconds: 0)
    return (left.metadata.creationTimestamp ?? zero, left.name) < (right.metadata.creationTimestamp ?? zero, right.name)
  }

  private mutating func place(on node: Node) {
    let pods = (podsByNode[node.name] ?? []).sorted(by: Self.isOlder)
    let placement = DaemonSetPods(set: set).placement(on: node)
    guard placement.mayStay else {
      delete += pods.filter { !$0.isTerminating }
      return
    }
    guard placement.shouldRun else { return }
    guard !pods.isEmpty else {
      create.append(node.name)
      return
    }
    var running: [Pod] = []
    for pod in pods where !pod.isTerminating {
      guard pod.isFinished else {
        running.append(pod)
        continue
      }
      // A pod that fails at once is not to be replaced in a tight loop.
      let rest = (pod.metadata.creationTimestamp ?? now) + .seconds(1) - now
      if rest > .zero {
        requeue(after: rest)
      } else {
        failed.append(pod)
        delete.append(pod)
      }
    }
    // Besides the oldest pod only one that replaces it during a surge may stay.
    let surplus = running.dropFirst().filter { pod in
      !(surge > 0 && isUpdated(pod) && running.first.map { !isUpdated($0) } ?? false)
    }
    delete += surplus
  }

  // MARK: Rolling update

  private var surge: Int {
    limit(set.spec.updateStrategy?.rollingUpdate?.maxSurge, default: 0, roundingUp: true)
  }

  private func limit(_ value: IntOrString?, default fallback: Int, roundingUp: Bool) -> Int {
    value?.scaled(of: status.desiredNumberScheduled ?? 0, roundingUp: roundingUp) ?? fallback
  }

  private mutating func update(_ nodes: [Node]) {
    let maxSurge = surge
    let maxUnavailable = limit(
      set.spec.updateStrategy?.rollingUpdate?.maxUnavailable, default: maxSurge > 0 ? 0 : 1, roundingUp: true)
    var unavailable = 0, surging = 0
    var atOnce: [Pod] = [], inTurn: [Pod] = []
    var newAtOnce: [String] = [], newInTurn: [String] = []
    for node in nodes where DaemonSetPods(set: set).placement(on: node).shouldRun {
      let pods = (podsByNode[node.name] ?? []).filter { !$0.isTerminating && !$0.isFinished }
      let new = pods.first(where: isUpdated)
      let old = pods.first { !isUpdated($0) }
      switch (new, old) {
      case (nil, nil): unavailable += 1
      case (let new?, nil): if !isAvailable(new) { unavailable += 1 }
      case (nil, let old?):
        if maxSurge > 0 {
          if isAvailable(old) { newInTurn.append(node.name) } else { newAtOnce.append(node.name) }
        } else if isAvailable(old) {
          inTurn.append(old)
        } else {
          unavailable += 1
          atOnce.append(old)
        }
      case (let new?, let old?):
        if isAvailable(new) {
          atOnce.append(old)
        } else {
          surging += 1
          if !isAvailable(old) { unavailable += 1 }
        }
      }
    }
    delete += atOnce
    if maxSurge > 0 {
      create += newAtOnce + newInTurn.prefix(max(0, maxSurge - surging - newAtOnce.count))
    } else {
      delete += inTurn.prefix(max(0, maxUnavailable - unavailable))
    }
  }
}
