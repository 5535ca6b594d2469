import APIServer
import KubeClient
import KubeModel
import LinuxSystem
import Logging
import NIOHTTP1
import Testing

@Suite("Validating webhooks")
struct ValidatingWebhookTests {
  private static let resource = GroupVersionResource(
    group: "admissionregistration.k8s.io", version: "v1", resource: "validatingwebhookconfigurations")

  private func configure(_ client: InProcessKubeClient, _ webhooks: JSONValue...) async throws {
    _ = try await client.create(
      Self.resource, namespace: nil, name: nil, subresource: nil,
      object: ["metadata": ["name": "hooks"], "webhooks": .array(webhooks)], options: WriteOptions())
  }

  private func configMap(_ name: String = "a") -> ConfigMap {
    var object = ConfigMap(name: name, namespace: "default")
    object.data = ["k": "v"]
    return object
  }

  private func rules(_ operations: JSONValue, _ resources: JSONValue) -> JSONValue {
    ["rules": [["operations": operations, "apiGroups": ["*"], "apiVersions": ["*"], "resources": resources]]]
  }

  @Test("A refusal carries the webhook's name, message and code; nothing is stored")
  func denies() async throws {
    try await TestWebhook.run { request in
      request["object"]?["data"]?["k"] == "bad"
        ? ["allowed": false, "status": ["message": "k is bad", "reason": "Forbidden", "code": 403]]
        : request["object"]?["data"]?["k"] == "mute" ? ["allowed": false] : ["allowed": true]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await configure(client, webhook.webhook("check.example.com"))
      var bad = configMap()
      bad.data = ["k": "bad"]
      let denied = try await refusal { try await client.create(bad) }
      #expect(denied.message == "admission webhook \"check.example.com\" denied the request: k is bad")
      #expect(denied.code == 403 && denied.reason == .forbidden)
      bad.data = ["k": "mute"]
      let silent = try await refusal { try await client.create(bad) }
      #expect(silent.message == "admission webhook \"check.example.com\" denied the request without explanation")
      #expect(silent.code == 400)
      #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
      let created = try await client.create(configMap())
      let shown = try #require(webhook.requests.last?["object"])
      #expect(shown["metadata"]?["uid"]?.stringValue == created.uid)
    }
  }

  @Test("Updates, deletions, collections and subresources are shown with what they replace")
  func operations() async throws {
    try await TestWebhook.run { request in
      request["name"] == "locked" ? ["allowed": false, "status": ["message": "no"]] : ["allowed": true]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await client.create(configMap("locked"))
      try await client.create(configMap("free"))
      var pod = Pod(name: "p", namespace: "default")
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      try await client.create(pod)
      try await configure(
        client, webhook.webhook("a.example.com", rules(["UPDATE", "DELETE"], ["configmaps"])),
        webhook.webhook("b.example.com", rules(["UPDATE"], ["pods/status"])))
      _ = try await refusal {
        try await client.delete(ConfigMap.resource, namespace: "default", name: "locked", options: DeleteOptions())
      }
      let deletion = try #require(webhook.requests.last)
      #expect(deletion["operation"] == "DELETE" && deletion["object"] == .null)
      #expect(deletion["oldObject"]?["metadata"]?["name"] == "locked")
      #expect(deletion["options"]?["kind"] == "DeleteOptions")
      var collection = ResourceRequest(.deletecollection, ConfigMap.resource, namespace: "default")
      collection.list = ListOptions(fieldSelector: "metadata.name=locked")
      _ = try await refusal {
        _ = try await client.api.handle(collection, context: RequestContext(user: .administrator))
      }
      #expect(try await client.find(ConfigMap.self, namespace: "default", name: "locked") != nil)
      try await client.modify(ConfigMap.self, namespace: "default", name: "free") { object in
        object.data = ["k": "w"]
        return true
      }
      let update = try #require(webhook.requests.last)
      #expect(update["oldObject"]?["data"] == ["k": "v"] && update["object"]?["data"] == ["k": "w"])
      let before = webhook.requests.count
      try await client.modify(Pod.self, namespace: "default", name: "p") { pod in
        pod.metadata.labels["a"] = "b"
        return true
      }
      #expect(webhook.requests.count == before)
      try await client.modify(Pod.self, namespace: "default", name: "p", subresource: "status") { pod in
        pod.status.phase = "Running"
        return true
      }
      #expect(webhook.requests.last?["subResource"] == "status" && webhook.requests.count == before + 1)
    }
  }

