import KubeModel

/// What the scheduler knows, and what it does next, as a value: changes go in, actions come out.
///
/// A pod is in one of these states:
/// - queued: to be tried (`queue`);
/// - parked: fits nowhere, tried again when something relevant changes (`queue`, with the concerns that rejected it);
/// - waiting for volumes: a node is chosen and counted, its claims are being bound (`waitingForVolumes`);
/// - assumed: a binding is on its way, and counted already (`assumed`);
/// - placed: the API says where it is.
struct SchedulingState: Sendable {
  /// A deed to be done.
  enum Action: Sendable, Hashable {
    case bind(pod: NamespacedName, uid: String, node: String)
    /// Tells the provisioner of a claim where its pod will run.
    case selectNode(claim: NamespacedName, node: String)
    /// Says on the pod, and by an event, why it has no node.
    case report(pod: NamespacedName, uid: String, message: String)
    /// Ends pods in favour of another.
    case preempt(pod: NamespacedName, uid: String, PreemptionPlan)
  }

  private struct Waiting: Sendable {
    let pod: PodInfo
    let claims: [NamespacedName]
  }

  private let schedulerName: String
  private(set) var snapshot = ClusterSnapshot()
  private var queue = SchedulingQueue()
  private var assumed: [NamespacedName: PodInfo] = [:]
  private var waitingForVolumes: [NamespacedName: Waiting] = [:]
  /// What was last said about a pod, so that the same is not said twice.
  private var reported: [NamespacedName: String] = [:]

  init(schedulerName: String) { self.schedulerName = schedulerName }

  // MARK: Changes

  /// A pod is there or has changed.
  mutating func set(_ pod: Pod) {
    let info = PodInfo(pod)
    let phase = pod.status.phase
    guard phase != "Succeeded", phase != "Failed" else {
      forget(info.name)
      return
    }
    if info.nodeName != nil {
      assumed[info.name] = nil
      waitingForVolumes[info.name] = nil
      queue.remove(info.name)
      reported[info.name] = nil
      snapshot.nominated[info.name] = nil
      let known = snapshot.place(of: info.name)
      snapshot.place(info)
      // Another pod's arrival can satisfy an affinity, or shift a spread.
      if known != info.nodeName || info.isBeingDeleted { queue.wake([.podAffinity, .spread]) }
      return
    }
    // Until the binding is confirmed or refused, the pod stays where it was assumed to be.
    guard assumed[info.name]?.uid != info.uid, waitingForVolumes[info.name]?.pod.uid != info.uid else { return }
    guard (pod.spec.schedulerName ?? schedulerName) == schedulerName, pod.spec.schedulingGates.isEmpty,
      !info.isBeingDeleted
    else {
      queue.remove(info.name)
      snapshot.nominated[info.name] = nil
      return
    }
    snapshot.nominated[info.name] = info.nominatedNode == nil ? nil : info
    queue.set(info, retries: queue[info.name].map { Self.differs($0, info) } ?? false)
  }

  /// A pod is gone.
  mutating func remove(_ pod: Pod) { forget(pod.namespacedName) }

  private mutating func forget(_ name: NamespacedName) {
    queue.remove(name)
    assumed[name] = nil
    waitingForVolumes[name] = nil
    reported[name] = nil
    let wasNominated = snapshot.nominated.removeValue(forKey: name) != nil
    if snapshot.remove(name) != nil || wasNominated {
      queue.wake([.ports, .resources, .volumes, .podAffinity, .spread])
    }
  }

  /// Whether a pod that waits has changed in something that decides (and not, say, in its status alone).
  private static func differs(_ old: PodInfo, _ new: PodInfo) -> Bool {
    old.labels != new.labels || old.requests != new.requests || old.tolerations != new.tolerations
      || old.nodeWishes != new.nodeWishes
  }

  mutating func set(_ node: Node) {
    if snapshot.set(node) { queue.wake(Set(Concern.allCases)) }
  }

  mutating func remove(_ node: Node) {
    snapshot.removeNode(node.name)
    queue.wake([.spread, .podAffinity])
  }

  mutating func set(_ namespace: Namespace) {
    let labels = namespace.metadata.labels
    guard snapshot.namespaces.updateValue(labels, forKey: namespace.name) != labels else { return }
    queue.wake([.podAffinity])
  }

