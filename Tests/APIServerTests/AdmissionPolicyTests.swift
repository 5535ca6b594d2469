import APIServer
import KubeClient
import KubeModel
import LinuxSystem
import Logging
import NIOHTTP1
import OrderedCollections
import Testing

@Suite("Validating admission policies")
struct AdmissionPolicyTests {
  private func configMap(_ name: String = "a", _ data: [String: String] = ["k": "bad"]) -> ConfigMap {
    var object = ConfigMap(name: name, namespace: "default")
    object.data = data
    return object
  }

  @Test("A refusal names the policy, the binding and the reason; nothing is stored")
  func denies() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.policy(["validations": [["expression": "object.data.k != 'bad'", "message": "k is bad"]]])
    // A policy that is not bound does nothing.
    try await client.create(configMap("free"))
    try await client.binding()
    let error = try await refusal { try await client.create(configMap()) }
    let message = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: k is bad"
    #expect(error.message == "configmaps \"a\" is forbidden: \(message)")
    #expect(error.code == 422 && error.reason == .invalid)
    #expect(error.details?.causes.map(\.message) == [message] && error.details?.name == "a")
    #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
    try await client.create(configMap("a", ["k": "good"]))
  }

  @Test("The reason of a validation is the reason of the refusal")
  func reasons() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.policy([
      "validations": [["expression": "object.data.k != 'bad'", "reason": "Forbidden"], ["expression": "true"]]
    ])
    try await client.binding()
    let error = try await refusal { try await client.create(configMap()) }
    #expect(error.code == 403 && error.reason == .forbidden)
    #expect(error.message.hasSuffix("denied request: failed expression: object.data.k != 'bad'"))
  }

  @Test("An expression that cannot be evaluated refuses, unless failures are ignored")
  func failures() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.policy(["validations": [["expression": "object.data.none == 'x'"]]])
    try await client.binding()
    let error = try await refusal { try await client.create(configMap()) }
    #expect(
      error.message == "configmaps \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "
        + "expression 'object.data.none == 'x'' resulted in error: no such key: none")
    #expect(error.code == 422)
    try await client.change(.policies, "p") { $0["spec"]?["failurePolicy"] = "Ignore" }
    try await client.create(configMap())
  }

  @Test("Updates, deletions, scales, evictions and status are judged where rules ask for it")
  func operations() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(configMap("a"))
    var deployment = Deployment(name: "web", namespace: "default")
    deployment.json["spec"] = [
      "replicas": 1, "selector": ["matchLabels": ["a": "b"]],
      "template": [
        "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "main", "image": "one"]]],
      ],
    ]
    try await client.create(deployment)
    var pod = Pod(name: "p", namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
    try await client.create(pod)
    let rule: JSONValue = [
      "apiGroups": ["*"], "apiVersions": ["*"], "operations": ["UPDATE", "DELETE", "CREATE"],
      "resources": ["configmaps", "deployments/scale", "pods/eviction", "pods/status"],
    ]
    try await client.policy([
      "matchConstraints": ["resourceRules": [rule]],
      "validations": [
        [
          "expression": "request.operation == 'DELETE' ? oldObject.data.k != 'bad' && object == null : true",
          "message": "stays",
        ],
        ["expression": "request.kind.kind != 'Scale' || object.spec.replicas <= 3", "message": "too large"],
        ["expression": "request.kind.kind != 'Eviction' || object.metadata.name != 'p'", "message": "not out"],
        [
          "expression":
            "request.operation != 'UPDATE' || request.kind.kind != 'ConfigMap' || object.data.k == oldObject.data.k",
          "message": "fixed",
        ],
        [
          "expression":
            "!has(request.subResource) || request.subResource != 'status' || object.status.phase != 'Failed'",
          "message": "no failure",
        ],
      ],
    ])
    try await client.binding()
    func suffix(_ write: () async throws -> Void) async throws -> String {
      String(try await refusal(write).message.split(separator: ": ").last ?? "")
    }
    #expect(
      try await suffix {
        try await client.delete(ConfigMap.resource, namespace: "default", name: "a", options: DeleteOptions())
      } == "stays")
    #expect(
      try await suffix {
        try await client.modify(ConfigMap.self, namespace: "default", name: "a") { object in
          object.data = ["k": "other"]
          return true
        }
      } == "fixed")
    #expect(
      try await suffix {
        try await client.modify(Pod.self, namespace: "default", name: "p", subresource: "status") { pod in
          pod.status.phase = "Failed"
          return true
        }
      } == "no failure")
    func scale(_ replicas: Int64) async throws {
      var scale = try await client.get(Deployment.resource, namespace: "default", name: "web", subresource: "scale")
      scale["spec"] = ["replicas": .integer(replicas)]
      _ = try await client.update(
        Deployment.resource, namespace: "default", name: "web", subresource: "scale", object: scale,
        options: WriteOptions())
    }
    #expect(try await suffix { try await scale(9) } == "too large")
    try await scale(2)
    #expect(
      try await suffix {
        _ = try await client.create(
          Pod.resource, namespace: "default", name: "p", subresource: "eviction",
          object: ["kind": "Eviction", "apiVersion": "policy/v1", "metadata": ["name": "p"]], options: WriteOptions())
      } == "not out")
    #expect(try await client.find(Pod.self, namespace: "default", name: "p") != nil)
  }

  @Test("Rules, selectors and names say which requests a policy and its binding are about")
  func matching() async throws {
    let client = try await InProcessKubeClient.inMemory()
    for (name, guarded) in [("on", "yes"), ("off", "no")] {
      var namespace = Namespace(name: name)
      namespace.metadata.labels["guard"] = guarded
      try await client.create(namespace)
    }
    func rule(_ change: JSONValue = .emptyObject) -> JSONValue {
      var rule: JSONValue = [
        "apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["configmaps"],
      ]
      for (key, value) in change.objectValue ?? [:] { rule[key] = value }
      return rule
    }
    try await client.policy([
      "matchConstraints": [
        "resourceRules": [rule()], "excludeResourceRules": [rule(["resourceNames": ["spared"]])],
        "namespaceSelector": ["matchLabels": ["guard": "yes"]],
        "objectSelector": ["matchExpressions": [["key": "free", "operator": "DoesNotExist"]]],
      ],
      "matchConditions": [["name": "named", "expression": "!request.name.startsWith('kept')"]],
      "validations": [["expression": "false", "message": "no"]],
    ])
    try await client.binding(["matchResources": ["objectSelector": ["matchLabels": ["bound": "yes"]]]])
    func create(_ name: String, in namespace: String = "on", _ labels: [String: String] = ["bound": "yes"]) async throws
    {
      var object = ConfigMap(name: name, namespace: namespace)
      object.metadata.labels = labels
      try await client.create(object)
    }
    _ = try await refusal { try await create("a") }
    try await create("a", in: "off")
    try await create("spared")
    try await create("kept-1")
    try await create("b", ["bound": "yes", "free": "yes"])
    try await create("c", [:])
    try await client.create(ServiceAccount(name: "other", namespace: "on"))
  }

  @Test("A rule in one version covers the others, unless it is to be exact")
  func versions() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let rule: JSONValue = [
      "apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["deployments"],
    ]
    try await client.policy([
      "matchConstraints": ["resourceRules": [rule]],
      "validations": [
        [
          "expression": "object.apiVersion != request.kind.group + '/' + request.kind.version",
          "messageExpression": "object.apiVersion + ' from ' + request.requestKind.version",
        ]
      ],
    ])
    try await client.binding()
    func create() async throws {
      _ = try await client.create(
        GroupVersionResource(group: "apps", version: "v1beta1", resource: "deployments"), namespace: "default",
        name: nil,
        subresource: nil,
        object: [
          "metadata": ["name": "web"],
          "spec": [
            "template": [
              "metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "main", "image": "one"]]],
            ]
          ],
        ], options: WriteOptions())
    }
    let error = try await refusal { try await create() }
    #expect(error.message.hasSuffix("denied request: apps/v1 from v1beta1"), "\(error.message)")
    try await client.change(.policies, "p") { $0["spec"]?["matchConstraints"]?["matchPolicy"] = "Exact" }
    try await create()
  }

  @Test("Warnings reach the client; failures and annotations the audit log")
  func actions() async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "audit")
    let log = try AuditLog(path: directory + "/audit.log", logger: Logger(label: "test"))
    try await TestAPI.with(audit: log) { api in
      try await api.client.policy([
        "validations": [["expression": "object.data.k != 'bad'", "message": "k is bad"]],
        "auditAnnotations": [["key": "k", "valueExpression": "'k is ' + object.data.k"]],
      ])
      try await api.client.binding(["validationActions": ["Warn", "Audit"]])
      let answer = try await api.send(
        .POST, "/api/v1/namespaces/default/configmaps", ["metadata": ["name": "a"], "data": ["k": "bad"]])
      #expect(answer.code == 201)
      #expect(
        answer.warnings == [
          "299 - \"Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': k is bad\""
        ])
      try await api.client.change(.bindings, "b") { $0["spec"]?["validationActions"] = ["Deny"] }
      let refused = try await api.send(
        .POST, "/api/v1/namespaces/default/configmaps", ["metadata": ["name": "b"], "data": ["k": "bad"]])
      #expect(refused.code == 422 && refused.body["reason"] == "Invalid" && refused.warnings.isEmpty)
    }
    let text = try FileSystem.readText(directory + "/audit.log")
    try FileSystem.removeTree(directory)
    #expect(text.contains("\"p/k\":\"k is bad\""), "\(text)")
    #expect(text.contains("validation.policy.admission.k8s.io/validation_failure"))
    #expect(text.contains(#"\"expressionIndex\":0"#), "\(text)")
  }

  @Test("The authorizer speaks of who makes the request")
  func authorizer() async throws {
    try await TestAPI.with { api in
      try await api.client.policy([
        "validations": [
          ["expression": "authorizer.group('').resource('secrets').namespace('default').check('get').allowed()"]
        ]
      ])
      try await api.client.binding()
      try await api.grant(
        "maps", verbs: ["create"], resources: ["configmaps"], to: ["kind": "User", "name": "amy"])
      let path = "/api/v1/namespaces/default/configmaps"
      #expect(try await api.send(.POST, path, ["metadata": ["name": "a"]]).code == 201)
      #expect(try await api.send(.POST, path, ["metadata": ["name": "b"]], as: .user("amy")).code == 422)
      try await api.grant("secrets", verbs: ["get"], resources: ["secrets"], to: ["kind": "User", "name": "amy"])
      #expect(try await api.send(.POST, path, ["metadata": ["name": "b"]], as: .user("amy")).code == 201)
    }
  }

  @Test("Connections and tokens are judged, which are not stored")
  func unstored() async throws {
    try await TestAPI.with { api in
      func rule(_ operation: String, _ resource: String) -> JSONValue {
        [
          "apiGroups": [""], "apiVersions": ["v1"], "operations": [.string(operation)],
          "resources": [.string(resource)],
        ]
      }
      try await api.client.policy([
        "matchConstraints": [
          "resourceRules": [rule("CONNECT", "services/proxy"), rule("CREATE", "serviceaccounts/token")]
        ],
        "validations": [
          ["expression": "object.kind != 'ServiceProxyOptions' || object.path != '/secret'", "message": "no way"],
          [
            "expression": "object.kind != 'TokenRequest' || object.spec.expirationSeconds <= 900",
            "message": "too long",
          ],
        ],
      ])
      try await api.client.binding()
      try await api.client.create(KubeModel.ServiceAccount(name: "robot", namespace: "default"))
      let account = "/api/v1/namespaces/default/serviceaccounts/robot/token"
      let long = try await api.send(.POST, account, ["spec": ["expirationSeconds": 3600]])
      #expect(long.code == 422 && long.message.hasSuffix("denied request: too long"), "\(long)")
      #expect(try await api.send(.POST, account, ["spec": ["expirationSeconds": 900]]).code == 201)
      let service = "/api/v1/namespaces/default/services/web/proxy?path=%2Fsecret"
      let refused = try await api.send(.GET, service)
      #expect(
        refused.message
          == "services \"web\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "
          + "no way", "\(refused)")
    }
  }

  @Test("The update that lets go of an object that is being deleted is judged as any other")
  func lastFinalizer() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var held = configMap()
    held.metadata.finalizers = ["example.com/held"]
    try await client.create(held)
    try await client.policy(["validations": [["expression": "size(object.metadata.?finalizers.orValue([])) > 0"]]])
    try await client.binding()
    try await client.delete(ConfigMap.resource, namespace: "default", name: "a", options: DeleteOptions())
    func release() async throws {
      try await client.modify(ConfigMap.self, namespace: "default", name: "a") { object in
        object.metadata.finalizers = []
        return true
      }
    }
    _ = try await refusal { try await release() }
    #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") != nil)
    try await client.delete(.bindings, namespace: nil, name: "b", options: DeleteOptions())
    try await release()
    #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
  }

  @Test("A policy that is deleted while it is bound, and a binding that is deleted, judge nothing any more")
  func deletion() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.policy(["validations": [["expression": "false"]]])
    try await client.binding()
    _ = try await refusal { try await client.create(configMap("a")) }
    try await client.delete(.policies, namespace: nil, name: "p", options: DeleteOptions())
    try await client.create(configMap("a"))
    try await client.policy(["validations": [["expression": "false"]]])
    _ = try await refusal { try await client.create(configMap("b")) }
    try await client.delete(.bindings, namespace: nil, name: "b", options: DeleteOptions())
    try await client.create(configMap("b"))
  }

  @Test("No policy locks the cluster up: policies and bindings are not judged")
  func exempt() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let rule: JSONValue = ["apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*/*"]]
    try await client.policy([
      "matchConstraints": ["resourceRules": [rule]], "validations": [["expression": "false"]],
    ])
    try await client.binding()
    _ = try await refusal { try await client.create(configMap()) }
    try await client.change(.policies, "p") { $0["spec"]?["failurePolicy"] = "Ignore" }
    try await client.delete(.bindings, namespace: nil, name: "b", options: DeleteOptions())
    try await client.create(configMap())
  }

  @Test("A policy sees what mutating webhooks made of the object, and refuses before validating ones are asked")
  func webhooks() async throws {
    try await TestWebhook.run { request in
      request["object"]?["data"]?["k"] == "v"
        ? TestWebhook.patch([["op": "replace", "path": "/data/k", "value": "bad"]]) : ["allowed": true]
    } _: { webhook in
      let client = try await InProcessKubeClient.inMemory()
      for (kind, path) in [("mutating", "/mutate"), ("validating", "/validate")] {
        _ = try await client.create(
          GroupVersionResource(
            group: "admissionregistration.k8s.io", version: "v1", resource: "\(kind)webhookconfigurations"),
          namespace: nil, name: nil, subresource: nil,
          object: ["metadata": ["name": "hooks"], "webhooks": [webhook.webhook("\(kind).example.com", path: path)]],
          options: WriteOptions())
      }
      try await client.policy(["validations": [["expression": "object.data.k != 'bad'"]]])
      try await client.binding()
      _ = try await refusal { try await client.create(configMap("a", ["k": "v"])) }
      #expect(webhook.paths == ["/mutate?timeout=30s"])
      try await client.create(configMap("a", ["k": "fine"]))
      #expect(webhook.paths.count == 3)
    }
  }

  @Test("What does not compile is refused when it is written")
  func badExpressions() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let error = try await refusal {
      try await client.policy(["validations": [["expression": "object.data.k"], ["expression": "nothing == 1"]]])
    }
    #expect(error.code == 422)
    #expect(
      error.details?.causes.map(\.message) == [
        "Invalid value: \"object.data.k\": must evaluate to bool but got dyn",
        "Invalid value: \"nothing == 1\": compilation failed: undeclared reference to 'nothing' (in container '')",
      ])
  }
}
