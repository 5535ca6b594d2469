import KubeModel
import OrderedCollections
import Testing

@testable import APIServer

@Suite("OpenAPI")
struct OpenAPITests {
  private let table = KubernetesTable.builtin
  private let descriptions = TypeDescriptions()

  @Test("A document holds the schemas of its kinds and of all that they refer to")
  func closed() throws {
    for groupVersion in Set(table.resources.map(\.resource.groupVersion)) {
      let kinds = table.resources(in: groupVersion).map(\.groupVersionKind)
      let schemas = OpenAPISchemas.of(kinds, in: table, describedBy: descriptions)
      let names = Set((schemas.objectValue ?? [:]).keys.map { "#/components/schemas/\($0)" })
      var kindsWithSchema = 0
      for (name, schema) in schemas.objectValue ?? [:] {
        #expect(references(in: schema).isSubset(of: names), "\(name)")
        if schema["x-kubernetes-group-version-kind"] != nil { kindsWithSchema += 1 }
      }
      #expect(kindsWithSchema > 0, "\(groupVersion)")
    }
  }

  @Test("A schema tells types, required fields, list types and how lists are merged")
  func pod() throws {
    let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
    let schemas = OpenAPISchemas.of([kind], in: table, describedBy: descriptions)
    let pod = try #require(schemas["io.k8s.api.core.v1.Pod"])
    #expect(pod["x-kubernetes-group-version-kind"] == [["group": "", "kind": "Pod", "version": "v1"]])
    let spec = try #require(schemas["io.k8s.api.core.v1.PodSpec"])
    #expect(spec["required"] == ["containers"])
    let containers = try #require(spec["properties"]?["containers"])
    #expect(containers["x-kubernetes-patch-merge-key"] == "name")
    #expect(containers["x-kubernetes-patch-strategy"] == "merge")
    #expect(containers["x-kubernetes-list-map-keys"] == ["name"])
    #expect(containers["items"] == ["allOf": [["$ref": "#/components/schemas/io.k8s.api.core.v1.Container"]]])
    #expect(schemas["io.k8s.api.core.v1.PodList"]?["x-kubernetes-group-version-kind"] != nil)
    #expect(schemas["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]?["format"] == "int-or-string")
  }

  @Test(
    "A custom resource in version 2 names nothing where more is allowed, and says nothing that version has no words for"
  )
  func version2() throws {
    let schema: JSONValue = [
      "type": "object", "description": "A thing.", "required": ["open", "none"],
      "properties": [
        "open": [
          "type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": ["a": ["type": "string"]],
        ],
        "list": ["type": "array", "x-kubernetes-preserve-unknown-fields": true, "items": ["type": "object"]],
        "none": ["type": "string", "nullable": true],
        "either": ["anyOf": [["type": "integer"], ["type": "string"]], "x-kubernetes-int-or-string": true],
        "map": ["type": "object", "additionalProperties": ["type": "object", "allOf": [["required": ["b"]]]]],
      ],
    ]
    let kind = GroupVersionKind(group: "example.com", version: "v1", kind: "Thing")
    let written = CustomResourceOpenAPI.version2(of: kind, schema, descriptions: descriptions) { ["$ref": .string($0)] }
    #expect(written["description"] == "A thing." && written["required"] == ["open"], "\(written)")
    let properties = try #require(written["properties"])
    #expect(properties["open"] == ["x-kubernetes-preserve-unknown-fields": true])
    #expect(properties["list"] == ["x-kubernetes-preserve-unknown-fields": true])
    #expect(properties["none"] == .emptyObject)
    #expect(properties["either"] == ["x-kubernetes-int-or-string": true])
    #expect(properties["map"] == ["type": "object", "additionalProperties": ["type": "object"]])
    #expect(properties["metadata"]?["$ref"] != nil && properties["kind"]?["type"] == "string")
  }

