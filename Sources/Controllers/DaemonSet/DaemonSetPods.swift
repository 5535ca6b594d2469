import KubeModel

/// The pods that a DaemonSet makes.
struct DaemonSetPods: Sendable {
  /// The label by which pods and revisions of a set belong together.
  static let hashLabel = "controller-revision-hash"

  let set: DaemonSet

  /// The value of `hashLabel` in the pods of a revision.
  static func hash(of revision: ControllerRevision) -> String {
    // Revisions of older versions of this program have the label that a StatefulSet's have.
    revision.metadata.labels[hashLabel] ?? revision.metadata.labels["controller.kubernetes.io/hash"] ?? ""
  }

  /// A pod for one node, which its affinity names, so that the scheduler puts it there and nowhere else.
  func pod(on node: String, hash: String) -> Pod {
    var pod = set.spec.template.pod(for: set)
    pod.metadata.generateName = "\(set.name)-"
    pod.metadata.labels[Self.hashLabel] = hash
    pod.metadata.labels["pod-template-generation"] =
      set.metadata.annotations["deprecated.daemonset.template.generation"] ?? "1"
    pod.spec = spec(on: node)
    return pod
  }

  /// The template's specification with the tolerations and the affinity that Kubernetes adds.
  func spec(on node: String) -> PodSpec {
    var spec = set.spec.template.spec
    spec.tolerations = tolerations
    var affinity = spec.affinity ?? Affinity()
    var nodeAffinity = affinity.nodeAffinity ?? NodeAffinity()
    let field = NodeSelectorRequirement.with {
      $0.key = "metadata.name"
      $0.operator = "In"
      $0.values = [node]
    }
    let terms = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
    nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution = .with {
      $0.nodeSelectorTerms = (terms.isEmpty ? [NodeSelectorTerm()] : terms).map { term in
        var term = term
        term.matchFields = [field]
        return term
      }
    }
    affinity.nodeAffinity = nodeAffinity
    spec.affinity = affinity
    return spec
  }

  /// The template's tolerations with those of every daemon pod (Kubernetes concept "DaemonSet", Taints and
  /// tolerations).
  var tolerations: [Toleration] {
    var added = [
      ("node.kubernetes.io/not-ready", "NoExecute"), ("node.kubernetes.io/unreachable", "NoExecute"),
      ("node.kubernetes.io/disk-pressure", "NoSchedule"), ("node.kubernetes.io/memory-pressure", "NoSchedule"),
      ("node.kubernetes.io/pid-pressure", "NoSchedule"), ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ]
    if set.spec.template.spec.hostNetwork == true {
      added.append(("node.kubernetes.io/network-unavailable", "NoSchedule"))
    }
    var tolerations = set.spec.template.spec.tolerations
    for (key, effect) in added {
      let toleration = Toleration.with {
        $0.key = key
        $0.operator = "Exists"
        $0.effect = effect
      }
      if !tolerations.contains(toleration) { tolerations.append(toleration) }
    }
    return tolerations
  }

  /// Whether a pod of the set belongs on the node, and whether one that is there may stay.
  func placement(on node: Node) -> (shouldRun: Bool, mayStay: Bool) {
    let spec = set.spec.template.spec
    let matching = NodeMatching(node: node)
    if let nodeName = spec.nodeName, !nodeName.isEmpty, nodeName != node.name { return (false, false) }
    guard spec.admits(node) else { return (false, false) }
    let mayStay = matching.isTolerated(by: tolerations, effects: ["NoExecute"])
    return (mayStay && matching.isTolerated(by: tolerations, effects: ["NoSchedule"]), mayStay)
  }

  /// The node that a pod is on, or is meant for while it is not bound.
  static func node(of pod: Pod) -> String? {
    if let name = pod.spec.nodeName, !name.isEmpty { return name }
    let required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
    for term in required?.nodeSelectorTerms ?? [] {
      for field in term.matchFields where field.key == "metadata.name" && field.operator == "In" {
        if let name = field.values.first { return name }
      }
    }
    return nil
  }
}
