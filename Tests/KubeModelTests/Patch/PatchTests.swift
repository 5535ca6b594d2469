import Testing

@testable import KubeModel

@Suite("Patches")
struct PatchTests {
  @Test(
    "A JSON patch does what RFC 6902's examples say",
    arguments: [
      (["foo": "bar"], [["op": "add", "path": "/baz", "value": "qux"]], ["foo": "bar", "baz": "qux"]),
      (["foo": ["bar", "baz"]], [["op": "add", "path": "/foo/1", "value": "qux"]], ["foo": ["bar", "qux", "baz"]]),
      (["foo": ["bar"]], [["op": "add", "path": "/foo/-", "value": ["abc"]]], ["foo": ["bar", ["abc"]]]),
      (["baz": "qux", "foo": "bar"], [["op": "remove", "path": "/baz"]], ["foo": "bar"]),
      (["foo": ["bar", "qux", "baz"]], [["op": "remove", "path": "/foo/1"]], ["foo": ["bar", "baz"]]),
      (["baz": "qux"], [["op": "replace", "path": "/baz", "value": "boo"]], ["baz": "boo"]),
      (
        ["foo": ["bar": "baz", "waldo": "fred"], "qux": ["corge": "grault"]],
        [["op": "move", "from": "/foo/waldo", "path": "/qux/thud"]],
        ["foo": ["bar": "baz"], "qux": ["corge": "grault", "thud": "fred"]]
      ),
      (["foo": "x"], [["op": "copy", "from": "/foo", "path": "/bar"]], ["foo": "x", "bar": "x"]),
      (["foo": "x"], [["op": "test", "path": "/foo", "value": "x"]], ["foo": "x"]),
      (["/": 9, "~1": 10], [["op": "replace", "path": "/~01", "value": 11]], ["/": 9, "~1": 11]),
      (["a": ["m~n": 1, "x/y": 2]], [["op": "remove", "path": "/a/x~1y"]], ["a": ["m~n": 1]]),
    ] as [(JSONValue, JSONValue, JSONValue)])
  func jsonPatch(document: JSONValue, patch: JSONValue, expected: JSONValue) throws {
    #expect(try JSONPatch.apply(patch, to: document) == expected)
  }

  @Test(
    "A JSON patch that does not fit is refused as unprocessable",
    arguments: [
      [["op": "remove", "path": "/missing"]], [["op": "replace", "path": "/missing", "value": 1]],
      [["op": "add", "path": "/missing/inner", "value": 1]], [["op": "test", "path": "/foo", "value": "other"]],
      [["op": "add", "path": "/list/7", "value": 1]], [["op": "add", "path": "/list/01", "value": 1]],
      [["op": "move", "from": "/list", "path": "/list/0"]], [["op": "fly", "path": "/foo"]],
    ] as [JSONValue])
  func misfits(patch: JSONValue) {
    let error = #expect(throws: StatusError.self) { try JSONPatch.apply(patch, to: ["foo": "bar", "list": [1]]) }
    #expect(error?.code == 422)
  }

  @Test(
    "A merge patch does what RFC 7396's examples say",
    arguments: [
      (["a": "b"], ["a": "c"], ["a": "c"]), (["a": "b"], ["b": "c"], ["a": "b", "b": "c"]),
      (["a": "b", "b": "c"], ["a": nil], ["b": "c"]), (["a": ["b"]], ["a": "c"], ["a": "c"]),
      (["a": ["b": "c"]], ["a": ["b": "d", "c": nil]], ["a": ["b": "d"]]),
      (["a": [["b": "c"]]], ["a": [1]], ["a": [1]]), (["a", "b"], ["c", "d"], ["c", "d"]),
      (["e": nil], ["a": 1], ["e": nil, "a": 1]), ([1, 2], ["a": "b", "c": nil], ["a": "b"]),
      ([:], ["a": ["bb": ["ccc": nil]]], ["a": ["bb": [:]]]),
    ] as [(JSONValue, JSONValue, JSONValue)])
  func mergePatch(document: JSONValue, patch: JSONValue, expected: JSONValue) {
    #expect(MergePatch.apply(patch, to: document) == expected)
  }

  private func strategic(_ patch: JSONValue, _ document: JSONValue) throws -> JSONValue {
    try StrategicMergePatch.apply(patch, to: document, schema: TestSchema.workload)
  }

  private let pod: JSONValue = [
    "metadata": ["labels": ["a": "1"], "finalizers": ["x", "y"]],
    "spec": [
      "replicas": 1, "strategy": ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": 1]],
      "containers": [["name": "web", "image": "web:1", "args": ["a", "b"]], ["name": "log", "image": "log:1"]],
    ],
  ]

  @Test("A strategic merge patch merges lists by their key")
  func listsByKey() throws {
    let patched = try strategic(
      ["spec": ["containers": [["name": "log", "image": "log:2"], ["name": "new", "image": "new:1"]]]], pod)
    #expect(
      patched["spec"]?["containers"] == [
        ["name": "web", "image": "web:1", "args": ["a", "b"]], ["name": "log", "image": "log:2"],
        ["name": "new", "image": "new:1"],
      ])
  }

  @Test("Other lists are replaced, and null removes")
  func replacement() throws {
    let patched = try strategic(
      ["metadata": ["labels": nil], "spec": ["containers": [["name": "web", "args": ["c"]]]]], pod)
    #expect(patched["spec"]?["containers"]?.arrayValue?.first == ["name": "web", "image": "web:1", "args": ["c"]])
    #expect(patched["metadata"]?["labels"] == nil)
  }

  @Test("Directives delete, replace, order and retain")
  func directives() throws {
    let deleted = try strategic(["spec": ["containers": [["$patch": "delete", "name": "web"]]]], pod)
    #expect(deleted["spec"]?["containers"] == [["name": "log", "image": "log:1"]])

    let replaced = try strategic(
      ["spec": ["containers": [["$patch": "replace"], ["name": "only", "image": "o"]]]], pod)
    #expect(replaced["spec"]?["containers"] == [["name": "only", "image": "o"]])

    let ordered = try strategic(
      [
        "spec": [
          "$setElementOrder/containers": [["name": "log"], ["name": "web"]],
          "containers": [["name": "log", "image": "log:3"]],
        ]
      ], pod)
    #expect(ordered["spec"]?["containers"]?.arrayValue?.map { $0["name"] } == ["log", "web"])

    let retained = try strategic(
      ["spec": ["strategy": ["$retainKeys": ["type"], "type": "Recreate"]]], pod)
    #expect(retained["spec"]?["strategy"] == ["type": "Recreate"])

    let shortened = try strategic(["metadata": ["$deleteFromPrimitiveList/finalizers": ["x"]]], pod)
    #expect(shortened["metadata"]?["finalizers"] == ["y"])

    let extended = try strategic(["metadata": ["finalizers": ["z", "x"]]], pod)
    #expect(extended["metadata"]?["finalizers"] == ["x", "y", "z"])
  }

  @Test("A malformed strategic patch is refused")
  func malformedStrategic() {
    #expect(throws: StatusError.self) { try strategic(["spec": ["$patch": "explode"]], pod) }
    #expect(throws: StatusError.self) { try strategic(["spec": ["containers": [["image": "nameless"]]]], pod) }
    #expect(throws: StatusError.self) { try strategic([1], pod) }
  }
}
