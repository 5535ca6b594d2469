import OrderedCollections

/// A value beside its schema, walked as server-side apply sees it: which parts have owners of their own.
struct StructuralValue {
  let value: JSONValue
  let schema: (any MergeSchema)?

  /// The parts of a value, or nothing when it is one part.
  enum Parts {
    case atomic
    case object(JSONObject)
    case list([(element: FieldPathElement, value: JSONValue)])
  }

  var parts: Parts {
    switch value {
    case .object(let members) where schema.map({ $0.topology == .granular }) ?? true: return .object(members)
    case .array(let elements):
      switch schema?.topology {
      case .set: return .list(elements.map { (.value($0), $0) })
      case .associative(let keys): return .list(elements.map { (Self.identity(of: $0, keys: keys), $0) })
      default: return .atomic
      }
    default: return .atomic
    }
  }

  /// The value below `element`, which one of `parts` has named.
  func child(_ element: FieldPathElement, _ value: JSONValue) -> StructuralValue {
    if case .member(let name) = element { return StructuralValue(value: value, schema: schema?.member(name)) }
    return StructuralValue(value: value, schema: schema?.element)
  }

  /// The keys that tell an element of an associative list from the others.
  ///
  /// A port's protocol is the one key that the API gives a default.
  static func identity(of element: JSONValue, keys: [String]) -> FieldPathElement {
    var identity: [String: JSONValue] = [:]
    for key in keys { identity[key] = element[key] ?? (key == "protocol" ? "TCP" : .none) }
    return .keyed(identity)
  }

  /// What a manager that applies this value owns: every part, list elements and map entries themselves included.
  var fieldSet: FieldSet {
    switch parts {
    case .atomic: return .leaf
    case .object(let members):
      guard !members.isEmpty else { return .leaf }
      var set = FieldSet()
      for (name, value) in members {
        let child = child(.member(name), value)
        var childSet = child.fieldSet
        if schema?.isStruct == false { childSet.isMember = true }
        set.insert(childSet, at: .member(name))
      }
      return set
    case .list(let elements):
      guard !elements.isEmpty else { return .leaf }
      var set = FieldSet()
      for (element, value) in elements {
        set.insert(child(element, value).fieldSet.union(.leaf), at: element)
      }
      return set
    }
  }

  /// What differs between two values of the same type.
  struct Difference {
    /// Parts that the new value has and the old one has not, or has with another value.
    var changed = FieldSet()
    /// Parts that only the old value has.
    var removed = FieldSet()
  }

  /// Compares part by part.
  func difference(to new: StructuralValue) -> Difference {
    var difference = Difference()
    // Clients write members in any order, and the server keeps them in its own.
    guard !value.isSame(as: new.value) else { return difference }
    switch (parts, new.parts) {
    case (.object(let old), .object(let members)):
      for (name, value) in members {
        difference.compare(old[name], value, at: .member(name), of: new)
      }
      for (name, value) in old where members[name] == nil {
        difference.removed.insert(child(.member(name), value).wholeSet, at: .member(name))
      }
    case (.list(let old), .list(let elements)):
      let oldElements = Dictionary(old.map { ($0.element, $0.value) }) { first, _ in first }
      let newElements = Set(elements.map(\.element))
      for (element, value) in elements {
        difference.compare(oldElements[element], value, at: element, of: new)
      }
      for (element, value) in old where !newElements.contains(element) {
        difference.removed.insert(child(element, value).wholeSet.union(.leaf), at: element)
      }
    default:
      difference.changed = new.fieldSet.union(.leaf)
    }
    return difference
  }

  /// Every part and, unless it is a struct with parts, whose members stand for it, this value itself.
  fileprivate var wholeSet: FieldSet {
    let set = fieldSet
    return schema?.isStruct == true && !set.isEmpty ? set : set.union(.leaf)
  }
}

extension StructuralValue.Difference {
  fileprivate mutating func compare(
    _ old: JSONValue?, _ value: JSONValue, at element: FieldPathElement, of parent: StructuralValue
  ) {
    let new = parent.child(element, value)
    guard let old else {
      if case .member = element {
        changed.insert(new.wholeSet, at: element)
      } else {
        changed.insert(new.wholeSet.union(.leaf), at: element)
      }
      return
    }
    let inner = parent.child(element, old).difference(to: new)
    changed.insert(inner.changed, at: element)
    removed.insert(inner.removed, at: element)
  }
}

// MARK: Merging and pruning

extension StructuralValue {
  /// This value with `applied` merged over it: what server-side apply makes of the live object and a configuration.
  func merging(_ applied: JSONValue) -> JSONValue {
    let applied = StructuralValue(value: applied, schema: schema)
    switch (parts, applied.parts) {
    case (.object(var members), .object(let changes)):
      for (name, change) in changes {
        members[name] = members[name].map { child(.member(name), $0).merging(change) } ?? change
      }
      return .object(members)
    case (.list(let elements), .list(let changes)):
      var result = elements
      var place: [FieldPathElement: Int] = [:]
      for (index, element) in elements.enumerated() where place[element.element] == nil {
        place[element.element] = index
      }
      for (element, change) in changes {
        if let index = place[element] {
          result[index].value = child(element, result[index].value).merging(change)
        } else {
          place[element] = result.count
          result.append((element, change))
        }
      }
      return .array(result.map(\.value))
    default: return applied.value
    }
  }

  /// This value without what a manager owned by `last` and nobody owns by `kept`; nil when nothing is left of it.
  ///
  /// A member or an element that nobody owns any more goes with everything in it, defaults that the server gave it and
  /// fields that others changed in it among them, as in Kubernetes.
  func removing(_ last: FieldSet, keeping kept: FieldSet) -> JSONValue? {
    guard !last.isEmpty else { return value }
    switch parts {
    case .atomic: return value
    case .object(let members):
      var result: JSONObject = [:]
      for (name, value) in members {
        // Of a struct's members it goes without saying that who owns a part of one owns it.
        let isNamed = schema?.isStruct ?? true
        result[name] = child(.member(name), value).left(of: last, at: .member(name), keeping: kept, isNamed: isNamed)
      }
      return result.isEmpty && !members.isEmpty ? .none : .object(result)
    case .list(let elements):
      var result: [JSONValue] = []
      for (element, value) in elements {
        guard var left = child(element, value).left(of: last, at: element, keeping: kept, isNamed: false) else {
          continue
        }
        if case .keyed(let keys) = element { for key in keys.keys { left[key] = value[key] } }
        result.append(left)
      }
      return result.isEmpty ? .none : .array(result)
    }
  }

  /// What is left of this value, which stands at `element` of the one that the sets are about.
  private func left(
    of last: FieldSet, at element: FieldPathElement, keeping kept: FieldSet, isNamed: Bool
  ) -> JSONValue? {
    guard let owned = last.children[element] else { return value }
    let others = kept.children[element] ?? FieldSet()
    let isKept = isNamed ? !others.isEmpty : others.isMember
    if isNamed || owned.isMember, !isKept { return nil }
    return removing(owned, keeping: others)
  }
}
