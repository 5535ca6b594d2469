import OrderedCollections

/// A JSON merge patch (RFC 7396).
package enum MergePatch {
  /// The document with the patch merged in: null removes a member, objects merge, everything else replaces.
  package static func apply(_ patch: JSONValue, to document: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members = document.objectValue ?? [:]
    for (key, change) in changes where !change.isNull {
      members[key] = apply(change, to: members[key] ?? .null)
    }
    // All at once: each removal on its own would move what stands behind it.
    members.removeAll { key, _ in changes[key]?.isNull == true }
    return .object(members)
  }
}
