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

  @Test("Its pods outlive it when its deletion does not say what becomes of them, and so do those of a Job")
  func orphans() async throws {
    try await TestCluster.run { cluster in
      let template: JSONValue = [
        "metadata": ["labels": ["app": "web"]],
        "spec": ["restartPolicy": "Always", "containers": [["name": "main", "image": "one"]]],
      ]
      var controller = ReplicationController(name: "web", namespace: "default")
      controller.json["spec"] = ["replicas": 1, "template": template]
      try await cluster.client.create(controller)
      try await cluster.wait(for: Pod.self) { $0.count == 1 }
      try await cluster.client.deleteIfPresent(ReplicationController.self, namespace: "default", name: "web")
      try await cluster.wait(for: ReplicationController.self) { $0.isEmpty }
      let kept = try await cluster.wait(for: Pod.self) { $0.first?.metadata.ownerReferences.isEmpty == true }
      #expect(kept.count == 1 && !kept[0].metadata.isBeingDeleted)
      try await cluster.client.deleteIfPresent(Pod.self, namespace: "default", name: kept[0].name)
      try await cluster.wait(for: Pod.self) { $0.isEmpty }

      var job = Job(name: "work", namespace: "default")
      job.json["spec"] = ["template": template]
      job.json["spec"]?["template"]?["spec"]?["restartPolicy"] = "Never"
      try await cluster.client.create(job)
      try await cluster.wait(for: Pod.self) { $0.count == 1 }
      try await cluster.client.deleteIfPresent(Job.self, namespace: "default", name: "work")
      try await cluster.wait(for: Job.self) { $0.isEmpty }
      try await cluster.wait(for: Pod.self) { $0.first?.metadata.ownerReferences.isEmpty == true }
    }
  }
}