  @Test("Every type and property says what it is for, beside a reference too")
  func described() throws {
    var missing: [String] = []
    for groupVersion in Set(table.resources.map(\.resource.groupVersion)) {
      let kinds = table.resources(in: groupVersion).map(\.groupVersionKind)
      for (name, schema) in OpenAPISchemas.of(kinds, in: table, describedBy: descriptions).objectValue ?? [:] {
        if schema["description"] == nil { missing.append(name) }
        for (field, property) in schema["properties"]?.objectValue ?? [:] where property["description"] == nil {
          missing.append("\(name).\(field)")
        }
      }
    }
    #expect(missing == [])
    let kind = GroupVersionKind(group: "", version: "v1", kind: "Pod")
    let schemas = OpenAPISchemas.of([kind], in: table, describedBy: descriptions)
    let spec = try #require(schemas[path: "io.k8s.api.core.v1.Pod", "properties", "spec"])
    let text = descriptions.description(of: "spec", in: "api.core.v1.Pod").map(JSONValue.string)
    #expect(spec["allOf"] == [["$ref": "#/components/schemas/io.k8s.api.core.v1.PodSpec"]])
    #expect(spec["description"] == text)
  }

  @Test("Operations say what they do, and to which subresource")
  func describedOperations() throws {
    let served = KubernetesResources()
    func texts(_ resource: String) throws -> [String: String] {
      let row = try #require(served.served(GroupVersionResource(group: "", version: "v1", resource: resource)))
      let operations = APIOperations(kubernetes: table).operations(on: row)
      return Dictionary(operations.map { ($0.identifier, $0.description) }) { first, _ in first }
    }
    let pod = try texts("pods")
    #expect(pod["listCoreV1NamespacedPod"] == "Lists or watches objects of the kind Pod.")
    #expect(pod["readCoreV1NamespacedPod"] == "Reads an object of the kind Pod.")
    #expect(pod["patchCoreV1NamespacedPodStatus"] == "Changes parts of the subresource status of an object.")
    #expect(pod["connectCoreV1PostNamespacedPodExec"] == "Connects to the subresource exec of an object.")
    #expect(try texts("namespaces")["deleteCoreV1Namespace"] == "Deletes an object of the kind Namespace.")
  }

  @Test("Version 2 keeps the descriptions")
  func describedInVersion2() {
    let reference: JSONValue = ["allOf": [["$ref": "#/components/schemas/a.B"]], "description": "What it is."]
    #expect(OpenAPIv2.schema(reference) == ["$ref": "#/definitions/a.B", "description": "What it is."])
    let port: JSONValue = [
      "format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]], "description": "A port.",
    ]
    #expect(OpenAPIv2.schema(port) == ["type": "string", "description": "A port.", "format": "int-or-string"])
    let quantity: JSONValue = ["oneOf": [["type": "string"], ["type": "number"]], "description": "How much."]
    #expect(OpenAPIv2.schema(quantity) == ["type": "string", "description": "How much."])
  }

  @Test("Custom resources keep their descriptions, and their usual fields get those of all objects")
  func describedCustomResource() throws {
    let kind = GroupVersionKind(group: "example.com", version: "v1", kind: "Tool")
    let own: JSONValue = [
      "type": "object", "description": "A tool.",
      "properties": [
        "kind": ["type": "string", "description": "Always Tool."],
        "spec": ["type": "object", "properties": ["size": ["type": "integer"]]],
      ],
    ]
    let schema = CustomResourceOpenAPI.schema(of: kind, own, descriptions: descriptions) {
      ["allOf": [["$ref": .string($0)]]]
    }
    #expect(schema["description"] == "A tool.")
    let properties = try #require(schema["properties"])
    #expect(properties[path: "kind", "description"] == "Always Tool.")
    #expect(properties["spec"] == own[path: "properties", "spec"])
    let all = "apimachinery.pkg.apis.meta.v1.PartialObjectMetadata"
    for name in ["apiVersion", "metadata"] {
      let text = try #require(descriptions.description(of: name, in: all))
      #expect(properties[path: name, "description"] == .string(text))
    }
    let list = CustomResourceOpenAPI.list(of: kind, listKind: "ToolList", descriptions: descriptions) {
      ["$ref": .string($0)]
    }
    #expect(list["description"] == "A list of objects of the kind Tool.")
    for (name, property) in list["properties"]?.objectValue ?? [:] {
      #expect(property["description"]?.stringValue?.isEmpty == false, "\(name)")
    }
  }

  private func references(in schema: JSONValue) -> Set<String> {
    switch schema {
    case .array(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
    case .object(let members):
      members.reduce(into: []) { found, member in
        if member.key == "$ref", let name = member.value.stringValue { found.insert(name) }
        found.formUnion(references(in: member.value))
      }
    default: []
    }
  }
}
