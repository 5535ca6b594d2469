package import KubeModel

/// What the schema of a kind says about an object: unknown fields, defaults, wrong values.
package protocol ObjectRules: Sendable {
  /// Removes fields that the kind does not have and returns their messages, worded as `unknown field "spec.foo"`.
  /// Throws 400 when a field has a value of a wrong type.
  func prune(_ object: inout JSONValue, kind: GroupVersionKind) throws(StatusError) -> [String]

  /// Fills in what the client left out.
  func applyDefaults(to object: inout JSONValue, kind: GroupVersionKind)

  /// What is wrong with the object; `old` is the one that it is to replace.
  func validate(_ object: JSONValue, old: JSONValue?, kind: GroupVersionKind) -> [StatusError.Cause]
}
