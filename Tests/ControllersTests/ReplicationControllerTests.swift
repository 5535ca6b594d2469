import KubeClient
import KubeModel
import Testing

@Suite("ReplicationControllers", .timeLimit(.minutes(5)))
struct ReplicationControllerTests {
  @Test("It keeps its number of pods, adopts those that match, and its status settles")
  func pods() async throws {
    try await TestCluster.run { cluster in
      var orphan = Pod(name: "orphan", namespace: "default")
      orphan.json["metadata"]?["labels"] = ["app": "web"]
      orphan.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      try await cluster.client.create(orphan)
      var controller = ReplicationController(name: "web", namespace: "default")
      controller.json["spec"] = [
        "replicas": 3,
        "template": [
          "metadata": ["labels": ["app": "web"]], "spec": ["containers": [["name": "main", "image": "one"]]],
        ],
      ]
      try await cluster.client.create(controller)
      try await cluster.wait(for: ReplicationController.self, "web") {
        $0.status.replicas == 3 && $0.status.availableReplicas == 3 && $0.status.fullyLabeledReplicas == 3
          && $0.status.observedGeneration == 1
      }
      let pods = try await cluster.client.list(Pod.self)
      #expect(pods.count == 3 && pods.contains { $0.name == "orphan" })
      #expect(pods.allSatisfy { $0.metadata.controller?.kind == "ReplicationController" })

      // A status that never matches what is stored would be written again and again.
      let settled = try await cluster.client.get(ReplicationController.self, namespace: "default", name: "web")
      try await Task.sleep(for: .milliseconds(300))
      let later = try await cluster.client.get(ReplicationController.self, namespace: "default", name: "web")
      #expect(later.metadata.resourceVersion == settled.metadata.resourceVersion)

      try await cluster.client.modify(ReplicationController.self, namespace: "default", name: "web") {
        $0.spec.replicas = 1
        return true
      }
      try await cluster.wait(for: Pod.self) { $0.count == 1 }
    }
  }
}
