import OrderedCollections
import Properties
import Testing

@testable import KubeModel

/// Server-side apply of random configurations of Deployments by several managers.
@Suite("Properties of server-side apply")
struct ApplyPropertyTests {
  private static let schema = KubernetesTable.builtin.mergeSchema(
    of: GroupVersionKind(group: "apps", version: "v1", kind: "Deployment"))

  private func manager(_ name: String, at time: Int64 = 0) -> FieldOwnership {
    FieldOwnership(manager: name, apiVersion: "apps/v1", time: Timestamp(seconds: time), schema: Self.schema)
  }

  /// What a manager wants: labels, replicas, containers with images, environments and ports.
  private func configuration(_ generator: inout SeededGenerator) -> JSONValue {
    var object: JSONValue = ["apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"]]
    var labels = JSONValue.emptyObject
    for key in ["a", "b", "c"] where generator.chance(0.5) { labels[key] = .string(generator.pick(["1", "2"])) }
    if labels != [:] { object["metadata"]?["labels"] = labels }
    let finalizers = ["x/1", "x/2", "x/3"].filter { _ in generator.chance(0.3) }
    if !finalizers.isEmpty { object["metadata"]?["finalizers"] = .array(finalizers.map(JSONValue.string)) }
    var spec = JSONValue.emptyObject
    if generator.chance(0.5) { spec["replicas"] = .integer(Int64(generator.number(1...2))) }
    if generator.chance(0.3) { spec["strategy"] = ["type": .string(generator.pick(["Recreate", "RollingUpdate"]))] }
    var containers: [JSONValue] = []
    for name in ["web", "log"] where generator.chance(0.6) { containers.append(container(name, &generator)) }
    if !containers.isEmpty { spec["template"] = ["spec": ["containers": .array(containers)]] }
    if spec != [:] { object["spec"] = spec }
    return object
  }

  private func container(_ name: String, _ generator: inout SeededGenerator) -> JSONValue {
    var container: JSONValue = ["name": .string(name)]
    if generator.chance(0.7) { container["image"] = .string(generator.pick(["i:1", "i:2"])) }
    if generator.chance(0.3) { container["args"] = generator.pick([["a"], ["a", "b"], ["b", "a"]]) }
    let environment = ["A", "B"].filter { _ in generator.chance(0.4) }
    if !environment.isEmpty {
      container["env"] = .array(
        environment.map { ["name": .string($0), "value": .string(generator.pick(["1", "2"]))] })
    }
    let ports = [80, 443].filter { _ in generator.chance(0.4) }
    if !ports.isEmpty {
      container["ports"] = .array(ports.map { ["containerPort": .integer(Int64($0)), "protocol": "TCP"] })
    }
    return container
  }

  private func fields(_ value: JSONValue) -> FieldSet {
    StructuralValue(value: value.withoutManagedFields, schema: Self.schema).fieldSet.subtracting(ManagedFields.unowned)
  }

  @Test("Applying the same again changes nothing, neither the object nor the record")
  func idempotence() throws {
    try forAll(runs: 1_000) { generator in
      var live: JSONValue?
      for step in 0..<generator.number(1...6) {
        let wanted = configuration(&generator)
        let owner = manager(generator.pick(["a", "b", "c"]), at: Int64(step))
        let once = try owner.apply(wanted, to: live, force: true)
        let again = try owner.apply(wanted, to: once, force: false)
        try hold(again.isSame(as: once), "\(wanted.jsonText) over \(once.jsonText) gave \(again.jsonText)")
        live = once
      }
    }
  }

  @Test("The object has everything that was applied last, and every owned field exists")
  func completeness() throws {
    try forAll(runs: 1_000) { generator in
      var live: JSONValue?
      for _ in 0..<generator.number(1...6) {
        let wanted = configuration(&generator)
        let name = generator.pick(["a", "b", "c"])
        let object = try manager(name).apply(wanted, to: live, force: true)
        let merged = StructuralValue(value: object, schema: Self.schema).merging(wanted)
        try hold(merged.isSame(as: object), "\(wanted.jsonText) is not all in \(object.jsonText)")
        let existing = fields(object)
        let owners = ManagedFields(of: object).owners
        for (owner, ownership) in owners {
          let leaves = ownership.fields.leaves
          try hold(
            leaves.subtracting(existing.withMembers).isEmpty,
            "\(owner.name) owns \(leaves.subtracting(existing.withMembers).paths) of \(object.jsonText)")
        }
        let mine = owners.first { $0.key.name == name }?.value.fields ?? FieldSet()
        try hold(
          fields(wanted).subtracting(mine).isEmpty, "\(name) does not own \(fields(wanted).subtracting(mine).paths)")
        live = object
      }
    }
  }

  @Test("Without force, a field has several owners only when they want the same")
  func sharing() throws {
    try forAll(runs: 1_000) { generator in
      var live: JSONValue?
      var wishes: [String: JSONValue] = [:]
      for _ in 0..<generator.number(2...8) {
        let wanted = configuration(&generator)
        let name = generator.pick(["a", "b", "c"])
        do {
          live = try manager(name).apply(wanted, to: live, force: false)
          wishes[name] = wanted
        } catch let error as StatusError {
          try hold(error.code == 409, "\(error)")
          // A conflict says of somebody else that he owns the field: there must be such a wish that differs.
          let others = wishes.filter { $0.key != name }.values
          let differ = others.contains { other in
            !StructuralValue(value: other, schema: Self.schema).merging(wanted).isSame(
              as: StructuralValue(value: wanted, schema: Self.schema).merging(other))
          }
          try hold(differ, "\(wanted.jsonText) conflicts with nobody of \(others.map(\.jsonText)): \(error.message)")
        }
      }
      // What all want is there, each wish whole.
      for (name, wanted) in wishes {
        guard let live else { return }
        let merged = StructuralValue(value: live, schema: Self.schema).merging(wanted)
        try hold(merged.isSame(as: live), "\(name)'s \(wanted.jsonText) is not all in \(live.jsonText)")
      }
    }
  }

  @Test("A label that its manager stops applying goes exactly when nobody else owns it")
  func removal() throws {
    try forAll(runs: 1_000) { generator in
      let names = ["a", "b", "c"]
      var live: JSONValue?
      var wishes: [String: Set<String>] = [:]
      for _ in 0..<generator.number(2...8) {
        let name = generator.pick(names)
        let keys = Set(["k1", "k2", "k3", "k4"].filter { _ in generator.chance(0.5) })
        wishes[name] = keys
        var labels = JSONValue.emptyObject
        for key in keys.sorted() { labels[key] = "same" }
        var wanted: JSONValue = ["metadata": ["name": "web"], "spec": ["replicas": 1]]
        if !keys.isEmpty { wanted["metadata"]?["labels"] = labels }
        live = try manager(name).apply(wanted, to: live, force: false)
        let expected = wishes.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        let found = Set(live?["metadata"]?["labels"]?.objectValue?.keys ?? [])
        try hold(found == expected, "\(wishes) left \(found)")
      }
    }
  }

  @Test("FieldsV1 reads back as it was written")
  func fieldsV1() throws {
    try forAll(runs: 1_000) { generator in
      let set = fields(configuration(&generator))
      let read = try #require(FieldSet(json: set.json))
      try hold(read == set, set.json.jsonText)
      try hold(set.subtracting(read).isEmpty && set.intersection(read) == set, "set algebra")
    }
  }
}

extension FieldSet {
  /// Without members that have parts: an owner of `{".":{}}` of something that others filled.
  fileprivate var leaves: FieldSet {
    var result = self
    result.children = children.mapValues(\.leaves)
    if !children.isEmpty { result.isMember = false }
    return result
  }

  /// With every path that leads somewhere: an object that is there with its parts is there itself.
  fileprivate var withMembers: FieldSet {
    var result = FieldSet(isMember: true)
    result.children = children.mapValues(\.withMembers)
    return result
  }
}
