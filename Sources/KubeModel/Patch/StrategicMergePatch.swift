import OrderedCollections

/// Kubernetes' strategic merge patch: a merge patch that merges lists by key where the type says so, and understands
/// the directives `$patch`, `$retainKeys`, `$deleteFromPrimitiveList/…` and `$setElementOrder/…`.
package enum StrategicMergePatch {
  /// The document with the patch merged in; throws 400 for a malformed directive or an element without its key.
  package static func apply(
    _ patch: JSONValue, to document: JSONValue, schema: (any MergeSchema)?
  ) throws(StatusError) -> JSONValue {
    guard case .object(let changes) = patch else {
      throw .badRequest("error decoding patch: a strategic merge patch is an object")
    }
    return .object(try merge(changes, into: document.objectValue ?? [:], schema))
  }

  private static let orderPrefix = "$setElementOrder/"
  private static let deletionPrefix = "$deleteFromPrimitiveList/"

  private static func merge(
    _ patch: JSONObject, into original: JSONObject, _ schema: (any MergeSchema)?
  ) throws(StatusError) -> JSONObject {
    switch try directive(of: patch) {
    case .replace: return try withoutDirectives(patch, schema)
    case .delete: return [:]
    case .merge: break
    }
    var result = original
    if let kept = patch["$retainKeys"]?.arrayValue {
      result.removeAll { key, _ in !kept.contains(.string(key)) }
    }
    for (key, removed) in patch where key.hasPrefix(deletionPrefix) {
      let name = String(key.dropFirst(deletionPrefix.count))
      let removed = removed.arrayValue ?? []
      guard let elements = result[name]?.arrayValue else { continue }
      let goes = Set(removed)
      result[name] = .array(elements.filter { !goes.contains($0) })
    }
    for (key, change) in patch where !key.hasPrefix("$") {
      let member = schema?.member(key)
      if change.isNull {
        result.removeValue(forKey: key)
      } else if let existing = result[key] {
        result[key] = try merge(change, into: existing, member, order: patch[orderPrefix + key])
      } else {
        result[key] = try withoutDirectives(change, member)
      }
    }
    for (key, order) in patch where key.hasPrefix(orderPrefix) {
      let name = String(key.dropFirst(orderPrefix.count))
      guard patch[name] == nil, let elements = result[name]?.arrayValue, let order = order.arrayValue else { continue }
      let mergeKey = schema?.member(name)?.patchMergeKey
      result[name] = .array(ElementOrder(order, key: mergeKey).arranged(elements, original: elements))
    }
    return result
  }

  private static func merge(
    _ change: JSONValue, into existing: JSONValue, _ schema: (any MergeSchema)?, order: JSONValue?
  ) throws(StatusError) -> JSONValue {
    switch (change, existing) {
    case (.object(let change), .object(let existing)) where schema?.replacesOnPatch != true:
      return .object(try merge(change, into: existing, schema))
    case (.array(let change), .array(let existing)) where schema?.mergesListOnPatch == true:
      let merged = try mergeLists(change, into: existing, schema)
      guard let order = order?.arrayValue else { return .array(merged) }
      return .array(ElementOrder(order, key: schema?.patchMergeKey).arranged(merged, original: existing))
    default:
      return try withoutDirectives(change, schema)
    }
  }

  private static func mergeLists(
    _ patch: [JSONValue], into original: [JSONValue], _ schema: (any MergeSchema)?
  ) throws(StatusError) -> [JSONValue] {
    guard let mergeKey = schema?.patchMergeKey else {
      let present = Set(original)
      return original + patch.filter { !present.contains($0) }
    }
    var result = original
    var changes: [JSONObject] = []
    var deleted: Set<JSONValue> = []
    for element in patch {
      guard case .object(let members) = element else {
        throw .badRequest("error decoding patch: an element of a list merged by \(mergeKey) is not an object")
      }
      switch try directive(of: members) {
      case .replace: result = []
      case .delete:
        guard let key = members[mergeKey] else { throw missingKey(mergeKey, element) }
        deleted.insert(key)
      case .merge: changes.append(members)
      }
    }
    if !deleted.isEmpty { result.removeAll { $0[mergeKey].map(deleted.contains) ?? false } }
    var places = places(of: result, by: mergeKey)
    for change in changes {
      // A lone `$patch: replace` has emptied the list and is no element itself.
      guard change.keys.contains(where: { !$0.hasPrefix("$") }) else { continue }
      guard let key = change[mergeKey] else { throw missingKey(mergeKey, .object(change)) }
      if let index = places[key] {
        result[index] = .object(try merge(change, into: result[index].objectValue ?? [:], schema?.element))
      } else {
        places[key] = result.count
        result.append(try withoutDirectives(.object(change), schema?.element))
      }
    }
    return result
  }

  /// Where each key's first element stands.
  private static func places(of elements: [JSONValue], by mergeKey: String) -> [JSONValue: Int] {
    var places: [JSONValue: Int] = [:]
    for (index, element) in elements.enumerated() {
      if let key = element[mergeKey], places[key] == nil { places[key] = index }
    }
    return places
  }

  /// A value that meets nothing to be merged with: nulls and directives have done their work.
  private static func withoutDirectives(
    _ value: JSONValue, _ schema: (any MergeSchema)?
  ) throws(StatusError) -> JSONValue {
    switch value {
    case .object(let members): return .object(try withoutDirectives(members, schema))
    case .array(let elements):
      var kept: [JSONValue] = []
      for element in elements {
        if case .object(let members) = element, try directive(of: members) != .merge { continue }
        kept.append(try withoutDirectives(element, schema?.element))
      }
      return .array(kept)
    default: return value
    }
  }

  private static func withoutDirectives(
    _ members: JSONObject, _ schema: (any MergeSchema)?
  ) throws(StatusError) -> JSONObject {
    var result: JSONObject = [:]
    for (key, value) in members where !key.hasPrefix("$") && !value.isNull {
      result[key] = try withoutDirectives(value, schema?.member(key))
    }
    return result
  }

  private enum Directive: String {
    case merge
    case replace
    case delete
  }

  private static func directive(of members: JSONObject) throws(StatusError) -> Directive {
    guard let value = members["$patch"] else { return .merge }
    guard let text = value.stringValue, let directive = Directive(rawValue: text) else {
      throw .badRequest("Unknown patch type found: \(value.stringValue ?? "not a string")")
    }
    return directive
  }

  private static func missingKey(_ key: String, _ element: JSONValue) -> StatusError {
    .badRequest("map: \(element) does not contain declared merge key: \(key)")
  }
}

