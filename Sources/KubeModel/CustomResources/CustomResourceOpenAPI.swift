import OrderedCollections

/// The schemas of custom resources as OpenAPI v3 documents show them, for `kubectl explain` and clients that check.
package enum CustomResourceOpenAPI {
  /// The types of Kubernetes' own that the schemas refer to.
  package static let referredTypes = [objectMeta, listMeta]

  private static let objectMeta = "apimachinery.pkg.apis.meta.v1.ObjectMeta"
  private static let listMeta = "apimachinery.pkg.apis.meta.v1.ListMeta"

  /// The schema of a kind, with the metadata that every object has.
  ///
  /// - Parameter reference: What a document says to refer to a type of Kubernetes' own by its name.
  package static func schema(
    of kind: GroupVersionKind, _ schema: JSONValue, reference: (String) -> JSONValue
  ) -> JSONValue {
    var result = schema
    if schema["x-kubernetes-preserve-unknown-fields"] != true || schema["properties"] != nil {
      var properties = result["properties"]?.objectValue ?? [:]
      for name in ["apiVersion", "kind"] where properties[name] == nil { properties[name] = ["type": "string"] }
      properties["metadata"] = reference(objectMeta)
      properties.sort()
      result["properties"] = .object(properties)
    }
    result["x-kubernetes-group-version-kind"] = identity(kind)
    return result
  }

  /// The schema of a list of the kind.
  package static func list(
    of kind: GroupVersionKind, listKind: String, reference: (String) -> JSONValue
  ) -> JSONValue {
    [
      "type": "object", "required": ["items"],
      "properties": [
        "apiVersion": ["type": "string"],
        "items": [
          "type": "array",
          "items": ["allOf": [["$ref": .string("#/components/schemas/\(name(of: kind))")]]],
        ],
        "kind": ["type": "string"], "metadata": reference(listMeta),
      ],
      "x-kubernetes-group-version-kind": identity(GroupVersionKind(kind.groupVersion, kind: listKind)),
    ]
  }

  /// The name of a kind's schema: the parts of the group turned round, the version, the kind.
  package static func name(of kind: GroupVersionKind) -> String {
    let group = kind.groupVersion.group.split(separator: ".").reversed().joined(separator: ".")
    return "\(group).\(kind.groupVersion.version).\(kind.kind)"
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
