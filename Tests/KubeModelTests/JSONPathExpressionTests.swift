import Testing

@testable import KubeModel

@Suite("JSONPath")
struct JSONPathExpressionTests {
  private static let object: JSONValue = [
    "spec": ["http": [["hosts": ["a", "b"]], ["hosts": ["c"]]], "names": ["x", "y", "z"]]
  ]

  @Test(
    "Brackets choose elements; empty ones the first, as Kubernetes has it",
    arguments: [
      (".spec.names[]", ["x"]), (".spec.names[0]", ["x"]), (".spec.names[-1]", ["z"]), (".spec.names[1:]", ["y", "z"]),
      (".spec.names[*]", ["x", "y", "z"]), (".spec.http[].hosts[*]", ["a", "b"]),
    ])
  func brackets(path: String, expected: [String]) throws {
    let found = try JSONPathExpression(path).evaluate(root: Self.object, current: Self.object)
    #expect(found == expected.map(JSONValue.string))
  }

  @Test("What is no path is refused", arguments: [".spec.names[x]", ".spec.names[1", ".spec..[1:2:3:4]"])
  func malformed(path: String) {
    #expect(throws: JSONPathError.self) { try JSONPathExpression(path) }
  }
}
