import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

/// Custom resources over HTTP, from the definition to the table.
@Suite("Custom resources")
struct CustomResourceTests {
  private static let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
  private static let widgets = "/apis/example.com/v1/namespaces/default/widgets"

  private static let spec: JSONValue = [
    "type": "object", "required": ["size"],
    "properties": [
      "size": ["type": "integer", "minimum": 1], "color": ["type": "string", "default": "red"],
      "replicas": ["type": "integer"],
      "parts": [
        "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["key"],
        "items": [
          "type": "object", "required": ["key"],
          "properties": ["key": ["type": "string"], "count": ["type": "integer"]],
        ],
      ],
    ],
  ]

  private static let definition: JSONValue = [
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": ["name": "widgets.example.com"],
    "spec": [
      "group": "example.com", "scope": "Namespaced",
      "names": ["plural": "widgets", "kind": "Widget", "shortNames": ["wd"], "categories": ["all"]],
      "versions": [
        [
          "name": "v1", "served": true, "storage": true,
          "schema": [
            "openAPIV3Schema": [
              "type": "object", "description": "A widget.",
              "properties": [
                "spec": spec,
                "status": [
                  "type": "object",
                  "properties": ["replicas": ["type": "integer"], "selector": ["type": "string"]],
                ],
              ],
            ]
          ],
          "subresources": [
            "status": [:],
            "scale": [
              "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas",
              "labelSelectorPath": ".status.selector",
            ],
          ],
          "additionalPrinterColumns": [
            ["name": "Size", "type": "integer", "jsonPath": ".spec.size"],
            ["name": "Color", "type": "string", "jsonPath": ".spec.color", "priority": 1],
            ["name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"],
          ],
          "selectableFields": [["jsonPath": ".spec.color"]],
        ]
      ],
    ],
  ]

  private static func widget(_ name: String, _ spec: JSONValue = ["size": 1]) -> JSONValue {
    ["apiVersion": "example.com/v1", "kind": "Widget", "metadata": ["name": .string(name)], "spec": spec]
  }

  /// An API that knows widgets.
  private static func with(_ body: @escaping @Sendable (TestAPI) async throws -> Void) async throws {
    try await TestAPI.with { api in
      let answer = try await api.send(.POST, definitions, definition)
      try #require(answer.code == 201, "\(answer)")
      try await body(api)
    }
  }

