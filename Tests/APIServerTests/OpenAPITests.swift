import KubeModel
import OrderedCollections
import Testing

@testable import APIServer

@Suite("OpenAPI")
struct OpenAPITests {
  private let table = KubernetesTable.builtin

  @Test("A document holds the schemas of its kinds and of all that they refer to")
  func closed() throws {
    for groupVersion in Set(table.resources.map(\.resource.groupVersion)) {
      let kinds = table.resources(in: groupVersion).map(\.groupVersionKind)
      let schemas = OpenAPISchemas.of(kinds, in: table)
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
    let schemas = OpenAPISchemas.of([kind], in: table)
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
    let written = CustomResourceOpenAPI.version2(of: kind, schema) { ["$ref": .string($0)] }
    #expect(written["description"] == "A thing." && written["required"] == ["open"], "\(written)")
    let properties = try #require(written["properties"])
    #expect(properties["open"] == ["x-kubernetes-preserve-unknown-fields": true])
    #expect(properties["list"] == ["x-kubernetes-preserve-unknown-fields": true])
    #expect(properties["none"] == .emptyObject)
    #expect(properties["either"] == ["x-kubernetes-int-or-string": true])
    #expect(properties["map"] == ["type": "object", "additionalProperties": ["type": "object"]])
    #expect(properties["metadata"]?["$ref"] != nil && properties["kind"]?["type"] == "string")
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
