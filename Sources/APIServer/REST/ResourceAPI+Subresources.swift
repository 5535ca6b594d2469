import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Requests about a part of an object.
  func handle(subresource name: String, _ call: Call) async throws -> ResourceResponse {
    guard let subresource = call.served.subresource(name) else {
      throw StatusError(code: 404, reason: .notFound, message: "the server could not find the requested resource")
    }
    switch (name, call.request.verb) {
    case ("scale", _): return try await scale(call)
    case ("binding", .create): return try await bind(call)
    case ("eviction", .create): return try await evict(call)
    case ("token", .create): return try await issueToken(call)
    case ("finalize", .update): return try await update(call)
    case (_, .get) where subresource.kind == call.served.groupVersionKind:
      return .object(ResponseObject(try stored(call)), code: 200)
    case (_, .update) where subresource.kind == call.served.groupVersionKind: return try await update(call)
    case (_, .patch) where subresource.kind == call.served.groupVersionKind: return try await patch(call)
    default:
      throw StatusError(
        code: 405, reason: .methodNotAllowed, message: "the server does not allow this method on the requested resource"
      )
    }
  }

  /// `pods/binding`: the scheduler's decision.
  private func bind(_ call: Call) async throws -> ResourceResponse {
    let key = try call.key()
    let binding = try call.object()
    _ = try await write(call, dryRun: call.request.write.dryRun) { [self] transaction, call in
      let binding =
        try pass(
          ObjectChange(key: key, new: binding, subresource: call.request.subresource), over: nil, call, in: transaction)
        ?? binding
      let given = ObjectMeta(json: binding["metadata"] ?? .emptyObject).name ?? ""
      guard given.isEmpty || given == key.name else {
        throw StatusError.badRequest("name in URL does not match name in Binding object")
      }
      // Kubernetes tells what is wrong with a binding as an error of its own.
      let causes = Validation.binding(binding).map { "\($0.field ?? ""): \($0.message)" }
      guard causes.isEmpty else {
        let text = causes.count == 1 ? causes[0] : "[\(causes.joined(separator: ", "))]"
        throw StatusError(code: 500, reason: .unknown, message: text)
      }
      let node = binding["target"]?["name"]?.stringValue ?? ""
      guard let current = transaction.object(key) else {
        throw StatusError.notFound(call.groupResource, name: key.name)
      }
      var pod = Pod(json: current.value)
      if pod.metadata.isBeingDeleted {
        throw StatusError.conflict(
          call.groupResource, name: key.name, why: "pod \(key.name) is being deleted, cannot be assigned to a host")
      }
      if let bound = pod.spec.nodeName, !bound.isEmpty {
        throw StatusError.conflict(
          call.groupResource, name: key.name, why: "pod \(key.name) is already assigned to node \"\(bound)\"")
      }
      if !pod.spec.schedulingGates.isEmpty {
        throw StatusError.conflict(
          GroupResource(resource: "pods/binding"), name: key.name,
          why: "pod \(key.name) has non-empty .spec.schedulingGates")
      }
      pod.spec.nodeName = node
      pod.status.conditions =
        pod.status.conditions.filter { $0.type != "PodScheduled" } + [
          .with {
            $0.type = "PodScheduled"
            $0.status = "True"
            $0.lastTransitionTime = now()
          }
        ]
      return ResponseObject(transaction.put(key, ObjectMetadata.inOrder(pod.json)))
    }
    return .status(["kind": "Status", "apiVersion": "v1", "metadata": .emptyObject, "status": "Success"], code: 201)
  }

  /// `pods/eviction`: a deletion that disruption budgets may forbid.
  private func evict(_ call: Call) async throws -> ResourceResponse {
    let key = try call.key()
    var options = call.request.delete
    if let asked = try call.object()["deleteOptions"] {
      options.gracePeriodSeconds = asked["gracePeriodSeconds"].flatMap(Int.init(json:)) ?? options.gracePeriodSeconds
      options.propagationPolicy = asked["propagationPolicy"]?.stringValue ?? options.propagationPolicy
      options.uid = asked["preconditions"]?["uid"]?.stringValue ?? options.uid
      if asked["dryRun"]?.arrayValue?.isEmpty == false { options.dryRun = true }
    }
    let settled = options
    let eviction = try call.object()
    _ = try await write(call, dryRun: call.request.write.dryRun || options.dryRun) { [self] transaction, call in
      _ = try pass(
        ObjectChange(key: key, new: eviction, subresource: call.request.subresource), over: nil, call, in: transaction)
      var deletion = call
      deletion.admission = nil
      deletion.isJudgedByPolicies = true
      guard let current = transaction.object(key) else {
        throw StatusError.notFound(call.groupResource, name: key.name)
      }
      try DisruptionBudgets.admit(current, at: now(), in: &transaction)
      // They are about the pod as the client knows it, without the condition.
      try checkPreconditions(current, settled, deletion)
      var pod = Pod(json: current.value)
      pod.status.markDisrupted(.eviction, message: "Eviction API: evicting", at: now())
      let marked = transaction.put(key, ObjectMetadata.inOrder(pod.json))
      var unconditional = settled
      unconditional.resourceVersion = nil
      return ResponseObject(try remove(marked, options: unconditional, deletion, in: &transaction).last)
    }
    return .status(["kind": "Status", "apiVersion": "v1", "metadata": .emptyObject, "status": "Success"], code: 201)
  }

  /// `scale`: the number of replicas apart from everything else.
  private func scale(_ call: Call) async throws -> ResourceResponse {
    let key = try call.key()
    let body = call.request.body
    let paths = call.served.custom?.scale
    switch call.request.verb {
    case .get:
      let object = try stored(call)
      try call.served.custom?.requireReplicas(in: object.value)
      return .object(ResponseObject(Scale.of(object, paths: paths)), code: 200)
    case .update, .patch: break
    default: throw StatusError(code: 405, reason: .methodNotAllowed, message: "scale can be read and written only")
    }
    let answer = try await write(call, dryRun: call.request.write.dryRun) { [self] transaction, call in
      guard let current = transaction.object(key) else {
        throw StatusError.notFound(call.groupResource, name: key.name)
      }
      var object = current.value
      var wanted = Scale.of(current, paths: paths)
      switch body {
      case .object(let object, _): wanted = object
      case .patch(.json(let operations)): wanted = try JSONPatch.apply(operations, to: wanted)
      case .patch(.apply(let configuration)):
        wanted = MergePatch.apply(configuration, to: wanted)
        object = try applied(Scale.configuration(configuration, of: call.served), to: object, call)
        object = call.served.conversion?.toStored(object) ?? object
      case .patch(let patch): wanted = MergePatch.apply(patch.document, to: wanted)
      case .none: break
      }
      let change = ObjectChange(
        key: key, old: Scale.of(current, paths: paths), new: wanted, subresource: call.request.subresource)
      wanted = try pass(change, over: current, call, in: transaction) ?? wanted
      let replicas = wanted["spec"]?["replicas"]?.integerValue ?? 0
      guard replicas >= 0 else {
        throw StatusError.invalid(
          GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale"), name: key.name,
          causes: [
            .init(
              reason: "FieldValueInvalid",
              message: "Invalid value: \(replicas): must be greater than or equal to 0", field: "spec.replicas")
          ])
      }
      Scale.set(replicas, in: &object, paths: paths)
      object["metadata"]?["resourceVersion"] = wanted["metadata"]?["resourceVersion"]
      var admitted = call
      admitted.admission = nil
      admitted.isJudgedByPolicies = true
      return ResponseObject(Scale.of(try replace(current, with: object, admitted, in: &transaction), paths: paths))
    }
    return .object(answer, code: 200)
  }

  /// The lifetime that admission asks for in the tokens of pods, which tells them from others.
  private static let podTokenSeconds: Int64 = 3607

  /// `serviceaccounts/token`.
  private func issueToken(_ call: Call) async throws -> ResourceResponse {
    let account = ServiceAccount(json: try stored(call).value)
    guard let signer else {
      throw StatusError(code: 501, reason: .internalError, message: "this server does not issue tokens")
    }
    let change = ObjectChange(key: try call.key(), new: try call.object(), subresource: call.request.subresource)
    var request = try await admit(change, call) ?? .emptyObject
    let causes = Validation.tokenRequest(request)
    guard causes.isEmpty else {
      let kind = GroupVersionKind(group: "authentication.k8s.io", version: "v1", kind: "TokenRequest")
      throw StatusError.invalid(kind, name: "", causes: causes)
    }
    let audiences = request["spec"]?["audiences"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let seconds = request["spec"]?["expirationSeconds"]?.integerValue ?? 3_600
    let expiry = now() + .seconds(seconds)
    // Clients in Go write null where there is none.
    let reference = request["spec"]?["boundObjectRef"].flatMap { $0.isNull ? nil : ObjectReference(json: $0) }
    let bound = try reference.map { try self.bound($0, account: account) }
    // Programs that read their token once go on with it for a year (`--service-account-extend-token-expiration`).
    let isExtended =
      bound?.kind == Pod.kind && seconds == Self.podTokenSeconds
      && (audiences.isEmpty || audiences == [ServiceAccountTokens.audience])
    let token = try await signer.token(
      for: account, audiences: audiences, expiresAt: isExtended ? now() + .seconds(365 * 86_400) : expiry,
      warnsAfter: isExtended ? expiry : nil, boundTo: bound)
    request["kind"] = "TokenRequest"
    request["apiVersion"] = "authentication.k8s.io/v1"
    request["spec", default: .emptyObject]["expirationSeconds"] = .integer(seconds)
    request["status"] = ["token": .string(token), "expirationTimestamp": expiry.json]
    return .object(ResponseObject(request), code: 201)
  }

  /// The pod or secret that a token is to die with, with its uid.
  private func bound(_ asked: ObjectReference, account: ServiceAccount) throws -> ObjectReference {
    let resources = ["Pod": "pods", "Secret": "secrets"]
    guard let kind = asked.kind, let resource = resources[kind].map({ GroupResource(resource: $0) }) else {
      throw StatusError.badRequest("cannot bind token to object of type \(asked.kind ?? "")")
    }
    let name = asked.name ?? ""
    guard let object = store.object(ObjectKey(resource, namespace: account.namespace, name: name)) else {
      throw StatusError.notFound(resource, name: name)
    }
    if kind == Pod.kind, Pod(json: object.value).spec.serviceAccountName != account.name {
      throw StatusError.badRequest(
        "cannot bind token for serviceaccount \"\(account.name)\" to pod running with different serviceaccount name.")
    }
    let uid = object.metadata.uid
    if let given = asked.uid, !given.isEmpty, given != uid {
      throw StatusError.conflict(
        resource, name: name,
        why: "the UID in the bound object reference (\(given)) does not match the UID in record. The object might have "
          + "been deleted and then recreated")
    }
    var reference = asked
    reference.uid = uid
    return reference
  }
}
