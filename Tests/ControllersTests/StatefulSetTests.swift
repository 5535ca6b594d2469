import KubeClient
import KubeModel
import Testing

@Suite("StatefulSets", .timeLimit(.minutes(5)))
struct StatefulSetTests {
  private func statefulSet(_ name: String = "web", replicas: Int = 3, policy: String = "OrderedReady") -> StatefulSet {
    var set = StatefulSet(name: name, namespace: "default")
    set.json["spec"] = [
      "serviceName": .string(name), "replicas": .integer(Int64(replicas)), "podManagementPolicy": .string(policy),
      "selector": ["matchLabels": ["app": .string(name)]],
      "template": [
        "metadata": ["labels": ["app": .string(name)]],
        "spec": ["containers": [["name": "main", "image": "one"]]],
      ],
      "volumeClaimTemplates": [
        [
          "metadata": ["name": "data"],
          "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]],
        ]
      ],
    ]
    return set
  }

  private func isReady(_ count: Int) -> (StatefulSet) -> Bool {
    { $0.status.readyReplicas == count && $0.status.replicas == count && $0.status.availableReplicas == count }
  }

  @Test("An ordered set starts its pods one after the other, with stable names, labels and claims")
  func orderedStart() async throws {
    try await TestCluster.run { cluster in
      cluster.kubelet.hold("web-0")
      try await cluster.client.create(statefulSet())
      try await cluster.wait(for: Pod.self) { $0.first?.status.phase == "Running" }
      #expect(try await cluster.client.list(Pod.self).map(\.name) == ["web-0"])
      try await cluster.kubelet.release("web-0")
      let set = try await cluster.wait(for: StatefulSet.self, "web", until: isReady(3))
      #expect(set.status.currentRevision == set.status.updateRevision)
      let pods = try await cluster.client.list(Pod.self)
      #expect(pods.map(\.name) == ["web-0", "web-1", "web-2"])
      #expect(pods.map { $0.metadata.labels["apps.kubernetes.io/pod-index"] } == ["0", "1", "2"])
      #expect(pods.allSatisfy { $0.spec.hostname == $0.name && $0.spec.subdomain == "web" })
      #expect(pods.allSatisfy { $0.metadata.labels["controller-revision-hash"] == set.status.updateRevision })
      let claims = try await cluster.client.list(PersistentVolumeClaim.self)
      #expect(claims.map(\.name) == ["data-web-0", "data-web-1", "data-web-2"])
    }
  }

  @Test("A deleted pod comes back under its name, and its claim is the same one")
  func replacement() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(statefulSet(policy: "Parallel"))
      try await cluster.wait(for: StatefulSet.self, "web", until: isReady(3))
      let before = try await cluster.client.get(Pod.self, namespace: "default", name: "web-1")
      let claim = try await cluster.client.get(PersistentVolumeClaim.self, namespace: "default", name: "data-web-1")
      try await cluster.client.deleteIfPresent(Pod.self, namespace: "default", name: "web-1")
      try await cluster.wait(for: Pod.self, "web-1") { $0.uid != before.uid && $0.status.phase == "Running" }
      let after = try await cluster.client.get(PersistentVolumeClaim.self, namespace: "default", name: "data-web-1")
      #expect(after.uid == claim.uid)
    }
  }

  @Test("An update changes the pods from the highest ordinal down to the partition, and all of them without one")
  func partition() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(statefulSet())
      let before = try await cluster.wait(for: StatefulSet.self, "web", until: isReady(3))
      try await cluster.client.modify(StatefulSet.self, namespace: "default", name: "web") { set in
        set.json["spec"]?["updateStrategy"] = ["type": "RollingUpdate", "rollingUpdate": ["partition": 2]]
        set.spec.template.spec.containers[0].image = "two"
        return true
      }
      let half = try await cluster.wait(for: StatefulSet.self, "web") {
        $0.status.updatedReplicas == 1 && $0.status.readyReplicas == 3
          && $0.status.updateRevision != before.status.updateRevision
      }
      #expect(half.status.currentRevision == before.status.currentRevision)
      var images = try await cluster.client.list(Pod.self).map { $0.spec.containers.first?.image }
      #expect(images == ["one", "one", "two"])
      try await cluster.client.modify(StatefulSet.self, namespace: "default", name: "web") { set in
        set.json["spec"]?["updateStrategy"] = ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]]
        return true
      }
      try await cluster.wait(for: StatefulSet.self, "web") {
        $0.status.currentRevision == $0.status.updateRevision && $0.status.updatedReplicas == 3
          && $0.status.readyReplicas == 3
      }
      images = try await cluster.client.list(Pod.self).map { $0.spec.containers.first?.image }
      #expect(images == ["two", "two", "two"])
    }
  }

  @Test("An ordered set halts while it scales down over pods that are not ready, the lowest of them apart")
  func haltedScaleDown() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(statefulSet())
      try await cluster.wait(for: StatefulSet.self, "web", until: isReady(3))
      for name in ["web-0", "web-1", "web-2"] { try await cluster.kubelet.breakReadiness(name) }
      try await cluster.wait(for: StatefulSet.self, "web") { ($0.status.readyReplicas ?? 0) == 0 }
      let scaled = try await cluster.client.modify(StatefulSet.self, namespace: "default", name: "web") { set in
        set.spec.replicas = 0
        return true
      }
      try await cluster.wait(for: StatefulSet.self, "web") {
        $0.status.observedGeneration == scaled.metadata.generation
      }
      #expect(try await cluster.client.list(Pod.self).allSatisfy { !$0.metadata.isBeingDeleted })
      // Once they are ready again the highest goes first; the last one may be unready, for nothing comes before it.
      try await cluster.kubelet.release("web-2")
      try await cluster.wait(for: Pod.self) { $0.map(\.name) == ["web-0", "web-1"] }
      #expect(try await cluster.client.list(Pod.self).allSatisfy { !$0.metadata.isBeingDeleted })
      try await cluster.kubelet.release("web-1")
      try await cluster.wait(for: Pod.self) { $0.isEmpty }
    }
  }

  @Test("Scaling down takes the highest ordinals and keeps the claims")
  func scaleDown() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(statefulSet())
      try await cluster.wait(for: StatefulSet.self, "web", until: isReady(3))
      try await cluster.client.modify(StatefulSet.self, namespace: "default", name: "web") { set in
        set.spec.replicas = 1
        return true
      }
      try await cluster.wait(for: StatefulSet.self, "web", until: isReady(1))
      #expect(try await cluster.client.list(Pod.self).map(\.name) == ["web-0"])
      #expect(try await cluster.client.list(PersistentVolumeClaim.self).count == 3)
    }
  }
}
