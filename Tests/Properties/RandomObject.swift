package import KubeModel
import OrderedCollections

/// Makes random objects of the built-in types, as the table describes them.
package struct RandomObject: Sendable {
  private let table: KubernetesTable
  /// How likely a field that may be missing is there.
  private let density: Double

  package init(table: KubernetesTable = .builtin, density: Double = 0.3) {
    self.table = table
    self.density = density
  }

  /// The members of a type but its kind and version, in the order of the table; `depth` bounds the structs within structs.
  package func members(
    of type: SchemaType, depth: Int = 6, _ generator: inout SeededGenerator
  ) -> JSONObject {
    var members: JSONObject = [:]
    for field in type.fields
    where (field.isRequired || generator.chance(density)) && field.name != "kind" && field.name != "apiVersion" {
      guard depth > 0 || isScalar(field.value) else { continue }
      members[field.name] = value(field.value, depth: depth - 1, &generator)
    }
    return members
  }

  private func isScalar(_ value: SchemaValue) -> Bool {
    switch value {
    case .string, .bytes, .int32, .int64, .bool, .double: true
    default: false
    }
  }

  private func value(_ value: SchemaValue, depth: Int, _ generator: inout SeededGenerator) -> JSONValue? {
    switch value {
    case .string: return .string(generator.chance(0.9) ? word(&generator) : generator.hostileText())
    case .bytes: return .string(Base64.encode(generator.bytes(generator.number(1...9))))
    case .bool: return .bool(generator.chance(0.5))
    case .int32:
      return .integer(Int64(Int32.random(in: generator.chance(0.2) ? .min ... .max : 0...9, using: &generator)))
    case .int64: return .integer(Int64.random(in: generator.chance(0.2) ? .min ... .max : 0...9, using: &generator))
    case .double: return .number(Double(generator.number(1...9)) + 0.5)
    case .object: return ["a": 1]
    case .array(let element):
      return .array(generator.list(upTo: 3) { $0 }.compactMap { _ in self.value(element, depth: depth, &generator) })
    case .map(let element):
      var result = JSONValue.emptyObject
      for _ in 0..<generator.number(0...3) { result[word(&generator)] = self.value(element, depth: depth, &generator) }
      return result
    case .reference(let name):
      guard let type = table.type(named: name) else { return nil }
      guard type.form == .structure else { return special(type.form, depth: depth, &generator) }
      return depth > 0 ? .object(members(of: type, depth: depth, &generator)) : nil
    }
  }

  private func word(_ generator: inout SeededGenerator) -> String {
    generator.pick(["a", "web", "x1", "default", "Always", "app", "tier", "10.0.0.1", "é"])
      + String(generator.number(0...99))
  }

  private func special(_ form: SchemaType.Form, depth: Int, _ generator: inout SeededGenerator) -> JSONValue? {
    switch form {
    case .quantity:
      return .string("\(generator.number(1...999))\(generator.pick(["", "m", "Ki", "Mi", "Gi", "k", "M"]))")
    case .intOrString:
      return generator.chance(0.5)
        ? .integer(Int64(generator.number(0...9_999))) : .string("\(generator.number(0...100))%")
    case .time: return Timestamp(seconds: Int64(generator.number(-62_135_596_800...253_402_300_799))).json
    case .microTime: return MicroTimestamp(Timestamp(nanoseconds: generator.number(0...1_800_000_000) * 1_000_000)).json
    case .rawObject: return ["kind": "X", "list": [1, "two", nil]]
    case .anyJSON: return [true, ["b": 0.25]]
    case .schemaOrStrings: return ["a", "b"]
    case .schemaOrBool: return .bool(generator.chance(0.5))
    case .schemaOrArray:
      guard depth > 0, let type = table.type(named: "apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
      else { return nil }
      return .object(members(of: type, depth: depth - 1, &generator))
    case .duration, .structure: return nil
    }
  }
}
