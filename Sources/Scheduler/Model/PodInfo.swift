package import KubeModel

/// What scheduling needs to know of a pod, read from its JSON once.
package struct PodInfo: Sendable, Hashable {
  /// What the pod says about the nodes it wants.
  package struct NodeWishes: Sendable, Hashable {
    package let selector: [String: String]
    package let required: NodeMatcher?
    package let preferred: [Preference]

    /// A preferred term and its weight.
    package struct Preference: Sendable, Hashable {
      package let weight: Int
      package let matcher: NodeMatcher
    }
  }

  package let name: NamespacedName
  package let uid: String
  package let labels: [String: String]
  package var nodeName: String?
  package let priority: Int
  package let canPreempt: Bool
  package let requests: ResourceAmounts
  /// The requests with what the scores assume for containers that request nothing (100m, 200Mi).
  package let scoredRequests: ResourceAmounts
  package let hostPorts: [HostPort]
  package let nodeWishes: NodeWishes
  package let tolerations: [Toleration]
  package let affinity: [AffinityTerm]
  package let antiAffinity: [AffinityTerm]
  /// Preferred terms; anti-affinity has a negative weight.
  package let preferences: [AffinityTerm]
  package let spread: [SpreadConstraint]
  /// The claims that the pod mounts, those of ephemeral volumes included.
  package let claims: [String]
  /// Those of ephemeral volumes, by claim.
  package let ephemeralClaims: Set<String>
  /// The uid of the controller that made the pod.
  package let owner: String?
  /// When the pod was started or, before that, created; seconds since 1970.
  package let since: Int64
  package let isBeingDeleted: Bool
  package let nominatedNode: String?

  package var namespace: String { name.namespace ?? "" }

  package init(_ pod: Pod) {
    let metadata = pod.metadata
    let spec = pod.spec
    let status = pod.status
    let labels = metadata.labels
    let namespace = metadata.namespace ?? ""
    name = NamespacedName(namespace: namespace, name: metadata.name ?? "")
    uid = metadata.uid ?? ""
    self.labels = labels
    nodeName = spec.nodeName.flatMap { $0.isEmpty ? nil : $0 }
    priority = spec.priority ?? 0
    canPreempt = spec.preemptionPolicy != "Never"
    requests = spec.effectiveRequests()
    scoredRequests = spec.effectiveRequests(floor: Self.assumedRequests)
    hostPorts = spec.hostPorts
    let nodeAffinity = spec.affinity?.nodeAffinity
    nodeWishes = NodeWishes(
      selector: spec.nodeSelector,
      required: nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution.map { selector in
        NodeMatcher(terms: selector.nodeSelectorTerms)
      },
      preferred: (nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).compactMap { term in
        guard let preference = term.preference, let weight = term.weight else { return nil }
        return NodeWishes.Preference(weight: weight, matcher: NodeMatcher(terms: [preference]))
      })
    tolerations = spec.tolerations
    let podAffinity = spec.affinity?.podAffinity
    let podAntiAffinity = spec.affinity?.podAntiAffinity
    affinity = (podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map {
      AffinityTerm($0, namespace: namespace, labels: labels)
    }
    antiAffinity = (podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map {
      AffinityTerm($0, namespace: namespace, labels: labels)
    }
    let wanted = podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    let unwanted = podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    preferences =
      wanted.compactMap { Self.term($0, sign: 1, namespace: namespace, labels: labels) }
      + unwanted.compactMap { Self.term($0, sign: -1, namespace: namespace, labels: labels) }
    spread = spec.topologySpreadConstraints.map { SpreadConstraint($0, labels: labels) }
    ephemeralClaims = Set(
      spec.volumes.filter { $0.ephemeral != nil }.map { "\(metadata.name ?? "")-\($0.name ?? "")" })
    claims = spec.volumes.compactMap { volume in
      if volume.ephemeral != nil { return "\(metadata.name ?? "")-\(volume.name ?? "")" }
      return volume.persistentVolumeClaim?.claimName
    }
    owner = metadata.controller?.uid
    since = (status.startTime ?? metadata.creationTimestamp)?.seconds ?? 0
    isBeingDeleted = metadata.isBeingDeleted
    nominatedNode = status.nominatedNodeName.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func term(
    _ term: WeightedPodAffinityTerm, sign: Int, namespace: String, labels: [String: String]
  ) -> AffinityTerm? {
    guard let inner = term.podAffinityTerm, let weight = term.weight else { return nil }
    return AffinityTerm(inner, weight: sign * weight, namespace: namespace, labels: labels)
  }

  private static let assumedRequests: ResourceAmounts = {
    var amounts = ResourceAmounts()
    amounts["cpu"] = 100
    amounts["memory"] = 200 * 1_048_576 * 1_000
    return amounts
  }()
}
