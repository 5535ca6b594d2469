import KubeModel

/// A Deployment with its ReplicaSets: which one is of the present template, and what belongs on it.
struct DeploymentSets: Sendable {
  static let revision = "deployment.kubernetes.io/revision"
  static let revisionHistory = "deployment.kubernetes.io/revision-history"
  static let hashLabel = "pod-template-hash"

  /// Annotations that a Deployment does not hand down to its sets.
  private static let ownAnnotations: Set<String> = [
    "kubectl.kubernetes.io/last-applied-configuration", revision, revisionHistory,
    "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
  ]

  let deployment: Deployment
  /// Sorted by age and name.
  private(set) var all: [ReplicaSet]

  init(deployment: Deployment, sets: [ReplicaSet]) {
    self.deployment = deployment
    let zero = Timestamp(nanoseconds: 0)
    all = sets.sorted {
      ($0.metadata.creationTimestamp ?? zero, $0.name) < ($1.metadata.creationTimestamp ?? zero, $1.name)
    }
  }

  /// The oldest set of the present template; nil when there is none yet.
  var newSet: ReplicaSet? { all.first(where: isOfPresentTemplate) }

  /// The sets of other templates, oldest first.
  var oldSets: [ReplicaSet] {
    let newSet = newSet
    return all.filter { $0.uid != newSet?.uid }
  }

  /// Takes a changed or new set over.
  mutating func replace(_ set: ReplicaSet) {
    if let index = all.firstIndex(where: { $0.uid == set.uid }) { all[index] = set } else { all.append(set) }
  }

  /// Whether the set's template is the Deployment's, its hash aside.
  func isOfPresentTemplate(_ set: ReplicaSet) -> Bool {
    var template = set.spec.template
    template.metadata.labels[Self.hashLabel] = nil
    return Self.normalized(template).isEquivalent(to: Self.normalized(deployment.spec.template))
  }

  private static func normalized(_ template: PodTemplateSpec) -> JSONValue {
    var json = template.json
    json["metadata"]?["creationTimestamp"] = nil
    if json["metadata"]?["labels"] == .emptyObject { json["metadata"]?["labels"] = nil }
    if json["metadata"] == .emptyObject { json["metadata"] = nil }
    return json
  }

  private func number(_ set: ReplicaSet) -> Int { set.metadata.annotations[Self.revision].flatMap(Int.init) ?? 0 }

  /// The annotations that the set of the present template is to have.
  func newSetAnnotations(known: ReplicaSet?) -> [String: String] {
    var annotations = known?.metadata.annotations ?? [:]
    for (key, value) in deployment.metadata.annotations where !Self.ownAnnotations.contains(key) {
      annotations[key] = value
    }
    let newest = (oldSets.map(number).max() ?? 0) + 1
    let before = annotations[Self.revision]
    if newest > (before.flatMap(Int.init) ?? 0) {
      if let before {
        let history = annotations[Self.revisionHistory].map { "\($0),\(before)" } ?? before
        annotations[Self.revisionHistory] = history
      }
      annotations[Self.revision] = String(newest)
    }
    return annotations
  }

  /// The set of the present template, not yet created in the API.
  func makeNewSet(replicas: Int) -> ReplicaSet {
    var template = deployment.spec.template
    let hash = StableHash.label(of: Self.normalized(template), collisionCount: deployment.status.collisionCount)
    template.metadata.labels[Self.hashLabel] = hash
    var set = ReplicaSet(name: "\(deployment.name)-\(hash)", namespace: deployment.namespace)
    set.metadata.labels = template.metadata.labels
    set.metadata.annotations = newSetAnnotations(known: nil)
    set.metadata.ownerReferences = [deployment.controllerReference()]
    set.spec.replicas = replicas
    set.spec.minReadySeconds = deployment.spec.minReadySeconds
    var selector = deployment.spec.selector ?? LabelSelector()
    selector.matchLabels[Self.hashLabel] = hash
    set.spec.selector = selector
    set.spec.template = template
    return set
  }

  /// The annotations that say for how many replicas a set was scaled.
  static func counts(_ deployment: Deployment, plan: RolloutPlan) -> [String: String] {
    let wanted = deployment.spec.replicas ?? 1
    return [
      "deployment.kubernetes.io/desired-replicas": String(wanted),
      "deployment.kubernetes.io/max-replicas": String(wanted + plan.maxSurge),
    ]
  }

  /// The empty old sets beyond `limit`, those of the lowest revisions first.
  func surplus(limit: Int) -> [ReplicaSet] {
    let isComplete = newSet.map { ($0.status.availableReplicas ?? 0) == (deployment.spec.replicas ?? 1) } ?? false
    guard isComplete else { return [] }
    let empty = oldSets.filter {
      ($0.spec.replicas ?? 0) == 0 && ($0.status.replicas ?? 0) == 0 && !$0.metadata.isBeingDeleted
        && ($0.status.observedGeneration ?? 0) >= ($0.metadata.generation ?? 0)
    }
    return Array(empty.sorted { number($0) < number($1) }.prefix(max(0, oldSets.count - limit)))
  }
}
