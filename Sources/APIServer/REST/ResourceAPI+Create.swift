import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  func create(_ call: Call) async throws -> ResourceResponse {
    let object = try admitted(try call.object(), call)
    let strategy = KindStrategies.strategy(for: call.served)
    let answer = try await write(call, dryRun: call.request.write.dryRun) { [self] transaction, call in
      ResponseObject(try insert(object, strategy: strategy, call, into: &transaction))
    }
    return .object(answer, code: 201)
  }

  /// The object of a create or update, checked as far as that needs no look at the store (kind, namespace, unknown
  /// fields, defaults), in the stored version.
  func admitted(_ object: JSONValue, _ call: Call) throws -> JSONValue {
    var object = object
    let expected = call.served.groupVersionKind
    if let kind = object["kind"]?.stringValue, kind != expected.kind {
      throw StatusError.badRequest(
        "\(kind) in version \"\(object["apiVersion"]?.stringValue ?? "")\" cannot be handled as a \(expected.kind): "
          + "converting (\(kind)) to (\(expected.kind)): unknown conversion")
    }
    if let version = object["apiVersion"]?.stringValue, version != expected.groupVersion.description {
      throw StatusError.badRequest(
        "the API version in the data (\(version)) does not match the expected API version (\(expected.groupVersion))")
    }
    var metadata = object["metadata"] ?? .emptyObject
    if metadata.isNull { metadata = .emptyObject }
    if metadata.objectValue == nil {
      // What is no object is found with the other fields of a wrong type.
    } else if call.served.isNamespaced {
      guard let namespace = call.namespace else { throw StatusError.methodNotAllowed }
      if let given = metadata["namespace"]?.stringValue, !given.isEmpty, given != namespace {
        throw StatusError.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request")
      }
      metadata["namespace"] = .string(namespace)
    } else {
      metadata["namespace"] = nil
    }
    object["kind"] = .string(expected.kind)
    object["apiVersion"] = .string(expected.groupVersion.description)
    object["metadata"] = metadata
    let (complete, unknown) = try call.served.rules(builtIn: rules).completed(object, as: call.served)
    try report(unknown, call)
    return complete
  }

  /// Field validation (`Ignore`, `Warn`, `Strict`; Kubernetes' default is `Warn`).
  private func report(_ unknown: [String], _ call: Call) throws {
    var problems = unknown
    if case .object(_, let duplicates) = call.request.body {
      problems += duplicates.map { "duplicate field \"\($0)\"" }
    }
    guard !problems.isEmpty else { return }
    switch call.request.write.fieldValidation ?? "Warn" {
    case "Ignore": return
    case "Strict":
      let list = problems.joined(separator: ", ")
      throw StatusError.badRequest(
        "\(call.served.kind) in version \"\(call.served.resource.version)\" cannot be handled as a "
          + "\(call.served.kind): strict decoding error: \(list)")
    default:
      for problem in problems { call.context.warn(problem) }
    }
  }

  func insert(
    _ object: JSONValue, strategy: any KindStrategy, _ call: Call, into transaction: inout StoreTransaction
  ) throws -> StoredObject {
    var object = try call.admission?.resumed(over: nil) ?? object
    let isResumed = call.admission?.isResumed ?? false
    let meta = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    guard (meta.resourceVersion ?? "").isEmpty else {
      throw StatusError.badRequest("resourceVersion should not be set on objects to be created")
    }
    let name = try freeName(meta, call, in: transaction)
    let key = call.key(name)
    try requireNamespace(call, name: name, in: transaction)
    try call.served.custom?.requireDefinition(call.groupResource, name: name, in: transaction)
    guard transaction.object(key) == nil else { throw StatusError.alreadyExists(call.groupResource, name: name) }

    if !isResumed {
      object["metadata"] = ObjectMetadata.forCreation(
        meta, name: name, generation: strategy.hasGeneration ? 1 : nil, at: now())
    }
    if call.served.hasStatus, strategy.resetsStatusOnCreate { object["status"] = nil }
    var scope = scope(key, call, transaction)
    try strategy.prepareForCreate(&object, in: &scope)
    call.served.rules(builtIn: rules).addZeroValues(to: &object, kind: call.served.storedKind)
    if !call.isApply, !isResumed { record(from: nil, to: &object, call) }
    try call.admission?.pauseToMutate(ObjectChange(key: key, new: object), replacing: nil)
    try check(object, old: nil, strategy: strategy, scope, call)
    warn(about: object, old: nil, isSpecChanged: true, call)
    return try put(object, at: key, replacing: nil, call, in: &transaction)
  }

  /// The name asked for, or a generated one that is not taken.
  private func freeName(_ meta: ObjectMeta, _ call: Call, in transaction: StoreTransaction) throws -> String {
    if let name = meta.name, !name.isEmpty {
      if let asked = call.request.name, asked != name {
        throw StatusError.badRequest(
          "the name of the object (\(name)) does not match the name on the URL (\(asked))")
      }
      return name
    }
    if let name = call.request.name { return name }
    guard let prefix = meta.generateName, !prefix.isEmpty else {
      throw StatusError.invalid(
        call.served.storedKind, name: "",
        causes: [
          .init(
            reason: "FieldValueRequired", message: "Required value: name or generateName is required",
            field: "metadata.name")
        ])
    }
    for _ in 0..<8 {
      let name = ObjectMetadata.generatedName(prefix)
      if transaction.object(call.key(name)) == nil { return name }
    }
    throw StatusError.nameNotGenerated(call.groupResource, name: ObjectMetadata.generatedName(prefix))
  }

  /// The namespace must exist and must not be on its way out (NamespaceLifecycle admission).
  private func requireNamespace(_ call: Call, name: String, in transaction: StoreTransaction) throws {
    guard let namespace = call.namespace else { return }
    let namespaces = GroupResource(resource: "namespaces")
    guard let stored = transaction.object(ObjectKey(namespaces, name: namespace)) else {
      throw StatusError.notFound(namespaces, name: namespace)
    }
    guard stored.metadata.isBeingDeleted else { return }
    var error = StatusError.forbidden(
      call.groupResource, name: name,
      why: "unable to create new content in namespace \(namespace) because it is being terminated")
    error.details?.causes = [
      .init(
        reason: "NamespaceTerminating", message: "namespace \(namespace) is being terminated",
        field: "metadata.namespace")
    ]
    throw error
  }

  /// Throws 422 with everything that is wrong; of a write of `status`, the rules look at that and at metadata.
  func check(
    _ object: JSONValue, old: JSONValue?, strategy: any KindStrategy, _ scope: StrategyScope, _ call: Call
  ) throws {
    let isStatus = call.request.subresource == "status"
    var causes = strategy.validate(object, old: old, in: scope)
    if isStatus || call.request.subresource == nil {
      // What another subresource is about is checked where it is merged into the object.
      causes =
        call.served.rules(builtIn: rules).validate(
          object, old: old, kind: call.served.storedKind, writtenAs: call.served.resource.groupVersion,
          isStatus: isStatus) + causes
    } else if let custom = call.served.custom {
      causes = custom.causes(object, old: old, isStatus: false) + causes
    }
    if causes.isEmpty, call.request.subresource == nil {
      causes = PolicyPermission(table: table, scope: scope).causes(object, old: old)
    }
    guard causes.isEmpty else {
      throw StatusError.invalid(call.served.storedKind, name: scope.key.name, causes: causes)
    }
  }

  /// Tells the client what is deprecated or hardly meant in an object that is taken.
  func warn(about object: JSONValue, old: JSONValue?, isSpecChanged: Bool, _ call: Call) {
    let texts: [String]
    if call.served.custom != nil {
      let before = old.map { ObjectMeta(json: $0["metadata"] ?? .emptyObject).finalizers } ?? []
      let finalizers = ObjectMeta(json: object["metadata"] ?? .emptyObject).finalizers
      texts = ObjectWarnings.finalizers(finalizers.filter { !before.contains($0) })
    } else {
      texts = ObjectWarnings.texts(
        about: object, old: old, kind: call.served.storedKind, isSpecChanged: isSpecChanged)
    }
    for text in texts { call.context.warn(text) }
  }

  func scope(_ key: ObjectKey, _ call: Call, _ transaction: StoreTransaction) -> StrategyScope {
    StrategyScope(key: key, now: now(), user: call.context.user, transaction: transaction, authorizer: authorizer)
  }

  /// Notes in `metadata.managedFields` who wrote what.
  func record(from old: JSONValue?, to object: inout JSONValue, _ call: Call) {
    guard let manager = call.request.write.fieldManager, !manager.isEmpty else { return }
    ownership(manager, call).recordUpdate(from: old, to: &object)
  }

  func ownership(_ manager: String, _ call: Call) -> FieldOwnership {
    let resource = call.served.resource.resource
    return FieldOwnership(
      manager: manager, apiVersion: call.served.resource.groupVersion.description,
      subresource: call.request.subresource ?? "", time: now(), schema: call.served.mergeSchema,
      conversion: call.served.conversion
    ) { [table] apiVersion in
      guard let version = GroupVersion(apiVersion: apiVersion),
        let row = table.served(GroupVersionResource(group: version.group, version: version.version, resource: resource))
      else { return nil }
      return FieldOwnership.Version(schema: row.mergeSchema, conversion: row.conversion)
    }
  }
}
