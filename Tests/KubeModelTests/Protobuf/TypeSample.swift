import OrderedCollections

@testable import KubeModel

/// Makes values in which every field of a type that has a wire form is set to something that is not zero.
struct TypeSample {
  let table: KubernetesTable

  /// The members in the order of the table; structs that can be missing end at `depth`.
  func structure(_ type: SchemaType, depth: Int = 3) -> JSONObject {
    var members: JSONObject = [:]
    for field in type.fields where !field.wire.isEmpty {
      members[field.name] = value(field.value, depth: field.isPointer ? depth - 1 : depth, isPlain: !field.isPointer)
    }
    return members
  }

  private func value(_ value: SchemaValue, depth: Int, isPlain: Bool = false) -> JSONValue? {
    switch value {
    case .string: return "text <\u{e9}>"
    case .bytes: return "AAH/"
    case .bool: return true
    case .int32: return -7
    case .int64: return 9_007_199_254_740_993
    case .double: return 0.5
    case .object: return nil
    case .array(let element):
      let one = self.value(element, depth: depth - 1)
      return one.map { .array([$0, $0]) }
    case .map(let element):
      return self.value(element, depth: depth - 1).map { ["a": $0, "b": $0] }
    case .reference(let name):
      guard let type = table.type(named: name) else { return nil }
      guard type.form == .structure else { return special(type.form, depth: depth) }
      return depth > 0 || isPlain ? .object(structure(type, depth: depth)) : .none
    }
  }

  private func special(_ form: SchemaType.Form, depth: Int) -> JSONValue? {
    let schema = table.type(named: "apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
    let props = schema.flatMap { depth > 0 ? JSONValue.object(structure($0, depth: depth - 1)) : .none }
    switch form {
    case .quantity: return "1500m"
    case .intOrString: return depth.isMultiple(of: 2) ? "50%" : 8080
    case .time: return "2026-01-02T03:04:05Z"
    case .microTime: return "1969-12-31T23:59:59.123456Z"
    case .rawObject: return ["kind": "X", "list": [1, "two", nil]]
    case .anyJSON: return [true, ["b": 0.25]]
    case .schemaOrArray: return props.map { [$0, $0] }
    case .schemaOrBool: return props ?? true
    case .schemaOrStrings: return ["a", "b"]
    case .duration: return "1h0m1.5s"
    case .structure: return nil
    }
  }
}
