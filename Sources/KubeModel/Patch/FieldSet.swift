import OrderedCollections

/// One step of a path in server-side apply's ownership sets.
enum FieldPathElement: Hashable {
  /// A member of an object: `f:name`.
  case member(String)
  /// An element of an associative list, by its keys in order: `k:{"name":"web"}`.
  case keyed([String: JSONValue])
  /// An element of a set: `v:"a"`.
  case value(JSONValue)
  /// An element of a list by its place: `i:0`.
  case index(Int)
}

/// A set of field paths, as `managedFields` records what a manager owns (`FieldsV1`).
struct FieldSet: Hashable {
  /// Whether the path that leads here is itself in the set.
  var isMember = false
  var children: [FieldPathElement: FieldSet] = [:]

  var isEmpty: Bool { !isMember && children.isEmpty }

  /// The set with just the path that leads here.
  static let leaf = FieldSet(isMember: true)

  /// Adds `child` below `element`, unless it is empty.
  mutating func insert(_ child: FieldSet, at element: FieldPathElement) {
    guard !child.isEmpty else { return }
    children[element, default: FieldSet()].formUnion(child)
  }

  mutating func formUnion(_ other: FieldSet) {
    isMember = isMember || other.isMember
    for (element, child) in other.children { children[element, default: FieldSet()].formUnion(child) }
  }

  func union(_ other: FieldSet) -> FieldSet {
    var result = self
    result.formUnion(other)
    return result
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(isMember: isMember && other.isMember)
    for (element, child) in children {
      if let twin = other.children[element] { result.insert(child.intersection(twin), at: element) }
    }
    return result
  }

  func subtracting(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(isMember: isMember && !other.isMember)
    for (element, child) in children {
      result.insert(other.children[element].map(child.subtracting) ?? child, at: element)
    }
    return result
  }

  /// Without everything below a path of `other`, the path included.
  func subtractingTrees(_ other: FieldSet) -> FieldSet {
    guard !other.isMember else { return FieldSet() }
    var result = FieldSet(isMember: isMember)
    for (element, child) in children {
      result.insert(other.children[element].map(child.subtractingTrees) ?? child, at: element)
    }
    return result
  }

  /// The paths in the set, as a conflict's message names them: `.spec.replicas`, `.spec.ports[port=80]`.
  var paths: [String] {
    var result: [String] = isMember ? [""] : []
    for (element, child) in children {
      result += child.paths.map { element.pathText + $0 }
    }
    return result.sorted()
  }
}

// MARK: JSON form (FieldsV1)

extension FieldSet {
  /// Reads `FieldsV1`; nil when a key is malformed.
  init?(json: JSONValue) {
    guard case .object(let members) = json else { return nil }
    for (key, value) in members {
      if key == "." {
        isMember = true
        continue
      }
      guard let element = FieldPathElement(key: key), var child = FieldSet(json: value) else { return nil }
      if child.children.isEmpty { child.isMember = true }
      children[element] = child
    }
  }

  /// `FieldsV1`, its keys sorted.
  var json: JSONValue {
    var members: [(String, JSONValue)] = children.map { element, child in
      (element.key, child.children.isEmpty ? .emptyObject : child.json)
    }
    members.sort { $0.0 < $1.0 }
    if isMember { members.insert((".", .emptyObject), at: 0) }
    return .object(JSONObject(uniqueKeysWithValues: members))
  }
}

extension FieldPathElement {
  fileprivate init?(key: String) {
    let text = String(key.dropFirst(2))
    switch key.prefix(2) {
    case "f:": self = .member(text)
    case "i:":
      guard let index = Int(text) else { return nil }
      self = .index(index)
    case "v:":
      guard let value = try? JSONValue(parsing: Array(text.utf8)) else { return nil }  // nil says malformed.
      self = .value(value)
    case "k:":
      // nil says malformed.
      guard let value = try? JSONValue(parsing: Array(text.utf8)), let keys = value.objectValue else { return nil }
      self = .keyed(Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0.value) }))
    default: return nil
    }
  }

  fileprivate var key: String {
    switch self {
    case .member(let name): "f:\(name)"
    case .index(let index): "i:\(index)"
    case .value(let value): "v:\(value.text)"
    case .keyed(let keys): "k:\(JSONValue.object(Self.sorted(keys)).text)"
    }
  }

  /// The step as a path in a message has it.
  var pathText: String {
    switch self {
    case .member(let name): ".\(name)"
    case .index(let index): "[\(index)]"
    case .value(let value): "[=\(value.text)]"
    case .keyed(let keys): "[\(Self.sorted(keys).map { "\($0.key)=\($0.value.text)" }.joined(separator: ","))]"
    }
  }

  private static func sorted(_ keys: [String: JSONValue]) -> JSONObject {
    JSONObject(uniqueKeysWithValues: keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}

extension JSONValue {
  fileprivate var text: String { String(decoding: serialized(), as: UTF8.self) }
}
