import OrderedCollections

/// The schemas of custom resources as OpenAPI v3 documents show them, for `kubectl explain` and clients that check.
package enum CustomResourceOpenAPI {
  /// The types of Kubernetes' own that the schemas refer to.
  package static let referredTypes = [objectMeta, listMeta]

  private static let objectMeta = "apimachinery.pkg.apis.meta.v1.ObjectMeta"
  private static let listMeta = "apimachinery.pkg.apis.meta.v1.ListMeta"
  private static let partialObject = "apimachinery.pkg.apis.meta.v1.PartialObjectMetadata"
  private static let partialObjectList = "apimachinery.pkg.apis.meta.v1.PartialObjectMetadataList"

  /// The schema of a kind, with the metadata that every object has.
  ///
  /// The kind's own descriptions stay; the usual fields get one where it has none.
  ///
  /// - Parameter reference: What a document says to refer to a type of Kubernetes' own by its name.
  package static func schema(
    of kind: GroupVersionKind, _ schema: JSONValue, descriptions: TypeDescriptions, reference: (String) -> JSONValue
  ) -> JSONValue {
    var result = schema
    if schema["x-kubernetes-preserve-unknown-fields"] != true || schema["properties"] != nil {
      var properties = result["properties"]?.objectValue ?? [:]
      for name in ["apiVersion", "kind"] {
        var property = properties[name] ?? ["type": "string"]
        if property["description"] == nil { property["description"] = usual(name, partialObject, descriptions) }
        properties[name] = property
      }
      var metadata = reference(objectMeta)
      metadata["description"] = usual("metadata", partialObject, descriptions)
      properties["metadata"] = metadata
      properties.sort()
      result["properties"] = .object(properties)
    }
    result["x-kubernetes-group-version-kind"] = identity(kind)
    return result
  }

  /// The schema of a list of the kind.
  package static func list(
    of kind: GroupVersionKind, listKind: String, descriptions: TypeDescriptions, reference: (String) -> JSONValue
  ) -> JSONValue {
    var properties: JSONValue = [
      "apiVersion": ["type": "string"],
      "items": [
        "type": "array",
        "items": ["allOf": [["$ref": .string("#/components/schemas/\(name(of: kind))")]]],
      ],
      "kind": ["type": "string"], "metadata": reference(listMeta),
    ]
    for name in ["apiVersion", "items", "kind", "metadata"] {
      properties[name]?["description"] = usual(name, partialObjectList, descriptions)
    }
    return [
      "type": "object", "description": .string("A list of objects of the kind \(kind.kind)."), "required": ["items"],
      "properties": properties,
      "x-kubernetes-group-version-kind": identity(GroupVersionKind(kind.groupVersion, kind: listKind)),
    ]
  }

  /// What a field that all objects have is for.
  private static func usual(_ field: String, _ type: String, _ descriptions: TypeDescriptions) -> JSONValue? {
    descriptions.description(of: field, in: type).map(JSONValue.string)
  }

  /// The name of a kind's schema: the parts of the group turned round, the version, the kind.
  package static func name(of kind: GroupVersionKind) -> String {
    let group = kind.groupVersion.group.split(separator: ".").reversed().joined(separator: ".")
    return "\(group).\(kind.groupVersion.version).\(kind.kind)"
  }

  /// The schema of a kind in OpenAPI v2, whose readers take what is named for all that is allowed: of a kind that keeps
  /// unknown fields nothing is named.
  package static func version2(
    of kind: GroupVersionKind, _ schema: JSONValue, descriptions: TypeDescriptions, reference: (String) -> JSONValue
  ) -> JSONValue {
    guard schema[openMember] != true else {
      return ["type": "object", "x-kubernetes-group-version-kind": identity(kind)]
    }
    return self.schema(of: kind, simplified(schema), descriptions: descriptions, reference: reference)
  }

  private static let openMember = "x-kubernetes-preserve-unknown-fields"

  /// A schema without what version 2 has no words for (apiextensions-apiserver, structural schemas in OpenAPI v2).
  private static func simplified(_ schema: JSONValue) -> JSONValue {
    guard case .object(var members) = schema else { return schema }
    for name in ["allOf", "anyOf", "oneOf", "not"] { members[name] = nil }
    let isOpen = members[openMember] == true
    let isNullable = members.removeValue(forKey: "nullable") == true
    if isOpen || isNullable {
      members["items"] = nil
      members["properties"] = nil
    }
    let isBareArray = members["type"] == "array" && members["items"] == nil
    if isNullable || isBareArray || isOpen && members["type"] == "object" { members["type"] = nil }
    if let properties = members["properties"]?.objectValue {
      let required = members["required"]?.arrayValue?.filter { name in
        properties[name.stringValue ?? ""]?["nullable"] != true
      }
      members["required"] = required.flatMap { $0.isEmpty ? nil : .array($0) }
      members["properties"] = .object(properties.mapValues(simplified))
    }
    if members["additionalProperties"]?["nullable"] == true { members["required"] = nil }
    for name in ["items", "additionalProperties"] { members[name] = members[name].map(simplified) }
    return .object(members)
  }

  private static func identity(_ kind: GroupVersionKind) -> JSONValue {
    [
      [
        "group": .string(kind.groupVersion.group), "kind": .string(kind.kind),
        "version": .string(kind.groupVersion.version),
      ]
    ]
  }
}
