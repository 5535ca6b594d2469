import KubeModel
import NIOHTTP1
import Testing

@Suite("What Go's types do not tell apart")
struct SamenessTests {
  private static let path = "/apis/apps/v1/namespaces/default/deployments"

  private static func deployment(_ fields: JSONValue) -> JSONValue {
    [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"],
      "spec": [
        "selector": ["matchLabels": ["app": "web"]],
        "template": ["metadata": ["labels": ["app": "web"]], "spec": fields],
      ],
    ]
  }

  @Test("Zeros that are written out are not stored, and leaving them out later makes no new generation")
  func template() async throws {
    try await TestAPI.with { api in
      let written: JSONValue = [
        "hostNetwork": false, "hostPID": false, "nodeName": "",
        "containers": [
          [
            "name": "c", "image": "i", "tty": false, "stdin": false, "workingDir": "",
            "env": [["name": "A", "value": ""]], "volumeMounts": [],
            "livenessProbe": ["exec": ["command": ["a"]], "initialDelaySeconds": 0],
          ]
        ],
      ]
      let made = try await api.send(.POST, Self.path, Self.deployment(written))
      #expect(made.code == 201, "\(made)")
      let spec = made.body[path: "spec", "template", "spec"]
      let container = spec?["containers"]?.arrayValue?.first
      for name in ["hostNetwork", "hostPID", "nodeName"] { #expect(spec?[name] == nil, "\(name)") }
      for name in ["tty", "stdin", "workingDir"] { #expect(container?[name] == nil, "\(name)") }
      #expect(container?["env"] == [["name": "A"]])
      #expect(container?["livenessProbe"]?["initialDelaySeconds"] == nil)
      let left: JSONValue = [
        "containers": [
          ["name": "c", "image": "i", "env": [["name": "A"]], "livenessProbe": ["exec": ["command": ["a"]]]]
        ]
      ]
      let updated = try await api.send(.PUT, Self.path + "/web", Self.deployment(left))
      #expect(updated.code == 200, "\(updated)")
      #expect(updated.body[path: "metadata", "generation"] == 1)
      #expect(
        updated.body[path: "metadata", "resourceVersion"] == made.body[path: "metadata", "resourceVersion"])
    }
  }

  @Test("A pod is updated by a client that leaves out the zeros it was made with")
  func pod() async throws {
    try await TestAPI.with { api in
      let path = "/api/v1/namespaces/default/pods"
      let made = try await api.send(
        .POST, path,
        [
          "metadata": ["name": "web"],
          "spec": ["hostNetwork": false, "containers": [["name": "c", "image": "i", "tty": false]]],
        ])
      #expect(made.code == 201, "\(made)")
      var pod = made.body
      pod["metadata"]?["labels"] = ["a": "b"]
      pod["spec"]?["hostIPC"] = false
      #expect(try await api.send(.PUT, path + "/web", pod).code == 200)
    }
  }

  @Test("Where Go has a pointer, a zero that is there says something")
  func pointers() async throws {
    try await TestAPI.with { api in
      let made = try await api.send(
        .POST, Self.path,
        Self.deployment([
          "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 0,
          "containers": [["name": "c", "image": "i", "securityContext": ["privileged": false, "runAsUser": 0]]],
        ]))
      let spec = made.body[path: "spec", "template", "spec"]
      #expect(spec?["automountServiceAccountToken"] == false && spec?["terminationGracePeriodSeconds"] == 0)
      #expect(
        spec?["containers"]?.arrayValue?.first?["securityContext"] == ["privileged": false, "runAsUser": 0])
    }
  }

  @Test("Controllers whose selector misses their own template are refused")
  func selectors() async throws {
    try await TestAPI.with { api in
      let template: JSONValue = [
        "metadata": ["labels": ["a": "b"]],
        "spec": ["restartPolicy": "Never", "containers": [["name": "c", "image": "i"]]],
      ]
      let job = try await api.send(
        .POST, "/apis/batch/v1/namespaces/default/jobs",
        [
          "metadata": ["name": "x"],
          "spec": ["manualSelector": true, "selector": ["matchLabels": ["a": "z"]], "template": template],
        ])
      #expect(
        job.message == "Job.batch \"x\" is invalid: spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: "
          + "`selector` does not match template `labels`", "\(job)")
      var always = template
      always["spec"]?["restartPolicy"] = "Always"
      let controller = try await api.send(
        .POST, "/api/v1/namespaces/default/replicationcontrollers",
        ["metadata": ["name": "x"], "spec": ["selector": ["a": "z"], "template": always]])
      #expect(
        controller.message == "ReplicationController \"x\" is invalid: spec.template.metadata.labels: Invalid value: "
          + "{\"a\":\"b\"}: `selector` does not match template `labels`", "\(controller)")
    }
  }

  @Test("The priority of a pod is not what its author says")
  func priority() async throws {
    try await TestAPI.with { api in
      func make(_ field: String, _ value: JSONValue) async throws -> TestAPI.Answer {
        var spec: JSONValue = ["containers": [["name": "c", "image": "i"]]]
        spec[field] = value
        return try await api.send(
          .POST, "/api/v1/namespaces/default/pods", ["metadata": ["name": "boss"], "spec": spec])
      }
      let boss = try await make("priority", 2_000_000_000)
      #expect(boss.code == 403)
      #expect(
        boss.message
          == "pods \"boss\" is forbidden: the integer value of priority (2000000000) must not be provided in "
          + "pod spec; priority admission controller computed 0 from the given PriorityClass name", "\(boss)")
      #expect(try await make("preemptionPolicy", "Never").code == 403)
      #expect(try await make("priority", 0).code == 201)
    }
  }

  @Test("The lifetime of a token that is out of range is refused", arguments: [1, 599, 1 << 33] as [Int64])
  func lifetimes(seconds: Int64) async throws {
    try await TestAPI.with { api in
      try await api.send(.POST, "/api/v1/namespaces/default/serviceaccounts", ["metadata": ["name": "robot"]])
      let answer = try await api.send(
        .POST, "/api/v1/namespaces/default/serviceaccounts/robot/token",
        ["spec": ["expirationSeconds": .integer(seconds)]])
      #expect(answer.code == 422, "\(answer)")
      #expect(answer.message.contains("spec.expirationSeconds: Invalid value: \(seconds): may not specify a duration "))
    }
  }
}