  @Test("A definition is established when it is answered, and discovery shows what it adds")
  func discovery() async throws {
    try await TestAPI.with { api in
      #expect(try await api.send(.GET, Self.widgets).code == 404)
      let answer = try await api.send(.POST, Self.definitions, Self.definition)
      let definition = CustomResourceDefinition(json: answer.body)
      #expect(definition.isEstablished && definition.status.storedVersions == ["v1"], "\(answer)")
      #expect(definition.status.acceptedNames.listKind == "WidgetList")
      let list = try await api.send(.GET, "/apis/example.com/v1")
      let rows = list.body["resources"]?.arrayValue ?? []
      #expect(
        rows.compactMap { $0["name"]?.stringValue } == ["widgets", "widgets/status", "widgets/scale"], "\(list)")
      #expect(rows.first?["shortNames"] == ["wd"] && rows.first?["categories"] == ["all"])
      let groups = try await api.send(.GET, "/apis")
      #expect(groups.body["groups"]?.arrayValue?.contains { $0["name"] == "example.com" } == true)
      let document = try await api.send(.GET, "/openapi/v3/apis/example.com/v1")
      let schema = document.body[path: "components", "schemas", "com.example.v1.Widget"]
      #expect(schema?["description"] == "A widget.")
      #expect(schema?[path: "properties", "metadata"] != nil && schema?[path: "properties", "spec"] != nil)
      #expect(document.body[path: "components", "schemas"]?["com.example.v1.WidgetList"] != nil)
    }
  }

  @Test("Documents tell clients which patches there are, and never that more is forbidden than is")
  func documents() async throws {
    try await TestAPI.with { api in
      var definition = Self.definition
      definition["spec"]?["preserveUnknownFields"] = true
      try await api.send(.POST, Self.definitions, definition)
      let document = try await api.send(.GET, "/openapi/v3/apis/example.com/v1")
      let path = "/apis/example.com/v1/namespaces/{namespace}/widgets/{name}"
      let patch = document.body["paths"]?[path]?["patch"]
      let content = patch?[path: "requestBody", "content"]
      #expect(content?["application/merge-patch+json"] != nil, "\(document)")
      #expect(content?["application/strategic-merge-patch+json"] == nil)
      let older = try await api.send(.GET, "/openapi/v2")
      let widget = older.body["definitions"]?["com.example.v1.Widget"]
      let kind: JSONValue = [["group": "example.com", "kind": "Widget", "version": "v1"]]
      #expect(widget == ["type": "object", "x-kubernetes-group-version-kind": kind], "\(widget ?? .null)")
      let kept = try await api.send(
        .POST, Self.widgets + "?fieldValidation=Strict", Self.widget("a", ["size": 2, "colour": "x"]))
      #expect(kept.code == 201 && kept.body["spec"]?["colour"] == "x", "\(kept)")
    }
  }

  @Test("Objects are pruned, completed and checked by their schema")
  func writing() async throws {
    try await Self.with { api in
      let made = try await api.send(.POST, Self.widgets, Self.widget("a", ["size": 2, "colour": "x"]))
      #expect(made.code == 201 && made.body["spec"] == ["size": 2, "color": "red"], "\(made)")
      #expect(made.body[path: "metadata", "generation"] == 1)
      let strict = try await api.send(
        .POST, Self.widgets + "?fieldValidation=Strict", Self.widget("b", ["size": 2, "colour": "x"]))
      #expect(strict.code == 400, "\(strict)")
      #expect(strict.message.hasSuffix("strict decoding error: unknown field \"spec.colour\""), "\(strict)")
      let wrong = try await api.send(.POST, Self.widgets, Self.widget("b", ["size": 0]))
      #expect(
        wrong.message
          == "Widget.example.com \"b\" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater "
          + "than or equal to 1")
      var blind = made.body
      blind["metadata"]?["resourceVersion"] = nil
      let unversioned = try await api.send(.PUT, Self.widgets + "/a", blind)
      #expect(unversioned.code == 422 && unversioned.message.contains("must be specified for an update"))
      let strategic = try await api.send(
        .PATCH, Self.widgets + "/a", ["spec": ["size": 3]], contentType: "application/strategic-merge-patch+json")
      #expect(strategic.code == 415)
      let merged = try await api.send(
        .PATCH, Self.widgets + "/a", ["spec": ["size": 3]], contentType: "application/merge-patch+json")
      #expect(merged.body[path: "spec", "size"] == 3 && merged.body[path: "metadata", "generation"] == 2, "\(merged)")
    }
  }

  @Test("Status and scale are written apart, where the definition says they stand")
  func subresources() async throws {
    try await Self.with { api in
      var object = Self.widget("a", ["size": 2, "replicas": 1])
      object["status"] = ["replicas": 7]
      let made = try await api.send(.POST, Self.widgets, object)
      #expect(made.body["status"] == nil, "\(made)")
      let status = try await api.send(
        .PATCH, Self.widgets + "/a/status",
        ["status": ["replicas": 1, "selector": "app=a"], "spec": ["size": 9]],
        contentType: "application/merge-patch+json"
      )
      #expect(status.body[path: "status", "selector"] == "app=a" && status.body[path: "spec", "size"] == 2, "\(status)")
      #expect(status.body[path: "metadata", "generation"] == 1)
      let wrong = try await api.send(
        .PATCH, Self.widgets + "/a/status", ["status": ["replicas": "x"]], contentType: "application/merge-patch+json")
      #expect(wrong.code == 422, "\(wrong)")
      let scale = try await api.send(.GET, Self.widgets + "/a/scale")
      #expect(scale.body["spec"] == ["replicas": 1] && scale.body["status"] == ["replicas": 1, "selector": "app=a"])
      let scaled = try await api.send(
        .PATCH, Self.widgets + "/a/scale", ["spec": ["replicas": 4]], contentType: "application/merge-patch+json")
      #expect(scaled.code == 200, "\(scaled)")
      #expect(try await api.send(.GET, Self.widgets + "/a").body[path: "spec", "replicas"] == 4)
    }
  }

  @Test("Tables have the columns of the definition, and fields may be selected by")
  func reading() async throws {
    try await Self.with { api in
      try await api.send(.POST, Self.widgets, Self.widget("a", ["size": 2, "color": "blue"]))
      try await api.send(.POST, Self.widgets, Self.widget("b"))
      let table = try await api.send(
        .GET, Self.widgets, headers: ["accept": "application/json;as=Table;v=v1;g=meta.k8s.io"])
      let columns = table.body["columnDefinitions"]?.arrayValue ?? []
      #expect(columns.map { $0["name"] } == ["Name", "Size", "Color", "Age"], "\(table)")
      #expect(columns.map { $0["priority"] } == [0, 0, 1, 0])
      #expect(table.body["rows"]?.arrayValue?.first?["cells"]?.arrayValue?.prefix(3) == ["a", 2, "blue"])
      let blue = try await api.send(.GET, Self.widgets + "?fieldSelector=spec.color%3Dblue")
      #expect(blue.body["kind"] == "WidgetList" && blue.body["items"]?.arrayValue?.count == 1)
      let unknown = try await api.send(.GET, Self.widgets + "?fieldSelector=spec.size%3D1")
      #expect(unknown.code == 400)
    }
  }

  @Test("Server-side apply divides ownership by the schema, and roles speak of custom resources")
  func ownershipAndAccess() async throws {
    try await Self.with { api in
      func apply(_ manager: String, _ parts: JSONValue, force: Bool = false) async throws -> TestAPI.Answer {
        try await api.send(
          .PATCH, Self.widgets + "/a?fieldManager=\(manager)&force=\(force)",
          Self.widget("a", ["size": 1, "parts": parts]), contentType: "application/apply-patch+yaml")
      }
      #expect(try await apply("one", [["key": "x", "count": 1]]).code == 201)
      let second = try await apply("two", [["key": "y", "count": 2]])
      #expect(second.body[path: "spec", "parts"]?.arrayValue?.count == 2, "\(second)")
      let conflict = try await apply("two", [["key": "x", "count": 5], ["key": "y", "count": 2]])
      #expect(conflict.code == 409)
      #expect(conflict.message.contains("conflict with \"one\": .spec.parts[key=\"x\"].count"), "\(conflict)")
      #expect(try await apply("two", [["key": "x", "count": 5]], force: true).code == 200)

      try await api.grant(
        "reader", verbs: ["get", "list"], group: "example.com", resources: ["widgets"],
        to: ["kind": "User", "name": "ann"])
      #expect(try await api.send(.GET, Self.widgets + "/a", as: .user("ann")).code == 200)
      #expect(try await api.send(.DELETE, Self.widgets + "/a", as: .user("ann")).code == 403)
    }
  }

  @Test("A finalizer without a domain is taken with a warning, once")
  func finalizers() async throws {
    try await Self.with { api in
      var widget = Self.widget("a")
      widget["metadata"]?["finalizers"] = ["mine", "example.com/fine"]
      let warning =
        "299 - \"metadata.finalizers: \\\"mine\\\": prefer a domain-qualified finalizer name including a path (/) to avoid "
        + "accidental conflicts with other finalizer writers\""
      #expect(try await api.send(.POST, Self.widgets, widget).warnings == [warning])
      let patch: JSONValue = ["metadata": ["labels": ["x": "y"], "finalizers": ["mine"]]]
      let patched = try await api.send(
        .PATCH, Self.widgets + "/a", patch, contentType: "application/merge-patch+json")
      #expect(patched.code == 200 && patched.warnings == [], "\(patched)")
    }
  }

  @Test("A definition that is being deleted takes no more objects, and its rows go with it")
  func deletion() async throws {
    try await Self.with { api in
      try await api.send(.POST, Self.widgets, Self.widget("a"))
      let deletion = try await api.send(.DELETE, Self.definitions + "/widgets.example.com")
      let definition = CustomResourceDefinition(json: deletion.body)
      #expect(definition.metadata.finalizers == [CustomResourceDefinition.cleanupFinalizer], "\(deletion)")
      #expect(definition.status.condition("Terminating")?.status == "True")
      let late = try await api.send(.POST, Self.widgets, Self.widget("b"))
      #expect(late.code == 403 && late.message.contains("while custom resource definition is terminating"), "\(late)")
      #expect(try await api.send(.GET, Self.widgets + "/a").code == 200)
      try await api.send(.DELETE, Self.widgets + "/a")
      let patch: JSONValue = ["metadata": ["finalizers": nil]]
      let last = try await api.send(
        .PATCH, Self.definitions + "/widgets.example.com", patch, contentType: "application/merge-patch+json")
      #expect(last.code == 200, "\(last)")
      #expect(try await api.send(.GET, Self.widgets).code == 404)
    }
  }

  @Test("Objects are read in every served version, and completed by a schema that came later")
  func versions() async throws {
    try await Self.with { api in
      try await api.send(.POST, Self.widgets, Self.widget("a"))
      let path = Self.definitions + "/widgets.example.com"
      var definition = try await api.send(.GET, path).body
      var versions = definition[path: "spec", "versions"]?.arrayValue ?? []
      var second = try #require(versions.first)
      second["name"] = "v2"
      var schema = try #require(second["schema"]?["openAPIV3Schema"])
      schema["properties"]?["spec"]?["properties"]?["mood"] = ["type": "string", "default": "good"]
      second["schema"] = ["openAPIV3Schema": schema]
      versions[0]["storage"] = false
      definition["spec"]?["versions"] = .array(versions + [second])
      let update = try await api.send(.PUT, path, definition)
      #expect(update.body[path: "status", "storedVersions"] == ["v1", "v2"], "\(update)")
      let newer = "/apis/example.com/v2/namespaces/default/widgets"
      let read = try await api.send(.GET, newer + "/a")
      #expect(read.body["apiVersion"] == "example.com/v2" && read.body[path: "spec", "mood"] == "good", "\(read)")
      let made = try await api.send(
        .POST, newer,
        ["apiVersion": "example.com/v2", "kind": "Widget", "metadata": ["name": "b"], "spec": ["size": 1]])
      #expect(made.code == 201, "\(made)")
      let list = try await api.send(.GET, Self.widgets)
      #expect(list.body["items"]?.arrayValue?.map { $0["apiVersion"] } == ["example.com/v1", "example.com/v1"])
    }
  }

  @Test("A rule that cannot be evaluated is refused by its place, and a conversion that names no webhook by its own")
  func refusals() async throws {
    try await TestAPI.with { api in
      var webhook = Self.definition
      let refusals: [(JSONValue, String)] = [
        (["conversionReviewVersions": ["v1"]], "webhookClientConfig: Required value: required when strategy"),
        (["clientConfig": ["url": "https://x"]], "conversionReviewVersions: Required value"),
        (
          ["clientConfig": ["url": "http://x"], "conversionReviewVersions": ["v1"]],
          "'https' is the only allowed URL scheme"
        ),
        (["clientConfig": [:], "conversionReviewVersions": ["v1"]], "exactly one of url or service is required"),
        (
          ["clientConfig": ["url": "https://x"], "conversionReviewVersions": ["v7"]],
          "must include at least one of v1, v1beta1"
        ),
      ]
      for (client, message) in refusals {
        webhook["spec"]?["conversion"] = ["strategy": "Webhook", "webhook": client]
        let answer = try await api.send(.POST, Self.definitions, webhook)
        #expect(answer.code == 422 && answer.message.contains("spec.conversion."), "\(answer)")
        #expect(answer.message.contains(message), "\(answer)")
      }
      var rule = Self.definition
      var versions = rule[path: "spec", "versions"]?.arrayValue ?? []
      versions[0]["schema"]?["openAPIV3Schema"]?["x-kubernetes-validations"] = [["rule": "self.wrong == 1"]]
      rule["spec"]?["versions"] = .array(versions)
      let refused = try await api.send(.POST, Self.definitions, rule)
      #expect(refused.code == 422 && refused.message.contains("undefined field 'wrong'"), "\(refused)")
      #expect(refused.message.contains("openAPIV3Schema.x-kubernetes-validations[0].rule"), "\(refused)")
    }
  }
}
