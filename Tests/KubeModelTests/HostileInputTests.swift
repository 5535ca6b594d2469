import OrderedCollections
import Testing

@testable import KubeModel

/// Input that could end or stall whoever reads it.
@Suite("Hostile input")
struct HostileInputTests {
  @Test(
    "A quantity's exponent may be anything",
    arguments: [
      "1e59", "-1e59", "1e60", "1e9223372036854775807", "1e-9223372036854775808", "-1E-9223372036854775808",
      "340282366920938463463374607431768211455", "99999999999999999999Ei",
    ])
  func quantities(text: String) {
    let quantity = Quantity(text)
    _ = (quantity.value, quantity.milliValue, quantity.isNegative)
    // What is taken can be written and computed with.
    if let canonical = quantity.canonical {
      #expect(Quantity(canonical).compare(quantity) == 0)
      #expect(quantity.subtracting(quantity)?.value == 0)
      #expect(quantity.compare(Quantity("1")) != 0)
    } else {
      #expect(quantity.value == nil)
      #expect(quantity.adding(Quantity("1")) == nil)
    }
  }

  @Test("Large quantities add up to the nearest number, or to none")
  func largeSums() {
    #expect(Quantity("1e30").adding(Quantity("1e30"))?.text == "2e30")
    #expect(Quantity("1e30").value == .max)
    #expect(Quantity("-1e30").value == .min)
    #expect(Quantity("1e36").compare(Quantity("1n")) == 1)
    #expect(Quantity("-1e36").compare(Quantity("1n")) == -1)
  }

  @Test(
    "Times of the years 1 to 9999 are read and written as they are",
    arguments: ["0001-01-01T00:00:00Z", "1677-01-01T00:00:00Z", "2263-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
  func times(text: String) throws {
    let moment = try #require(Timestamp(text))
    #expect(moment.description == text)
    let object = ConfigMap(name: "a", namespace: "b").json
    var dated = object
    dated["metadata"]?["creationTimestamp"] = .string(text)
    let bytes = try #require(try KubernetesTable.builtin.protobuf(of: dated))
    #expect(try KubernetesTable.builtin.object(protobuf: bytes)[path: "metadata", "creationTimestamp"] == moment.json)
  }

  @Test("The longest time between two moments is a duration, and no moment lies outside the years that can be written")
  func extremeTimes() throws {
    let first = try #require(Timestamp("0000-01-01T00:00:00+23:59"))
    let last = try #require(Timestamp("9999-12-31T23:59:59.999999999-23:59"))
    #expect(first.description == "0000-01-01T00:00:00Z")
    #expect(last.text(fractionDigits: 9) == "9999-12-31T23:59:59.999999999Z")
    #expect(last - first == .seconds(315_569_519_999) + .nanoseconds(999_999_999))
    #expect(first + (last - first) == last)
    #expect(last + .seconds(Int64.max) == last)
    #expect(Timestamp(seconds: .min) == first)
    #expect(HumanDuration.text(since: first, now: last).hasSuffix("y"))
  }

  @Test("Copies that make a document grow without bound are refused")
  func copies() {
    let double: JSONValue = ["op": "copy", "from": "", "path": "/x"]
    let siblings: JSONValue = ["op": "copy", "from": "/a", "path": "/a/-"]
    let text = JSONValue.string(String(repeating: "x", count: 1_000))
    let growing = #expect(throws: StatusError.self) {
      try JSONPatch.apply(.array(Array(repeating: siblings, count: 30)), to: ["a": [text]])
    }
    #expect(growing?.code == 413)
    #expect(throws: StatusError.self) {
      try JSONPatch.apply(.array(Array(repeating: double, count: 200)), to: ["a": text])
    }
  }

  @Test("Operations that nest a document deeper than any reader reads it are refused")
  func nesting() {
    let deeper: JSONValue = ["op": "move", "from": "/a", "path": "/b"]
    let around: JSONValue = ["op": "add", "path": "/a", "value": [:]]
    let into: JSONValue = ["op": "move", "from": "/b", "path": "/a/b"]
    let round: [JSONValue] = [deeper, around, into]
    let operations = Array(repeating: round, count: 1_000).flatMap { $0 }
    let error = #expect(throws: StatusError.self) { try JSONPatch.apply(.array(operations), to: ["a": [:]]) }
    #expect(error?.code == 422)
  }

