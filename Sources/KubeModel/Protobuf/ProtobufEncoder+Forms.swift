extension ProtobufEncoder {
  /// The messages whose JSON is no object with the same fields; null is Go's zero.
  func special(
    _ value: JSONValue, _ type: SchemaType, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    switch (type.form, value) {
    case (.quantity, .null): writer.string(1, "0")
    case (.quantity, _):
      guard let quantity = Quantity(json: value) else { throw Self.mismatch }
      writer.string(1, quantity.text)
    case (.intOrString, .string(let text)): intOrString(type: 1, 0, text, to: &writer)
    case (.intOrString, .null): intOrString(type: 0, 0, "", to: &writer)
    case (.intOrString, _):
      guard let number = value.integerValue else { throw Self.mismatch }
      intOrString(type: 0, number, "", to: &writer)
    case (.time, .null), (.microTime, .null): break
    case (.time, _), (.microTime, _):
      guard let moment = Timestamp(json: value) else { throw Self.mismatch }
      let nanos = Int64(moment.nanoseconds - Int128(moment.seconds) * 1_000_000_000)
      writer.integer(1, moment.seconds)
      // Time has whole seconds, MicroTime whole microseconds.
      writer.integer(2, type.form == .time ? 0 : nanos / 1_000 * 1_000)
    case (.rawObject, .null), (.anyJSON, .null): break
    case (.rawObject, _), (.anyJSON, _): writer.lengthDelimited(1, value.serialized())
    case (.schemaOrArray, _), (.schemaOrBool, _), (.schemaOrStrings, _):
      try schema(value, type.form, to: &writer, depth: depth)
    case (.duration, .null): writer.integer(1, 0)
    case (.duration, _):
      guard let nanoseconds = value.stringValue.flatMap(GoDuration.nanoseconds) else { throw Self.mismatch }
      writer.integer(1, nanoseconds)
    case (.structure, _): throw ProtobufError("\(type.shortName) has no wire form")
    }
  }

  private func intOrString(type: Int64, _ number: Int64, _ text: String, to writer: inout WireWriter) {
    writer.integer(1, type)
    writer.integer(2, number)
    writer.string(3, text)
  }

  private func schema(
    _ value: JSONValue, _ form: SchemaType.Form, to writer: inout WireWriter, depth: Int
  ) throws(ProtobufError) {
    let props = SchemaValue.reference("apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
    switch (form, value) {
    case (.schemaOrBool, .bool(let allows)): writer.bool(1, allows)
    case (.schemaOrBool, .object):
      writer.bool(1, true)
      try self.value(value, 2, props, to: &writer, depth: depth)
    case (_, .object): try self.value(value, 1, props, to: &writer, depth: depth)
    case (.schemaOrArray, .array(let schemas)):
      for schema in schemas { try self.value(schema, 2, props, to: &writer, depth: depth) }
    case (.schemaOrStrings, .array(let names)):
      for name in names { try self.value(name, 2, .string, to: &writer, depth: depth) }
    default: throw Self.mismatch
    }
  }
}
