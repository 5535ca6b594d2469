package import KubeModel

/// The state of the cluster that a scheduling decision is made from.
package struct ClusterSnapshot: Sendable {
  /// A budget of disruptions, as preemption weighs it.
  package struct Budget: Sendable, Hashable {
    package let namespace: String
    package let selector: LabelMatcher
    package let allowed: Int
  }

  /// The nodes, by name.
  package private(set) var nodes: [String: NodeInfo] = [:]
  /// The labels of the namespaces, by name.
  package var namespaces: [String: [String: String]] = [:]
  package var volumes = VolumeCatalog()
  package var budgets: [NamespacedName: Budget] = [:]
  /// Pods that wait for the pods preempted for them to end, by their own name.
  package var nominated: [NamespacedName: PodInfo] = [:]

  /// Pods on nodes that are not known (yet), by node.
  private var homeless: [String: [NamespacedName: PodInfo]] = [:]
  private var places: [NamespacedName: String] = [:]
  /// Pods with required anti-affinity: those that may keep others away.
  package private(set) var repelling: [NamespacedName: PodInfo] = [:]
  /// Pods with preferred terms or required affinity: those whose wishes weigh for others.
  package private(set) var attracting: [NamespacedName: PodInfo] = [:]

  package init() {}

  /// The nodes in the order of their names.
  package var orderedNodes: [NodeInfo] { nodes.values.sorted { $0.name < $1.name } }

  /// All pods on known nodes.
  package func forEachPod(_ body: (PodInfo, NodeInfo) -> Void) {
    for node in nodes.values {
      for pod in node.pods.values { body(pod, node) }
    }
  }

  /// Takes over a node; true when it offers something else than before.
  @discardableResult
  package mutating func set(_ node: Node) -> Bool {
    let fresh = NodeInfo(node)
    if let known = nodes[fresh.name] {
      guard !known.offersSame(as: fresh) else { return false }
      nodes[fresh.name]?.update(node)
      return true
    }
    nodes[fresh.name] = fresh
    for pod in homeless.removeValue(forKey: fresh.name)?.values ?? [:].values { nodes[fresh.name]?.add(pod) }
    return true
  }

  /// Forgets a node; its pods stay known, in case it comes back.
  package mutating func removeNode(_ name: String) {
    guard let node = nodes.removeValue(forKey: name), !node.pods.isEmpty else { return }
    homeless[name] = node.pods
  }

  /// Where a pod is; nil when it is on no node.
  package func place(of pod: NamespacedName) -> String? { places[pod] }

  /// Puts a pod on the node that it names; takes it from the one where it was.
  package mutating func place(_ pod: PodInfo) {
    guard let node = pod.nodeName else { return }
    if let old = places[pod.name], old != node { remove(pod.name) }
    places[pod.name] = node
    if nodes[node] != nil {
      nodes[node]?.add(pod)
    } else {
      homeless[node, default: [:]][pod.name] = pod
    }
    repelling[pod.name] = pod.antiAffinity.isEmpty ? nil : pod
    attracting[pod.name] = pod.preferences.isEmpty && pod.affinity.isEmpty ? nil : pod
  }

  /// Takes a pod from its node; nil when it was on none.
  @discardableResult
  package mutating func remove(_ pod: NamespacedName) -> String? {
    guard let node = places.removeValue(forKey: pod) else { return nil }
    nodes[node]?.remove(pod)
    homeless[node]?.removeValue(forKey: pod)
    if homeless[node]?.isEmpty == true { homeless[node] = nil }
    repelling[pod] = nil
    attracting[pod] = nil
    return node
  }
}
