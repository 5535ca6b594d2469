import KubeModel
import OrderedCollections

/// The schemas of an OpenAPI v3 document (`components`): the types of some kinds and all that they refer to, with what
/// `kubectl explain` and client-side patches look for.
struct OpenAPISchemas {
  private let kubernetes: KubernetesTable
  private let descriptions: TypeDescriptions
  private var schemas: JSONObject = [:]

  /// The schemas of `kinds`, of custom resources, and of the lists of both; kinds that the table does not know have
  /// none.
  static func of(
    _ kinds: [GroupVersionKind], custom: [CustomResource] = [], in kubernetes: KubernetesTable,
    describedBy descriptions: TypeDescriptions
  ) -> JSONValue {
    var schemas = OpenAPISchemas(kubernetes: kubernetes, descriptions: descriptions)
    for kind in kinds {
      let list = GroupVersionKind(kind.groupVersion, kind: kind.kind + "List")
      for kind in [kind, list] {
        if let type = kubernetes.type(of: kind) { schemas.add(type, kind: kind) }
      }
    }
    for resource in custom { schemas.add(resource) }
    schemas.schemas.sort()
    return .object(schemas.schemas)
  }

  private init(kubernetes: KubernetesTable, descriptions: TypeDescriptions) {
    self.kubernetes = kubernetes
    self.descriptions = descriptions
  }

  /// Adds a type and, over as many rounds as it takes, the types of its fields.
  private mutating func add(_ type: SchemaType, kind: GroupVersionKind? = nil) {
    var waiting = [(type, kind)]
    while let (type, kind) = waiting.popLast() {
      let name = Self.name(of: type.name)
      guard schemas[name] == nil else { continue }
      schemas[name] = schema(of: type, kind: kind)
      for field in type.fields {
        if let type = Self.reference(in: field.value).flatMap(kubernetes.type(named:)) { waiting.append((type, nil)) }
      }
    }
  }

  private mutating func add(_ custom: CustomResource) {
    let (kind, list) = (custom.kind, GroupVersionKind(custom.kind.groupVersion, kind: custom.listKind))
    schemas[CustomResourceOpenAPI.name(of: kind)] = CustomResourceOpenAPI.schema(
      of: kind, custom.schema.json, descriptions: descriptions, reference: Self.reference(to:))
    schemas[CustomResourceOpenAPI.name(of: list)] = CustomResourceOpenAPI.list(
      of: kind, listKind: custom.listKind, descriptions: descriptions, reference: Self.reference(to:))
    for name in CustomResourceOpenAPI.referredTypes {
      if let type = kubernetes.type(named: name) { add(type) }
    }
  }

  /// Beside a bare reference nothing else counts, so it stands in a list of one, as kube-apiserver writes it.
  static func reference(to type: String) -> JSONValue {
    ["allOf": [["$ref": .string("#/components/schemas/\(name(of: type))")]]]
  }

  private static func name(of type: String) -> String { "io.k8s.\(type)" }

  private static func reference(in value: SchemaValue) -> String? {
    switch value {
    case .reference(let name): name
    case .array(let element), .map(let element): reference(in: element)
    default: nil
    }
  }

  private func schema(of type: SchemaType, kind: GroupVersionKind?) -> JSONValue {
    var schema = form(of: type, kind: kind)
    schema["description"] = descriptions.description(of: type.name).map(JSONValue.string)
    return schema
  }

  private func form(of type: SchemaType, kind: GroupVersionKind?) -> JSONValue {
    switch type.form {
    case .structure: return structure(type, kind: kind)
    case .quantity: return ["oneOf": [["type": "string"], ["type": "number"]]]
    case .intOrString: return ["format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]]]
    case .time, .microTime: return ["type": "string", "format": "date-time"]
    case .duration: return ["type": "string"]
    case .rawObject: return ["type": "object"]
    case .anyJSON, .schemaOrArray, .schemaOrBool, .schemaOrStrings: return .emptyObject
    }
  }

  private func structure(_ type: SchemaType, kind: GroupVersionKind?) -> JSONValue {
    var schema: JSONValue = ["type": "object"]
    if !type.fields.isEmpty {
      let properties = type.fields.map { ($0.name, property($0, of: type)) }
      schema["properties"] = .object(JSONObject(properties) { first, _ in first })
    }
    let required = type.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    if type.isAtomic { schema["x-kubernetes-map-type"] = "atomic" }
    if let kind {
      schema["x-kubernetes-group-version-kind"] = [
        [
          "group": .string(kind.groupVersion.group), "kind": .string(kind.kind),
          "version": .string(kind.groupVersion.version),
        ]
      ]
    }
    return schema
  }

  private func property(_ field: SchemaField, of type: SchemaType) -> JSONValue {
    var schema = schema(of: field.value)
    schema["description"] = descriptions.description(of: field.name, in: type.name).map(JSONValue.string)
    if let listType = field.listType { schema["x-kubernetes-list-type"] = .string(listType.rawValue) }
    if !field.listMapKeys.isEmpty {
      schema["x-kubernetes-list-map-keys"] = .array(field.listMapKeys.map(JSONValue.string))
    }
    if !field.patchStrategies.isEmpty {
      schema["x-kubernetes-patch-strategy"] = .string(field.patchStrategies.joined(separator: ","))
    }
    if let key = field.patchMergeKey { schema["x-kubernetes-patch-merge-key"] = .string(key) }
    if field.isAtomic { schema["x-kubernetes-map-type"] = "atomic" }
    return schema
  }

  private func schema(of value: SchemaValue) -> JSONValue {
    switch value {
    case .string: ["type": "string"]
    case .bytes: ["type": "string", "format": "byte"]
    case .bool: ["type": "boolean"]
    case .int32: ["type": "integer", "format": "int32"]
    case .int64: ["type": "integer", "format": "int64"]
    case .double: ["type": "number", "format": "double"]
    case .object: ["type": "object"]
    case .array(let element): ["type": "array", "items": schema(of: element)]
    case .map(let element): ["type": "object", "additionalProperties": schema(of: element)]
    case .reference(let name): Self.reference(to: name)
    }
  }
}
