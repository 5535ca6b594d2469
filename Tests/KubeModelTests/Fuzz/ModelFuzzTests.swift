import OrderedCollections
import Properties
import Testing

@testable import KubeModel

/// Hostile input against everything in the model that reads what clients send.
@Suite("Fuzzers of the model", .serialized)
struct ModelFuzzTests {
  private static let table = KubernetesTable.builtin
  private static let kinds = table.resources.map(\.groupVersionKind)

  /// A random object of a random kind, some of its parts spoiled.
  private func object(
    _ generator: inout SeededGenerator, spoiled: Double = 0.05
  ) throws -> (kind: GroupVersionKind, object: JSONValue) {
    let kind = generator.pick(Self.kinds)
    let type = try #require(Self.table.type(of: kind))
    let random = RandomObject(density: generator.pick([0.1, 0.3, 0.6]))
    var object = JSONValue.object(random.members(of: type, depth: generator.number(2...7), &generator))
    object["kind"] = .string(kind.kind)
    object["apiVersion"] = .string(kind.groupVersion.description)
    return (kind, generator.spoiled(object, probability: generator.pick([0, spoiled])))
  }

  @Test("Objects are decoded, completed and judged, whatever they hold")
  func objects() async throws {
    try await Fuzzing.run("objects") { generator in
      let (kind, given) = try object(&generator)
      guard
        var object = try Self.refusable({ () throws(StatusError) in try Self.table.normalize(given, as: kind).object })
      else { return }
      Defaulting.apply(to: &object, kind: kind)
      guard
        let complete = try Self.refusable({ () throws(StatusError) in try Self.table.normalize(object, as: kind).object
        })
      else {
        // What the defaults add has the right types.
        throw Counterexample("\(kind): the defaults spoil \(given.jsonText)")
      }
      let old = generator.chance(0.5) ? generator.spoiled(complete) : nil
      _ = Validation.causes(complete, old: old, kind: kind)
      _ = Validation.causes(given, old: old, kind: kind)
      for object in [complete, given] {
        _ = ObjectWarnings.texts(about: object, old: old, kind: kind, isSpecChanged: generator.chance(0.5))
      }
      let again = try Self.table.normalize(complete, as: kind).object
      try hold(again == complete, "\(kind): \(complete.jsonText) decoded again is \(again.jsonText)")
      var stored = complete
      Self.table.addZeroValues(to: &stored, as: kind)
      let read = try Self.table.normalize(stored, as: kind).object
      try hold(read == stored, "\(kind): \(stored.jsonText) is stored, and read as \(read.jsonText)")
    }
  }

  @Test("Protobuf messages are read or refused")
  func protobuf() async throws {
    let requests = CapturedRequest.all.compactMap { Base64.decode($0.body) }
    try await Fuzzing.run("protobuf") { generator in
      var bytes = generator.pick(requests)
      if generator.chance(0.5) {
        let (kind, given) = try object(&generator, spoiled: 0)
        if let object = try Self.refusable({ () throws(StatusError) in try Self.table.normalize(given, as: kind).object
        }) {
          bytes = try Self.table.protobuf(of: object) ?? bytes
        }
      }
      let words = ["k8s\u{0}", "\u{12}\u{0}", "v1", "Pod"]
      guard let read = try? Self.table.object(protobuf: generator.mutated(bytes, words: words)) else { return }
      _ = try Self.refusable { () throws(StatusError) in try Self.table.normalize(read, as: Self.kinds[0]) }
      _ = try? Self.table.protobuf(of: read)
    }
  }

  @Test("YAML is read or refused")
  func yaml() async throws {
    let words = [
      "&a ", "*a ", "<<: *a\n", "- ", ": ", "? ", "|\n", ">-\n  ", "---\n", "!!binary ", "!!int ", "%YAML 1.1\n", "\t",
      "0x", "\"\\x",
      "[", "{", "]", "}", "~", "!", "@", "`", "#",
    ]
    try await Fuzzing.run("yaml") { generator in
      let seed = generator.chance(0.5) ? try object(&generator).object : generator.hostileJSON()
      let bytes = generator.mutated(Array(seed.yamlText.utf8), words: words)
      guard let documents = try? JSONValue.yamlDocuments(String(decoding: bytes, as: UTF8.self)) else { return }
      for document in documents { _ = document.yamlText }
    }
  }

  @Test("JSON is read or refused")
  func json() async throws {
    let words = ["\\u0000", "\\ud800\\udc00", "1e400", "-", "1E+", "\u{feff}", "\"\":", "[[", "{\"a\":"]
    try await Fuzzing.run("json") { generator in
      let bytes = generator.mutated(generator.hostileJSON(depth: 6).serialized(), words: words)
      var duplicates: [String] = []
      guard let value = try? JSONValue.parse(bytes, duplicateFields: &duplicates) else { return }
      try hold(duplicates.count <= 100, "\(duplicates.count) duplicates")
      _ = value.prettyPrinted()
    }
  }

