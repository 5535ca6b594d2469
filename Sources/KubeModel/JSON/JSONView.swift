import OrderedCollections

/// A typed view of a JSON object: what the view does not name stays in the object untouched, so that a controller
/// which reads, changes and writes an object never drops a field it does not know.
///
/// A view lists its members once, as `Field` values; each is then a property of the view:
///
///     pod.spec.nodeName = "node-1"          // Field<String>       : String?
///     for container in pod.spec.containers  // ListField<Container>: [Container], empty when missing
@dynamicMemberLookup
package protocol JSONView: JSONConvertible, Sendable, Hashable {
  /// The names and types of the members.
  associatedtype Fields: Sendable

  /// The one list of the members.
  static var fields: Fields { get }

  /// The object behind the view.
  var json: JSONValue { get set }

  /// A view of `json`, which may hold more than the view names.
  init(json: JSONValue)
}

/// A member that may be missing.
///
/// Reading a value of another form than `Value` gives nil; setting nil removes it.
package struct Field<Value: JSONConvertible>: Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }
}

/// A member that is an array; empty when missing.
///
/// Setting an empty array removes it. Elements of another form than `Element` are left out on reading.
package struct ListField<Element: JSONConvertible>: Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }
}

/// A member that is an object with any keys; empty when missing.
///
/// Setting an empty dictionary removes it.
package struct MapField<Value: JSONConvertible>: Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }
}

/// A member that is an object of a known form and reads as an empty one when missing.
package struct ViewField<Value: JSONView>: Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }
}

extension JSONView {
  /// An empty object.
  package init() { self.init(json: .emptyObject) }

  /// An empty object, changed by `fill`.
  package static func with(_ fill: (inout Self) throws -> Void) rethrows -> Self {
    var view = Self()
    try fill(&view)
    return view
  }

  package subscript<Value>(dynamicMember path: KeyPath<Fields, Field<Value>>) -> Value? {
    get { json[Self.fields[keyPath: path].name].flatMap(Value.init(json:)) }
    set { json[Self.fields[keyPath: path].name] = newValue?.json }
  }

  package subscript<Element>(dynamicMember path: KeyPath<Fields, ListField<Element>>) -> [Element] {
    get { json[Self.fields[keyPath: path].name]?.arrayValue?.compactMap(Element.init(json:)) ?? [] }
    set { json[Self.fields[keyPath: path].name] = newValue.isEmpty ? .none : .array(newValue.map(\.json)) }
  }

  /// The members sorted by key on writing, as Kubernetes writes maps.
  package subscript<Value>(dynamicMember path: KeyPath<Fields, MapField<Value>>) -> [String: Value] {
    get {
      guard let members = json[Self.fields[keyPath: path].name]?.objectValue else { return [:] }
      var result: [String: Value] = [:]
      result.reserveCapacity(members.count)
      for (key, value) in members { result[key] = Value(json: value) }
      return result
    }
    set {
      let name = Self.fields[keyPath: path].name
      guard !newValue.isEmpty else {
        json[name] = nil
        return
      }
      let members = newValue.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
      json[name] = .object(JSONObject(uniqueKeysWithValues: members))
    }
  }

  package subscript<View>(dynamicMember path: KeyPath<Fields, ViewField<View>>) -> View {
    get { View(json: json[Self.fields[keyPath: path].name] ?? .emptyObject) }
    set { json[Self.fields[keyPath: path].name] = newValue.json }
  }
}
