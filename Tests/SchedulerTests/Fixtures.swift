import KubeModel

@testable import Scheduler

/// Builds nodes, pods and snapshots in few words.
enum Fixture {
  static func node(
    _ name: String, cpu: String = "4", memory: String = "8Gi", pods: String = "110", labels: [String: String] = [:],
    fill: (inout Node) -> Void = { _ in }
  ) -> Node {
    var node = Node(name: name)
    node.metadata.labels = labels.merging(["kubernetes.io/hostname": name]) { own, _ in own }
    node.json["status"] = [
      "allocatable": ["cpu": .string(cpu), "memory": .string(memory), "pods": .string(pods)]
    ]
    fill(&node)
    return node
  }

  static func pod(
    _ name: String, on node: String? = nil, labels: [String: String] = [:], namespace: String = "default",
    cpu: String? = nil, spec: JSONValue = .emptyObject, fill: (inout Pod) -> Void = { _ in }
  ) -> Pod {
    var pod = Pod(name: name, namespace: namespace)
    pod.metadata.uid = "uid-\(name)"
    pod.metadata.labels = labels
    pod.json["spec"] = spec
    var container: JSONValue = ["name": "main", "image": "busybox"]
    if let cpu { container["resources"] = ["requests": ["cpu": .string(cpu)]] }
    if pod.json["spec"]?["containers"] == nil { pod.json["spec"]?["containers"] = .array([container]) }
    pod.spec.nodeName = node
    fill(&pod)
    return pod
  }

  static func snapshot(_ nodes: [Node], _ pods: [Pod] = []) -> ClusterSnapshot {
    var snapshot = ClusterSnapshot()
    for node in nodes { snapshot.set(node) }
    for pod in pods { snapshot.place(PodInfo(pod)) }
    return snapshot
  }

  /// `podAffinity` or `podAntiAffinity` with one required term.
  static func required(_ kind: String, _ labels: [String: String], key: String = "kubernetes.io/hostname") -> JSONValue
  {
    ["affinity": [kind: ["requiredDuringSchedulingIgnoredDuringExecution": [term(labels, key: key)]]]]
  }

  static func preferred(_ kind: String, _ labels: [String: String], key: String = "kubernetes.io/hostname") -> JSONValue
  {
    [
      "affinity": [
        kind: [
          "preferredDuringSchedulingIgnoredDuringExecution": [
            ["weight": 100, "podAffinityTerm": term(labels, key: key)]
          ]
        ]
      ]
    ]
  }

  static func term(_ labels: [String: String], key: String) -> JSONValue {
    var members = JSONValue.emptyObject
    for (name, value) in labels.sorted(by: { $0.key < $1.key }) { members[name] = .string(value) }
    return [
      "labelSelector": ["matchLabels": members],
      "topologyKey": .string(key),
    ]
  }

  static func decide(_ pod: Pod, _ snapshot: ClusterSnapshot) -> SchedulingCycle.Decision {
    SchedulingCycle(PodInfo(pod), in: snapshot).decide()
  }

  /// Where the pod goes, or why it goes nowhere.
  static func outcome(_ pod: Pod, _ snapshot: ClusterSnapshot) -> String {
    switch decide(pod, snapshot) {
    case .assign(let node, _): node
    case .unschedulable(let error, _): error.message
    }
  }
}
