import KubeModel
import ObjectStore

/// Calls webhooks in kube-apiserver's order and makes one answer of theirs.
struct WebhookDispatcher: Sendable {
  let caller: any WebhookCaller
  let store: ObjectStore
  let context: RequestContext
  let authorizer: RBACAuthorizer

  /// A webhook, and the version in which it is shown the object.
  private struct Invocation: Sendable {
    let webhook: AdmissionWebhook
    let form: AdmissionAttributes.Form
  }

  /// Shows the object to the webhooks one after the other, each with what the ones before it made of it; those that
  /// ask for it are called once more when a later one has changed the object.
  ///
  /// - Parameter complete: Reads a patched object as a client's is read: unknown fields, defaults, stored version.
  /// - Returns: The object, changed or not; nil for a deletion.
  func mutate(
    _ attributes: AdmissionAttributes, _ webhooks: [AdmissionWebhook],
    complete: (JSONValue, AdmissionAttributes.Form) throws -> JSONValue
  ) async throws -> JSONValue? {
    var attributes = attributes
    var invoked: Set<AdmissionWebhook.Identity> = []
    var again: Set<AdmissionWebhook.Identity> = []
    for round in 0..<2 {
      for webhook in webhooks where round == 0 || again.contains(webhook.identity) {
        guard let invocation = try invocation(webhook, attributes) else { continue }
        if let patch = try await answer(invocation, attributes, isMutating: true)?.patch {
          guard let object = attributes.object else {
            throw StatusError.internalError(
              "admission webhook \"\(webhook.name)\" attempted to modify the object, which is not supported for this "
                + "operation")
          }
          let form = invocation.form
          let changed = try complete(try patched(form.shown(object), by: patch), form)
          if !changed.isSame(as: object) {
            attributes.object = changed
            if round == 0 { again.formUnion(invoked) }
          }
        }
        if webhook.isReinvoked { invoked.insert(webhook.identity) }
      }
    }
    return attributes.object
  }

  private func patched(_ object: JSONValue, by patch: JSONValue) throws -> JSONValue {
    do {
      return try JSONPatch.apply(patch, to: object)
    } catch {
      throw StatusError.internalError(error.message)
    }
  }

  /// Shows the object to all webhooks at the same time; throws the first refusal in their order.
  func validate(_ attributes: AdmissionAttributes, _ webhooks: [AdmissionWebhook]) async throws {
    let invocations = try webhooks.compactMap { try invocation($0, attributes) }
    let failures = await withTaskGroup(of: (Int, (any Error)?).self) { group in
      for (position, invocation) in invocations.enumerated() {
        group.addTask {
          do {
            _ = try await answer(invocation, attributes, isMutating: false)
            return (position, nil)
          } catch {
            return (position, error)
          }
        }
      }
      return await group.reduce(into: [Int: any Error]()) { $0[$1.0] = $1.1 }
    }
    if let first = failures.min(by: { $0.key < $1.key }) { throw first.value }
  }

  /// How the webhook is called; nil when it does not ask to see this.
  ///
  /// Throws when its conditions cannot be evaluated and it may not be passed over.
  private func invocation(_ webhook: AdmissionWebhook, _ attributes: AdmissionAttributes) throws -> Invocation? {
    guard let form = attributes.form(isExact: webhook.isExact, matching: webhook.rules) else { return nil }
    let namespace = attributes.namespaceLabels(in: .store(store))
    guard webhook.selects(namespace: namespace, objects: attributes.labels) else { return nil }
    guard !webhook.conditions.isEmpty else { return Invocation(webhook: webhook, form: form) }
    let input = attributes.input(
      form, namespace: nil, authorizer: RequestAuthorizer(authorizer: authorizer, user: context.user))
    switch webhook.conditions.verdict(input) {
    case .matches: return Invocation(webhook: webhook, form: form)
    case .differs: return nil
    case .fails(let message):
      guard !webhook.failsOpen else { return nil }
      throw StatusError.forbidden(
        attributes.requested.resource.groupResource, name: attributes.name, why: message)
    }
  }

  /// A webhook's permission; nil when it could not be asked and may be passed over.
  ///
  /// Throws its refusal.
  private func answer(
    _ invocation: Invocation, _ attributes: AdmissionAttributes, isMutating: Bool
  ) async throws -> AdmissionResponse? {
    let webhook = invocation.webhook
    if attributes.isDryRun, webhook.hasSideEffectsInDryRuns {
      throw StatusError.badRequest(
        "admission webhook \"\(webhook.name)\" does not support dry run")
    }
    let uid = UniqueIdentifier.make()
    let review = attributes.review(version: webhook.reviewVersion, form: invocation.form, uid: uid)
    let response: AdmissionResponse
    do {
      let answer = try await caller.call(webhook, review)
      response = try AdmissionResponse(
        review: answer, version: webhook.reviewVersion, uid: uid, isMutating: isMutating)
    } catch let failure as WebhookFailure {
      guard webhook.failsOpen else {
        throw StatusError.internalError("failed calling webhook \"\(webhook.name)\": \(failure)")
      }
      return nil
    }
    for warning in response.warnings { context.warn(warning) }
    for (key, value) in response.auditAnnotations { context.annotate("\(webhook.name)/\(key)", value) }
    guard response.isAllowed else { throw response.refusal(by: webhook.name) }
    return response
  }
}

/// Sends a review to a webhook and brings its answer.
protocol WebhookCaller: Sendable {
  /// Throws ``WebhookFailure`` when the webhook cannot be reached, does not answer in its time, or answers with anything
  /// but a JSON document.
  func call(_ webhook: AdmissionWebhook, _ review: JSONValue) async throws -> JSONValue
}
