package import KubeModel

/// What the schema of a kind says about an object: unknown fields, defaults, wrong values.
package protocol ObjectRules: Sendable {
  /// Removes fields that the kind does not have and returns their messages, worded as `unknown field "spec.foo"`.
  /// Throws 400 when a field has a value of a wrong type.
  func prune(_ object: inout JSONValue, kind: GroupVersionKind) throws(StatusError) -> [String]

  /// Fills in what the client left out.
  func applyDefaults(to object: inout JSONValue, kind: GroupVersionKind)

  /// Adds the fields that the kind's objects never are without, to an object that is about to be stored.
  func addZeroValues(to object: inout JSONValue, kind: GroupVersionKind)

  /// What is wrong with the object, which is in the stored version `kind` and was written in `version`; `old` is the one
  /// that it is to replace. `isStatus` says that only its status is written.
  func validate(
    _ object: JSONValue, old: JSONValue?, kind: GroupVersionKind, writtenAs version: GroupVersion, isStatus: Bool
  ) -> [StatusError.Cause]
}

extension ObjectRules {
  /// An object that was written in a served version, complete and in the stored version, and the messages about fields
  /// that it does not have.
  func completed(
    _ given: JSONValue, as served: ServedResource
  ) throws(StatusError) -> (object: JSONValue, unknown: [String]) {
    var object = given
    let unknown = try prune(&object, kind: served.groupVersionKind)
    applyDefaults(to: &object, kind: served.groupVersionKind)
    guard let conversion = served.conversion else { return (object, unknown) }
    // As when kube-apiserver reads an object that was written in an older version.
    var stored = conversion.toStored(object)
    applyDefaults(to: &stored, kind: conversion.stored)
    _ = try prune(&stored, kind: conversion.stored)
    return (stored, unknown)
  }
}

extension ServedResource {
  /// What says what its objects look like: its definition, or else the rules of the built-in kinds.
  func rules(builtIn: any ObjectRules) -> any ObjectRules { custom ?? builtIn }
}
