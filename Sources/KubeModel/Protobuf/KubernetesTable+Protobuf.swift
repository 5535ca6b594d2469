/// Kubernetes' protobuf form of objects (Kubernetes: "API concepts", "Kubernetes Protobuf encoding").
package enum KubernetesProtobuf {
  package static let mediaType = "application/vnd.kubernetes.protobuf"

  /// The bytes before every object: `k8s` and a zero.
  package static let prefix: [UInt8] = [0x6b, 0x38, 0x73, 0x00]
}

extension KubernetesTable {
  /// The object in the envelope `bytes`, as JSON clients would send it: `kind` and `apiVersion` first, and without
  /// the zeros that Go puts on the wire but not into JSON.
  ///
  /// Fields that the table does not know are passed over.
  package func object(protobuf bytes: [UInt8]) throws(ProtobufError) -> JSONValue {
    try ProtobufDecoder(table: self).object(bytes, depth: 0)
  }

  /// The object in its envelope, byte for byte as Go writes it; nil when its kind has no wire form (a custom resource,
  /// a Table).
  package func protobuf(of object: JSONValue) throws(ProtobufError) -> [UInt8]? {
    guard let kind = GroupVersionKind(of: object), let type = type(of: kind), type.hasWireForm else { return nil }
    var writer = WireWriter(after: KubernetesProtobuf.prefix)
    // runtime.Unknown: 1 typeMeta (1 apiVersion, 2 kind), 2 raw, 3 contentEncoding, 4 contentType.
    try writer.message(1) { (meta) throws(ProtobufError) in
      meta.string(1, kind.groupVersion.description)
      meta.string(2, kind.kind)
    }
    try writer.message(2) { (raw) throws(ProtobufError) in
      try ProtobufEncoder(table: self).structure(object.objectValue, type, to: &raw, depth: 0)
    }
    writer.string(3, "")
    writer.string(4, "")
    return writer.bytes
  }

  /// Whether objects of `kind` can be written as protobuf.
  package func hasWireForm(_ kind: GroupVersionKind) -> Bool { type(of: kind)?.hasWireForm ?? false }

  /// The `WatchEvent` of `meta/v1` around an object that ``protobuf(of:)`` wrote; it has no envelope of its own.
  package static func watchEvent(type: String, protobuf object: [UInt8]) -> [UInt8] {
    var holder = WireWriter()
    holder.lengthDelimited(1, object)
    var event = WireWriter()
    event.string(1, type)
    event.lengthDelimited(2, holder.bytes)
    return event.bytes
  }
}

extension SchemaType {
  /// Whether any field has a number on the wire.
  var hasWireForm: Bool { fields.contains { !$0.wire.isEmpty } }
}
