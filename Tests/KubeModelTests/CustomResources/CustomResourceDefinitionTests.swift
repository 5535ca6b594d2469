import KubeModel
import Testing

/// Definitions themselves: what is wrong with them, and the names that they get.
@Suite("Definitions of custom resources")
struct CustomResourceDefinitionTests {
  private static func definition(
    _ plural: String = "parts", kind: String = "Part", shortNames: JSONValue = [],
    schema: JSONValue = ["type": "object"], change: (inout JSONValue) -> Void = { _ in }
  ) -> JSONValue {
    var spec: JSONValue = [
      "group": "example.com", "scope": "Namespaced",
      "names": ["plural": .string(plural), "kind": .string(kind), "shortNames": shortNames],
      "versions": [["name": "v1", "served": true, "storage": true, "schema": ["openAPIV3Schema": schema]]],
    ]
    change(&spec)
    var object: JSONValue = [
      "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
      "metadata": ["name": .string("\(plural).example.com")], "spec": spec,
    ]
    Defaulting.apply(to: &object, kind: CustomResourceDefinition.groupVersionKind)
    return object
  }

  private func problems(_ object: JSONValue, old: JSONValue? = nil) -> [String] {
    Validation.causes(object, old: old, kind: CustomResourceDefinition.groupVersionKind)
      .map { "\($0.field ?? ""): \($0.message)" }
  }

  @Test("A plain definition is fine")
  func plain() { #expect(problems(Self.definition()) == []) }

  @Test(
    "Schemas that are not structural are refused, with the place and the reason",
    arguments: [
      ([:], ["spec.versions[0].schema.openAPIV3Schema.type: Required value: must not be empty at the root"]),
      (
        ["type": "object", "properties": ["a": [:]]],
        [
          "spec.versions[0].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified "
            + "object fields"
        ]
      ),
      (
        ["type": "object", "properties": ["a": ["type": "array"]]],
        ["spec.versions[0].schema.openAPIV3Schema.properties[a].items: Required value: must be specified"]
      ),
      (
        [
          "type": "object", "properties": ["a": ["type": "string"]],
          "anyOf": [["properties": ["a": ["type": "string"]]]],
        ],
        [
          "spec.versions[0].schema.openAPIV3Schema.anyOf[0].properties[a].type: Forbidden: must be empty to be "
            + "structural"
        ]
      ),
      (
        ["type": "object", "oneOf": [["properties": ["b": ["minimum": 1]]]]],
        [
          "spec.versions[0].schema.openAPIV3Schema.properties[b]: Required value: because it is defined in "
            + "spec.versions[0].schema.openAPIV3Schema.oneOf[0].properties[b]"
        ]
      ),
      (
        ["type": "object", "properties": ["a": ["type": "integer", "default": "x"]]],
        [
          "spec.versions[0].schema.openAPIV3Schema.properties[a].default: Invalid value: \"string\": "
            + "spec.versions[0].schema.openAPIV3Schema.properties[a].default in body must be of type integer: "
            + "\"string\""
        ]
      ),
      (
        ["type": "object", "properties": ["a": ["type": "string", "pattern": "("]]],
        ["spec.versions[0].schema.openAPIV3Schema.properties[a].pattern: Invalid value"]
      ),
      (
        [
          "type": "object",
          "properties": [
            "a": ["x-kubernetes-int-or-string": true, "anyOf": [["type": "integer"], ["type": "string"]]]
          ],
        ],
        []
      ),
    ] as [(JSONValue, [String])])
  func structure(schema: JSONValue, expected: [String]) {
    let found = problems(Self.definition(schema: schema))
    #expect(found.count == expected.count, "\(found)")
    for (text, start) in zip(found, expected) { #expect(text.hasPrefix(start)) }
  }

  @Test("What a definition must say of itself is asked for")
  func required() {
    #expect(
      problems(Self.definition { $0["group"] = "local" }) == [
        "metadata.name: Invalid value: \"parts.example.com\": must be spec.names.plural+\".\"+spec.group",
        "spec.group: Invalid value: \"local\": should be a domain with at least one dot",
      ])
    #expect(problems(Self.definition { $0["scope"] = nil }) == ["spec.scope: Required value"])
    let two = Self.definition { spec in
      spec["versions"] = .array((spec["versions"]?.arrayValue ?? []) + (spec["versions"]?.arrayValue ?? []))
    }
    let found = problems(two)
    #expect(found.count == 2)
    #expect(found.first?.hasSuffix("must contain unique version names") == true)
    #expect(found.last?.hasSuffix("must have exactly one version marked as storage version") == true)
  }

  @Test("Names are settled beside those of other definitions, and freed with them")
  func naming() {
    let now = Timestamp(seconds: 1)
    var first = CustomResourceDefinition(json: Self.definition(shortNames: ["pt"]))
    CustomResourceNaming.noteStorage(in: &first)
    CustomResourceNaming.settle(&first, beside: [], at: now)
    #expect(first.isEstablished)
    #expect(first.status.acceptedNames.listKind == "PartList" && first.status.acceptedNames.singular == "part")
    #expect(first.status.storedVersions == ["v1"])

    var second = CustomResourceDefinition(json: Self.definition("pieces", kind: "Part", shortNames: ["pt", "pc"]))
    CustomResourceNaming.settle(&second, beside: [first], at: now)
    #expect(!second.isEstablished)
    let condition = second.status.condition("NamesAccepted")
    #expect(condition?.status == "False" && condition?.reason == "ListKindConflict")
    #expect(condition?.message == "\"PartList\" is already in use")
    CustomResourceNaming.settle(&second, beside: [], at: now)
    #expect(second.isEstablished && second.status.acceptedNames.shortNames == ["pt", "pc"])
  }

  @Test("A version in which objects are stored stays")
  func storedVersions() {
    var definition = CustomResourceDefinition(json: Self.definition())
    definition.status.storedVersions = ["v1", "v0"]
    #expect(Validation.storedVersions(definition).map(\.field) == ["status.storedVersions[1]"])
  }
}
