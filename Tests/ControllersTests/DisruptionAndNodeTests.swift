import ControllerKit
import KubeClient
import KubeModel
import Testing

@testable import Controllers

@Suite("Disruption budgets and nodes", .timeLimit(.minutes(5)))
struct DisruptionAndNodeTests {
  @Test("A budget counts healthy pods and allows what is above its minimum")
  func budget() async throws {
    try await TestCluster.run { cluster in
      var set = ReplicaSet(name: "web", namespace: "default")
      set.json["spec"] = [
        "replicas": 3, "selector": ["matchLabels": ["app": "web"]],
        "template": [
          "metadata": ["labels": ["app": "web"]],
          "spec": ["containers": [["name": "main", "image": "one"]]],
        ],
      ]
      try await cluster.client.create(set)
      var budget = PodDisruptionBudget(name: "web", namespace: "default")
      budget.json["spec"] = ["minAvailable": 2, "selector": ["matchLabels": ["app": "web"]]]
      try await cluster.client.create(budget)
      let seen = try await cluster.wait(for: PodDisruptionBudget.self, "web") { $0.status.disruptionsAllowed == 1 }
      #expect(seen.status.expectedPods == 3)
      #expect(seen.status.currentHealthy == 3)
      #expect(seen.status.desiredHealthy == 2)
      #expect(seen.status.conditions.first?.reason == "SufficientPods")
    }
  }

  @Test("A node that is not ready is tainted, and its pods that do not tolerate that go")
  func taints() async throws {
    try await TestCluster.run { cluster in
      var pod = Pod(name: "a", namespace: "default")
      pod.json["spec"] = [
        "containers": [["name": "main", "image": "one"]],
        "tolerations": [
          ["key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 0]
        ],
      ]
      try await cluster.client.create(pod)
      try await cluster.wait(for: Pod.self, "a") { $0.status.phase == "Running" }
      try await cluster.client.modify(Node.self, name: "node-0", subresource: "status") { node in
        node.status.conditions[0].status = "False"
        return true
      }
      try await cluster.wait(for: Node.self, "node-0", namespace: nil) { $0.spec.taints.count == 2 }
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
    }
  }

  @Test("Who is evicted by a taint, or goes with its node, is told so", arguments: [true, false])
  func disruptionTarget(byTaint: Bool) async throws {
    try await TestCluster.run { cluster in
      var pod = Pod(name: "a", namespace: "default")
      pod.metadata.finalizers = ["example.com/look"]
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      try await cluster.client.create(pod)
      try await cluster.wait(for: Pod.self, "a") { $0.status.phase == "Running" }
      if byTaint {
        try await cluster.client.modify(Node.self, name: "node-0") { node in
          node.spec.taints = [
            .with {
              $0.key = "example.com/broken"
              $0.effect = "NoExecute"
            }
          ]
          return true
        }
      } else {
        try await cluster.client.deleteIfPresent(Node.self, name: "node-0")
      }
      let seen = try await cluster.wait(for: Pod.self, "a") { $0.metadata.isBeingDeleted }
      let condition = seen.status.conditions.first { $0.type == "DisruptionTarget" }
      #expect(condition?.status == "True")
      #expect(condition?.reason == (byTaint ? "DeletionByTaintManager" : "DeletionByPodGC"))
      #expect(
        condition?.message
          == (byTaint ? "Taint manager: deleting due to NoExecute taint" : "PodGC: node no longer exists"))
      #expect((seen.status.phase == "Failed") == !byTaint)
      try await cluster.client.modify(Pod.self, namespace: "default", name: "a") { pod in
        pod.metadata.finalizers = []
        return true
      }
    }
  }

  @Test("The pods of a node that is not ready are not ready either, and leave the services at once")
  func podsOfNotReadyNode() async throws {
    try await TestCluster.run { cluster in
      var service = Service(name: "web", namespace: "default")
      service.json["spec"] = ["selector": ["app": "web"], "ports": [["port": 80]]]
      try await cluster.client.create(service)
      var pod = Pod(name: "a", namespace: "default")
      pod.metadata.labels = ["app": "web"]
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      cluster.kubelet.stopAfterReady("a")
      try await cluster.client.create(pod)
      try await cluster.wait(for: Endpoints.self, "web") { $0.subsets.first?.addresses.count == 1 }
      try await cluster.client.modify(Node.self, name: "node-0", subresource: "status") { node in
        node.status.conditions[0].status = "Unknown"
        return true
      }
      let seen = try await cluster.wait(for: Pod.self, "a") {
        $0.status.conditions.first { $0.type == "Ready" }?.status == "False"
      }
      #expect(seen.status.phase == "Running")
      try await cluster.wait(for: Endpoints.self, "web") { $0.subsets.first?.addresses.isEmpty ?? true }
    }
  }

  @Test("The pods of a node that is deleted are deleted")
  func orphanedPods() async throws {
    try await TestCluster.run { cluster in
      var pod = Pod(name: "a", namespace: "default")
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      try await cluster.client.create(pod)
      try await cluster.wait(for: Pod.self, "a") { $0.status.phase == "Running" }
      try await cluster.client.deleteIfPresent(Node.self, name: "node-0")
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
    }
  }

  @Test("A node whose lease is not renewed is unreachable; one whose lease is renewed is not")
  func silence() async throws {
    try await TestCluster.run(nodes: 2, nodeGracePeriod: .seconds(6)) { cluster in
      var lease = Lease(name: "node-1", namespace: "kube-node-lease")
      var namespace = Namespace(name: "kube-node-lease")
      namespace.metadata.labels = [:]
      do { try await cluster.client.create(namespace) } catch let error as StatusError {
        #expect(error.reason == .alreadyExists)
      }
      lease.spec.renewTime = MicroTimestamp(TimeSource.system.now())
      try await cluster.client.create(lease)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          while true {
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.client.modify(Lease.self, namespace: "kube-node-lease", name: "node-1") { lease in
              lease.spec.renewTime = MicroTimestamp(TimeSource.system.now())
              return true
            }
          }
        }
        let node = try await cluster.wait(for: Node.self, "node-0", namespace: nil) { $0.spec.taints.count == 2 }
        #expect(node.status.conditions.first?.status == "Unknown")
        #expect(node.status.conditions.first?.reason == "NodeStatusUnknown")
        #expect(Set(node.spec.taints.compactMap(\.key)) == ["node.kubernetes.io/unreachable"])
        try await Task.sleep(for: .seconds(1))
        let other = try await cluster.client.get(Node.self, name: "node-1")
        #expect(other.spec.taints.isEmpty && other.status.conditions.first?.status == "True")
        group.cancelAll()
      }
    }
  }

  @Test("A controller that was away itself gives the nodes another chance")
  func lateness() {
    let start = Timestamp(seconds: 1_800_000_000)
    var heartbeats = NodeHeartbeats(gracePeriod: .seconds(50))
    heartbeats.note("a", "lease", start, now: start)
    #expect(heartbeats.verdict(on: "a", now: start + .seconds(20)) == .alive(.seconds(30)))
    heartbeats.note("a", "lease", start, now: start + .seconds(30))
    #expect(heartbeats.verdict(on: "a", now: start + .seconds(50)) == .silent)
    #expect(heartbeats.verdict(on: "a", now: start + .seconds(100)) == .alive(.seconds(50)))
    heartbeats.note("a", "status", start, now: start + .seconds(140))
    #expect(heartbeats.verdict(on: "a", now: start + .seconds(150)) == .alive(.seconds(40)))
  }
}
