import KubeModel
import Testing

@testable import Kubelet

@Suite("What a node takes")
struct NodeAdmissionTests {
  private static let node = Node(json: [
    "metadata": ["name": "one", "labels": ["disk": "ssd"]],
    "status": ["allocatable": ["cpu": "2", "memory": "1Gi", "pods": "3", "example.com/dongle": "2"]],
  ])

  private static func pod(_ spec: JSONValue, labels: JSONValue = .emptyObject) -> Pod {
    Pod(json: ["metadata": ["name": "p", "labels": labels], "spec": spec])
  }

  private static func asking(_ requests: JSONValue) -> Pod {
    pod(["containers": [["name": "c", "resources": ["requests": requests]]]])
  }

  private static func rejection(_ pod: Pod, beside others: [Pod] = []) -> NodeAdmission.Rejection? {
    NodeAdmission.rejection(of: pod, on: node, beside: others)
  }

  private static func text(_ name: String, _ requested: Int, _ used: Int, _ capacity: Int) -> NodeAdmission.Rejection {
    NodeAdmission.Rejection(
      reason: "OutOf\(name)",
      message:
        "Node didn't have enough resource: \(name), requested: \(requested), used: \(used), capacity: \(capacity)"
    )
  }

  @Test("Resources that are not left are named with the kubelet's figures")
  func resources() {
    #expect(Self.rejection(Self.asking(["cpu": "2"])) == nil)
    let one = Self.asking(["cpu": "1500m", "memory": "1Gi", "example.com/dongle": "2"])
    #expect(Self.rejection(Self.asking(["cpu": "600m"]), beside: [one]) == Self.text("cpu", 600, 1_500, 2_000))
    #expect(
      Self.rejection(Self.asking(["memory": "1"]), beside: [one])
        == Self.text("memory", 1, 1_073_741_824, 1_073_741_824))
    #expect(
      Self.rejection(Self.asking(["example.com/dongle": "1"]), beside: [one])
        == Self.text("example.com/dongle", 1, 2, 2))
    let small = Self.asking(.emptyObject)
    #expect(Self.rejection(small, beside: [small, small, small]) == Self.text("pods", 1, 3, 3))
  }

  @Test("Extended resources that the node does not know are the cluster's")
  func clusterResources() {
    #expect(Self.rejection(Self.asking(["example.com/elsewhere": "5"])) == nil)
  }

  @Test("Node selector, node affinity, ports and taints count")
  func predicates() {
    #expect(Self.rejection(Self.pod(["nodeSelector": ["disk": "ssd"]])) == nil)
    #expect(
      Self.rejection(Self.pod(["nodeSelector": ["disk": "tape"]]))
        == NodeAdmission.Rejection(
          reason: "NodeAffinity",
          message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"))
    func port(_ number: Int, _ address: String) -> Pod {
      Self.pod([
        "containers": [
          [
            "name": "c",
            "ports": [["containerPort": 80, "hostPort": .integer(Int64(number)), "hostIP": .string(address)]],
          ]
        ]
      ])
    }
    #expect(Self.rejection(port(8_080, "10.0.0.1"), beside: [port(8_080, "10.0.0.2")]) == nil)
    #expect(Self.rejection(port(8_080, "10.0.0.1"), beside: [port(8_080, "")])?.reason == "NodePorts")
    var tainted = Self.node
    tainted.json["spec"] = ["taints": [["key": "k", "effect": "NoExecute"]]]
    #expect(NodeAdmission.rejection(of: Self.pod([:]), on: tainted, beside: [])?.reason == "TaintToleration")
    let bearing = Self.pod(["tolerations": [["operator": "Exists"]]])
    #expect(NodeAdmission.rejection(of: bearing, on: tainted, beside: []) == nil)
  }

  @Test("A pod of another system is turned away")
  func systems() {
    #expect(Self.rejection(Self.pod(["os": ["name": "windows"]]))?.reason == "PodOSNotSupported")
  }

  @Test("The status of a pod that was turned away says why, and nothing of containers")
  func status() {
    let machine = PodStateMachine(
      pod: PodStateMachineTests.pod(["containers": [["name": "c"]]]),
      rejectedBy: NodeAdmission.Rejection(reason: "OutOfcpu", message: "none left"))
    let builder = PodStatusBuilder(hostIP: "10.0.0.1", podIP: nil, now: PodStateMachineTests.start)
    let status = builder.status(of: machine, base: PodStatus(json: ["phase": "Pending", "qosClass": "Burstable"]))
    #expect(
      status.json == [
        "phase": "Failed", "qosClass": "Burstable", "reason": "OutOfcpu", "message": "Pod was rejected: none left",
        "startTime": PodStateMachineTests.start.json,
      ])
  }
}
