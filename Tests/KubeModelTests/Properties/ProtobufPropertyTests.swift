import OrderedCollections
import Properties
import Testing

@testable import KubeModel

@Suite("Properties of the protobuf form")
struct ProtobufPropertyTests {
  private let table = KubernetesTable.builtin

  @Test("Random objects of every built-in kind come back from the wire, and are then written byte for byte the same")
  func everyKind() throws {
    let kinds = Set(table.resources.map(\.groupVersionKind)).filter(table.hasWireForm)
    #expect(kinds.count > 60)
    for kind in kinds {
      let type = try #require(table.type(of: kind))
      try forAll(runs: 15) { generator in
        let random = RandomObject(density: generator.pick([0.1, 0.3, 0.8]))
        var object = JSONValue.object(random.members(of: type, &generator))
        object["kind"] = .string(kind.kind)
        object["apiVersion"] = .string(kind.groupVersion.description)
        let sent = try table.normalize(object, as: kind).object
        let bytes = try #require(try table.protobuf(of: sent))
        let received = try table.object(protobuf: bytes)
        try hold(
          received.withoutZeros.isSame(as: sent.withoutZeros), "\(kind): \(sent.jsonText) came as \(received.jsonText)")
        try hold(try table.protobuf(of: received) == bytes, "\(kind): \(sent.jsonText) is written otherwise")
      }
    }
  }
}

extension JSONValue {
  /// Without what Go's zero values and empty structs stand for: the wire does not tell them from what is missing.
  fileprivate var withoutZeros: JSONValue {
    switch self {
    case .object(let members):
      .object(members.mapValues(\.withoutZeros).filter { !$0.value.isZero })
    case .array(let elements): .array(elements.map(\.withoutZeros))
    default: self
    }
  }

  private var isZero: Bool {
    switch self {
    case .null, .integer(0), .number(0), .bool(false), .string(""), .string("0"), .array([]), .object([:]): true
    default: false
    }
  }
}
