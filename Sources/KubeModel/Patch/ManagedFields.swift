/// Who owns which fields of an object: `metadata.managedFields` as a value.
struct ManagedFields {
  /// Identifies a manager's set: the same name has one set for each operation, version and subresource.
  ///
  /// What a manager applies is one set whatever the version, so that it can change to another one.
  struct Manager: Hashable {
    /// How a manager writes.
    enum Operation: String {
      case apply = "Apply"
      case update = "Update"
    }

    var name: String
    var operation: Operation
    var apiVersion: String
    var subresource: String

    init(name: String, operation: Operation, apiVersion: String, subresource: String) {
      self.name = name
      self.operation = operation
      self.apiVersion = operation == .apply ? "" : apiVersion
      self.subresource = subresource
    }
  }

  /// What a manager owns, and since when.
  struct Ownership: Hashable {
    var fields: FieldSet
    /// The version whose fields they are.
    var apiVersion: String
    var time: Timestamp?
  }

  var owners: [Manager: Ownership] = [:]

  /// Kubernetes folds the oldest updates together when there are more managers than this.
  private static let mostUpdateManagers = 10

  /// Reads the object's `managedFields`; an entry that cannot be read is dropped, as kube-apiserver does.
  init(of object: JSONValue) {
    for entry in ObjectMeta(json: object["metadata"] ?? .emptyObject).managedFields {
      guard let operation = entry.operation.flatMap(Manager.Operation.init(rawValue:)),
        let fields = entry.fieldsV1.flatMap(FieldSet.init(json:))
      else { continue }
      let manager = Manager(
        name: entry.manager ?? "", operation: operation, apiVersion: entry.apiVersion ?? "",
        subresource: entry.subresource ?? "")
      owners[manager] = Ownership(
        fields: fields, apiVersion: entry.apiVersion ?? "", time: entry.time)
    }
  }

  /// Writes the entries into the object, Apply before Update, then older before newer, as Kubernetes orders them.
  func write(into object: inout JSONValue) {
    let entries = owners.filter { !$0.value.fields.isEmpty }.sorted { left, right in
      let (leftKey, rightKey) = (left.key, right.key)
      if leftKey.operation != rightKey.operation { return leftKey.operation == .apply }
      if left.value.time != right.value.time {
        return (left.value.time?.nanoseconds ?? 0) < (right.value.time?.nanoseconds ?? 0)
      }
      return (leftKey.name, leftKey.apiVersion, leftKey.subresource)
        < (rightKey.name, rightKey.apiVersion, rightKey.subresource)
    }
    var metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    metadata.managedFields = entries.map { manager, ownership in
      .with {
        $0.manager = manager.name
        $0.operation = manager.operation.rawValue
        $0.apiVersion = ownership.apiVersion
        $0.time = ownership.time
        $0.fieldsType = "FieldsV1"
        $0.fieldsV1 = ownership.fields.json
        $0.subresource = manager.subresource.isEmpty ? nil : manager.subresource
      }
    }
    object["metadata"] = metadata.json
  }

  /// Records that `manager` changed an object by anything but an apply.
  ///
  /// - Parameters:
  ///   - version: The version through which it did.
  ///   - difference: What was changed, in a version; nil for one that is not served any more, whose owners are
  ///     forgotten.
  mutating func recordUpdate(
    by manager: Manager, through version: String, at time: Timestamp,
    difference: (_ version: String) -> StructuralValue.Difference?
  ) {
    func owned(_ version: String) -> StructuralValue.Difference? {
      difference(version).map { difference in
        StructuralValue.Difference(
          changed: difference.changed.subtracting(Self.unowned), removed: difference.removed.subtracting(Self.unowned))
      }
    }
    guard let own = owned(version), !own.changed.isEmpty || !own.removed.isEmpty else { return }
    var differences = [version: own]
    for (other, ownership) in owners {
      guard let difference = differences[ownership.apiVersion] ?? owned(ownership.apiVersion) else {
        owners[other] = nil
        continue
      }
      differences[ownership.apiVersion] = difference
      let kept = other == manager ? ownership.fields : ownership.fields.subtracting(difference.changed)
      owners[other]?.fields = kept.subtractingTrees(difference.removed)
    }
    guard !own.changed.isEmpty else { return }
    owners[manager, default: Ownership(fields: FieldSet(), apiVersion: version)].fields.formUnion(own.changed)
    owners[manager]?.time = time
    foldOldUpdates()
  }

  private mutating func foldOldUpdates() {
    let updates = owners.filter { $0.key.operation == .update }
    guard updates.count > Self.mostUpdateManagers else { return }
    let oldest = updates.sorted { ($0.value.time?.nanoseconds ?? 0) < ($1.value.time?.nanoseconds ?? 0) }
    for (manager, ownership) in oldest.prefix(updates.count - Self.mostUpdateManagers + 1) {
      owners[manager] = nil
      let ancient = Manager(
        name: "ancient-changes", operation: .update, apiVersion: manager.apiVersion, subresource: "")
      owners[ancient, default: Ownership(fields: FieldSet(), apiVersion: ownership.apiVersion)].fields.formUnion(
        ownership.fields)
      owners[ancient]?.time = ownership.time
    }
  }

  /// What nobody owns: an object's identity, and what the API server itself writes.
  static let unowned: FieldSet = {
    var metadata = FieldSet.leaf
    for name in [
      "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields",
      "resourceVersion",
    ] {
      metadata.insert(.leaf, at: .member(name))
    }
    var set = FieldSet()
    set.insert(.leaf, at: .member("apiVersion"))
    set.insert(.leaf, at: .member("kind"))
    set.insert(metadata, at: .member("metadata"))
    // managedFields is removed with all that it holds before values are compared; see `withoutManagedFields`.
    return set
  }()
}

extension JSONValue {
  /// The object without its `metadata.managedFields`, which is about fields and none itself.
  var withoutManagedFields: JSONValue {
    guard var metadata = self["metadata"], metadata["managedFields"] != nil else { return self }
    metadata["managedFields"] = nil
    var copy = self
    copy["metadata"] = metadata
    return copy
  }
}
