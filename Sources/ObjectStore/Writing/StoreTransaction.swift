package import KubeModel

/// What a write sees and does: the state as of this moment, and the changes so far.
///
/// Runs inside the single writer, so what it reads cannot change under it. All of its changes are kept, or none.
package struct StoreTransaction {
  /// How the objects of one resource are read and written in another form than they are stored in.
  package struct Translation: Sendable {
    let resource: GroupResource
    let reading: @Sendable (JSONValue) -> JSONValue
    let writing: @Sendable (JSONValue) -> JSONValue

    package init(
      of resource: GroupResource, reading: @escaping @Sendable (JSONValue) -> JSONValue,
      writing: @escaping @Sendable (JSONValue) -> JSONValue
    ) {
      self.resource = resource
      self.reading = reading
      self.writing = writing
    }
  }

  /// What stands between the transaction and its user for the time being; nil shows objects as they are stored.
  package var translation: Translation?
  private var base: ObjectIndex
  private var overlay: [ObjectKey: StoredObject?] = [:]
  private(set) var changes: [StoreEvent] = []
  /// The revision of the last change.
  package private(set) var revision: Int64

  init(base: ObjectIndex, revision: Int64) {
    self.base = base
    self.revision = revision
  }

  /// The object as the transaction sees it.
  package func object(_ key: ObjectKey) -> StoredObject? {
    guard let object = stored(key) else { return nil }
    guard let translation, translation.resource == key.resource else { return object }
    return StoredObject(key: key, revision: object.revision, value: translation.reading(object.value))
  }

  private func stored(_ key: ObjectKey) -> StoredObject? {
    if let changed = overlay[key] { return changed }
    return base.object(key)
  }

  /// The objects of a resource in a namespace, or in all of them, in the order of namespace and name.
  package func objects(_ resource: GroupResource, namespace: String? = nil) -> [StoredObject] {
    let stored = base.objects(resource, namespace: namespace)
    let changed = overlay.filter { $0.key.resource == resource && (namespace == nil || $0.key.namespace == namespace) }
    guard !changed.isEmpty else { return stored }
    let kept = stored.filter { changed[$0.key] == nil } + changed.values.compactMap(\.self)
    return kept.sorted { $0.key < $1.key }
  }

  private func storable(_ value: JSONValue, _ key: ObjectKey) -> JSONValue {
    guard let translation, translation.resource == key.resource else { return value }
    return translation.writing(value)
  }

  /// Stores `value` under `key`, whether or not there is an object already, at the next revision, and returns it as it is
  /// stored.
  @discardableResult
  package mutating func put(_ key: ObjectKey, _ value: JSONValue) -> StoredObject {
    let old = self.stored(key)
    revision += 1
    let stored = StoredObject(key: key, revision: revision, value: storable(value, key))
    overlay[key] = .some(stored)
    changes.append(StoreEvent(old: old, object: stored, isDeletion: false))
    return stored
  }

  /// Removes the object at the next revision and returns its last state, which is `last` if given; nil when there
  /// is no such object.
  @discardableResult
  package mutating func delete(_ key: ObjectKey, last: JSONValue? = nil) -> StoredObject? {
    guard let old = stored(key) else { return nil }
    revision += 1
    let final = StoredObject(key: key, revision: revision, value: last.map { storable($0, key) } ?? old.value)
    overlay[key] = .some(nil)
    changes.append(StoreEvent(old: old, object: final, isDeletion: true))
    return final
  }

  /// Undoes the changes after the first `count`.
  mutating func rollBack(toChangeCount count: Int) {
    for change in changes[count...].reversed() {
      overlay[change.key] = .some(change.old)
      revision -= 1
    }
    changes.removeSubrange(count...)
  }

  /// Gives the state up, so that the index has one owner again and can change without being copied.
  mutating func releaseBase() { base = ObjectIndex() }
}
