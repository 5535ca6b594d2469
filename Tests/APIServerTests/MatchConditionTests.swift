import APIServer
import KubeClient
import KubeModel
import OrderedCollections
import Testing

@Suite("Match conditions of webhooks")
struct MatchConditionTests {
  private func configure(
    _ client: InProcessKubeClient, kind: String = "validating", _ webhooks: JSONValue...
  ) async throws {
    _ = try await client.create(
      GroupVersionResource(
        group: "admissionregistration.k8s.io", version: "v1", resource: "\(kind)webhookconfigurations"),
      namespace: nil, name: nil, subresource: nil,
      object: ["metadata": ["name": "hooks"], "webhooks": .array(webhooks)], options: WriteOptions())
  }

  private func conditions(_ expressions: String..., failurePolicy: String = "Fail") -> JSONValue {
    let list = expressions.enumerated().map { index, text -> JSONValue in
      ["name": .string("c\(index)"), "expression": .string(text)]
    }
    return ["matchConditions": .array(list), "failurePolicy": .string(failurePolicy)]
  }

  private func configMap(_ name: String) -> ConfigMap {
    var object = ConfigMap(name: name, namespace: "default")
    object.data = ["k": "v"]
    return object
  }

  @Test("A webhook is called when all of its conditions hold")
  func all() async throws {
    try await TestWebhook.run { _ in
      ["allowed": false]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await configure(
        client,
        webhook.webhook(
          "a.example.com",
          conditions(
            "object.metadata.name.startsWith('x')", "request.userInfo.username != 'nobody'",
            "authorizer.group('').resource('configmaps').check('delete').allowed()",
            "authorizer.requestResource.check('get').allowed()")))
      try await client.create(configMap("a"))
      #expect(webhook.requests.isEmpty)
      _ = try await refusal { try await client.create(configMap("x")) }
      #expect(webhook.requests.count == 1)
    }
  }

  @Test("A condition that cannot be evaluated refuses the request, or skips the webhook; one that is false skips it")
  func failures() async throws {
    try await TestWebhook.run { _ in
      ["allowed": false]
    } _: { webhook in
      let broken = "object.data.none == 'x'"
      let client = try await InProcessKubeClient.inMemory()
      try await configure(client, webhook.webhook("a.example.com", conditions(broken, "request.name == 'a'")))
      let error = try await refusal { try await client.create(configMap("a")) }
      #expect(
        error.message
          == "configmaps \"a\" is forbidden: expression 'object.data.none == 'x'' resulted in error: no such key: none")
      #expect(error.code == 403)
      try await client.create(configMap("b"))
      try await client.change(
        GroupVersionResource(
          group: "admissionregistration.k8s.io", version: "v1", resource: "validatingwebhookconfigurations"), "hooks"
      ) { $0["webhooks"] = [webhook.webhook("a.example.com", conditions(broken, failurePolicy: "Ignore"))] }
      try await client.create(configMap("a"))
      #expect(webhook.requests.isEmpty)
    }
  }

  @Test("Mutating webhooks have them too, over the object as the ones before left it")
  func mutating() async throws {
    try await TestWebhook.run { request in
      TestWebhook.patch([["op": "add", "path": "/data/seen", "value": "yes"]])
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await configure(
        client, kind: "mutating", webhook.webhook("a.example.com", path: "/a"),
        webhook.webhook("b.example.com", path: "/b", conditions("!has(object.data.seen)")),
        webhook.webhook("c.example.com", path: "/c", conditions("has(object.data.seen)")))
      try await client.create(configMap("a"))
      #expect(webhook.paths == ["/a?timeout=30s", "/c?timeout=30s"])
    }
  }

  @Test("What is no condition is refused when it is written")
  func validation() async throws {
    let client = try await InProcessKubeClient.inMemory()
    func webhook(_ change: JSONValue) -> JSONValue {
      var webhook: JSONValue = [
        "name": "a.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"],
        "clientConfig": ["url": "https://127.0.0.1:1/"],
        "rules": [["operations": ["*"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"]]],
      ]
      for (key, value) in change.objectValue ?? [:] { webhook[key] = value }
      return webhook
    }
    let error = try await refusal {
      try await configure(client, webhook(conditions("object.", "params.a == 1", "object.metadata.name")))
    }
    #expect(error.code == 422)
    let place = "webhooks[0].matchConditions"
    #expect(
      error.details?.causes.map { "\($0.field ?? ""): \($0.message)" } == [
        "\(place)[0].expression: Invalid value: \"object.\": compilation failed: Syntax error: mismatched input '<EOF>'",
        "\(place)[1].expression: Invalid value: \"params.a == 1\": compilation failed: undeclared reference to 'params' "
          + "(in container '')",
        "\(place)[2].expression: Invalid value: \"object.metadata.name\": must evaluate to bool but got dyn",
      ])
  }
}
