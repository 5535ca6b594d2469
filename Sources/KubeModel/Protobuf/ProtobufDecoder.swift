import OrderedCollections

/// Reads messages along their types.
///
/// Zeros are dropped where Go's JSON would not show them: in fields that are no pointers and are left out when empty.
struct ProtobufDecoder {
  /// How deep messages may be nested, so that no input can exhaust the stack.
  static let depthLimit = 100

  let table: KubernetesTable

  /// The object in an envelope.
  func object(_ bytes: [UInt8], depth: Int) throws(ProtobufError) -> JSONValue {
    try limit(depth)
    guard bytes.starts(with: KubernetesProtobuf.prefix) else {
      throw ProtobufError("it does not begin with the bytes 6b 38 73 00")
    }
    var unknown = WireReader(bytes, from: KubernetesProtobuf.prefix.count)
    var (apiVersion, kind) = ("", "")
    var raw = WireReader([])
    while let tag = try unknown.tag() {
      switch tag.number {
      case 1:
        try unknown.require(.lengthDelimited, tag)
        var meta = try unknown.message()
        while let tag = try meta.tag() {
          switch (tag.number, tag.type) {
          case (1, .lengthDelimited): apiVersion = try meta.string()
          case (2, .lengthDelimited): kind = try meta.string()
          default: try meta.skip(tag)
          }
        }
      case 2:
        try unknown.require(.lengthDelimited, tag)
        raw = try unknown.message()
      default: try unknown.skip(tag)
      }
    }
    guard !kind.isEmpty else { throw ProtobufError("Object 'Kind' is missing") }
    guard let groupVersion = GroupVersion(apiVersion: apiVersion) else {
      throw ProtobufError("Object 'apiVersion' is missing or malformed")
    }
    guard let type = table.type(of: GroupVersionKind(groupVersion, kind: kind)), type.hasWireForm else {
      throw ProtobufError("no kind \"\(kind)\" is registered for version \"\(apiVersion)\"")
    }
    var members: JSONObject = ["kind": .string(kind), "apiVersion": .string(apiVersion)]
    try fields(&raw, type, below: [], into: &members, depth: depth + 1)
    return .object(members)
  }

  /// Reads a message of a type, or (with the numbers of embedded messages in `path`) one that is embedded in it.
  func fields(
    _ reader: inout WireReader, _ type: SchemaType, below path: [Int], into members: inout JSONObject, depth: Int
  ) throws(ProtobufError) {
    try limit(depth)
    var place = type.fields.startIndex
    while let tag = try reader.tag() {
      let wire = path + [tag.number]
      guard let index = Self.index(of: wire, in: type.fields, near: place) else {
        try reader.skip(tag)
        continue
      }
      place = index
      let field = type.fields[index]
      if field.wire.count > wire.count {
        try reader.require(.lengthDelimited, tag)
        var embedded = try reader.message()
        try fields(&embedded, type, below: wire, into: &members, depth: depth)
      } else {
        // What is there already has one owner while it grows, so that a long list is not copied for each element.
        let old = members.updateValue(.null, forKey: field.name)
        if let value = try self.field(field, tag, &reader, after: consume old, depth: depth) {
          members[field.name] = value
        } else {
          members.removeValue(forKey: field.name)
        }
      }
    }
  }

  /// Fields come in the order of the table, nearly always: the search starts where the last one was found.
  private static func index(of wire: [Int], in fields: [SchemaField], near place: Int) -> Int? {
    fields[place...].firstIndex { $0.wire.starts(with: wire) }
      ?? fields[..<place].firstIndex {
        $0.wire.starts(with: wire)
      }
  }

  /// The field's value with what stands here; nil when JSON does not show it.
  private func field(
    _ field: SchemaField, _ tag: WireReader.Tag, _ reader: inout WireReader, after old: consuming JSONValue?,
    depth: Int
  ) throws(ProtobufError) -> JSONValue? {
    switch field.value {
    case .array(let element):
      if field.isWrapped { return try value(tag, field.value, &reader, after: nil, depth: depth) }
      var elements = old?.arrayValue ?? []
      old = nil
      if tag.type == .lengthDelimited, let packed = Self.packedType(element) {
        var list = try reader.message()
        while !list.isAtEnd {
          let one = WireReader.Tag(number: tag.number, type: packed)
          elements.append(try value(one, element, &list, after: nil, depth: depth) ?? .null)
        }
      } else {
        elements.append(try value(tag, element, &reader, after: nil, depth: depth) ?? .null)
      }
      return .array(elements)
    case .map(let element):
      var entries = old?.objectValue ?? [:]
      old = nil
      let (key, value) = try entry(tag, element, &reader, depth: depth)
      entries[key] = value
      return .object(entries)
    default:
      guard let value = try value(tag, field.value, &reader, after: old, depth: depth) else { return .none }
      return field.isPointer || !field.omitsEmpty || !value.isZero ? value : .none
    }
  }

