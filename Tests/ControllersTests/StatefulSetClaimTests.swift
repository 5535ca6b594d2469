import KubeClient
import KubeModel
import Testing

@Suite("The claims of StatefulSets", .timeLimit(.minutes(5)))
struct StatefulSetClaimTests {
  private func statefulSet(_ policy: JSONValue? = nil) -> StatefulSet {
    var set = StatefulSet(name: "web", namespace: "default")
    set.json["spec"] = [
      "serviceName": "web", "replicas": 3, "podManagementPolicy": "Parallel",
      "selector": ["matchLabels": ["app": "web"]],
      "template": [
        "metadata": ["labels": ["app": "web"]], "spec": ["containers": [["name": "main", "image": "one"]]],
      ],
      "volumeClaimTemplates": [
        [
          "metadata": ["name": "data"],
          "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]],
        ]
      ],
    ]
    if let policy { set.json["spec"]?["persistentVolumeClaimRetentionPolicy"] = policy }
    return set
  }

  private func change(_ cluster: TestCluster, _ change: @Sendable (inout StatefulSet) -> Void) async throws {
    try await cluster.client.modify(StatefulSet.self, namespace: "default", name: "web") { set in
      change(&set)
      return true
    }
  }

  private func scale(_ cluster: TestCluster, to replicas: Int) async throws {
    try await change(cluster) { $0.spec.replicas = replicas }
    try await cluster.wait(for: Pod.self) { $0.count == replicas && $0.allSatisfy { $0.status.phase == "Running" } }
  }

  private func names(_ cluster: TestCluster) async throws -> [String] {
    try await cluster.client.list(PersistentVolumeClaim.self).map(\.name)
  }

  @Test("Claims that an earlier scaling down kept stay when the policy changes; those of pods that go then go too")
  func whenScaled() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(statefulSet())
      try await cluster.wait(for: Pod.self) { $0.count == 3 }
      try await scale(cluster, to: 2)
      try await change(cluster) {
        $0.json["spec"]?["persistentVolumeClaimRetentionPolicy"] = ["whenDeleted": "Retain", "whenScaled": "Delete"]
      }
      try await scale(cluster, to: 1)
      try await cluster.wait(for: PersistentVolumeClaim.self) { !$0.contains { $0.name == "data-web-1" } }
      #expect(try await names(cluster) == ["data-web-0", "data-web-2"])
      // A new pod of the ordinal gets a claim of its own.
      try await scale(cluster, to: 2)
      let claim = try await cluster.wait(for: PersistentVolumeClaim.self, "data-web-1") { !$0.metadata.isBeingDeleted }
      #expect(claim.metadata.ownerReferences.isEmpty)
    }
  }

  @Test("A policy for the set's deletion that is set later holds for the claims that are there")
  func whenDeleted() async throws {
    try await TestCluster.run { cluster in
      let set = try await cluster.client.create(statefulSet())
      try await cluster.wait(for: Pod.self) { $0.count == 3 }
      try await change(cluster) {
        $0.json["spec"]?["persistentVolumeClaimRetentionPolicy"] = ["whenDeleted": "Delete", "whenScaled": "Retain"]
      }
      let owned = try await cluster.wait(for: PersistentVolumeClaim.self) { claims in
        claims.allSatisfy { $0.metadata.ownerReferences.map(\.uid) == [set.uid] }
      }
      #expect(owned.count == 3)
      try await cluster.client.deleteIfPresent(StatefulSet.self, namespace: "default", name: "web")
      try await cluster.wait(for: PersistentVolumeClaim.self) { $0.isEmpty }
    }
  }

  @Test("A policy that is taken back leaves the claims to nobody, and owners that others gave stay")
  func takenBack() async throws {
    try await TestCluster.run { cluster in
      let map = try await cluster.client.create(ConfigMap(name: "other", namespace: "default"))
      let set = try await cluster.client.create(statefulSet(["whenDeleted": "Delete", "whenScaled": "Delete"]))
      try await cluster.wait(for: PersistentVolumeClaim.self) { claims in
        claims.count == 3 && claims.allSatisfy { $0.metadata.ownerReferences.map(\.uid) == [set.uid] }
      }
      var foreign = map.controllerReference()
      foreign.controller = false
      let other = foreign
      try await cluster.client.modify(PersistentVolumeClaim.self, namespace: "default", name: "data-web-0") { claim in
        claim.metadata.ownerReferences.append(other)
        return true
      }
      try await change(cluster) {
        $0.json["spec"]?["persistentVolumeClaimRetentionPolicy"] = ["whenDeleted": "Retain", "whenScaled": "Retain"]
      }
      try await cluster.wait(for: PersistentVolumeClaim.self) { claims in
        claims.map { $0.metadata.ownerReferences.map(\.uid) } == [[other.uid], [], []]
      }
    }
  }
}