  @Test("Selectors say which namespaces and objects a webhook sees")
  func selectors() async throws {
    try await TestWebhook.run { _ in
      ["allowed": false]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      var watched = Namespace(name: "watched")
      watched.metadata.labels["guard"] = "on"
      try await client.create(watched)
      try await configure(
        client,
        webhook.webhook(
          "a.example.com",
          [
            "namespaceSelector": ["matchLabels": ["guard": "on"]],
            "objectSelector": ["matchExpressions": [["key": "free", "operator": "DoesNotExist"]]],
          ]))
      try await client.create(configMap())
      #expect(webhook.requests.isEmpty)
      _ = try await refusal { try await client.create(ConfigMap(name: "a", namespace: "watched")) }
      var free = ConfigMap(name: "a", namespace: "watched")
      free.metadata.labels["free"] = "yes"
      try await client.create(free)
      #expect(webhook.requests.count == 1)
    }
  }

  @Test("A dry run says so, and stores nothing")
  func dryRun() async throws {
    try await TestWebhook.run { _ in
      ["allowed": true]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await configure(client, webhook.webhook("a.example.com"))
      _ = try await client.create(
        ConfigMap.resource, namespace: "default", name: nil, subresource: nil, object: configMap().json,
        options: WriteOptions(dryRun: true))
      #expect(webhook.requests.map { $0["dryRun"] } == [true])
      #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
    }
  }

