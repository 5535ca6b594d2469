import KubeClient
import KubeModel
import Testing

@Suite("Deployments", .timeLimit(.minutes(5)))
struct DeploymentTests {
  private func deployment(replicas: Int = 4, strategy: String = "RollingUpdate") -> Deployment {
    var deployment = Deployment(name: "web", namespace: "default")
    deployment.json["spec"] = [
      "replicas": .integer(Int64(replicas)), "strategy": ["type": .string(strategy)],
      "selector": ["matchLabels": ["app": "web"]],
      "template": [
        "metadata": ["labels": ["app": "web"]],
        "spec": ["containers": [["name": "main", "image": "one"]]],
      ],
    ]
    return deployment
  }

  private func isComplete(_ deployment: Deployment, replicas: Int) -> Bool {
    let status = deployment.status
    return status.observedGeneration == deployment.metadata.generation && status.updatedReplicas == replicas
      && status.replicas == replicas && status.availableReplicas == replicas
      && status.conditions.contains { $0.type == "Progressing" && $0.reason == "NewReplicaSetAvailable" }
  }

  private func setImage(_ image: String, in cluster: TestCluster) async throws {
    try await cluster.client.modify(Deployment.self, namespace: "default", name: "web") { deployment in
      deployment.spec.template.spec.containers[0].image = image
      return true
    }
  }

  @Test("A rollout replaces the pods, and a rollback uses the old set again under a new revision")
  func rollout() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(deployment())
      try await cluster.wait(for: Deployment.self, "web") { isComplete($0, replicas: 4) }
      let first = try #require(try await cluster.client.list(ReplicaSet.self).first)
      #expect(first.metadata.annotations["deployment.kubernetes.io/revision"] == "1")
      try await setImage("two", in: cluster)
      try await cluster.wait(for: Deployment.self, "web") {
        isComplete($0, replicas: 4) && $0.metadata.annotations["deployment.kubernetes.io/revision"] == "2"
      }
      let images = try await cluster.client.list(Pod.self).filter { !$0.metadata.isBeingDeleted }
        .map { $0.spec.containers.first?.image }
      #expect(images == ["two", "two", "two", "two"])
      try await setImage("one", in: cluster)
      try await cluster.wait(for: Deployment.self, "web") {
        isComplete($0, replicas: 4) && $0.metadata.annotations["deployment.kubernetes.io/revision"] == "3"
      }
      let sets = try await cluster.client.list(ReplicaSet.self)
      #expect(sets.count == 2)
      let reused = try #require(sets.first { $0.uid == first.uid })
      #expect(reused.spec.replicas == 4)
      #expect(reused.metadata.annotations["deployment.kubernetes.io/revision-history"] == "1")
    }
  }

  @Test("Recreate ends the old pods before it makes new ones")
  func recreate() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(deployment(replicas: 2, strategy: "Recreate"))
      try await cluster.wait(for: Deployment.self, "web") { isComplete($0, replicas: 2) }
      try await setImage("two", in: cluster)
      try await cluster.wait(for: Deployment.self, "web") {
        isComplete($0, replicas: 2) && $0.metadata.annotations["deployment.kubernetes.io/revision"] == "2"
      }
    }
  }

  @Test("A new template gets no pods while the Deployment is paused")
  func pause() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(deployment(replicas: 2))
      try await cluster.wait(for: Deployment.self, "web") { isComplete($0, replicas: 2) }
      try await cluster.client.modify(Deployment.self, namespace: "default", name: "web") { deployment in
        deployment.spec.paused = true
        deployment.spec.template.spec.containers[0].image = "two"
        return true
      }
      try await cluster.wait(for: Deployment.self, "web") { deployment in
        deployment.status.conditions.contains { $0.reason == "DeploymentPaused" }
      }
      #expect(try await cluster.client.list(ReplicaSet.self).count == 1)
    }
  }

  @Test("A ReplicaSet makes up for a deleted pod")
  func replacement() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(deployment(replicas: 2))
      try await cluster.wait(for: Deployment.self, "web") { isComplete($0, replicas: 2) }
      let victim = try #require(try await cluster.client.list(Pod.self).first)
      try await cluster.client.deleteIfPresent(Pod.self, namespace: "default", name: victim.name)
      try await cluster.wait(for: Pod.self) { pods in
        pods.count == 2 && !pods.contains { $0.uid == victim.uid }
      }
    }
  }
}
