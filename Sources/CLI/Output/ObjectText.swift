import KubeModel
import OrderedCollections

/// Objects in the formats that show them whole.
enum ObjectText {
  /// An object as JSON or YAML the way kubectl shows it: keys sorted, without `managedFields` unless asked for.
  static func prepared(_ object: JSONValue, showsManagedFields: Bool) -> JSONValue {
    var object = object
    if !showsManagedFields, var metadata = object["metadata"] {
      metadata["managedFields"] = nil
      object["metadata"] = metadata
    }
    return object
  }

  /// Several objects as one List.
  static func list(_ objects: [JSONValue]) -> JSONValue {
    ["apiVersion": "v1", "items": .array(objects), "kind": "List", "metadata": ["resourceVersion": ""]]
  }

  /// The value with the keys of all objects sorted, as Go prints maps.
  static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(sorted))
    case .object(let members):
      var result = JSONValue.emptyObject
      for key in members.keys.sorted() { result[key] = members[key].map(sorted) }
      return result
    default: return value
    }
  }
}