  @Test("A patch's test looks at what is said, not at the order of members, and at each octet of a text")
  func patchTests() throws {
    let document: JSONValue = ["a": ["x": 1, "y": 2], "e": "e\u{301}"]
    let ordered: JSONValue = [["op": "test", "path": "/a", "value": ["y": 2, "x": 1]]]
    #expect(try JSONPatch.apply(ordered, to: document) == document)
    let same: JSONValue = [["op": "test", "path": "/e", "value": "e\u{301}"]]
    #expect(try JSONPatch.apply(same, to: document) == document)
    let other: JSONValue = [["op": "test", "path": "/e", "value": "\u{e9}"]]
    let error = #expect(throws: StatusError.self) { try JSONPatch.apply(other, to: document) }
    #expect(error?.code == 422)
  }

  @Test("A combining mark behind a slash belongs to the key that follows")
  func combiningMarks() throws {
    let patch: JSONValue = [["op": "replace", "path": "/a/\u{301}b", "value": 2]]
    #expect(try JSONPatch.apply(patch, to: ["a": ["\u{301}b": 1]]) == ["a": ["\u{301}b": 2]])
  }

  @Test("No more than 100 duplicate members are told of")
  func duplicates() throws {
    let text = "{" + Array(repeating: "\"a\":1", count: 50_000).joined(separator: ",") + "}"
    var duplicates: [String] = []
    #expect(try JSONValue.parse(Array(text.utf8), duplicateFields: &duplicates) == ["a": 1])
    #expect(duplicates.count <= 100 && !duplicates.isEmpty)
  }

  @Test("Keys that no YAML reader would take as they are come back", arguments: [1, 128, 129, 1_025, 5_000])
  func longKeys(length: Int) throws {
    let key = String(repeating: "k", count: length)
    let value: JSONValue = ["list": [["a": "b", key: ["x": 1]]], key: "text"]
    #expect(try JSONValue(yaml: value.yamlText).isSame(as: value))
  }
}

/// Lists of tens of thousands of elements: time must not grow with their square.
@Suite("Long lists", .timeLimit(.minutes(5)))
struct LongListTests {
  private static let count = 50_000
  private static let numbers = (0..<count).map { "x/\($0)" }

  @Test("A merge patch that removes every member")
  func mergePatch() {
    let members = JSONObject(uniqueKeysWithValues: Self.numbers.map { ($0, JSONValue.integer(1)) })
    #expect(MergePatch.apply(.object(members.mapValues { _ in .null }), to: .object(members)) == [:])
  }

  @Test("A strategic merge patch that merges, orders and deletes")
  func strategicMergePatch() throws {
    let schema = KubernetesTable.builtin.mergeSchema(
      of: GroupVersionKind(group: "", version: "v1", kind: "Pod"))
    let names = Self.numbers.map { JSONValue.object(["name": .string($0)]) }
    let document: JSONValue = [
      "metadata": ["finalizers": .array(Self.numbers.map(JSONValue.string))], "spec": ["containers": .array(names)],
    ]
    let patch: JSONValue = [
      "metadata": [
        "finalizers": .array(Self.numbers.reversed().map(JSONValue.string)),
        "$setElementOrder/finalizers": .array(Self.numbers.reversed().map(JSONValue.string)),
      ],
      "spec": ["containers": .array(names), "$setElementOrder/containers": .array(names.reversed())],
    ]
    let patched = try StrategicMergePatch.apply(patch, to: document, schema: schema)
    #expect(patched[path: "spec", "containers"] == .array(names.reversed()))
    #expect(patched[path: "metadata", "finalizers"]?.arrayValue?.count == Self.count)
    let deletions: JSONValue = [
      "metadata": ["$deleteFromPrimitiveList/finalizers": .array(Self.numbers.map(JSONValue.string))],
      "spec": ["containers": .array(names.map { ["$patch": "delete", "name": $0["name"] ?? .null] })],
    ]
    let emptied = try StrategicMergePatch.apply(deletions, to: document, schema: schema)
    #expect(emptied[path: "spec", "containers"] == [])
    #expect(emptied[path: "metadata", "finalizers"] == [])
  }

  @Test("A protobuf message with a list and a map")
  func protobuf() throws {
    var map = ConfigMap(name: "a", namespace: "b").json
    map["metadata"]?["finalizers"] = .array(Self.numbers.map(JSONValue.string))
    map["data"] = .object(JSONObject(uniqueKeysWithValues: Self.numbers.map { ($0, JSONValue.string("")) }))
    let bytes = try #require(try KubernetesTable.builtin.protobuf(of: map))
    let read = try KubernetesTable.builtin.object(protobuf: bytes)
    #expect(read[path: "metadata", "finalizers"]?.arrayValue?.count == Self.count)
    #expect(read["data"]?.objectValue?.count == Self.count)
  }
}