/// The order that `$setElementOrder` asks for.
private struct ElementOrder {
  private let order: [JSONValue]
  private let key: String?

  /// - Parameters:
  ///   - order: The elements, or objects that hold just their keys, in the order asked for.
  ///   - key: The merge key; nil for lists of plain values.
  init(_ order: [JSONValue], key: String?) {
    self.key = key
    self.order = order.map { element in key.flatMap { element[$0] } ?? element }
  }

  private func identity(_ element: JSONValue) -> JSONValue { key.flatMap { element[$0] } ?? element }

  /// Named elements in the order asked for; the others keep their place relative to the named ones that stood in
  /// the original list.
  func arranged(_ elements: [JSONValue], original: [JSONValue]) -> [JSONValue] {
    let originalOrder = Dictionary(original.enumerated().map { (identity($1), $0) }) { first, _ in first }
    let byIdentity = Dictionary(elements.map { (identity($0), $0) }) { first, _ in first }
    let asked = Set(order)
    let named = order.compactMap { byIdentity[$0] }
    let others = elements.filter { !asked.contains(identity($0)) }
    var result: [JSONValue] = []
    var namedRest = named[...]
    for other in others {
      let place = originalOrder[identity(other)] ?? original.count
      while let next = namedRest.first {
        if let nextPlace = originalOrder[identity(next)], nextPlace > place { break }
        result.append(next)
        namedRest.removeFirst()
      }
      result.append(other)
    }
    return result + namedRest
  }
}
