/// The merge keys and list types of a built-in type, for patches and server-side apply.
package struct TableMergeSchema: MergeSchema {
  private let table: KubernetesTable
  private let value: SchemaValue
  private let field: SchemaField?
  private let type: SchemaType?

  init(table: KubernetesTable, value: SchemaValue, field: SchemaField?) {
    self.table = table
    self.value = value
    self.field = field
    if case .reference(let name) = value { type = table.type(named: name) } else { type = nil }
  }

  package var topology: MergeTopology {
    switch value {
    case .array:
      switch field?.listType {
      case .set: return .set
      case .map: return .associative(keys: field?.listMapKeys ?? [])
      case .atomic, nil: return .atomic
      }
    case .map: return field?.isAtomic == true ? .atomic : .granular
    case .reference:
      guard let type, type.form == .structure, !type.isAtomic, field?.isAtomic != true else { return .atomic }
      return .granular
    default: return .atomic
    }
  }

  package var form: MergeForm {
    switch value {
    case .string, .bytes: return .string
    case .int32, .int64, .double: return .numeric
    case .bool: return .boolean
    case .array: return .list
    case .object, .map: return .map
    case .reference:
      switch type?.form {
      case .structure, .rawObject: return .map
      case .duration: return .string
      default: return .any
      }
    }
  }

  package func member(_ name: String) -> (any MergeSchema)? {
    switch value {
    case .map(let element): return Self(table: table, value: element, field: nil)
    default:
      guard let type, type.form == .structure, let field = type.field(name) else { return nil }
      return Self(table: table, value: field.value, field: field)
    }
  }

  package var element: (any MergeSchema)? {
    switch value {
    case .array(let element), .map(let element): Self(table: table, value: element, field: nil)
    default: nil
    }
  }

  package var isStruct: Bool { type?.form == .structure }

  package var mergesListOnPatch: Bool { field?.patchStrategies.contains("merge") ?? false }

  package var replacesOnPatch: Bool {
    if let type, type.form != .structure { return true }
    return field?.patchStrategies.contains("replace") ?? false
  }

  package var patchMergeKey: String? { field?.patchMergeKey }
}

extension KubernetesTable {
  /// How patches and server-side apply treat the fields of a kind; nil when the table has no type for it.
  package func mergeSchema(of kind: GroupVersionKind) -> TableMergeSchema? {
    type(of: kind).map { TableMergeSchema(table: self, value: .reference($0.name), field: nil) }
  }
}
