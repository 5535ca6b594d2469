import OrderedCollections

/// A JSON merge patch (RFC 7396).
package enum MergePatch {
  /// The document with the patch merged in: null removes a member, objects merge, everything else replaces.
  package static func apply(_ patch: JSONValue, to document: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members = document.objectValue ?? [:]
    for (key, change) in changes {
      if change.isNull {
        members.removeValue(forKey: key)
      } else {
        members[key] = apply(change, to: members[key] ?? .null)
      }
    }
    return .object(members)
  }
}
