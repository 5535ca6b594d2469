import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Says how webhooks that are services of the cluster are reached; before that they count as unreachable.
  package func reachServices(through dialer: any ClusterDialer) {
    webhookClient.reachServices(through: ServiceDialer(store: store, dialer: dialer))
  }

  /// How often a write that other writes outrun goes back to its webhooks.
  private static let mostRounds = 10

  /// Runs a write with the webhooks that it may concern; without any, it is one attempt.
  ///
  /// `body` runs once for each time that webhooks are asked, and must have no other effects than on its transaction.
  func write(
    _ call: Call, dryRun: Bool,
    _ body: @escaping @Sendable (inout StoreTransaction, Call) throws -> ResponseObject
  ) async throws -> ResponseObject {
    guard let webhooks = webhooks(for: call) else {
      return try await attempt(call, dryRun: dryRun) { try body(&$0, call) }
    }
    let admission = admission(call, webhooks, isDryRun: dryRun)
    for _ in 0..<Self.mostRounds {
      do {
        return try await attempt(admission, body)
      } catch is AdmissionOutdated {
        // As in Kubernetes' GuaranteedUpdate: once more, on the object as it is now.
      }
    }
    throw StatusError.modified(call.groupResource, name: call.request.name ?? "")
  }

  private func admission(_ call: Call, _ webhooks: WebhookIndex.Webhooks, isDryRun: Bool) -> WriteAdmission {
    WriteAdmission(
      call: call, webhooks: webhooks, isDryRun: isDryRun, forms: forms(of: call), rules: rules,
      dispatcher: WebhookDispatcher(caller: webhookClient, store: store, context: call.context, authorizer: authorizer))
  }

  /// What webhooks may be told that the request is about: in its own version first, then in the others.
  func forms(of call: Call) -> [AdmissionAttributes.Form] {
    let others = table.all.filter {
      $0.storage.groupResource == call.groupResource && $0.resource != call.served.resource
    }
    return ([call.served] + others).map { AdmissionAttributes.Form($0, subresource: call.request.subresource) }
  }

  private func attempt(
    _ admission: WriteAdmission, _ body: @escaping @Sendable (inout StoreTransaction, Call) throws -> ResponseObject
  ) async throws -> ResponseObject {
    var pass = admission.start
    while true {
      var call = admission.call
      call.admission = pass
      let resumed = call
      do {
        return try await attempt(resumed, dryRun: admission.isDryRun) { try body(&$0, resumed) }
      } catch let pause as AdmissionPause {
        pass = try await admission.goOn(after: pause, from: pass)
      }
    }
  }

  /// Shows something that is not stored to the webhooks that it concerns, and returns what they made of it.
  func admit(_ change: ObjectChange, _ call: Call) async throws -> JSONValue? {
    guard let webhooks = webhooks(for: call) else {
      try admitByPolicies(change, call, in: .store(store))
      return change.new
    }
    let admission = admission(call, webhooks, isDryRun: call.request.write.dryRun)
    var pass = admission.start
    var seen = change
    var isJudged = false
    while true {
      if pass.isMutated, !isJudged {
        try admitByPolicies(seen, call, in: .store(store))
        isJudged = true
      }
      if case .done = pass.stage { return seen.new }
      pass = try await admission.goOn(after: AdmissionPause(change: seen, revision: nil), from: pass)
      seen.new = try pass.resumed(over: nil) ?? seen.new
    }
  }

  /// Asks the webhooks and policies that a connection to a pod, service or node concerns.
  func admitConnection(_ path: ResourcePath, _ target: RequestTarget, _ context: RequestContext) async throws {
    let request = ResourceRequest(
      path.verb, path.resource, namespace: path.namespace, name: path.name, subresource: path.subresource)
    let call = Call(request: request, served: try served(path.resource), context: context)
    let webhooks = webhooks(for: call, operations: [.connect])
    guard webhooks != nil || !policyIndex.hooks.isEmpty else { return }
    let dispatcher = WebhookDispatcher(caller: webhookClient, store: store, context: context, authorizer: authorizer)
    var attributes = AdmissionAttributes(
      operation: .connect, requested: call.form, subresource: path.subresource, name: path.name ?? "",
      namespace: call.namespace, user: context.user, isDryRun: false, options: nil,
      object: ConnectionOptions.json(call.form.kind, target), old: nil)
    attributes.object = try await dispatcher.mutate(attributes, webhooks?.mutating ?? []) { object, _ in object }
    try judge(call, in: .store(store)) { attributes }
    try await dispatcher.validate(attributes, webhooks?.validating ?? [])
  }

  /// The webhooks whose rules may concern the request; nil when there are none.
  private func webhooks(
    for call: Call, operations: [WebhookRule.Operation]? = nil
  ) -> WebhookIndex.Webhooks? {
    // Webhooks cannot lock the cluster up by guarding their own configurations.
    guard call.groupResource.group != WebhookIndex.mutating.group else { return nil }
    let operations = operations ?? call.request.verb.admitted
    lazy var all = forms(of: call)
    return webhookIndex.webhooks { webhook in
      func asks(_ form: AdmissionAttributes.Form) -> Bool {
        webhook.rules.contains { rule in
          operations.contains { operation in
            rule.matches(
              operation, form.resource, subresource: call.request.subresource, namespace: call.namespace)
          }
        }
      }
      return asks(call.form) || !webhook.isExact && all.contains(where: asks)
    }
  }
}

extension ResourceRequest.Verb {
  /// The operations that a request may turn out to be.
  fileprivate var admitted: [WebhookRule.Operation] {
    switch self {
    case .create: [.create]
    case .update, .patch: [.create, .update]
    case .delete, .deletecollection: [.delete]
    case .get, .list, .watch: []
    }
  }
}

extension ResourceAPI.Call {
  /// What webhooks are told that the request is about.
  var form: AdmissionAttributes.Form { AdmissionAttributes.Form(served, subresource: request.subresource) }
}
