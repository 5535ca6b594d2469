import FoundationEssentials
import KubeClient
package import KubeModel
package import ObjectStore

/// The REST API over the store: for every row of the table, reading, watching and writing with Kubernetes' semantics.
///
/// Callers have authenticated and authorized the request; everything after that happens here, whether it came over
/// HTTP or from inside the process. Every failure is a `StatusError`.
package final class ResourceAPI: Sendable {
  package let store: ObjectStore
  package let table: any ResourceTable
  let customResources: CustomResourceTable
  let rules: any ObjectRules
  let signer: (any TokenSigner)?
  package let authorizer: RBACAuthorizer
  let webhookIndex: WebhookIndex
  let policyIndex: PolicyIndex
  let webhookClient = WebhookClient()
  let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - table: The rows that are served.
  ///   - rules: Pruning, defaults and validation by schema.
  ///   - signer: Makes and checks the tokens of service accounts; without one, there are none.
  ///   - now: The wall clock.
  package init(
    store: ObjectStore, table: any ResourceTable = KubernetesResources(), rules: any ObjectRules = KubernetesRules(),
    signer: (any TokenSigner)? = nil, now: @escaping @Sendable () -> Timestamp = ResourceAPI.wallClock
  ) {
    self.store = store
    customResources = CustomResourceTable(over: table, following: store)
    self.table = customResources
    self.rules = rules
    self.signer = signer
    self.now = now
    authorizer = RBACAuthorizer(following: store)
    webhookIndex = WebhookIndex(following: store)
    policyIndex = PolicyIndex(following: store)
  }

  /// The machine's time.
  package static let wallClock: @Sendable () -> Timestamp = {
    Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000) * 1_000)
  }

  /// Carries the request out.
  ///
  /// What has to be said besides the answer goes to `context`.
  package func handle(_ request: ResourceRequest, context: RequestContext) async throws -> ResourceResponse {
    let call = Call(request: request, served: try served(request.resource), context: context)
    if let deprecation = call.served.deprecation { context.warn(deprecation) }
    let response = call.served.isStored ? try await stored(answer: call) : try await answer(unstored: call)
    if let custom = call.served.custom, let webhook = custom.conversion {
      return try await response.converted(to: custom) { [webhookClient] objects in
        try await webhook.convert(objects, to: custom.kind.groupVersion, by: webhookClient)
      }
    }
    return call.served.conversion.map(response.converted) ?? response
  }

  /// Carries a request about stored objects out; the answer is in the stored version.
  private func stored(answer call: Call) async throws -> ResourceResponse {
    let request = call.request
    do {
      if let subresource = request.subresource { return try await handle(subresource: subresource, call) }
      switch request.verb {
      case .get: return .object(ResponseObject(try stored(call)), code: 200)
      case .list: return .list(try list(call))
      case .watch: return .watch(try watch(call))
      case .create: return try await create(call)
      case .update: return try await update(call)
      case .patch: return try await patch(call)
      case .delete: return try await delete(call)
      case .deletecollection: return try await deleteCollection(call)
      }
    } catch let error as StoreError {
      throw error.status
    }
  }

  /// The row that serves `resource`; throws 404 when there is none.
  func served(_ resource: GroupVersionResource) throws(StatusError) -> ServedResource {
    guard let served = table.served(resource) else {
      throw StatusError(
        code: 404, reason: .notFound, message: "the server could not find the requested resource",
        details: .init(group: resource.group, kind: resource.resource))
    }
    return served
  }

  /// One request with the row that serves it.
  struct Call: Sendable {
    var request: ResourceRequest
    let served: ServedResource
    let context: RequestContext
    /// How far the write has come with webhooks; nil when it concerns none.
    var admission: AdmissionPass?
    /// Whether policies have seen what the request is about, which is not the object that is written.
    var isJudgedByPolicies = false

    var groupResource: GroupResource { served.storage.groupResource }
    var namespace: String? { served.isNamespaced ? request.namespace : nil }

    /// What authorization is asked about another verb on the same object.
    func attributes(verb: String) -> AccessAttributes {
      AccessAttributes(
        user: context.user, verb: verb,
        .resource(
          .init(
            group: served.resource.group, resource: served.resource.resource, namespace: namespace,
            name: request.name, subresource: request.subresource)))
    }

    func key(_ name: String) -> ObjectKey { ObjectKey(groupResource, namespace: namespace, name: name) }

    /// The key of the object that the URL names.
    func key() throws(StatusError) -> ObjectKey {
      guard let name = request.name, !name.isEmpty else { throw .badRequest("name is required") }
      guard !served.isNamespaced || namespace != nil else { throw .unknownPath }
      return key(name)
    }

    /// Whether this is server-side apply, which keeps its own record of who owns what.
    var isApply: Bool { if case .patch(.apply(_)) = request.body { true } else { false } }

    /// The object in the body.
    func object() throws(StatusError) -> JSONValue {
      guard case .object(let object, _) = request.body, case .object = object else {
        throw .badRequest("the request needs an object in its body")
      }
      return object
    }
  }

  func stored(_ call: Call) throws -> StoredObject {
    let key = try call.key()
    guard let object = store.object(key) else { throw StatusError.notFound(call.groupResource, name: key.name) }
    return object
  }

  /// Runs a write once; a dry run goes through all of it and is then undone.
  ///
  /// A dry run's answer shows the revision that the object still has, and none when it would be new.
  func attempt(
    _ call: Call, dryRun: Bool, _ body: @escaping @Sendable (inout StoreTransaction) throws -> ResponseObject
  ) async throws -> ResponseObject {
    guard let custom = call.served.custom else { return try await attempt(once: call, dryRun: dryRun, body) }
    // Nobody else's write waits for the expressions of a definition, or for its webhook.
    let matches = PostponedMatches()
    let conversions = custom.conversion.map { ConversionMemo($0, webhookClient) }
    let translation = conversions?.translation(of: call.served)
    for _ in 0..<Self.mostTries {
      do {
        return try await attempt(once: call, dryRun: dryRun) { transaction in
          transaction.translation = translation
          defer { transaction.translation = nil }
          let outcome = Result { try PostponedMatches.$current.withValue(matches) { try body(&transaction) } }
          guard matches.isEmpty, conversions?.isComplete ?? true else { throw WorkWaits() }
          return try outcome.get()
        }
      } catch is WorkWaits {
        await withTaskExecutorPreference(globalConcurrentExecutor) { matches.make() }
        try await conversions?.complete()
      }
    }
    throw StatusError.modified(call.groupResource, name: call.request.name ?? "")
  }

  /// How often a write is tried anew for an object that others change meanwhile.
  private static let mostTries = 20

  /// Leaves a write for what takes long and is done outside of it.
  private struct WorkWaits: Error {}

  private func attempt(
    once call: Call, dryRun: Bool, _ body: @escaping @Sendable (inout StoreTransaction) throws -> ResponseObject
  ) async throws -> ResponseObject {
    guard dryRun else { return try await store.write(body) }
    do {
      return try await store.write { transaction in
        var object = try body(&transaction).value
        let key = call.key(object["metadata"]?["name"]?.stringValue ?? "")
        object["metadata"]?["resourceVersion"] = self.store.object(key).map { .string($0.resourceVersion) }
        throw DryRunAnswer(object: ResponseObject(object))
      }
    } catch let answer as DryRunAnswer {
      return answer.object
    }
  }

  /// Carries the answer of a dry run past the commit.
  private struct DryRunAnswer: Error {
    let object: ResponseObject
  }
}

/// Makes and checks the tokens of service accounts.
package protocol TokenSigner: Sendable {
  /// A signed token for the account.
  ///
  /// - Parameters:
  ///   - audiences: Empty means the API server's own.
  ///   - warnsAfter: When the token should have been replaced already; nil means its end.
  ///   - boundTo: The pod or other object that the token dies with.
  func token(
    for account: ServiceAccount, audiences: [String], expiresAt: Timestamp, warnsAfter: Timestamp?,
    boundTo: ObjectReference?
  ) async throws -> String

  /// The keys by which others can check tokens: a JSON Web Key Set (RFC 7517).
  var publicKeys: JSONValue { get }

  /// What a token says; nil when it was not signed here, or has run out.
  func content(of token: String) -> TokenContent?
}
