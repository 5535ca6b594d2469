extension ProtobufDecoder {
  /// The messages whose JSON is no object with the same fields; nil stands for null.
  func special(
    _ reader: inout WireReader, _ type: SchemaType, depth: Int
  ) throws(ProtobufError) -> JSONValue? {
    switch type.form {
    case .quantity: return try quantity(&reader)
    case .intOrString: return try intOrString(&reader)
    case .time: return try time(&reader).map(\.json)
    case .microTime: return try time(&reader).map { MicroTimestamp($0).json }
    case .rawObject, .anyJSON: return try raw(&reader, depth: depth)
    case .schemaOrArray, .schemaOrBool, .schemaOrStrings: return try schema(&reader, type.form, depth: depth)
    case .duration: return try duration(&reader)
    case .structure: throw ProtobufError("\(type.shortName) has no wire form")
    }
  }

  /// `Quantity`: 1 string.
  private func quantity(_ reader: inout WireReader) throws(ProtobufError) -> JSONValue {
    var text = ""
    while let tag = try reader.tag() {
      if tag.number == 1, tag.type == .lengthDelimited { text = try reader.string() } else { try reader.skip(tag) }
    }
    return .string(text.isEmpty ? "0" : text)
  }

  /// `IntOrString`: 1 type (0 a number, 1 a text), 2 intVal, 3 strVal.
  private func intOrString(_ reader: inout WireReader) throws(ProtobufError) -> JSONValue {
    var isText = false
    var number: Int64 = 0
    var text = ""
    while let tag = try reader.tag() {
      switch (tag.number, tag.type) {
      case (1, .varint): isText = try reader.varint() != 0
      case (2, .varint): number = Int64(Int32(truncatingIfNeeded: try reader.varint()))
      case (3, .lengthDelimited): text = try reader.string()
      default: try reader.skip(tag)
      }
    }
    return isText ? .string(text) : .integer(number)
  }

  /// `Time` and `MicroTime`: 1 seconds, 2 nanos; an empty message is no time at all.
  private func time(_ reader: inout WireReader) throws(ProtobufError) -> Timestamp? {
    guard !reader.isAtEnd else { return nil }
    var (seconds, nanos): (Int64, Int64) = (0, 0)
    while let tag = try reader.tag() {
      switch (tag.number, tag.type) {
      case (1, .varint): seconds = Int64(bitPattern: try reader.varint())
      case (2, .varint): nanos = Int64(Int32(truncatingIfNeeded: try reader.varint()))
      default: try reader.skip(tag)
      }
    }
    let exact = Int128(seconds) * 1_000_000_000 + Int128(nanos)
    let moment = Timestamp(nanoseconds: exact)
    guard moment.nanoseconds == exact, (0..<1_000_000_000).contains(nanos) else {
      throw ProtobufError("a time of \(seconds) s and \(nanos) ns is out of range")
    }
    return moment
  }

  /// `Duration`: 1 nanoseconds.
  private func duration(_ reader: inout WireReader) throws(ProtobufError) -> JSONValue {
    var nanoseconds: Int64 = 0
    while let tag = try reader.tag() {
      if tag.number == 1, tag.type == .varint {
        nanoseconds = Int64(bitPattern: try reader.varint())
      } else {
        try reader.skip(tag)
      }
    }
    return .string(GoDuration.text(nanoseconds: nanoseconds))
  }

  /// `RawExtension`, `FieldsV1` and `JSON`: 1 raw, which is JSON or another envelope.
  private func raw(_ reader: inout WireReader, depth: Int) throws(ProtobufError) -> JSONValue? {
    var bytes: [UInt8] = []
    while let tag = try reader.tag() {
      if tag.number == 1, tag.type == .lengthDelimited {
        bytes = Array(try reader.lengthDelimited())
      } else {
        try reader.skip(tag)
      }
    }
    if bytes.isEmpty { return .none }
    if bytes.starts(with: KubernetesProtobuf.prefix) { return try object(bytes, depth: depth) }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw ProtobufError("an embedded object is not JSON: \(error)")
    }
    return value.isNull ? .none : value
  }

  /// `JSONSchemaPropsOrArray`: 1 schema, 2 jSONSchemas; `OrStringArray`: 1 schema, 2 property; `OrBool`: 1 allows,
  /// 2 schema.
  private func schema(
    _ reader: inout WireReader, _ form: SchemaType.Form, depth: Int
  ) throws(ProtobufError) -> JSONValue? {
    let props = SchemaValue.reference("apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
    var schema: JSONValue?
    var list: [JSONValue] = []
    var allows = false
    while let tag = try reader.tag() {
      switch (form, tag.number) {
      case (.schemaOrBool, 1):
        try reader.require(.varint, tag)
        allows = try reader.varint() != 0
      case (.schemaOrBool, 2), (_, 1): schema = try value(tag, props, &reader, after: schema, depth: depth)
      case (.schemaOrArray, 2): list.append(try value(tag, props, &reader, after: nil, depth: depth) ?? .null)
      case (.schemaOrStrings, 2): list.append(try value(tag, .string, &reader, after: nil, depth: depth) ?? .null)
      default: try reader.skip(tag)
      }
    }
    if form == .schemaOrBool { return schema ?? .bool(allows) }
    return list.isEmpty ? schema : .array(list)
  }
}
