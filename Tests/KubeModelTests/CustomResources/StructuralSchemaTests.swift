import KubeModel
import Testing

/// What a structural schema says about values: pruning, defaults, and what is wrong.
@Suite("Structural schemas")
struct StructuralSchemaTests {
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "spec": [
        "type": "object", "required": ["size"],
        "properties": [
          "size": ["type": "integer", "minimum": 1, "maximum": 9],
          "color": ["type": "string", "enum": ["red", "green"], "default": "red"],
          "name": ["type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5],
          "port": ["x-kubernetes-int-or-string": true],
          "note": ["type": "string", "nullable": true],
          "anything": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
          "labels": ["type": "object", "additionalProperties": ["type": "string"], "maxProperties": 2],
          "parts": [
            "type": "array", "maxItems": 2, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["key"],
            "items": [
              "type": "object", "required": ["key"],
              "properties": ["key": ["type": "string"], "count": ["type": "integer", "default": 1]],
            ],
          ],
          "tags": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
          "ratio": ["type": "number", "multipleOf": 0.5, "maximum": 1, "exclusiveMaximum": true],
          "at": ["type": "string", "format": "date-time"],
          "template": [
            "type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true,
          ],
          "one": [
            "type": "object", "properties": ["a": ["type": "string"], "b": ["type": "string"]],
            "oneOf": [["required": ["a"]], ["required": ["b"]]],
          ],
        ],
      ],
      "status": ["type": "object", "properties": ["ready": ["type": "boolean"]]],
    ],
  ]

  private let schema = StructuralSchema(json: Self.schema)

  private func object(_ spec: JSONValue) -> JSONValue {
    ["apiVersion": "example.com/v1", "kind": "Part", "metadata": ["name": "x"], "spec": spec]
  }

  /// The texts of what is wrong with a spec, as kubectl shows them.
  private func problems(_ spec: JSONValue, old: JSONValue? = nil) -> [String] {
    CustomResourceRules(schema: schema, scale: nil)
      .causes(object(spec), old: old.map(object), isStatus: false).map { "\($0.field ?? ""): \($0.message)" }
  }

  @Test("Unknown fields are pruned and told, unless they are to be kept")
  func pruning() {
    var value = object([
      "size": 1, "colour": "red", "anything": ["x": ["y": 1]], "labels": ["a": "b"],
      "parts": [["key": "k", "kind": "x"]], "template": ["metadata": ["name": "n"], "data": 1],
    ])
    value["extra"] = 1
    #expect(schema.prune(&value) == ["extra", "spec.colour", "spec.parts[0].kind"])
    #expect(
      value
        == object([
          "size": 1, "anything": ["x": ["y": 1]], "labels": ["a": "b"], "parts": [["key": "k"]],
          "template": ["metadata": ["name": "n"], "data": 1],
        ]))
  }

  @Test("Defaults are filled in at every level, and nulls stay only where they may")
  func defaults() {
    var value = object(["size": nil, "color": nil, "note": nil, "parts": [["key": "a"], ["key": "b", "count": 5]]])
    schema.applyDefaults(to: &value)
    #expect(
      value.isSame(
        as: object([
          "color": "red", "note": nil, "parts": [["key": "a", "count": 1], ["key": "b", "count": 5]],
        ])), "\(value)")
    #expect(schema.hasDefaults)
  }

  @Test(
    "What is wrong is worded as kube-apiserver words it",
    arguments: [
      ([:], ["spec.size: Required value"]),
      (["size": 0], ["spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"]),
      (["size": 10], ["spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9"]),
      (["size": "1"], ["spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\""]),
      (["size": nil], ["spec.size: Invalid value: \"null\": spec.size in body must be of type integer: \"null\""]),
      (
        ["size": 1, "color": "blue"],
        ["spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\""]
      ),
      (["size": 1, "name": "A1"], ["spec.name: Invalid value: \"A1\": spec.name in body should match '^[a-z]+$'"]),
      (
        ["size": 1, "name": "a"],
        ["spec.name: Invalid value: \"a\": spec.name in body should be at least 2 chars long"]
      ),
      (["size": 1, "name": "abcdef"], ["spec.name: Too long: may not be more than 5 bytes"]),
      (["size": 1, "port": "http"], []), (["size": 1, "port": 80], []),
      (
        ["size": 1, "port": true],
        [
          "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\""
        ]
      ),
      (
        ["size": 1, "labels": ["a": "1", "b": "2", "c": "3"]], ["spec.labels: Too many: 3: must have at most 2 items"]
      ),
      (
        ["size": 1, "labels": ["a": 1]],
        [
          "spec.labels.a: Invalid value: \"integer\": spec.labels.a in body must be of type string: \"integer\""
        ]
      ),
      (["size": 1, "parts": [["key": "a"], ["key": "a"]]], ["spec.parts[1]: Duplicate value: {\"key\":\"a\"}"]),
      (
        ["size": 1, "parts": [["key": "a"], ["key": "b"], ["key": "c"]]],
        ["spec.parts: Too many: 3: must have at most 2 items"]
      ),
      (["size": 1, "tags": ["a", "b", "a", "a"]], ["spec.tags[2]: Duplicate value: \"a\""]),
      (["size": 1, "ratio": 0.7], ["spec.ratio: Invalid value: 0.7: spec.ratio in body should be a multiple of 0.5"]),
      (["size": 1, "ratio": 1], ["spec.ratio: Invalid value: 1: spec.ratio in body should be less than 1"]),
      (
        ["size": 1, "at": "noon"],
        ["spec.at: Invalid value: \"noon\": spec.at in body must be of type date-time: \"noon\""]
      ),
      (
        ["size": 1, "template": ["apiVersion": "v1"]], ["spec.template.kind: Required value"]
      ),
      (["size": 1, "one": ["a": "1"]], []),
      (
        ["size": 1, "one": ["a": "1", "b": "2"]],
        [
          "<nil>: Invalid value: \"\": \"spec.one\" must validate one and only one schema (oneOf). "
            + "Found 2 valid alternatives"
        ]
      ),
      (
        ["size": 1, "one": [:]],
        [
          "<nil>: Invalid value: \"\": \"spec.one\" must validate one and only one schema (oneOf). Found none valid",
          "spec.one.a: Required value",
        ]
      ),
    ] as [(JSONValue, [String])])
  func wording(spec: JSONValue, expected: [String]) { #expect(problems(spec) == expected) }

  @Test("What was wrong before an update and has not changed is let through")
  func ratcheting() {
    #expect(problems(["size": 99, "color": "green"], old: ["size": 99, "color": "red"]) == [])
    #expect(problems(["size": 98], old: ["size": 99]).count == 1)
  }

  @Test("Server-side apply tells elements apart as the schema says")
  func ownership() throws {
    let merge = StructuralMergeSchema(schema, table: .builtin)
    let spec = try #require(merge.member("spec"))
    #expect(spec.topology == .granular && spec.isStruct)
    #expect(spec.member("parts")?.topology == .associative(keys: ["key"]))
    #expect(spec.member("tags")?.topology == .set)
    #expect(spec.member("labels")?.topology == .granular)
    #expect(spec.member("anything")?.member("x")?.topology == .granular)
    #expect(merge.member("metadata")?.member("finalizers")?.topology == .set)
  }
}
