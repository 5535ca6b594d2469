import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Subresources of pods")
struct PodSubresourceTests {
  private static let path = "/api/v1/namespaces/default/pods"

  private static func make(_ api: TestAPI) async throws -> JSONValue {
    let answer = try await api.send(
      .POST, path,
      [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web"],
        "spec": [
          "containers": [
            ["name": "c", "image": "busybox", "resources": ["requests": ["cpu": "100m"], "limits": ["cpu": "1"]]]
          ]
        ],
      ])
    #expect(answer.code == 201, "\(answer)")
    return answer.body
  }

  private static func patch(_ api: TestAPI, _ part: String, _ patch: JSONValue) async throws -> TestAPI.Answer {
    try await api.send(
      .PATCH, "\(path)/web/\(part)", patch, contentType: "application/strategic-merge-patch+json")
  }

  @Test("A pod with scheduling gates says from the beginning that it waits for them, and is bound to no node")
  func gates() async throws {
    try await TestAPI.with { api in
      let gated: JSONValue = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "gated"],
        "spec": [
          "schedulingGates": [["name": "example.com/foo"]], "containers": [["name": "c", "image": "busybox"]],
        ],
      ]
      let made = try await api.send(.POST, Self.path, gated)
      #expect(
        made.body["status"]?["conditions"] == [
          [
            "type": "PodScheduled", "status": "False", "reason": "SchedulingGated",
            "message": "Scheduling is blocked due to non-empty scheduling gates",
          ]
        ], "\(made)")
      let binding: JSONValue = [
        "apiVersion": "v1", "kind": "Binding", "metadata": ["name": "gated"],
        "target": ["kind": "Node", "name": "node"],
      ]
      let refused = try await api.send(.POST, Self.path + "/gated/binding", binding)
      #expect(
        refused.message == "Operation cannot be fulfilled on pods/binding \"gated\": pod gated has non-empty "
          + ".spec.schedulingGates", "\(refused)")
      let open: JSONValue = [["op": "remove", "path": "/spec/schedulingGates"]]
      let opened = try await api.send(.PATCH, Self.path + "/gated", open, contentType: "application/json-patch+json")
      #expect(opened.code == 200, "\(opened)")
      #expect(try await api.send(.POST, Self.path + "/gated/binding", binding).code == 201)
    }
  }

  @Test("An ephemeral container is added, and then stays as it is")
  func ephemeral() async throws {
    try await TestAPI.with { api in
      let pod = try await Self.make(api)
      let debugger: JSONValue = ["name": "debugger", "image": "busybox", "targetContainerName": "c", "stdin": true]
      let added = try await Self.patch(
        api, "ephemeralcontainers", ["spec": ["ephemeralContainers": [debugger]], "status": ["phase": "Failed"]])
      #expect(added.code == 200, "\(added)")
      #expect(added.body["spec"]?["ephemeralContainers"]?.arrayValue?.first?["name"] == "debugger")
      #expect(added.body["status"]?["phase"] == "Pending", "another part was written")
      #expect(added.body["metadata"]?["generation"] == 2)
      var changed = added.body
      changed["spec"]?["ephemeralContainers"] = [["name": "debugger", "image": "alpine"]]
      let refused = try await api.send(.PUT, Self.path + "/web/ephemeralcontainers", changed)
      #expect(
        refused.message == "Pod \"web\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers "
          + "\"debugger\" may not be changed", "\(refused)")
      var plain = pod
      plain["metadata"]?["resourceVersion"] = nil
      plain["spec"]?["ephemeralContainers"] = [debugger, ["name": "more", "image": "busybox"]]
      #expect(try await api.send(.PUT, Self.path + "/web", plain).code == 422)
    }
  }

  @Test("What an ephemeral container cannot have is named")
  func ephemeralRefusals() async throws {
    try await TestAPI.with { api in
      _ = try await Self.make(api)
      let answer = try await Self.patch(
        api, "ephemeralcontainers",
        [
          "spec": [
            "ephemeralContainers": [
              ["name": "c", "image": "busybox", "targetContainerName": "none", "ports": [["containerPort": 1]]]
            ]
          ]
        ])
      for text in [
        "spec.ephemeralContainers[0].name: Duplicate value: \"c\"",
        "spec.ephemeralContainers[0].targetContainerName: Not found: \"none\"",
        "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container",
      ] { #expect(answer.code == 422 && answer.message.contains(text), "\(answer)") }
    }
  }

  @Test("Resources change through resize alone, within the pod's class of service")
  func resize() async throws {
    try await TestAPI.with { api in
      _ = try await Self.make(api)
      func resources(_ requests: JSONValue, _ limits: JSONValue) -> JSONValue {
        ["spec": ["containers": [["name": "c", "image": "x", "resources": ["requests": requests, "limits": limits]]]]]
      }
      let resized = try await Self.patch(api, "resize", resources(["cpu": "200m"], ["cpu": "2"]))
      let container = resized.body["spec"]?["containers"]?.arrayValue?.first
      #expect(container?["resources"]?["requests"]?["cpu"] == "200m", "\(resized)")
      #expect(container?["image"] == "busybox", "another part was written")
      let quality = try await Self.patch(
        api, "resize", resources(["cpu": "1", "memory": "1Mi"], ["cpu": "1", "memory": "1Mi"]))
      #expect(quality.message.contains("Pod QOS Class may not change as a result of resizing"), "\(quality)")
      let plain = try await api.send(
        .PATCH, Self.path + "/web", resources(["cpu": "300m"], ["cpu": "2"]),
        contentType: "application/strategic-merge-patch+json")
      #expect(plain.code == 422 && plain.message.contains("pod updates may not change fields other than"), "\(plain)")
    }
  }
}
