import KubeClient
import KubeModel
import Testing

@Suite("Disruption budgets and nodes", .timeLimit(.minutes(1)))
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
}