  private func entry(
    _ tag: WireReader.Tag, _ type: SchemaValue, _ reader: inout WireReader, depth: Int
  ) throws(ProtobufError) -> (String, JSONValue) {
    try reader.require(.lengthDelimited, tag)
    var entry = try reader.message()
    var key = ""
    var value: JSONValue?
    while let tag = try entry.tag() {
      switch (tag.number, tag.type) {
      case (1, .lengthDelimited): key = try entry.string()
      case (2, _): value = try self.value(tag, type, &entry, after: nil, depth: depth)
      default: try entry.skip(tag)
      }
    }
    return (key, value ?? zero(of: type))
  }

  /// What Go has where a map's entry names no value.
  private func zero(of type: SchemaValue) -> JSONValue {
    switch type {
    case .string, .bytes: ""
    case .int32, .int64, .double: 0
    case .bool: false
    case .object, .array, .map: .null
    case .reference(let name):
      switch table.type(named: name)?.form {
      case .structure: .emptyObject
      case .quantity: "0"
      default: .null
      }
    }
  }

  /// How elements of a list stand when they are packed; nil for those that cannot be.
  private static func packedType(_ type: SchemaValue) -> WireReader.WireType? {
    switch type {
    case .int32, .int64, .bool: .varint
    case .double: .fixed64
    default: nil
    }
  }

  /// One value; nil stands for null.
  func value(
    _ tag: WireReader.Tag, _ type: SchemaValue, _ reader: inout WireReader, after old: JSONValue?, depth: Int
  ) throws(ProtobufError) -> JSONValue? {
    switch type {
    case .int32, .int64, .bool: try reader.require(.varint, tag)
    case .double: try reader.require(.fixed64, tag)
    default: try reader.require(.lengthDelimited, tag)
    }
    switch type {
    case .string: return .string(try reader.string())
    case .bytes: return .string(Base64.encode(try reader.lengthDelimited()))
    case .bool: return .bool(try reader.varint() != 0)
    case .int32: return .integer(Int64(Int32(truncatingIfNeeded: try reader.varint())))
    case .int64: return .integer(Int64(bitPattern: try reader.varint()))
    case .double: return JSONValue(wire: Double(bitPattern: try reader.fixed64()))
    case .array(let element):
      // A named list type is a message with the elements as field 1.
      var list = try reader.message()
      var elements: [JSONValue] = []
      while let tag = try list.tag() {
        guard tag.number == 1 else {
          try list.skip(tag)
          continue
        }
        elements.append(try value(tag, element, &list, after: nil, depth: depth) ?? .null)
      }
      return .array(elements)
    case .object, .map: throw ProtobufError("the field \(tag.number) has no wire form")
    case .reference(let name):
      guard let type = table.type(named: name) else { throw ProtobufError("the type \(name) is not known") }
      var message = try reader.message()
      guard type.form == .structure else { return try special(&message, type, depth: depth + 1) }
      var members = old?.objectValue ?? [:]
      try fields(&message, type, below: [], into: &members, depth: depth + 1)
      return .object(members)
    }
  }

  private func limit(_ depth: Int) throws(ProtobufError) {
    guard depth <= Self.depthLimit else {
      throw ProtobufError("messages are nested deeper than \(Self.depthLimit) levels")
    }
  }
}

extension JSONValue {
  /// Whether Go takes the value for empty, so that JSON leaves it out.
  fileprivate var isZero: Bool {
    switch self {
    case .string(""), .integer(0), .number(0), .bool(false): true
    default: false
    }
  }

  /// A number without a fraction reads as an integer, as it does in JSON.
  fileprivate init(wire double: Double) {
    self = Int64(exactly: double).map(JSONValue.integer) ?? .number(double)
  }
}
