import OrderedCollections

/// OpenAPI documents in the protobuf form that Kubernetes' clients ask for: the messages of gnostic's `OpenAPIv2.proto`
/// and `OpenAPIv3.proto`.
///
/// A message is described by the fields that Kubernetes' documents use; members that stand in no description are
/// `x-…` extensions, or are left out.
package enum OpenAPIProtobuf {
  /// A document of version 2.
  package static func version2(_ document: JSONValue) throws(ProtobufError) -> [UInt8] {
    try bytes(document, .document, in: OpenAPIMessages.version2)
  }

  /// A document of version 3.
  package static func version3(_ document: JSONValue) throws(ProtobufError) -> [UInt8] {
    try bytes(document, .document, in: OpenAPIMessages.version3)
  }

  private static func bytes(
    _ document: JSONValue, _ message: OpenAPIMessage.Name, in messages: [OpenAPIMessage.Name: OpenAPIMessage]
  ) throws(ProtobufError) -> [UInt8] {
    var writer = WireWriter()
    try Encoder(messages: messages).write(document, as: message, to: &writer)
    return writer.bytes
  }

  private struct Encoder {
    let messages: [OpenAPIMessage.Name: OpenAPIMessage]

    func write(_ value: JSONValue, as name: OpenAPIMessage.Name, to writer: inout WireWriter) throws(ProtobufError) {
      guard let message = messages[name] else { return }
      // A choice between forms is a message around the one that it is.
      if let choice = message.choose?(value) {
        return try writer.message(choice.number) { (inner) throws(ProtobufError) in
          try write(value, as: choice.message, to: &inner)
        }
      }
      for (key, member) in value.objectValue ?? [:] {
        if let field = message.fields[key] {
          try write(member, field, to: &writer)
        } else if let entries = message.entries {
          try entry(key, member, entries, to: &writer)
        } else if let number = message.extensions, key.hasPrefix("x-") {
          try writer.message(number) { (pair) throws(ProtobufError) in
            pair.string(1, key)
            try any(member, 2, to: &pair)
          }
        }
      }
    }

    private func entry(
      _ key: String, _ value: JSONValue, _ entries: OpenAPIMessage.Nested, to writer: inout WireWriter
    ) throws(ProtobufError) {
      try writer.message(entries.number) { (pair) throws(ProtobufError) in
        pair.string(1, key)
        try pair.message(2) { (inner) throws(ProtobufError) in try write(value, as: entries.message, to: &inner) }
      }
    }

    private func write(
      _ value: JSONValue, _ field: OpenAPIMessage.Field, to writer: inout WireWriter
    ) throws(ProtobufError) {
      switch field {
      case .text(let number):
        for text in value.arrayValue ?? [value] { writer.string(number, text.stringValue ?? "") }
      case .flag(let number): if value == true { writer.bool(number, true) }
      case .count(let number): if let count = value.integerValue { writer.integer(number, count) }
      case .number(let number):
        switch value {
        case .integer(let whole): writer.double(number, Double(whole))
        case .number(let real): writer.double(number, real)
        default: break
        }
      case .any(let number):
        for one in value.arrayValue ?? [value] { try any(one, number, to: &writer) }
      case .message(let nested):
        for one in value.arrayValue ?? [value] {
          try writer.message(nested.number) { (inner) throws(ProtobufError) in
            try write(one, as: nested.message, to: &inner)
          }
        }
      case .textInside(let number):
        try writer.message(number) { (inner) throws(ProtobufError) in
          for text in value.arrayValue ?? [value] { inner.string(1, text.stringValue ?? "") }
        }
      case .messageInside(let nested):
        try writer.message(nested.number) { (outer) throws(ProtobufError) in
          for one in value.arrayValue ?? [value] {
            try outer.message(1) { (inner) throws(ProtobufError) in try write(one, as: nested.message, to: &inner) }
          }
        }
      }
    }

    /// Any value, as YAML, which JSON is.
    private func any(_ value: JSONValue, _ number: Int, to writer: inout WireWriter) throws(ProtobufError) {
      try writer.message(number) { (any) throws(ProtobufError) in any.string(2, value.jsonText) }
    }
  }
}
