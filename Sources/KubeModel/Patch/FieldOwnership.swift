/// Server-side apply, and the record of field ownership that it stands on (Kubernetes: "Server-Side Apply").
package struct FieldOwnership: Sendable {
  /// The field manager's name.
  package var manager: String
  /// The version through which it writes.
  package var apiVersion: String
  /// `status`, `scale` or empty.
  package var subresource: String
  /// The moment of the write.
  package var time: Timestamp
  /// The schema of the kind; nil treats objects as granular and lists as atomic.
  package var schema: (any MergeSchema)?
  /// How the stored objects get into that version; nil when it is the stored one.
  package var conversion: VersionConversion?
  /// The other versions through which managers may have written; nil for one that is not served any more.
  package var versions: @Sendable (_ apiVersion: String) -> Version?

  package init(
    manager: String, apiVersion: String, subresource: String = "", time: Timestamp, schema: (any MergeSchema)?,
    conversion: VersionConversion? = nil,
    versions: @escaping @Sendable (_ apiVersion: String) -> Version? = { _ in nil }
  ) {
    self.manager = manager
    self.apiVersion = apiVersion
    self.subresource = subresource
    self.time = time
    self.schema = schema
    self.conversion = conversion
    self.versions = versions
  }

  private func identity(_ operation: ManagedFields.Manager.Operation) -> ManagedFields.Manager {
    ManagedFields.Manager(name: manager, operation: operation, apiVersion: apiVersion, subresource: subresource)
  }

  /// Records in `new` who owns what after a create (`old` is nil), an update or a patch.
  package func recordUpdate(from old: JSONValue?, to new: inout JSONValue) {
    var managed = ManagedFields(of: old ?? new)
    if let managers = new["metadata"]?["managedFields"]?.arrayValue, managers.isEmpty {
      managed.owners = [:]  // An explicit empty list is how a client resets the record.
    }
    let (before, after) = (old ?? .emptyObject, new)
    managed.recordUpdate(by: identity(.update), through: apiVersion, at: time) { version in
      difference(from: before, to: after, in: version)
    }
    managed.write(into: &new)
  }

  /// Applies `configuration` to the live object, or makes a new one when there is none.
  ///
  /// - Parameters:
  ///   - configuration: What the manager wants; fields that it applied before and that are missing now are removed,
  ///     unless another manager owns them too.
  ///   - live: The stored object, in the stored version; the configuration and the answer are in the request's.
  ///   - force: Takes over fields that others own with other values, instead of throwing 409.
  ///   - ignored: Top-level members that this endpoint does not write, `status` for the object itself.
  ///
  /// Throws 500 without a reason, as Kubernetes does, when the configuration is no value of the kind's type.
  package func apply(
    _ configuration: JSONValue, to live: JSONValue?, force: Bool, ignoring ignored: [String] = []
  ) throws(StatusError) -> JSONValue {
    guard configuration["metadata"]?["managedFields"] == nil else {
      throw .badRequest("metadata.managedFields must be nil")
    }
    if let problems = StructuralValue(value: configuration, schema: schema).typeProblems {
      throw StatusError(
        code: 500, reason: .unknown,
        message: "failed to create typed patch object (\(Self.name(of: configuration))): \(problems)")
    }
    var configuration = configuration
    for member in ignored { configuration[member] = nil }
    let live = live ?? .emptyObject
    var managed = ManagedFields(of: live)
    let current = structural(live)
    let applied = StructuralValue(value: configuration, schema: schema)
    let appliedSet = applied.fieldSet.subtracting(ManagedFields.unowned)
    let me = identity(.apply)

    let merged = StructuralValue(value: current.merging(applied.value), schema: schema)
    try resolveConflicts(in: &managed, from: live, to: merged, me: me, force: force)

    var others = FieldSet()
    for (owner, ownership) in managed.owners where owner != me { others.formUnion(ownership.fields) }
    var result = merged.value
    if let last = managed.owners[me] {
      result = dropping(last, from: merged, keeping: applied, and: others)
    }

    if managed.owners[me]?.fields != appliedSet || managed.owners[me]?.apiVersion != apiVersion
      || !result.isSame(as: current.value)
    {
      managed.owners[me] = ManagedFields.Ownership(fields: appliedSet, apiVersion: apiVersion, time: time)
    }
    managed.write(into: &result)
    return result
  }

  /// The object as a message names it: `default/web; apps/v1, Kind=Deployment`.
  private static func name(of object: JSONValue) -> String {
    let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    let version = object["apiVersion"]?.stringValue ?? ""
    return "\(metadata.namespace ?? "")/\(metadata.name ?? ""); \(version.contains("/") ? "" : "/")\(version), "
      + "Kind=\(object["kind"]?.stringValue ?? "")"
  }

  private func resolveConflicts(
    in managed: inout ManagedFields, from live: JSONValue, to merged: StructuralValue, me: ManagedFields.Manager,
    force: Bool
  ) throws(StatusError) {
    var conflicts: [(manager: ManagedFields.Manager, path: String)] = []
    var changes: [String: FieldSet] = [:]
    for (owner, ownership) in managed.owners where owner != me {
      let version = ownership.apiVersion
      guard let changed = changes[version] ?? difference(from: live, toRequested: merged, in: version)?.changed else {
        managed.owners[owner] = nil
        continue
      }
      changes[version] = changed
      let taken = ownership.fields.intersection(changed.subtracting(ManagedFields.unowned))
      guard !taken.isEmpty else { continue }
      conflicts += taken.paths.map { (owner, $0) }
      managed.owners[owner]?.fields = ownership.fields.subtracting(taken)
    }
    guard !force, !conflicts.isEmpty else { return }
    conflicts.sort { ($0.manager.name, $0.path) < ($1.manager.name, $1.path) }
    throw Self.conflict(conflicts)
  }

  private static func conflict(_ conflicts: [(manager: ManagedFields.Manager, path: String)]) -> StatusError {
    let causes = conflicts.map {
      StatusError.Cause(
        reason: "FieldManagerConflict", message: "conflict with \($0.manager.conflictName)", field: $0.path)
    }
    let message: String
    if conflicts.count == 1 {
      message = "Apply failed with 1 conflict: conflict with \(conflicts[0].manager.conflictName): \(conflicts[0].path)"
    } else {
      var lines: [String] = []
      var last: ManagedFields.Manager?
      for (manager, path) in conflicts {
        if manager != last { lines.append("conflicts with \(manager.conflictName):") }
        last = manager
        lines.append("- \(path)")
      }
      message = "Apply failed with \(conflicts.count) conflicts: \(lines.joined(separator: "\n"))"
    }
    return StatusError(
      code: 409, reason: .conflict, message: message, details: StatusError.Details(causes: causes))
  }
}

extension ManagedFields.Manager {
  /// The manager as a conflict's message names it.
  fileprivate var conflictName: String {
    var text = "\"\(name)\""
    if !subresource.isEmpty { text += " with subresource \"\(subresource)\"" }
    if operation == .update { text += " using \(apiVersion)" }
    return text
  }
}