  @Test("Patches of all kinds are applied or refused")
  func patches() async throws {
    try await Fuzzing.run("patches") { generator in
      let (kind, live) = try object(&generator)
      let (_, other) =
        generator.chance(0.7) ? (kind, generator.spoiled(live, probability: 0.1)) : try object(&generator)
      let schema = Self.table.mergeSchema(of: kind)
      _ = MergePatch.apply(other, to: live)
      _ = try Self.refusable { () throws(StatusError) in
        try StrategicMergePatch.apply(Self.withDirectives(other, &generator), to: live, schema: schema)
      }
      _ = try Self.refusable { () throws(StatusError) in
        try JSONPatch.apply(Self.operations(on: live, &generator), to: live)
      }
      let owner = FieldOwnership(
        manager: generator.pick(["a", "b"]), apiVersion: kind.groupVersion.description,
        time: Timestamp(seconds: 1), schema: schema)
      let applied = try Self.refusable { () throws(StatusError) in
        try owner.apply(other.withoutManagedFields, to: live, force: generator.chance(0.7))
      }
      if let applied {
        var updated = applied
        updated["metadata"]?["managedFields"] = generator.spoiled(applied["metadata"]?["managedFields"] ?? [])
        owner.recordUpdate(from: applied, to: &updated)
      }
    }
  }

  private static func withDirectives(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    switch value {
    case .object(let members):
      var result = JSONValue.object(members.mapValues { withDirectives($0, &generator) })
      if generator.chance(0.05) { result["$patch"] = .string(generator.pick(["delete", "replace", "merge", "x"])) }
      if generator.chance(0.05) { result["$retainKeys"] = generator.hostileJSON(depth: 1) }
      if generator.chance(0.05), let key = members.keys.first {
        result["$setElementOrder/\(key)"] = members[key]
        result["$deleteFromPrimitiveList/\(key)"] = members[key]
      }
      return result
    case .array(let elements): return .array(elements.map { withDirectives($0, &generator) })
    default: return value
    }
  }

  private static func operations(on document: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    func path() -> String {
      var (path, current) = ("", document)
      while generator.chance(0.8) {
        switch current {
        case .object(let members) where !members.isEmpty:
          let key = generator.pick(Array(members.keys))
          path += "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
          current = members[key] ?? .null
        case .array(let elements) where !elements.isEmpty:
          let index = generator.number(0...(elements.count - 1))
          path += "/\(index)"
          current = elements[index]
        default: return path + (generator.chance(0.3) ? "/\(generator.hostileText())" : "")
        }
      }
      return path
    }
    return .array(
      generator.list(upTo: 12) { $0.pick(["add", "remove", "replace", "move", "copy", "test", "x"]) }.map { name in
        [
          "op": .string(name), "path": .string(path()), "from": .string(path()),
          "value": generator.hostileJSON(depth: 2),
        ]
      })
  }

  @Test("Small texts with a meaning are read or refused")
  func texts() async throws {
    try await Fuzzing.run("texts") { generator in
      let text = String(
        decoding: generator.mutated(
          Array(generator.hostileText().utf8), words: ["e", "E", "-", ".", "*", "/", "@every 1"]),
        as: UTF8.self)
      let quantity = Quantity(text)
      if let canonical = quantity.canonical {
        try hold(Quantity(canonical).compare(quantity) == 0, "\(text) is not \(canonical)")
        _ = quantity.adding(Quantity(generator.hostileText()))
        _ = (quantity.value, quantity.milliValue)
      }
      if let moment = Timestamp(text) { try hold(Timestamp(moment.text(fractionDigits: 9)) == moment, text) }
      let moment = Timestamp(seconds: Int64(generator.number(0...4_000_000_000)))
      if let schedule = try? CronSchedule(text), let next = schedule.next(after: moment) {
        try hold(next > moment, "\(text) after \(moment) is \(next)")
      }
      if let decoded = Base64.decode(text) {
        try hold(Base64.decode(Base64.encode(decoded)) == decoded, text)
      }
      _ = GroupVersion(apiVersion: text)
    }
  }

  /// The value; nil when it is refused by an error of the client's.
  private static func refusable<Value>(_ body: () throws(StatusError) -> Value) throws -> Value? {
    do {
      return try body()
    } catch {
      // What is no object of its kind is an internal error to Kubernetes' apply.
      let isNone = error.message.hasPrefix("failed to create typed patch object")
      try hold(isNone || (400..<500).contains(error.code), "\(error)")
      return nil
    }
  }
}
