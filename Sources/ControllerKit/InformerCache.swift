import KubeModel

/// An informer's copy of the objects: applies lists and watch events and tells what changed, as a value.
struct InformerCache<Kind: ObjectWithMetadata>: Sendable {
  /// The objects by namespace (empty for objects of the cluster) and name.
  private var objects: [String: [String: Kind]] = [:]
  /// The revision up to which the copy is complete; nil before the first list.
  private(set) var resourceVersion: String?

  func get(namespace: String?, name: String) -> Kind? { objects[namespace ?? ""]?[name] }

  func list(namespace: String?) -> [Kind] {
    guard let namespace else { return objects.values.flatMap(\.values) }
    return objects[namespace].map { Array($0.values) } ?? []
  }

  /// Takes a whole list over, and returns the differences in one pass: what went, then what came or changed.
  ///
  /// An object that was deleted and made again under its name between two lists counts as deleted and added.
  mutating func replace(with items: [Kind], resourceVersion: String) -> [InformerEvent<Kind>] {
    var fresh: [String: [String: Kind]] = [:]
    var changes: [InformerEvent<Kind>] = []
    for item in items {
      fresh[item.namespace ?? "", default: [:]][item.name] = item
      guard let known = get(namespace: item.namespace, name: item.name) else {
        changes.append(.added(item))
        continue
      }
      if known.uid != item.uid {
        changes.append(.deleted(known))
        changes.append(.added(item))
      } else if known.metadata.resourceVersion != item.metadata.resourceVersion {
        changes.append(.updated(old: known, new: item))
      }
    }
    var gone: [InformerEvent<Kind>] = []
    for (namespace, known) in objects {
      for (name, object) in known where fresh[namespace]?[name] == nil { gone.append(.deleted(object)) }
    }
    objects = fresh
    self.resourceVersion = resourceVersion
    return gone + changes
  }

  /// Takes an object over that a watch told of.
  mutating func upsert(_ object: Kind) -> [InformerEvent<Kind>] {
    let known = objects[object.namespace ?? "", default: [:]].updateValue(object, forKey: object.name)
    advance(to: object.metadata.resourceVersion)
    guard let known else { return [.added(object)] }
    if known.uid != object.uid { return [.deleted(known), .added(object)] }
    return [.updated(old: known, new: object)]
  }

  /// Forgets an object that a watch told the end of.
  mutating func remove(_ object: Kind) -> [InformerEvent<Kind>] {
    let namespace = object.namespace ?? ""
    let known = objects[namespace]?.removeValue(forKey: object.name)
    if objects[namespace]?.isEmpty == true { objects[namespace] = nil }
    advance(to: object.metadata.resourceVersion)
    return known == nil ? [] : [.deleted(object)]
  }

  /// Notes that the copy is complete up to `resourceVersion`.
  mutating func advance(to resourceVersion: String?) {
    if let resourceVersion, !resourceVersion.isEmpty { self.resourceVersion = resourceVersion }
  }

  /// Whether the copy holds every change up to `resourceVersion` (revisions are numbers that grow).
  func hasSeen(_ resourceVersion: String) -> Bool {
    guard let seen = self.resourceVersion.flatMap(UInt64.init) else { return false }
    guard let wanted = UInt64(resourceVersion) else { return true }
    return seen >= wanted
  }
}
