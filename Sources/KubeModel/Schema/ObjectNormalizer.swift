import OrderedCollections

/// An object as Kubernetes' typed decoder leaves it.
package struct NormalizedObject: Sendable, Hashable {
  /// Known fields only, in Kubernetes' order; nulls, empty optional lists and maps, and zeros that Go does not tell from
  /// what was left out are gone.
  package var object: JSONValue
  /// The paths of fields that the type does not know, such as `spec.containers[0].imagge`, in the order of the text.
  package var unknownFields: [String]
}

extension KubernetesTable {
  /// Reads `object` as a value of `kind`, as kube-apiserver's typed decoder does: unknown fields are dropped and
  /// reported, fields are put into Kubernetes' order, nulls are dropped.
  ///
  /// A kind without a type in the table (a custom resource) is returned as it is.
  /// Throws BadRequest, in kube-apiserver's words, when a value has a wrong type.
  package func normalize(
    _ object: JSONValue, as kind: GroupVersionKind
  ) throws(StatusError) -> NormalizedObject {
    guard let type = type(of: kind) else { return NormalizedObject(object: object, unknownFields: []) }
    var normalizer = ObjectNormalizer(table: self)
    do {
      let result = try normalizer.value(object, .reference(type.name), isRequired: true)
      return NormalizedObject(object: result ?? .emptyObject, unknownFields: normalizer.unknownFields)
    } catch {
      throw .undecodable(kind, error.message)
    }
  }
}

extension KubernetesTable {
  /// Reads the metadata of an object without a type in the table, as ``normalize(_:as:)`` does, and returns the paths
  /// of fields that metadata does not have.
  package func normalizeMetadata(
    of object: inout JSONValue, kind: GroupVersionKind
  ) throws(StatusError) -> [String] {
    guard let metadata = object["metadata"] else { return [] }
    var normalizer = ObjectNormalizer(table: self)
    do {
      let type = SchemaValue.reference("apimachinery.pkg.apis.meta.v1.ObjectMeta")
      object["metadata"] = try normalizer.value(metadata, type, isRequired: true) ?? .emptyObject
      return normalizer.unknownFields.map { "metadata.\($0)" }
    } catch {
      throw .undecodable(kind, error.message)
    }
  }
}

extension StatusError {
  /// A body that is no object of `kind`, worded as kube-apiserver words it.
  package static func undecodable(_ kind: GroupVersionKind, _ problem: String) -> Self {
    .badRequest(
      "\(kind.kind) in version \"\(kind.groupVersion.version)\" cannot be handled as a \(kind.kind): \(problem)")
  }

  /// What is wrong with a body that is no object of its kind; nil for other errors.
  package var undecodableProblem: String? {
    guard code == 400, let range = message.firstRange(of: #/cannot be handled as a [A-Za-z]+: /#) else { return nil }
    return String(message[range.upperBound...])
  }

  /// What strict field validation (`fieldValidation=Strict`) answers; nil when there is nothing to complain about.
  package static func strictDecoding(
    _ kind: GroupVersionKind, duplicateFields: [String], unknownFields: [String]
  ) -> Self? {
    let problems = fieldWarnings(duplicateFields: duplicateFields, unknownFields: unknownFields)
    guard !problems.isEmpty else { return nil }
    return .undecodable(kind, "strict decoding error: \(problems.joined(separator: ", "))")
  }

  /// What `fieldValidation=Warn` puts into Warning headers: `unknown field "spec.foo"`.
  package static func fieldWarnings(duplicateFields: [String], unknownFields: [String]) -> [String] {
    duplicateFields.map { "duplicate field \"\($0)\"" } + unknownFields.map { "unknown field \"\($0)\"" }
  }
}

/// A value of another type than its field's.
struct TypeMismatch: Error {
  let message: String
}

/// Walks one object along its type.
struct ObjectNormalizer {
  private enum Step {
    case member(String)
    case element(Int)
  }

  let table: KubernetesTable
  private(set) var unknownFields: [String] = []
  private var steps: [Step] = []
  /// The struct that holds the field at hand, for messages.
  private var owner: Substring = ""

  init(table: KubernetesTable) { self.table = table }

  /// The value as its type has it; nil when it is null, or empty and optional.
  mutating func value(
    _ value: JSONValue, _ type: SchemaValue, isRequired: Bool
  ) throws(TypeMismatch) -> JSONValue? {
    if value.isNull { return nil }
    switch type {
    case .string:
      guard case .string = value else { throw mismatch(value, type) }
      return value
    case .bytes:
      guard case .string(let text) = value else { throw mismatch(value, type) }
      guard Base64.decode(text) != nil else {
        throw TypeMismatch(message: "illegal base64 data at input byte \(Base64.illegalByte(in: text))")
      }
      return value
    case .bool:
      guard case .bool = value else { throw mismatch(value, type) }
      return value
    case .int32:
      guard let number = value.integerValue, Int32(exactly: number) != nil else { throw mismatch(value, type) }
      return .integer(number)
    case .int64:
      guard let number = value.integerValue else { throw mismatch(value, type) }
      return .integer(number)
    case .double:
      switch value {
      case .integer, .number: return value
      default: throw mismatch(value, type)
      }
    case .object:
      guard case .object = value else { throw mismatch(value, type) }
      return value
    case .array(let element):
      guard case .array(let elements) = value else { throw mismatch(value, type) }
      if elements.isEmpty { return isRequired ? value : .none }
      return .array(try list(elements, of: element))
    case .map(let element):
      guard case .object(let members) = value else { throw mismatch(value, type) }
      if members.isEmpty { return isRequired ? value : .none }
      return .object(try map(members, of: element))
    case .reference(let name):
      guard let known = table.type(named: name) else { return value }
      return try typed(value, known, type)
    }
  }

