import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Evictions")
struct EvictionTests {
  private static let path = "/api/v1/namespaces/default/pods/web/eviction"
  private static let eviction: JSONValue = [
    "apiVersion": "policy/v1", "kind": "Eviction", "metadata": ["name": "web", "namespace": "default"],
  ]

  private func make(phase: String, allowed: Int64, in api: TestAPI) async throws {
    var pod = Pod(name: "web", namespace: "default")
    pod.metadata.labels["app"] = "web"
    pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
    try await api.client.create(pod)
    try await api.client.modify(Pod.self, namespace: "default", name: "web", subresource: "status") { pod in
      pod.status.phase = phase
      return true
    }
    var budget = PodDisruptionBudget(name: "budget", namespace: "default")
    budget.json["spec"] = ["minAvailable": 1, "selector": ["matchLabels": ["app": "web"]]]
    try await api.client.create(budget)
    try await api.client.modify(PodDisruptionBudget.self, namespace: "default", name: "budget", subresource: "status") {
      budget in
      budget.json["status"] = [
        "observedGeneration": 1, "disruptionsAllowed": .integer(allowed), "currentHealthy": .integer(1 + allowed),
        "desiredHealthy": 1, "expectedPods": .integer(1 + allowed),
      ]
      return true
    }
  }

  @Test("A disruption budget that allows none refuses an eviction with 429 and says what it needs")
  func refused() async throws {
    try await TestAPI.with { api in
      try await make(phase: "Running", allowed: 0, in: api)
      let answer = try await api.send(.POST, Self.path, Self.eviction)
      #expect(answer.code == 429, "\(answer)")
      #expect(answer.message == "Cannot evict pod as it would violate the pod's disruption budget.")
      #expect(answer.body["details"]?["causes"]?.arrayValue?.first?["reason"] == "DisruptionBudget")
      #expect(
        answer.body["details"]?["causes"]?.arrayValue?.first?["message"]
          == "The disruption budget budget needs 1 healthy pods and has 1 currently")
      #expect(try await api.client.find(Pod.self, namespace: "default", name: "web") != nil)
    }
  }

  @Test("A pod that is evicted is told so before it goes")
  func disruptionTarget() async throws {
    try await TestAPI.with { api in
      var pod = Pod(name: "web", namespace: "default")
      pod.metadata.finalizers = ["example.com/look"]
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      try await api.client.create(pod)
      let answer = try await api.send(.POST, Self.path, Self.eviction)
      #expect(answer.code == 201, "\(answer)")
      let seen = try await api.client.get(Pod.self, namespace: "default", name: "web")
      #expect(seen.metadata.isBeingDeleted)
      let condition = seen.status.conditions.first { $0.type == "DisruptionTarget" }
      #expect(condition?.status == "True")
      #expect(condition?.reason == "EvictionByEvictionAPI")
      #expect(condition?.message == "Eviction API: evicting")
      #expect(condition?.lastTransitionTime != nil)
    }
  }

  @Test("An allowed eviction deletes the pod and is counted in the budget at once; a dry run does neither")
  func allowed() async throws {
    try await TestAPI.with { api in
      try await make(phase: "Running", allowed: 1, in: api)
      let dry = try await api.send(.POST, Self.path + "?dryRun=All", Self.eviction)
      #expect(dry.code == 201, "\(dry)")
      var asked = Self.eviction
      asked["deleteOptions"] = ["dryRun": ["All"]]
      let dryByOptions = try await api.send(.POST, Self.path, asked)
      #expect(dryByOptions.code == 201, "\(dryByOptions)")
      #expect(try await api.client.find(Pod.self, namespace: "default", name: "web") != nil)
      let answer = try await api.send(.POST, Self.path, Self.eviction)
      #expect(answer.code == 201, "\(answer)")
      #expect(try await api.client.find(Pod.self, namespace: "default", name: "web") == nil)
      let budget = try await api.client.get(PodDisruptionBudget.self, namespace: "default", name: "budget")
      #expect(budget.json["status"]?["disruptionsAllowed"] == 0)
      #expect(budget.json["status"]?["disruptedPods"]?["web"] != nil)
    }
  }

  @Test("Pods that do not run are not protected", arguments: ["Pending", "Succeeded", "Failed"])
  func unprotected(phase: String) async throws {
    try await TestAPI.with { api in
      try await make(phase: phase, allowed: 0, in: api)
      let answer = try await api.send(.POST, Self.path, Self.eviction)
      #expect(answer.code == 201, "\(answer)")
    }
  }
}
