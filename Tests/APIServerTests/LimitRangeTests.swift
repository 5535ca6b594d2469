import APIServer
import KubeClient
import KubeModel
import Testing

@Suite("Limit ranges")
struct LimitRangeTests {
  private func range(_ limits: JSONValue) -> LimitRange {
    var range = LimitRange(name: "limits", namespace: "default")
    range.json["spec"] = ["limits": limits]
    return range
  }

  private func message(_ write: () async throws -> Void) async throws -> String {
    let error = try await refusal(write)
    #expect(error.code == 403)
    return error.message
  }

  @Test("Containers that say nothing get the defaults, and an annotation says so")
  func defaults() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(
      range([["type": "Container", "default": ["cpu": "500m", "memory": "256Mi"], "defaultRequest": ["cpu": "100m"]]]))
    let created = try await client.create(Pod.busybox("a", limits: ["memory": "64Mi"]))
    let resources = created.spec.containers[0].resources
    // The request for memory follows from the pod's own limit, not from the range.
    #expect(resources.limits == ["cpu": "500m", "memory": "64Mi"])
    #expect(resources.requests == ["cpu": "100m", "memory": "64Mi"])
    #expect(
      created.metadata.annotations["kubernetes.io/limit-ranger"]
        == "LimitRanger plugin set: cpu request for container main; cpu limit for container main")
    #expect(created.status.qosClass == "Burstable")
  }

  @Test("Minimum, maximum and ratio are kept for containers, in LimitRanger's words")
  func containers() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(
      range([
        [
          "type": "Container", "min": ["cpu": "100m"], "max": ["cpu": "1"], "default": ["cpu": "300m"],
          "defaultRequest": ["cpu": "200m"], "maxLimitRequestRatio": ["cpu": "3"],
        ]
      ]))
    #expect(
      try await message { try await client.create(Pod.busybox("a", requests: ["cpu": "50m"], limits: ["cpu": "100m"])) }
        == "pods \"a\" is forbidden: minimum cpu usage per Container is 100m, but request is 50m")
    #expect(
      try await message { try await client.create(Pod.busybox("a", requests: ["cpu": "500m"], limits: ["cpu": "2"])) }
        == "pods \"a\" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, "
        + "cpu max limit to request ratio per Container is 3, but provided ratio is 4.000000]")
    try await client.create(Pod.busybox("b"))
  }

  @Test("A pod's total and a claim's storage are limited as well")
  func podsAndClaims() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(
      range([
        ["type": "Pod", "max": ["memory": "1Gi"]],
        ["type": "PersistentVolumeClaim", "min": ["storage": "1Gi"], "max": ["storage": "2Gi"]],
      ]))
    #expect(
      try await message { try await client.create(Pod.busybox("a")) }
        == "pods \"a\" is forbidden: maximum memory usage per Pod is 1Gi.  No limit is specified")
    #expect(
      try await message { try await client.create(Pod.busybox("a", limits: ["memory": "2Gi"])) }
        == "pods \"a\" is forbidden: maximum memory usage per Pod is 1Gi, but limit is 2Gi")
    func claim(_ size: String) -> PersistentVolumeClaim {
      var claim = PersistentVolumeClaim(name: "data", namespace: "default")
      claim.json["spec"] = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": .string(size)]]]
      return claim
    }
    #expect(
      try await message { try await client.create(claim("3Gi")) }
        == "persistentvolumeclaims \"data\" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, "
        + "but request is 3Gi")
    #expect(
      try await message { try await client.create(claim("1Mi")) }
        == "persistentvolumeclaims \"data\" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, "
        + "but request is 1Mi")
    try await client.create(claim("2Gi"))
  }
}
