import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  func update(_ call: Call) async throws -> ResourceResponse {
    let key = try call.key()
    let object = try admitted(try call.object(), call)
    let given = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    guard !(given.name ?? "").isEmpty else {
      throw StatusError.nameless(key.name)
    }
    let created = Flag()
    let answer = try await write(call, dryRun: call.request.write.dryRun) { [self] transaction, call in
      guard let current = transaction.object(key) else {
        guard UpdateRules.creates(call.groupResource), call.request.subresource == nil else {
          throw StatusError.notFound(call.groupResource, name: key.name)
        }
        // An update that makes the object needs the permission to create as well.
        try authorizer.require(call.attributes(verb: "create"))
        created.raise()
        let strategy = KindStrategies.strategy(for: call.served)
        return ResponseObject(try insert(object, strategy: strategy, call, into: &transaction))
      }
      created.lower()
      try UpdateRules.requireVersion(given.resourceVersion, of: call.served, name: key.name)
      return ResponseObject(try replace(current, with: object, call, in: &transaction))
    }
    return .object(answer, code: created.isRaised ? 201 : 200)
  }

  func patch(_ call: Call) async throws -> ResourceResponse {
    guard case .patch(let patch) = call.request.body else { throw StatusError.badRequest("the request needs a patch") }
    let key = try call.key()
    let strategy = KindStrategies.strategy(for: call.served)
    let created = Flag()
    let answer = try await write(call, dryRun: call.request.write.dryRun) { [self] transaction, call in
      guard let current = transaction.object(key) else {
        guard case .apply = patch, call.request.subresource == nil else {
          throw StatusError.notFound(call.groupResource, name: key.name)
        }
        var object = try patched(nil, by: patch, call)
        object["metadata", default: .emptyObject]["name"] = .string(key.name)
        // An apply that makes the object needs the permission to create as well.
        try authorizer.require(call.attributes(verb: "create"))
        created.raise()
        let complete = try admitted(object, call)
        return ResponseObject(try insert(complete, strategy: strategy, call, into: &transaction))
      }
      created.lower()
      let object = try admitted(try patched(current.value, by: patch, call), after: patch, name: key.name, call)
      return ResponseObject(try replace(current, with: object, call, in: &transaction))
    }
    return .object(answer, code: created.isRaised ? 201 : 200)
  }

  /// The patched object, complete; what cannot be read any more is what is wrong with the patch.
  private func admitted(_ object: JSONValue, after patch: Patch, name: String, _ call: Call) throws -> JSONValue {
    let value: String
    switch patch {
    case .apply: return try admitted(object, call)
    case .json, .merge: value = String(decoding: object.serialized(), as: UTF8.self)
    case .strategic(let change): value = change.goText
    }
    let complete: JSONValue
    do { complete = try admitted(object, call) } catch let error as StatusError {
      guard let problem = error.undecodableProblem else { throw error }
      throw StatusError.invalid(patch: value, problem)
    }
    guard !(complete["metadata"]?["name"]?.stringValue ?? "").isEmpty else { throw StatusError.nameless(name) }
    return complete
  }

  /// The object in the version of the request, after the patch; `live` is the stored one.
  private func patched(_ live: JSONValue?, by patch: Patch, _ call: Call) throws -> JSONValue {
    let current = live.map { call.served.conversion?.fromStored($0) ?? $0 }
    let document = current ?? .emptyObject
    switch patch {
    case .json(let operations): return try JSONPatch.apply(operations, to: document)
    case .merge(let change): return MergePatch.apply(change, to: document)
    case .strategic where call.served.custom != nil:
      throw StatusError(
        code: 415, reason: .unsupportedMediaType,
        message: "the body of the request was in an unknown format - accepted media types include: "
          + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml")
    case .strategic(let change):
      return try StrategicMergePatch.apply(change, to: document, schema: call.served.mergeSchema)
    case .apply(let configuration):
      let ignored = call.served.hasStatus && call.request.subresource == nil ? ["status"] : []
      return try applied(configuration, to: live, ignoring: ignored, call)
    }
  }

  /// The object in the version of the request, after a server-side apply; `live` is the stored one.
  func applied(
    _ configuration: JSONValue, to live: JSONValue?, ignoring ignored: [String] = [], _ call: Call
  ) throws(StatusError) -> JSONValue {
    guard let manager = call.request.write.fieldManager, !manager.isEmpty else {
      throw StatusError(
        code: 422, reason: .invalid,
        message: "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
      )
    }
    var configuration = configuration
    if let namespace = call.namespace, case .object? = configuration["metadata"],
      configuration["metadata"]?["namespace"] == nil
    {
      configuration["metadata"]?["namespace"] = .string(namespace)
    }
    return try ownership(manager, call).apply(
      configuration, to: live, force: call.request.write.force, ignoring: ignored)
  }

  /// Replaces `current` within a write, as an update of the object or of its `status`.
  func replace(
    _ current: StoredObject, with given: JSONValue, _ call: Call, in transaction: inout StoreTransaction
  ) throws -> StoredObject {
    let strategy = KindStrategies.strategy(for: call.served)
    let rules = call.served.rules(builtIn: rules)
    var old = current.value
    if call.request.subresource == nil {
      // Otherwise one that an earlier localkube has stored without them would seem to be changed.
      rules.addZeroValues(to: &old, kind: call.served.storedKind)
    }
    let given = try call.admission?.resumed(over: current) ?? given
    try requireSame(current, given, call)
    var object = given
    var scope = scope(current.key, call, transaction)
    if let subresource = call.request.subresource {
      object = try strategy.merge(given, into: old, subresource: subresource, in: &scope)
      if ["status", "approval"].contains(subresource) {
        object["metadata"] = strategy.statusMetadata.merge(given["metadata"], into: old["metadata"])
      }
      object["metadata"]?["managedFields"] = given["metadata"]?["managedFields"] ?? old["metadata"]?["managedFields"]
    } else if call.served.hasStatus {
      object["status"] = old["status"]
    }
    let meta = try metadata(of: object, replacing: current, call)
    object["metadata"] = meta.json
    switch call.request.subresource {
    case nil: try strategy.prepareForUpdate(&object, from: old, in: &scope)
    case "status": strategy.prepareForStatusUpdate(&object, in: scope)
    default: break
    }
    rules.addZeroValues(to: &object, kind: call.served.storedKind)
    try call.admission?.pauseToMutate(
      ObjectChange(key: current.key, old: old, new: object, subresource: call.request.subresource), replacing: current)
    try check(object, old: old, strategy: strategy, scope, call)
    let isSpecChanged = strategy.hasGeneration && !wanted(object, call).isSame(as: wanted(old, call))
    if isSpecChanged {
      object["metadata"]?["generation"] = .integer((old["metadata"]?["generation"]?.integerValue ?? 0) + 1)
    }
    if call.request.subresource == nil { warn(about: object, old: old, isSpecChanged: isSpecChanged, call) }
    return try keep(ObjectMetadata.inOrder(object), replacing: current, call, in: &transaction)
  }

  /// Stores the object, leaves it when nothing changed, or removes it when its last finalizer is gone.
  func keep(
    _ value: JSONValue, replacing current: StoredObject, _ call: Call, in transaction: inout StoreTransaction
  ) throws -> StoredObject {
    var object = value
    if !call.isApply, !same(object, current.value) { record(from: current.value, to: &object, call) }
    let meta = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    if meta.isBeingDeleted, meta.finalizers.isEmpty, (meta.deletionGracePeriodSeconds ?? 0) == 0,
      object["spec"]?["finalizers"]?.arrayValue?.isEmpty ?? true
    {
      let change = ObjectChange(
        key: current.key, old: current.value, new: object, subresource: call.request.subresource)
      try admitByPolicies(change, call, in: .transaction(transaction))
      try call.admission?.pauseToValidate(change, replacing: current)
      return try drop(current, last: object, in: &transaction)
    }
    return try put(object, at: current.key, replacing: current, call, in: &transaction)
  }

  private func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
    func bare(_ value: JSONValue) -> JSONValue {
      var value = value
      value["metadata"]?["managedFields"] = nil
      return value
    }
    return bare(left).isSame(as: bare(right))
  }

  /// What the generation counts: everything but metadata, and status where that is written apart.
  private func wanted(_ object: JSONValue, _ call: Call) -> JSONValue {
    var object = object
    object["metadata"] = nil
    if call.served.custom == nil || call.served.hasStatus { object["status"] = nil }
    return object
  }

  /// Name, uid and resourceVersion of the new object must be those of the stored one, where they are given.
  private func requireSame(_ current: StoredObject, _ given: JSONValue, _ call: Call) throws {
    let (old, new) = (current.metadata, ObjectMeta(json: given["metadata"] ?? .emptyObject))
    let name = current.key.name
    if let given = new.name, given != name {
      throw StatusError.badRequest("the name of the object (\(given)) does not match the name on the URL (\(name))")
    }
    if let uid = new.uid, !uid.isEmpty, uid != old.uid {
      throw StatusError.conflict(
        call.groupResource, name: name,
        why: "Precondition failed: UID in precondition: \(uid), UID in object meta: \(old.uid ?? "")")
    }
    if let version = new.resourceVersion, !version.isEmpty, version != "0", version != current.resourceVersion {
      throw StatusError.modified(call.groupResource, name: name)
    }
  }

  /// The new metadata with what a client may not change taken from the stored object.
  private func metadata(of object: JSONValue, replacing current: StoredObject, _ call: Call) throws -> ObjectMeta {
    let old = current.metadata
    var new = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    let given = new.json
    new.name = old.name
    new.namespace = old.namespace
    new.uid = old.uid
    new.resourceVersion = old.resourceVersion
    new.generation = old.generation
    new.creationTimestamp = old.creationTimestamp
    if call.request.subresource == nil {
      // What a client gives where there was none is refused by the rules of metadata.
      new.deletionTimestamp = old.deletionTimestamp ?? new.deletionTimestamp
      new.deletionGracePeriodSeconds = new.deletionGracePeriodSeconds ?? old.deletionGracePeriodSeconds
    } else {
      new.deletionTimestamp = old.deletionTimestamp
      new.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds
    }
    new.selfLink = nil
    if new.json["managedFields"] == nil { new.managedFields = old.managedFields }
    try requireFixed(given, as: old, call)
    let added = new.finalizers.filter { !old.finalizers.contains($0) }
    if old.isBeingDeleted, !added.isEmpty {
      let list = added.map { "\"\($0)\"" }.joined(separator: ", ")
      throw StatusError.invalid(
        call.served.storedKind, name: current.key.name,
        causes: [
          .init(
            reason: "FieldValueForbidden",
            message: "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers "
              + "[]string{\(list)}",
            field: "metadata.finalizers")
        ])
    }
    return new
  }

  /// Throws 422 when a time of creation is given and is not the stored one.
  private func requireFixed(_ given: JSONValue, as old: ObjectMeta, _ call: Call) throws {
    let name = "creationTimestamp"
    guard let value = given[name], !value.isNull, value != old.json[name] else { return }
    throw StatusError.invalid(
      call.served.storedKind, name: old.name ?? "",
      causes: [.invalid("metadata.\(name)", value.jsonText, "field is immutable")])
  }
}

extension StatusError {
  /// An object that does not say what it is called, as that of the URL is.
  fileprivate static func nameless(_ name: String) -> Self {
    .badRequest("the name of the object (\(name) based on URL) was undeterminable: name must be provided")
  }

  /// A patch that makes something of an object that is none of its kind.
  ///
  /// - Parameter patch: What came of the patch, or a strategic merge patch itself, as kube-apiserver quotes them.
  fileprivate static func invalid(patch: String, _ problem: String) -> Self {
    .invalid(
      GroupVersionKind(group: "", version: "", kind: ""), name: "",
      causes: [
        Cause(
          reason: "FieldValueInvalid", message: "Invalid value: \(JSONValue.string(patch).jsonText): \(problem)",
          field: "patch")
      ])
  }
}
