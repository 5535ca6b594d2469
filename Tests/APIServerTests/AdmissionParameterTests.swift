import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import OrderedCollections
import Testing

@Suite("Parameters of admission policies")
struct AdmissionParameterTests {
  private func policy(_ kind: JSONValue, _ client: InProcessKubeClient) async throws {
    try await client.policy([
      "paramKind": kind,
      "validations": [
        [
          "expression": "params == null || object.data.k.size() <= int(params.data.most)",
          "messageExpression": "'at most ' + params.data.most + ' of ' + params.metadata.name",
        ]
      ],
    ])
  }

  private func limit(_ name: String, _ most: String, in namespace: String = "default") -> ConfigMap {
    var object = ConfigMap(name: name, namespace: namespace)
    object.metadata.labels["limit"] = "yes"
    object.data = ["most": most, "k": ""]
    return object
  }

  private func write(_ text: String, _ client: InProcessKubeClient, in namespace: String = "default") async throws {
    var object = ConfigMap(name: "a", namespace: namespace)
    object.data = ["k": text]
    try await client.create(object)
  }

  private let configMaps: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap"]

  @Test("By name, in the namespace of the request or in one of their own; a missing one refuses or lets pass")
  func named() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(Namespace(name: "other"))
    try await client.create(limit("limit", "3"))
    try await policy(configMaps, client)
    try await client.binding(["paramRef": ["name": "limit", "parameterNotFoundAction": "Deny"]])
    let error = try await refusal { try await write("long", client) }
    #expect(error.message.hasSuffix("denied request: at most 3 of limit"), "\(error.message)")
    let missing = try await refusal { try await write("long", client, in: "other") }
    #expect(
      missing.message
        == "configmaps \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "
        + "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction")
    #expect(missing.code == 422)
    try await client.change(.bindings, "b") { $0["spec"]?["paramRef"]?["parameterNotFoundAction"] = "Allow" }
    try await write("long", client, in: "other")
    try await client.delete(ConfigMap.resource, namespace: "other", name: "a", options: DeleteOptions())
    try await client.change(.bindings, "b") { $0["spec"]?["paramRef"]?["namespace"] = "default" }
    _ = try await refusal { try await write("long", client, in: "other") }
    try await write("abc", client, in: "other")
  }

  @Test("By labels, each of them is held against the request; a binding without any evaluates with null")
  func selected() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(limit("wide", "9"))
    try await client.create(limit("narrow", "3"))
    try await policy(configMaps, client)
    try await client.binding([
      "paramRef": ["selector": ["matchLabels": ["limit": "yes"]], "parameterNotFoundAction": "Deny"]
    ])
    let error = try await refusal { try await write("long", client) }
    #expect(error.message.hasSuffix("at most 3 of narrow"))
    try await client.delete(ConfigMap.resource, namespace: "default", name: "narrow", options: DeleteOptions())
    try await write("long", client)
    try await client.delete(ConfigMap.resource, namespace: "default", name: "a", options: DeleteOptions())
    try await client.change(.bindings, "b") { $0["spec"]?["paramRef"] = nil }
    try await write("far too long", client)
  }

  @Test("Of a kind that is not served, the policy refuses unless failures are ignored")
  func unknownKind() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await policy(["apiVersion": "example.com/v1", "kind": "Limit"], client)
    try await client.binding(["paramRef": ["name": "limit", "parameterNotFoundAction": "Allow"]])
    let error = try await refusal { try await write("a", client) }
    #expect(
      error.message
        == "configmaps \"a\" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure "
        + "policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Limit'")
    try await client.change(.policies, "p") { $0["spec"]?["failurePolicy"] = "Ignore" }
    try await write("a", client)
  }

  @Test("Who may not read the parameters may not have them read")
  func permission() async throws {
    try await TestAPI.with { api in
      let rules: JSONValue = [
        ["apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": ["*"]],
        ["apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]],
      ]
      let rbac = "rbac.authorization.k8s.io"
      for (resource, object) in [
        ("clusterroles", ["metadata": ["name": "policies"], "rules": rules]),
        (
          "clusterrolebindings",
          [
            "metadata": ["name": "policies"], "subjects": [["kind": "User", "name": "amy"]],
            "roleRef": ["kind": "ClusterRole", "name": "policies", "apiGroup": .string(rbac)],
          ]
        ),
      ] as [(String, JSONValue)] {
        let path = "/apis/\(rbac)/v1/\(resource)"
        #expect(try await api.send(.POST, path, object).code == 201)
      }
      func write(_ resource: String, _ name: String, _ spec: JSONValue) async throws -> TestAPI.Answer {
        try await api.send(
          .POST, "/apis/admissionregistration.k8s.io/v1/\(resource)",
          ["metadata": ["name": .string(name)], "spec": spec],
          as: .user("amy"))
      }
      func policy(_ kind: String) async throws -> TestAPI.Answer {
        try await write(
          "validatingadmissionpolicies", kind.lowercased(),
          [
            "paramKind": ["apiVersion": "v1", "kind": .string(kind)], "validations": [["expression": "true"]],
            "matchConstraints": [
              "resourceRules": [
                ["apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"], "operations": ["CREATE"]]
              ]
            ],
          ])
      }
      #expect(try await policy("ConfigMap").code == 201)
      let refused = try await policy("Secret")
      #expect(
        refused.code == 422
          && refused.message.hasSuffix(
            "spec.paramKind: Forbidden: user amy must have \"get\" permission on all objects of the referenced paramKind "
              + "(kind=Secret, apiVersion=v1)"),
        "\(refused)")
      func binding(_ policy: String) async throws -> TestAPI.Answer {
        try await write(
          "validatingadmissionpolicybindings", policy,
          [
            "policyName": .string(policy), "validationActions": ["Deny"],
            "paramRef": ["name": "a", "namespace": "default", "parameterNotFoundAction": "Allow"],
          ])
      }
      #expect(try await binding("configmap").code == 201)
      let unknown = try await binding("none")
      #expect(
        unknown.message.hasSuffix(
          "spec.paramRef: Forbidden: user amy does not have \"get\" permission on the object referenced by paramRef"),
        "\(unknown)")
    }
  }

  @Test("Of a custom kind of the cluster, which has no namespace to name")
  func custom() async throws {
    let client = try await InProcessKubeClient.inMemory()
    _ = try await client.create(
      GroupVersionResource(group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions"),
      namespace: nil, name: nil, subresource: nil,
      object: [
        "metadata": ["name": "limits.example.com"],
        "spec": [
          "group": "example.com", "scope": "Cluster", "names": ["plural": "limits", "kind": "Limit"],
          "versions": [
            [
              "name": "v1", "served": true, "storage": true,
              "schema": [
                "openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
              ],
            ]
          ],
        ],
      ], options: WriteOptions())
    _ = try await client.create(
      GroupVersionResource(group: "example.com", version: "v1", resource: "limits"), namespace: nil, name: nil,
      subresource: nil,
      object: [
        "apiVersion": "example.com/v1", "kind": "Limit", "metadata": ["name": "limit"], "data": ["most": "3"],
      ], options: WriteOptions())
    try await policy(["apiVersion": "example.com/v1", "kind": "Limit"], client)
    try await client.binding(["paramRef": ["name": "limit", "parameterNotFoundAction": "Deny"]])
    _ = try await refusal { try await write("long", client) }
    try await write("abc", client)
    try await client.change(.bindings, "b") { $0["spec"]?["paramRef"]?["namespace"] = "default" }
    let error = try await refusal {
      try await client.modify(ConfigMap.self, namespace: "default", name: "a") { object in
        object.data = ["k": "x"]
        return true
      }
    }
    #expect(error.message.hasSuffix("paramRef.namespace must not be provided for a cluster-scoped `paramKind`"))
  }
}