  @Test("A webhook that cannot be reached or is too slow stops a write, unless it may be passed over")
  func failures() async throws {
    try await TestWebhook.run { _ in
      nil
    } _: { silent in
      let client = try await InProcessKubeClient.inMemory()
      let slow = silent.webhook("slow.example.com", ["timeoutSeconds": 1])
      try await configure(client, slow)
      let late = try await refusal { try await client.create(configMap()) }
      #expect(
        late.message
          == "Internal error occurred: failed calling webhook \"slow.example.com\": failed to call webhook: "
          + "Post \"https://127.0.0.1:\(silent.port)/?timeout=1s\": context deadline exceeded")
      #expect(late.code == 500 && late.reason == .internalError)
      try await client.modify(
        Self.resource, name: "hooks",
        webhooks: [
          silent.webhook("slow.example.com", ["timeoutSeconds": 1, "failurePolicy": "Ignore"]),
          silent.webhook(
            "gone.example.com",
            ["failurePolicy": "Ignore", "clientConfig": ["url": "https://127.0.0.1:1/"]]),
          silent.webhook(
            "service.example.com",
            [
              "failurePolicy": "Ignore",
              "clientConfig": ["service": ["namespace": "default", "name": "missing"]],
            ]),
        ])
      try await client.create(configMap())
      try await client.modify(
        Self.resource, name: "hooks",
        webhooks: [
          silent.webhook("gone.example.com", ["clientConfig": ["url": "https://127.0.0.1:1/check"]])
        ])
      let refused = try await refusal { try await client.create(configMap("b")) }
      #expect(
        refused.message
          == "Internal error occurred: failed calling webhook \"gone.example.com\": failed to call webhook: "
          + "Post \"https://127.0.0.1:1/check?timeout=30s\": dial tcp 127.0.0.1:1: connect: connection refused")
      // A certificate of an authority that the configuration does not name.
      try await client.modify(
        Self.resource, name: "hooks",
        webhooks: [
          silent.webhook("tls.example.com", ["clientConfig": ["url": .string("https://127.0.0.1:\(silent.port)/")]])
        ])
      // Often, for the handshake may fail before or after the request is handed over.
      for _ in 0..<50 {
        let untrusted = try await refusal { try await client.create(configMap("b")) }
        #expect(untrusted.message.hasSuffix("x509: certificate signed by unknown authority"), "\(untrusted.message)")
      }
    }
  }

  @Test("An answer to another request is no answer")
  func wrongAnswer() async throws {
    try await TestWebhook.run { _ in
      ["allowed": true, "uid": "another"]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      try await configure(client, webhook.webhook("a.example.com"))
      let error = try await refusal { try await client.create(configMap()) }
      #expect(error.message.contains("received invalid webhook response: expected response.uid=\""))
    }
  }

  @Test("A webhook that is a service is called by the service's name, at one of its endpoints")
  func service() async throws {
    try await TestWebhook.run { _ in
      ["allowed": false, "status": ["message": "from inside"]]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      client.api.reachServices(through: LoopbackDialer())
      let target: JSONValue = [
        "clientConfig": [
          "service": ["namespace": "default", "name": "hook", "path": "/check"], "caBundle": .string(webhook.caBundle),
        ]
      ]
      try await configure(client, webhook.webhook("a.example.com", target))
      let missing = try await refusal { try await client.create(configMap()) }
      #expect(missing.message.hasSuffix("/check?timeout=30s\": service \"hook\" not found"), "\(missing.message)")
      var service = KubeModel.Service(name: "hook", namespace: "default")
      service.json["spec"] = ["ports": [["port": 443, "targetPort": 8443]]]
      try await client.create(service)
      let empty = try await refusal { try await client.create(configMap()) }
      #expect(empty.message.hasSuffix("no endpoints available for service \"hook\""), "\(empty.message)")
      var endpoints = Endpoints(name: "hook", namespace: "default")
      endpoints.json["subsets"] = [
        ["addresses": [["ip": .string(LoopbackDialer.address)]], "ports": [["port": .integer(Int64(webhook.port))]]]
      ]
      try await client.create(endpoints)
      let refusal = try await refusal { try await client.create(configMap()) }
      #expect(refusal.message == "admission webhook \"a.example.com\" denied the request: from inside")
      #expect(webhook.paths == ["/check?timeout=30s"])
    }
  }

  @Test("Warnings reach the client, and audit annotations the log")
  func warnings() async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "audit")
    let log = try AuditLog(path: directory + "/audit.log", logger: Logger(label: "test"))
    try await TestWebhook.run { _ in
      ["allowed": true, "warnings": ["think twice"], "auditAnnotations": ["verdict": "fine"]]
    } _: { webhook in
      try await TestAPI.with(audit: log) { api in
        try await configure(api.client, webhook.webhook("a.example.com"))
        let answer = try await api.send(
          .POST, "/api/v1/namespaces/default/configmaps", ["metadata": ["name": "a"]])
        #expect(answer.code == 201)
        #expect(answer.warnings == ["299 - \"think twice\""])
      }
    }
    let text = try FileSystem.readText(directory + "/audit.log")
    try FileSystem.removeTree(directory)
    #expect(text.contains("\"a.example.com/verdict\":\"fine\""), "\(text)")
  }

  @Test("A configuration that could not be carried out is refused, with the field that is wrong")
  func configurations() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let error = try await refusal {
      try await configure(
        client,
        [
          "name": "short", "clientConfig": ["url": "http://example.com/"], "timeoutSeconds": 60,
          "rules": [["operations": ["*", "CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]]],
          "matchConditions": [["name": "c", "expression": "1"]],
        ])
    }
    #expect(error.code == 422)
    let texts = error.details?.causes.map { "\($0.field ?? ""): \($0.message)" } ?? []
    for text in [
      "webhooks[0].name: Invalid value: \"short\": should be a domain with at least three segments separated by dots",
      "webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun",
      "webhooks[0].timeoutSeconds: Invalid value: 60: the timeout value must be between 1 and 30 seconds",
      "webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1",
      "webhooks[0].matchConditions[0].expression: Invalid value: \"1\": must evaluate to bool but got int",
    ] { #expect(texts.contains(text), "\(texts)") }
    let binding = try await refusal {
      _ = try await client.create(
        GroupVersionResource(
          group: "admissionregistration.k8s.io", version: "v1", resource: "mutatingadmissionpolicybindings"),
        namespace: nil, name: nil, subresource: nil,
        object: [
          "metadata": ["name": "b"], "spec": ["policyName": "p"],
        ], options: WriteOptions())
    }
    #expect(binding.message.contains("spec.policyName: Forbidden: this server does not evaluate mutating"))
  }
}

extension InProcessKubeClient {
  /// Replaces the webhooks of a configuration.
  fileprivate func modify(_ resource: GroupVersionResource, name: String, webhooks: JSONValue) async throws {
    var object = try await get(resource, namespace: nil, name: name, subresource: nil)
    object["webhooks"] = webhooks
    _ = try await update(
      resource, namespace: nil, name: name, subresource: nil, object: object, options: WriteOptions())
  }
}
