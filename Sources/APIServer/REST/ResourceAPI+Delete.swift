import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  func delete(_ call: Call) async throws -> ResourceResponse {
    let key = try call.key()
    let gone = Flag()
    let answer = try await write(call, dryRun: call.request.delete.dryRun) { [self] transaction, call in
      guard let current = transaction.object(key) else {
        throw StatusError.notFound(call.groupResource, name: key.name)
      }
      let (last, isGone) = try remove(current, options: call.request.delete, call, in: &transaction)
      if isGone { gone.raise() }
      return ResponseObject(last)
    }
    guard gone.isRaised else { return .object(answer, code: 200) }
    // Kinds whose strategy returns the deleted object; kubectl and the kubelet read the uid either way.
    if key.resource == GroupResource(resource: "pods") { return .object(answer, code: 200) }
    return .status(success(answer.value, call), code: 200)
  }

  func deleteCollection(_ call: Call) async throws -> ResourceResponse {
    let filter = try ObjectFilter(call.request.list, resource: call.served)
    let kind = call.served.listKind
    var removed: [ResponseObject] = []
    for object in store.objects(call.groupResource, namespace: call.namespace).objects where filter.matches(object) {
      let key = object.key
      do {
        removed.append(
          try await write(call, dryRun: call.request.delete.dryRun) { [self] transaction, call in
            guard let current = transaction.object(key) else {
              throw StatusError.notFound(call.groupResource, name: key.name)
            }
            return ResponseObject(try remove(current, options: call.request.delete, call, in: &transaction).last)
          })
      } catch let error as StatusError where error.reason == .notFound {
        // Somebody else was faster.
      }
    }
    return .list(ResponseList(kind: kind, items: removed, resourceVersion: String(store.revision)))
  }

  private func success(_ object: JSONValue, _ call: Call) -> JSONValue {
    var details: JSONValue = ["name": object["metadata"]?["name"] ?? ""]
    if !call.served.resource.group.isEmpty { details["group"] = .string(call.served.resource.group) }
    details["kind"] = .string(call.served.resource.resource)
    details["uid"] = object["metadata"]?["uid"]
    return [
      "kind": "Status", "apiVersion": "v1", "metadata": .emptyObject, "status": "Success", "details": details,
    ]
  }

  /// One step of a deletion (Kubernetes: "Garbage collection", "Finalizers", "Pod termination"): the object goes at
  /// once, or is marked and stays for its finalizers or its grace period.
  func remove(
    _ current: StoredObject, options: DeleteOptions, _ call: Call, in transaction: inout StoreTransaction
  ) throws -> (last: StoredObject, isGone: Bool) {
    try checkPreconditions(current, options, call)
    try NamespaceStrategy.checkDeletion(of: current.key)
    _ = try pass(ObjectChange(key: current.key, old: current.value), over: current, call, in: transaction)
    var object = current.value
    var meta = current.metadata
    if let policy = options.propagationPolicy ?? defaultPropagation(of: meta, call) {
      var finalizers = meta.finalizers.filter { $0 != "foregroundDeletion" && $0 != "orphan" }
      switch policy {
      case "Foreground": finalizers.append("foregroundDeletion")
      case "Orphan": finalizers.append("orphan")
      case "Background": break
      default:
        throw StatusError(
          code: 422, reason: .invalid,
          message: "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"\(policy)\": "
            + "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")
      }
      meta.finalizers = finalizers
    }
    let grace = gracePeriod(of: current, options, call)
    if meta.isBeingDeleted {
      let present = meta.deletionGracePeriodSeconds ?? 0
      // A grace period can only be shortened; repeating a request changes nothing.
      if grace < present {
        let start = (meta.deletionTimestamp ?? now()) + .seconds(-present)
        meta.deletionTimestamp = max(start + .seconds(grace), now())
        meta.deletionGracePeriodSeconds = grace
      }
    } else {
      meta.deletionTimestamp = now() + .seconds(grace)
      meta.deletionGracePeriodSeconds = grace
      if let generation = meta.generation, generation > 0 { meta.generation = generation + 1 }
    }
    object["metadata"] = meta.json
    if !current.metadata.isBeingDeleted {
      KindStrategies.strategy(for: call.served).prepareForDelete(&object, in: scope(current.key, call, transaction))
      meta = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    }
    if call.groupResource == GroupResource(resource: "namespaces") {
      object["status", default: .emptyObject]["phase"] = "Terminating"
    }
    let waits =
      !meta.finalizers.isEmpty || !(object["spec"]?["finalizers"]?.arrayValue?.isEmpty ?? true)
      || (meta.deletionGracePeriodSeconds ?? 0) > 0
    guard waits else {
      // As in Kubernetes, an object that goes at once goes as it was stored.
      return (try drop(current, in: &transaction), true)
    }
    let marked = ObjectMetadata.inOrder(object)
    return (marked == current.value ? current : transaction.put(current.key, marked), false)
  }

  /// What becomes of the dependents when the request does not say; nil for what the object's finalizers say.
  private func defaultPropagation(of meta: ObjectMeta, _ call: Call) -> String? {
    guard !meta.finalizers.contains(where: ["foregroundDeletion", "orphan"].contains),
      KindStrategies.orphansByDefault(call.served.resource)
    else { return nil }
    return "Orphan"
  }

  /// Only pods that a node runs have a grace period (pod strategy's `CheckGracefulDelete`).
  private func gracePeriod(of current: StoredObject, _ options: DeleteOptions, _ call: Call) -> Int {
    guard call.groupResource == GroupResource(resource: "pods") else { return 0 }
    let pod = Pod(json: current.value)
    guard pod.spec.nodeName?.isEmpty == false, !["Failed", "Succeeded"].contains(pod.status.phase ?? "") else {
      return 0
    }
    let asked = options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
    return asked < 0 ? 1 : asked
  }

  func checkPreconditions(_ current: StoredObject, _ options: DeleteOptions, _ call: Call) throws {
    if let uid = options.uid, uid != current.metadata.uid {
      throw StatusError.conflict(
        call.groupResource, name: current.key.name,
        why: "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.metadata.uid ?? "")")
    }
    if let version = options.resourceVersion, version != current.resourceVersion {
      throw StatusError.conflict(
        call.groupResource, name: current.key.name,
        why: "Precondition failed: ResourceVersion in precondition: \(version), ResourceVersion in object meta: "
          + current.resourceVersion)
    }
  }
}
