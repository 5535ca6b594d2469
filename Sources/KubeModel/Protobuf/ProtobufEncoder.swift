import OrderedCollections

/// Writes objects along their types, byte for byte as Go does: fields by number, fields that are no pointers even when
/// they are zero, maps by key.
struct ProtobufEncoder {
  let table: KubernetesTable

  /// Writes the fields of a struct; nil members are those of Go's zero value.
  func structure(
    _ members: JSONObject?, _ type: SchemaType, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    guard depth <= ProtobufDecoder.depthLimit else {
      throw ProtobufError("the object is nested deeper than \(ProtobufDecoder.depthLimit) levels")
    }
    let fields = type.fields.filter { !$0.wire.isEmpty }
    try self.fields(fields[...], members ?? [:], level: 0, to: &writer, depth: depth)
  }

  /// Writes the fields of a message that is embedded `level` deep.
  private func fields(
    _ fields: ArraySlice<SchemaField>, _ members: JSONObject, level: Int, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    var rest = fields
    while let first = rest.first {
      let number = first.wire[level]
      guard first.wire.count > level + 1 else {
        rest.removeFirst()
        try field(first, number, members[first.name], to: &writer, depth: depth)
        continue
      }
      let embedded = rest.prefix { $0.wire.count > level + 1 && $0.wire[level] == number }
      rest = rest[embedded.endIndex...]
      try writer.message(number) { (writer) throws(ProtobufError) in
        try self.fields(embedded, members, level: level + 1, to: &writer, depth: depth)
      }
    }
  }

  private func field(
    _ field: SchemaField, _ number: Int, _ given: JSONValue?, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    let present = given.flatMap { $0.isNull ? .none : Optional($0) }
    do throws(ProtobufError) {
      switch field.value {
      case .array(let element) where !field.isWrapped:
        guard let present else { return }
        guard let elements = present.arrayValue else { throw Self.mismatch }
        for one in elements { try value(one, number, element, to: &writer, depth: depth) }
      case .map(let element):
        guard let present else { return }
        guard let entries = present.objectValue else { throw Self.mismatch }
        for key in entries.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
          try writer.message(number) { (entry) throws(ProtobufError) in
            entry.string(1, key)
            try value(entries[key] ?? .null, 2, element, to: &entry, depth: depth)
          }
        }
      default:
        if present == nil, field.isPointer || field.value == .bytes { return }
        try value(present ?? .null, number, field.value, to: &writer, depth: depth)
      }
    } catch {
      guard error == Self.mismatch else { throw error }
      throw ProtobufError("the field \(field.name) has a value of another type")
    }
  }

  /// One value; null is Go's zero.
  func value(
    _ value: JSONValue, _ number: Int, _ type: SchemaValue, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    switch (type, value) {
    case (.string, .null): writer.string(number, "")
    case (.string, .string(let text)): writer.string(number, text)
    case (.bytes, .null): writer.lengthDelimited(number, [])
    case (.bytes, .string(let text)):
      guard let bytes = Base64.decode(text) else { throw Self.mismatch }
      writer.lengthDelimited(number, bytes)
    case (.bool, .null): writer.bool(number, false)
    case (.bool, .bool(let flag)): writer.bool(number, flag)
    case (.int32, .null), (.int64, .null): writer.integer(number, 0)
    case (.int32, _), (.int64, _):
      guard let integer = value.integerValue else { throw Self.mismatch }
      writer.integer(number, integer)
    case (.double, .null): writer.double(number, 0)
    case (.double, .integer(let integer)): writer.double(number, Double(integer))
    case (.double, .number(let double)): writer.double(number, double)
    case (.array(let element), _):
      // A named list type is a message with the elements as field 1.
      let elements = value.isNull ? [] : value.arrayValue
      guard let elements else { throw Self.mismatch }
      try writer.message(number) { (list) throws(ProtobufError) in
        for one in elements { try self.value(one, 1, element, to: &list, depth: depth) }
      }
    case (.reference(let name), _):
      guard let type = table.type(named: name) else { throw ProtobufError("the type \(name) is not known") }
      try writer.message(number) { (message) throws(ProtobufError) in
        try self.message(value, type, to: &message, depth: depth + 1)
      }
    default: throw Self.mismatch
    }
  }

  /// The content of a message of a named type.
  private func message(
    _ value: JSONValue, _ type: SchemaType, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    guard type.form == .structure else { return try special(value, type, to: &writer, depth: depth) }
    switch value {
    case .null: try structure(nil, type, to: &writer, depth: depth)
    case .object(let members): try structure(members, type, to: &writer, depth: depth)
    default: throw Self.mismatch
    }
  }

  /// Stands for a value of another type until the field's name is known.
  static let mismatch = ProtobufError("a value is of another type")
}
