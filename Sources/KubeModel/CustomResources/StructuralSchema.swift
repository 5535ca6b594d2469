package import OrderedCollections

/// A schema of a CustomResourceDefinition as a tree (Kubernetes: "Extend the Kubernetes API with
/// CustomResourceDefinitions", Specifying a structural schema).
///
/// The same type holds what stands below `allOf`, `anyOf`, `oneOf` and `not`, which only restricts values. It reads
/// whatever it is given; whether a schema is a structural one is decided by ``SchemaCheck``.
package final class StructuralSchema: Sendable {
  /// The values of an object's members that `properties` does not name.
  enum AdditionalProperties: Sendable {
    /// `additionalProperties: true`.
    case anything
    case values(StructuralSchema)
  }

  /// The schema as it was written.
  package let json: JSONValue

  // MARK: Structure

  /// Nil when none is given.
  let type: String?
  let isNullable: Bool
  let defaultValue: JSONValue?
  package let properties: OrderedDictionary<String, StructuralSchema>
  let additionalProperties: AdditionalProperties?
  package let items: StructuralSchema?
  let preservesUnknownFields: Bool
  let isEmbeddedResource: Bool
  let isIntOrString: Bool
  let listType: String?
  let listMapKeys: [String]
  let mapType: String?

  // MARK: Restrictions of values

  let format: String?
  let required: [String]
  let allowedValues: [JSONValue]
  let pattern: SchemaPattern?
  let allOf: [StructuralSchema]
  let anyOf: [StructuralSchema]
  let oneOf: [StructuralSchema]
  let not: StructuralSchema?
  let rules: [ValidationRule]
  /// Whether rules stand here or further below.
  let hasRules: Bool

  package init(json: JSONValue) {
    func text(_ name: String) -> String? { json[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    func texts(_ name: String) -> [String] { json[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
    func schemas(_ name: String) -> [StructuralSchema] { (json[name]?.arrayValue ?? []).map(StructuralSchema.init) }
    self.json = json
    type = text("type")
    isNullable = json["nullable"] == true
    defaultValue = json["default"].flatMap { $0.isNull ? nil : $0 }
    properties = OrderedDictionary(
      uniqueKeysWithValues: (json["properties"]?.objectValue ?? [:]).map { ($0.key, StructuralSchema(json: $0.value)) })
    switch json["additionalProperties"] {
    case true?: additionalProperties = .anything
    case .object?: additionalProperties = json["additionalProperties"].map { .values(StructuralSchema(json: $0)) }
    default: additionalProperties = nil
    }
    if case .object? = json["items"] { items = json["items"].map(StructuralSchema.init) } else { items = nil }
    preservesUnknownFields = json["x-kubernetes-preserve-unknown-fields"] == true
    isEmbeddedResource = json["x-kubernetes-embedded-resource"] == true
    isIntOrString = json["x-kubernetes-int-or-string"] == true
    listType = text("x-kubernetes-list-type")
    listMapKeys = texts("x-kubernetes-list-map-keys")
    mapType = text("x-kubernetes-map-type")
    format = text("format")
    required = texts("required")
    allowedValues = json["enum"]?.arrayValue ?? []
    // A pattern that cannot be read is refused when the definition is written.
    pattern = text("pattern").flatMap { try? SchemaPattern($0) }
    allOf = schemas("allOf")
    anyOf = schemas("anyOf")
    oneOf = schemas("oneOf")
    not = json["not"].flatMap { if case .object = $0 { StructuralSchema(json: $0) } else { nil } }
    // A rule that cannot be read is refused when the definition is written.
    rules = (json["x-kubernetes-validations"]?.arrayValue ?? []).compactMap { try? ValidationRule($0) }
    let values: StructuralSchema? = if case .values(let schema)? = additionalProperties { schema } else { nil }
    hasRules =
      !rules.isEmpty || properties.values.contains(where: \.hasRules) || items?.hasRules == true
      || values?.hasRules == true
  }

  /// The schema of the values of unnamed members; nil when there are none, or anything goes.
  package var additionalValues: StructuralSchema? {
    if case .values(let schema)? = additionalProperties { schema } else { nil }
  }

  /// The schema of the member `name`; nil when it is not known.
  package func member(_ name: String) -> StructuralSchema? { properties[name] ?? additionalValues }

  /// A limit such as `maximum` or `minItems`.
  func limit(_ name: String) -> JSONValue? {
    switch json[name] {
    case .integer?, .number?: json[name]
    default: nil
    }
  }

  /// The types as messages name them; empty when any will do.
  var typeNames: String { type ?? (isIntOrString ? "integer,string" : "") }

  /// Members that every object has, whatever its schema says.
  static let metaFields: Set<String> = ["apiVersion", "kind", "metadata"]
}
