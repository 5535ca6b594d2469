import OrderedCollections

/// How merges and server-side apply treat the values of a custom resource.
///
/// What the schema leaves open is treated as untyped values are: objects member by member, lists whole.
package struct StructuralMergeSchema: MergeSchema {
  /// Nil for a value that the schema leaves open.
  private let schema: StructuralSchema?
  /// How `metadata` is treated; only at the root of an object.
  private let metadata: TableMergeSchema?

  /// The root of an object.
  package init(_ schema: StructuralSchema, table: KubernetesTable) {
    self.schema = schema
    metadata = TableMergeSchema(
      table: table, value: .reference("apimachinery.pkg.apis.meta.v1.ObjectMeta"), field: nil)
  }

  private init(_ schema: StructuralSchema?) {
    self.schema = schema
    metadata = nil
  }

  package var topology: MergeTopology {
    guard let schema else { return .granular }
    switch schema.type {
    case "array":
      switch schema.listType {
      case "set": return .set
      case "map": return .associative(keys: schema.listMapKeys)
      default: return .atomic
      }
    case "object", nil: return schema.mapType == "atomic" ? .atomic : .granular
    default: return .atomic
    }
  }

  package var form: MergeForm {
    switch schema?.type {
    case "string": .string
    case "integer", "number": .numeric
    case "boolean": .boolean
    case "array": .list
    case "object": .map
    default: .any
    }
  }

  package func member(_ name: String) -> (any MergeSchema)? {
    if name == "metadata", let metadata { return metadata }
    guard let schema else { return Self(nil) }
    if let member = schema.member(name) { return Self(member) }
    let isResource = metadata != nil || schema.isEmbeddedResource
    let isKnown = isResource && StructuralSchema.metaFields.contains(name)
    return isKnown || schema.preservesUnknownFields || schema.additionalProperties != nil ? Self(nil) : nil
  }

  package var element: (any MergeSchema)? { Self(schema?.items ?? schema?.additionalValues) }

  package var isStruct: Bool { metadata != nil || schema?.properties.isEmpty == false }

  package var mergesListOnPatch: Bool { false }

  package var replacesOnPatch: Bool { false }

  package var patchMergeKey: String? { nil }
}
