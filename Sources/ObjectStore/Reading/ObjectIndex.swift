import KubeModel

/// The objects of one resource in one namespace, in the order of their names.
struct ObjectTable {
  private var byName: [String: StoredObject] = [:]
  private(set) var sorted: [StoredObject] = []

  var isEmpty: Bool { sorted.isEmpty }

  func object(named name: String) -> StoredObject? { byName[name] }

  mutating func set(_ object: StoredObject) {
    let name = object.key.name
    let position = lowerBound(name)
    if byName.updateValue(object, forKey: name) == nil {
      sorted.insert(object, at: position)
    } else {
      sorted[position] = object
    }
  }

  mutating func remove(_ name: String) {
    guard byName.removeValue(forKey: name) != nil else { return }
    sorted.remove(at: lowerBound(name))
  }

  /// The position of the first object whose name is not before `name`.
  func lowerBound(_ name: String) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].key.name < name { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// All objects, by resource, namespace and name.
///
/// Objects of the cluster are in the namespace with the empty name.
struct ObjectIndex {
  private var tables: [GroupResource: [String: ObjectTable]] = [:]

  func object(_ key: ObjectKey) -> StoredObject? {
    tables[key.resource]?[key.namespace ?? ""]?.object(named: key.name)
  }

  /// The objects of a resource in a namespace, or in all of them, in the order of namespace and name.
  func objects(_ resource: GroupResource, namespace: String?) -> [StoredObject] {
    guard let namespaces = tables[resource] else { return [] }
    if let namespace { return namespaces[namespace]?.sorted ?? [] }
    if namespaces.count == 1, let only = namespaces.first { return only.value.sorted }
    var all: [StoredObject] = []
    for name in namespaces.keys.sorted() { all += namespaces[name]?.sorted ?? [] }
    return all
  }

  /// The resources that have objects.
  var resources: [GroupResource] { tables.keys.sorted() }

  mutating func set(_ object: StoredObject) {
    tables[object.key.resource, default: [:]][object.key.namespace ?? "", default: ObjectTable()].set(object)
  }

  mutating func remove(_ key: ObjectKey) {
    let namespace = key.namespace ?? ""
    tables[key.resource]?[namespace]?.remove(key.name)
    guard tables[key.resource]?[namespace]?.isEmpty == true else { return }
    tables[key.resource]?[namespace] = nil
    if tables[key.resource]?.isEmpty == true { tables[key.resource] = nil }
  }

  mutating func apply(_ event: StoreEvent) {
    if event.isDeletion { remove(event.key) } else { set(event.object) }
  }
}