  mutating func remove(_ namespace: Namespace) { snapshot.namespaces[namespace.name] = nil }

  mutating func set(_ claim: PersistentVolumeClaim) {
    let info = VolumeCatalog.Claim(claim)
    guard snapshot.volumes.claims.updateValue(info, forKey: claim.namespacedName) != info else { return }
    queue.wake([.volumes])
  }

  mutating func remove(_ claim: PersistentVolumeClaim) { snapshot.volumes.claims[claim.namespacedName] = nil }

  mutating func set(_ volume: PersistentVolume) {
    let info = VolumeCatalog.PersistentVolumeInfo(volume)
    guard snapshot.volumes.volumes.updateValue(info, forKey: volume.name) != info else { return }
    queue.wake([.volumes])
  }

  mutating func remove(_ volume: PersistentVolume) { snapshot.volumes.volumes[volume.name] = nil }

  mutating func set(_ storageClass: StorageClass) {
    let info = VolumeCatalog.ClassInfo(storageClass)
    guard snapshot.volumes.classes.updateValue(info, forKey: storageClass.name) != info else { return }
    queue.wake([.volumes])
  }

  mutating func remove(_ storageClass: StorageClass) { snapshot.volumes.classes[storageClass.name] = nil }

  mutating func set(_ budget: PodDisruptionBudget) {
    snapshot.budgets[budget.namespacedName] = ClusterSnapshot.Budget(
      namespace: budget.namespace ?? "", selector: LabelMatcher(budget.spec.selector),
      allowed: budget.status.disruptionsAllowed ?? 0)
  }

  mutating func remove(_ budget: PodDisruptionBudget) { snapshot.budgets[budget.namespacedName] = nil }

  /// A binding was refused: the pod is tried again, unless it is gone or has been placed meanwhile.
  mutating func bindingFailed(_ pod: NamespacedName, uid: String) {
    guard var info = assumed[pod], info.uid == uid else { return }
    assumed[pod] = nil
    snapshot.remove(pod)
    info.nodeName = nil
    queue.set(info, retries: true)
    queue.wake([.ports, .resources, .volumes, .podAffinity, .spread])
  }

  // MARK: Actions

  /// What is to be done now; empty when there is nothing.
  ///
  /// Tries one queued pod at most.
  mutating func next() -> [Action] {
    let ready = readyVolumes()
    if !ready.isEmpty { return ready }
    guard let pod = queue.next() else { return [] }
    switch SchedulingCycle(pod, in: snapshot).decide() {
    case .assign(let node, let claims):
      var placed = pod
      placed.nodeName = node
      snapshot.nominated[pod.name] = nil
      snapshot.place(placed)
      guard claims.isEmpty else {
        waitingForVolumes[pod.name] = Waiting(pod: placed, claims: claims)
        return claims.map { .selectNode(claim: $0, node: node) }
      }
      assumed[pod.name] = placed
      return [.bind(pod: pod.name, uid: pod.uid, node: node)]
    case .unschedulable(let error, let plan):
      queue.park(pod, rejectedBy: error.concerns)
      var actions: [Action] = []
      if reported.updateValue(error.message, forKey: pod.name) != error.message {
        actions.append(.report(pod: pod.name, uid: pod.uid, message: error.message))
      }
      if let plan {
        actions.append(.preempt(pod: pod.name, uid: pod.uid, plan))
      }
      return actions
    }
  }

  /// Bindings of pods whose claims are bound now.
  ///
  /// A claim that vanished, or was bound to a volume elsewhere, sends its pod back to the queue.
  private mutating func readyVolumes() -> [Action] {
    var actions: [Action] = []
    for (name, waiting) in waitingForVolumes.sorted(by: { $0.key < $1.key }) {
      guard let node = waiting.pod.nodeName else { continue }
      let claims = waiting.claims.map { snapshot.volumes.claims[$0] }
      if claims.contains(where: { $0 == nil }) {
        waitingForVolumes[name] = nil
        snapshot.remove(name)
        var pod = waiting.pod
        pod.nodeName = nil
        queue.set(pod, retries: true)
      } else if claims.allSatisfy({ $0?.isBound == true }) {
        waitingForVolumes[name] = nil
        assumed[name] = waiting.pod
        actions.append(.bind(pod: name, uid: waiting.pod.uid, node: node))
      }
    }
    return actions
  }
}
