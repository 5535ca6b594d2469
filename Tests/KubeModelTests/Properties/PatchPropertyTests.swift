import OrderedCollections
import Properties
import Testing

@testable import KubeModel

@Suite("Properties of patches")
struct PatchPropertyTests {
  @Test("A merge patch of the differences gives the target, and changes nothing when it comes again")
  func mergePatch() throws {
    try forAll(runs: 2_000) { generator in
      let document = generator.hostileJSON(depth: 5).withoutNulls
      let target = generator.spoiled(document, probability: 0.1).withoutNulls
      let patch = Self.mergeDifference(document, target)
      let patched = MergePatch.apply(patch, to: document)
      try hold(patched.isSame(as: target), "\(document.jsonText) by \(patch.jsonText) gave \(patched.jsonText)")
      try hold(MergePatch.apply(patch, to: patched).isSame(as: target), "the second time: \(patch.jsonText)")
    }
  }

  private static func mergeDifference(_ document: JSONValue, _ target: JSONValue) -> JSONValue {
    guard case .object(let members) = target, case .object(let old) = document else { return target }
    var patch = JSONValue.emptyObject
    for key in old.keys where members[key] == nil { patch[key] = .null }
    for (key, value) in members where !JSONValue.areSame(old[key], value) {
      patch[key] = mergeDifference(old[key] ?? .null, value)
    }
    return patch
  }

  @Test("A JSON patch of the differences gives the target, and its tests hold then and not before")
  func jsonPatch() throws {
    try forAll(runs: 2_000) { generator in
      let document = generator.hostileJSON(depth: 5)
      let target = generator.spoiled(document, probability: 0.1)
      var operations: [JSONValue] = []
      Self.jsonDifference(document, target, at: "", &operations)
      let patched = try JSONPatch.apply(.array(operations), to: document)
      try hold(
        patched.isSame(as: target),
        "\(document.jsonText) by \(JSONValue.array(operations).jsonText) gave \(patched.jsonText)")
      let test: JSONValue = [["op": "test", "path": "", "value": target]]
      try hold(try JSONPatch.apply(test, to: patched) == patched, "the target's test")
      guard !document.isSame(as: target) else { return }
      try hold((try? JSONPatch.apply(test, to: document)) == nil, "the target's test on the document")
    }
  }

  private static func jsonDifference(
    _ document: JSONValue, _ target: JSONValue, at path: String, _ operations: inout [JSONValue]
  ) {
    switch (document, target) {
    case (.object(let old), .object(let new)):
      for key in old.keys where new[key] == nil {
        operations.append(["op": "remove", "path": .string(path + token(key))])
      }
      for (key, value) in new {
        if let present = old[key] {
          jsonDifference(present, value, at: path + token(key), &operations)
        } else {
          operations.append(["op": "add", "path": .string(path + token(key)), "value": value])
        }
      }
    case (.array(let old), .array(let new)):
      for index in old.indices.dropFirst(new.count).reversed() {
        operations.append(["op": "remove", "path": .string("\(path)/\(index)")])
      }
      for (index, value) in new.enumerated() {
        if index < old.count {
          jsonDifference(old[index], value, at: "\(path)/\(index)", &operations)
        } else {
          operations.append(["op": "add", "path": .string("\(path)/-"), "value": value])
        }
      }
    default:
      if !document.isSame(as: target) { operations.append(["op": "replace", "path": .string(path), "value": target]) }
    }
  }

  /// RFC 6901, section 3.
  private static func token(_ key: String) -> String {
    "/"
      + String(
        String.UnicodeScalarView(
          key.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
            scalar == "~" ? ["~", "0"] : scalar == "/" ? ["~", "1"] : [scalar]
          }))
  }

  @Test("Copies cannot make a document grow without end, in size or in depth")
  func copies() {
    let doubling = (0..<60).map { index -> JSONValue in
      ["op": "copy", "from": "", "path": .string("/k\(index)")]
    }
    let error = #expect(throws: StatusError.self) { try JSONPatch.apply(.array(doubling), to: ["a": "b"]) }
    #expect(error?.code == 413)
    let deepening = (0..<600).map { _ -> JSONValue in ["op": "copy", "from": "", "path": "/a"] }
    let depth = #expect(throws: StatusError.self) { try JSONPatch.apply(.array(deepening), to: [:]) }
    #expect(depth?.code == 422)
  }

  @Test("A patch of many members is applied in the time that it takes to read them")
  func manyMembers() throws {
    let count = 60_000
    var patch: JSONObject = [:]
    var document: JSONObject = [:]
    for index in 0..<count {
      patch["key\(index)"] = .null
      document["key\(index)"] = 1
    }
    let begin = ContinuousClock.now
    #expect(MergePatch.apply(.object(patch), to: .object(document)) == [:])
    let environment = (0..<count).map { ["name": .string("V\($0)"), "value": "x"] as JSONValue }
    let schema = TestSchema.list(of: TestSchema(members: ["name": .scalar, "value": .scalar]), key: "name")
    let patched = try StrategicMergePatch.apply(
      ["list": .array(environment)], to: ["list": .array(environment.reversed())],
      schema: TestSchema(members: ["list": schema, "set": .set]))
    #expect(patched["list"]?.arrayValue?.count == count)
    let names = JSONValue.array((0..<count).map { .string("f\($0)") })
    let set = try StrategicMergePatch.apply(
      ["set": names], to: ["set": names], schema: TestSchema(members: ["set": .set]))
    #expect(set["set"] == names)
    #expect(ContinuousClock.now - begin < .seconds(30))
  }
}

extension JSONValue {
  /// What RFC 7396 can express: objects without nulls.
  fileprivate var withoutNulls: JSONValue {
    guard case .object(let members) = self else { return isNull ? "null" : self }
    return .object(members.filter { !$0.value.isNull }.mapValues(\.withoutNulls))
  }
}
