import OrderedCollections

@testable import KubeModel

/// Makes a strategic merge patch out of two objects, as kubectl does it (`strategicpatch.CreateTwoWayMergePatch`).
struct StrategicDifference {
  /// Whether what the target lacks is deleted.
  let deletes: Bool
  /// Whether what the target has otherwise is set.
  let adds: Bool

  func patch(from old: JSONValue, to new: JSONValue, _ schema: any MergeSchema) -> JSONValue {
    .object(members(old.objectValue ?? [:], new.objectValue ?? [:], schema))
  }

  private func members(_ old: JSONObject, _ new: JSONObject, _ schema: (any MergeSchema)?) -> JSONObject {
    var patch: JSONObject = [:]
    if deletes { for key in old.keys where new[key] == nil { patch[key] = .null } }
    for (key, value) in new {
      let member = schema?.member(key)
      guard let present = old[key] else {
        if adds { patch[key] = value }
        continue
      }
      switch (present, value) {
      case (.object(let present), .object(let wanted)) where member?.replacesOnPatch != true:
        let inner = members(present, wanted, member)
        if !inner.isEmpty { patch[key] = .object(inner) }
      case (.array(let present), .array(let wanted)) where member?.mergesListOnPatch == true:
        list(present, wanted, member, key, into: &patch)
      default:
        if adds, !present.isSame(as: value) { patch[key] = value }
      }
    }
    return patch
  }

  private func list(
    _ old: [JSONValue], _ new: [JSONValue], _ schema: (any MergeSchema)?, _ key: String, into patch: inout JSONObject
  ) {
    guard let mergeKey = schema?.patchMergeKey else {
      let gone = old.filter { !new.contains($0) }
      if deletes, !gone.isEmpty { patch["$deleteFromPrimitiveList/\(key)"] = .array(gone) }
      let added = new.filter { !old.contains($0) }
      if adds, !added.isEmpty { patch[key] = .array(added) }
      if adds, old != new { patch["$setElementOrder/\(key)"] = .array(new) }
      return
    }
    var changes: [JSONValue] = []
    for element in new {
      guard let present = old.first(where: { $0[mergeKey] == element[mergeKey] }) else {
        if adds { changes.append(element) }
        continue
      }
      var change = members(present.objectValue ?? [:], element.objectValue ?? [:], schema?.element)
      guard !change.isEmpty else { continue }
      change[mergeKey] = element[mergeKey]
      changes.append(.object(change))
    }
    if deletes {
      for element in old where !new.contains(where: { $0[mergeKey] == element[mergeKey] }) {
        changes.append(["$patch": "delete", mergeKey: element[mergeKey] ?? .null])
      }
    }
    if !changes.isEmpty { patch[key] = .array(changes) }
    if adds, !changes.isEmpty || old.map({ $0[mergeKey] }) != new.map({ $0[mergeKey] }) {
      patch["$setElementOrder/\(key)"] = .array(new.map { [mergeKey: $0[mergeKey] ?? .null] })
    }
  }

  /// An object whose merged lists have no element twice, and none without its key: what the API would refuse.
  static func tidied(_ value: JSONValue, _ schema: (any MergeSchema)?) -> JSONValue {
    switch value {
    case .object(let members):
      var result: JSONObject = [:]
      for (key, member) in members { result[key] = tidied(member, schema?.member(key)) }
      return .object(result)
    case .array(let elements) where schema?.mergesListOnPatch == true:
      var seen: Set<JSONValue> = []
      return .array(
        elements.map { tidied($0, schema?.element) }.filter { element in
          guard let mergeKey = schema?.patchMergeKey else { return seen.insert(element).inserted }
          return element[mergeKey].map { seen.insert($0).inserted } ?? false
        })
    case .array(let elements): return .array(elements.map { tidied($0, schema?.element) })
    default: return value
    }
  }
}
