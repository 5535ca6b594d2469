import OrderedCollections

extension JSONValue {
  /// Sets a member that is missing or null.
  ///
  /// An empty text that is there says something: where Kubernetes' types have no pointer, `KubernetesTable.normalize`
  /// has left it out.
  mutating func setDefault(_ key: String, _ value: JSONValue) {
    guard case .object(let members) = self, members[key]?.isNull ?? true else { return }
    self[key] = value
  }

  /// Changes the member `key` in place, if it is an object.
  mutating func update(_ key: String, _ change: (inout JSONValue) -> Void) {
    guard case .object(var members) = self, let index = members.index(forKey: key),
      case .object = members.values[index]
    else { return }
    self = .null  // One owner while it changes.
    change(&members.values[index])
    self = .object(members)
  }

  /// Changes the member `key`, which is made an empty object first when it is missing.
  mutating func make(_ key: String, _ change: (inout JSONValue) -> Void) {
    setDefault(key, .emptyObject)
    update(key, change)
  }

  /// Changes every object in the list `key`.
  mutating func updateEach(_ key: String, _ change: (inout JSONValue) -> Void) {
    guard case .object(var members) = self, let index = members.index(forKey: key),
      case .array(var elements) = members.values[index]
    else { return }
    self = .null
    members.values[index] = .null
    for position in elements.indices {
      if case .object = elements[position] { change(&elements[position]) }
    }
    members.values[index] = .array(elements)
    self = .object(members)
  }

  /// Whether the member is there and not null.
  func has(_ key: String) -> Bool { self[key].map { !$0.isNull } ?? false }

  /// The text of a member; empty when it is missing.
  func text(_ key: String) -> String { self[key]?.stringValue ?? "" }
}