  private mutating func list(_ elements: [JSONValue], of type: SchemaValue) throws(TypeMismatch) -> [JSONValue] {
    var result: [JSONValue] = []
    result.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      steps.append(.element(index))
      result.append(try value(element, type, isRequired: true) ?? zero(of: type))
      steps.removeLast()
    }
    return result
  }

  /// Keys sorted, as Go writes maps.
  private mutating func map(_ members: JSONObject, of type: SchemaValue) throws(TypeMismatch) -> JSONObject {
    var result: JSONObject = [:]
    result.reserveCapacity(members.count)
    for key in members.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      steps.append(.member(key))
      result[key] = try value(members[key] ?? .null, type, isRequired: true) ?? zero(of: type)
      steps.removeLast()
    }
    return result
  }

  /// What Go leaves where null stood in a list or map.
  private func zero(of type: SchemaValue) -> JSONValue {
    switch type {
    case .string, .bytes: ""
    case .int32, .int64, .double: 0
    case .bool: false
    case .array, .map, .object: .null
    case .reference(let name): table.type(named: name)?.form == .structure ? .emptyObject : .null
    }
  }

  private mutating func typed(
    _ value: JSONValue, _ type: SchemaType, _ reference: SchemaValue
  ) throws(TypeMismatch) -> JSONValue? {
    switch type.form {
    case .structure:
      guard case .object(let members) = value else { throw mismatch(value, reference) }
      return .object(try structure(members, type))
    case .intOrString:
      if case .string = value { return value }
      guard let number = value.integerValue, Int32(exactly: number) != nil else { throw mismatch(value, reference) }
      return .integer(number)
    case .quantity:
      guard let quantity = Quantity(json: value), let canonical = quantity.canonical else {
        throw TypeMismatch(message: Quantity.formatProblem)
      }
      return .string(canonical)
    case .time, .microTime:
      guard case .string(let text) = value else { throw mismatch(value, reference) }
      if text.isEmpty { return nil }
      guard let moment = Timestamp(text) else {
        let layout = type.form == .time ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00"
        throw TypeMismatch(
          message: "parsing time \"\(text)\" as \"\(layout)\": cannot parse \"\(text)\" as \"2006\"")
      }
      return type.form == .time ? moment.json : MicroTimestamp(moment).json
    case .duration:
      guard case .string = value else { throw mismatch(value, reference) }
      return value
    case .rawObject:
      guard case .object = value else { throw mismatch(value, reference) }
      return value
    case .anyJSON, .schemaOrArray, .schemaOrBool, .schemaOrStrings: return value
    }
  }

  private mutating func structure(_ members: JSONObject, _ type: SchemaType) throws(TypeMismatch) -> JSONObject {
    if type.fields.isEmpty { return members }
    for name in members.keys where type.field(name) == nil {
      steps.append(.member(name))
      unknownFields.append(path(withIndexes: true))
      steps.removeLast()
    }
    let outer = owner
    owner = type.shortName
    var result: JSONObject = [:]
    result.reserveCapacity(members.count)
    for field in type.fields {
      guard let member = members[field.name] else { continue }
      steps.append(.member(field.name))
      if let normalized = try value(member, field.value, isRequired: field.isRequired), !isUnset(normalized, field) {
        result[field.name] = normalized
      }
      steps.removeLast()
    }
    owner = outer
    return result
  }

  /// Whether Go's struct cannot tell the value from a field that was left out, and does not write it.
  private func isUnset(_ value: JSONValue, _ field: SchemaField) -> Bool {
    guard !field.isPointer, field.omitsEmpty else { return false }
    return switch value {
    case .string(let text): text.isEmpty && (field.value == .string || field.value == .bytes)
    case .integer(let number): number == 0 && [.int32, .int64, .double].contains(field.value)
    case .number(let number): number == 0 && field.value == .double
    case .bool(let flag): !flag && field.value == .bool
    default: false
    }
  }

  private func path(withIndexes: Bool) -> String {
    var path = ""
    for step in steps {
      switch step {
      case .member(let name): path += path.isEmpty ? name : ".\(name)"
      case .element(let index): if withIndexes { path += "[\(index)]" }
      }
    }
    return path
  }

  private func mismatch(_ value: JSONValue, _ type: SchemaValue) -> TypeMismatch {
    let found =
      switch value {
      case .null: "null"
      case .bool: "bool"
      case .integer(let number): type == .int32 ? "number \(number)" : "number"
      case .number(let number): "number \(JSONText.text(of: number))"
      case .string: "string"
      case .array: "array"
      case .object: "object"
      }
    let place = steps.isEmpty ? "value" : "struct field \(owner).\(path(withIndexes: false))"
    return TypeMismatch(message: "json: cannot unmarshal \(found) into Go \(place) of type \(goName(of: type))")
  }

  /// The name of a type as Go prints it.
  private func goName(of type: SchemaValue) -> String {
    switch type {
    case .string: "string"
    case .bytes: "[]uint8"
    case .int32: "int32"
    case .int64: "int64"
    case .bool: "bool"
    case .double: "float64"
    case .object: "map[string]interface {}"
    case .array(let element): "[]\(goName(of: element))"
    case .map(let element): "map[string]\(goName(of: element))"
    case .reference(let name): table.type(named: name)?.goName ?? name
    }
  }
}
