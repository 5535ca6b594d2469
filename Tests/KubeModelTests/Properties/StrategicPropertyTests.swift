import OrderedCollections
import Properties
import Testing

@testable import KubeModel

/// Strategic merge patches made as kubectl makes them, over random objects of the kinds that people apply.
@Suite("Properties of strategic merge patches")
struct StrategicPropertyTests {
  private static let table = KubernetesTable.builtin
  private static let kinds = [
    GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"),
    GroupVersionKind(group: "", version: "v1", kind: "Pod"),
    GroupVersionKind(group: "", version: "v1", kind: "Service"),
    GroupVersionKind(group: "", version: "v1", kind: "ServiceAccount"),
    GroupVersionKind(group: "", version: "v1", kind: "Node"),
  ]

  /// An object of a kind with two versions of it that differ here and there.
  private func versions(
    _ generator: inout SeededGenerator
  ) throws -> (schema: TableMergeSchema, first: JSONValue, second: JSONValue) {
    let kind = generator.pick(Self.kinds)
    let type = try #require(Self.table.type(of: kind))
    let schema = try #require(Self.table.mergeSchema(of: kind))
    let random = RandomObject(density: 0.25)
    func version() throws -> JSONValue {
      let object = JSONValue.object(random.members(of: type, depth: 7, &generator))
      return StrategicDifference.tidied(try Self.table.normalize(object, as: kind).object, schema)
    }
    let first = try version()
    // Half of the time a relative of the first, so that there is something to merge.
    let second =
      generator.chance(0.5) ? try version() : MergePatch.apply(Self.part(of: try version(), &generator), to: first)
    return (schema, first, StrategicDifference.tidied(second, schema))
  }

  private static func part(of value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    guard case .object(let members) = value else { return value }
    return .object(
      members.filter { _ in generator.chance(0.6) }.mapValues {
        generator.chance(0.1) ? .null : part(of: $0, &generator)
      })
  }

  @Test("A patch of the differences gives the target, the order of lists included")
  func differences() throws {
    try forAll(runs: 1_000) { generator in
      let (schema, first, second) = try versions(&generator)
      let patch = StrategicDifference(deletes: true, adds: true).patch(from: first, to: second, schema)
      let patched = try StrategicMergePatch.apply(patch, to: first, schema: schema)
      try hold(
        patched.withoutEmpty.isSame(as: second.withoutEmpty),
        "\(first.jsonText)\nby \(patch.jsonText)\ngave \(patched.jsonText)\nnot \(second.jsonText)")
      let again = try StrategicMergePatch.apply(patch, to: patched, schema: schema)
      try hold(again.isSame(as: patched), "the second time, \(patch.jsonText) gave \(again.jsonText)")
    }
  }

  @Test("kubectl apply's three-way patch gives what was applied, drops what is not any more, and keeps others' fields")
  func threeWay() throws {
    try forAll(runs: 1_000) { generator in
      let (schema, before, after) = try versions(&generator)
      // As kubectl's own annotation is always there.
      let own: JSONValue = ["metadata": ["annotations": ["own": "1"]]]
      let (last, wanted) = (MergePatch.apply(own, to: before), MergePatch.apply(own, to: after))
      let others: JSONValue = ["metadata": ["annotations": ["others": "stay"]]]
      let live = MergePatch.apply(others, to: last)
      // Deletions come from what was applied last, everything else from what is there.
      let deletions = StrategicDifference(deletes: true, adds: false).patch(from: last, to: wanted, schema)
      let changes = StrategicDifference(deletes: false, adds: true).patch(from: live, to: wanted, schema)
      var result = try StrategicMergePatch.apply(deletions, to: live, schema: schema)
      result = try StrategicMergePatch.apply(changes, to: result, schema: schema)
      try hold(result[path: "metadata", "annotations", "others"] == "stay", "somebody else's annotation has gone")
      let expected = MergePatch.apply(others, to: wanted)
      try hold(
        result.withoutEmpty.isSame(as: expected.withoutEmpty),
        "last \(last.jsonText)\nwanted \(wanted.jsonText)\ngave \(result.jsonText)")
    }
  }
}

extension JSONValue {
  /// A patch cannot tell an empty object from none.
  fileprivate var withoutEmpty: JSONValue {
    switch self {
    case .object(let members):
      .object(members.mapValues(\.withoutEmpty).filter { $0.value != [:] && $0.value != [] })
    case .array(let elements): .array(elements.map(\.withoutEmpty))
    default: self
    }
  }
}
