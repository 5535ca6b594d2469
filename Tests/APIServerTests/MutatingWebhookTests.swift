import APIServer
import KubeClient
import KubeModel
import Synchronization
import Testing

@Suite("Mutating webhooks")
struct MutatingWebhookTests {
  /// Writes a configuration with the given webhooks.
  private func configure(_ client: InProcessKubeClient, _ name: String = "hooks", _ webhooks: JSONValue...) async throws
  {
    _ = try await client.create(
      GroupVersionResource(
        group: "admissionregistration.k8s.io", version: "v1", resource: "mutatingwebhookconfigurations"),
      namespace: nil, name: nil, subresource: nil,
      object: ["metadata": ["name": .string(name)], "webhooks": .array(webhooks)], options: WriteOptions())
  }

  private func configMap(_ name: String = "a") -> ConfigMap {
    var object = ConfigMap(name: name, namespace: "default")
    object.data = ["k": "v"]
    return object
  }

  @Test("A webhook sees a new object as it was sent, and what it patches is stored")
  func patches() async throws {
    let patch: JSONValue = [["op": "add", "path": "/metadata/labels", "value": ["seen": "yes"]]]
    try await TestWebhook.run { _ in
      TestWebhook.patch(patch)
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await configure(client, "hooks", webhook.webhook("a.example.com", path: "/mutate"))
      let created = try await client.create(configMap())
      #expect(created.metadata.labels == ["seen": "yes"])
      #expect(try await client.get(ConfigMap.self, namespace: "default", name: "a") == created)
      let request = try #require(webhook.requests.first)
      #expect(webhook.requests.count == 1 && webhook.paths == ["/mutate?timeout=30s"])
      #expect(request["operation"] == "CREATE" && request["dryRun"] == false)
      #expect(request["name"] == "a" && request["namespace"] == "default")
      #expect(request["kind"] == ["group": "", "version": "v1", "kind": "ConfigMap"])
      #expect(request["resource"] == ["group": "", "version": "v1", "resource": "configmaps"])
      #expect(request["requestKind"] == request["kind"] && request["requestResource"] == request["resource"])
      #expect(request["userInfo"]?["username"] == "kubernetes-admin")
      #expect(request["oldObject"] == .null && request["options"]?["kind"] == "CreateOptions")
      #expect(request["object"]?["metadata"]?["uid"] == nil)
      #expect(request["object"]?["data"] == ["k": "v"])
    }
  }

  @Test("A pod that is given another container gets its token mounted there too; its name is generated afterwards")
  func pods() async throws {
    let sidecar: JSONValue = [
      ["op": "add", "path": "/spec/containers/-", "value": ["name": "sidecar", "image": "two"]]
    ]
    try await TestWebhook.run { _ in
      TestWebhook.patch(sidecar)
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      let rules: JSONValue = [
        ["operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["*"], "resources": ["pods"]]
      ]
      try await configure(client, "hooks", webhook.webhook("a.example.com", ["rules": rules]))
      var pod = Pod(name: "", namespace: "default")
      pod.json["metadata"] = ["generateName": "web-", "namespace": "default"]
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      let created = try await client.create(pod)
      #expect(created.name.hasPrefix("web-") && created.name.count == 9)
      let containers = created.spec.containers
      #expect(containers.map(\.name) == ["main", "sidecar"])
      #expect(containers.map { $0.volumeMounts.count } == [1, 1])
      #expect(containers[1].imagePullPolicy == "Always")
      #expect(created.spec.volumes.count == 1)
      let shown = try #require(webhook.requests.first?["object"])
      #expect(shown["metadata"]?["name"] == nil && webhook.requests[0]["name"] == nil)
      #expect(shown["spec"]?["containers"]?.arrayValue?.first?["volumeMounts"]?.arrayValue?.count == 1)
      #expect(created.status.phase == "Pending")
    }
  }

  @Test("Webhooks are called in the order of their names, and those that ask for it once more after a change")
  func order() async throws {
    let calls = Mutex<[String]>([])
    try await TestWebhook.run { request in
      let labels = request["object"]?["metadata"]?["labels"]
      let isFirst = labels?["first"] == nil
      calls.withLock { $0.append(isFirst ? "without" : "with") }
      guard isFirst else { return ["allowed": true] }
      return TestWebhook.patch([["op": "add", "path": "/metadata/labels", "value": ["first": "yes"]]])
    } _: { early in
      try await TestWebhook.run { request in
        calls.withLock { $0.append("late") }
        return TestWebhook.patch([["op": "add", "path": "/data/late", "value": "yes"]])
      } _: { late in
        let client = try await InProcessKubeClient.inMemory()
        try await configure(client, "b", late.webhook("late.example.com"))
        try await configure(
          client, "a", early.webhook("early.example.com", ["reinvocationPolicy": "IfNeeded"]))
        let created = try await client.create(configMap())
        #expect(created.data == ["k": "v", "late": "yes"] && created.metadata.labels == ["first": "yes"])
        // The early one is called again because the late one has changed the object.
        #expect(calls.withLock { $0 } == ["without", "late", "with"])
        #expect(early.requests.last?["object"]?["data"]?["late"] == "yes")
      }
    }
  }

  @Test("A write that came between is not lost: the webhook is asked again about the object as it is then")
  func concurrent() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let times = Mutex(0)
    try await TestWebhook.run { request in
      guard request["operation"] == "UPDATE", request["object"]?["data"]?["mine"] != nil else {
        return ["allowed": true]
      }
      let time = times.withLock { count in
        count += 1
        return count
      }
      if time == 1 {
        // Somebody else is faster than the webhook's answer.
        _ = try? await client.patch(
          ConfigMap.resource, namespace: "default", name: "a", subresource: nil,
          patch: .merge(["data": ["other": "yes"]]), options: WriteOptions())
      }
      return TestWebhook.patch([["op": "add", "path": "/data/hook", "value": .string("\(time)")]])
    } _: { webhook in
      try await client.create(configMap())
      try await configure(client, "hooks", webhook.webhook("a.example.com"))
      let answer = try await client.patch(
        ConfigMap.resource, namespace: "default", name: "a", subresource: nil, patch: .merge(["data": ["mine": "yes"]]),
        options: WriteOptions())
      #expect(ConfigMap(json: answer).data == ["k": "v", "other": "yes", "mine": "yes", "hook": "2"])
      #expect(times.withLock { $0 } == 2)
    }
  }

  @Test("A webhook may not change what is deleted, and a broken patch is an error")
  func misuse() async throws {
    try await TestWebhook.run { request in
      request["operation"] == "DELETE"
        ? TestWebhook.patch([["op": "remove", "path": "/data"]])
        : TestWebhook.patch([["op": "remove", "path": "/nothing"]])
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await client.create(configMap("kept"))
      try await configure(client, "hooks", webhook.webhook("a.example.com"))
      do {
        try await client.create(configMap())
        Issue.record("a patch that does not fit was taken")
      } catch let error as StatusError {
        #expect(error.code == 500)
      }
      do {
        try await client.delete(ConfigMap.resource, namespace: "default", name: "kept", options: DeleteOptions())
        Issue.record("a deletion was patched")
      } catch let error as StatusError {
        #expect(error.message.contains("attempted to modify the object, which is not supported for this operation"))
      }
      #expect(try await client.find(ConfigMap.self, namespace: "default", name: "kept") != nil)
    }
  }
}
