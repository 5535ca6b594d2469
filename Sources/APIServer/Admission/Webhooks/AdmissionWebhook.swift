import KubeModel

/// One webhook of a `MutatingWebhookConfiguration` or `ValidatingWebhookConfiguration`, read.
struct AdmissionWebhook: Sendable {
  /// Which of several webhooks this is: by configuration and place.
  struct Identity: Sendable, Hashable {
    let configuration: String
    let position: Int
  }

  let identity: Identity
  let name: String
  let rules: [WebhookRule]
  /// Where it is reached, and how long it may take.
  let endpoint: WebhookEndpoint
  let failsOpen: Bool
  /// Whether only requests in the very version that a rule names are shown to it.
  let isExact: Bool
  /// Whether it is called again when a later one has changed the object.
  let isReinvoked: Bool
  /// The version of `AdmissionReview` that it speaks.
  let reviewVersion: String
  let hasSideEffectsInDryRuns: Bool
  /// What else has to hold of a request for it to be called.
  let conditions: MatchConditions
  private let namespaceSelector: LabelSelector
  private let objectSelector: LabelSelector

  init(_ json: JSONValue, _ identity: Identity) {
    self.identity = identity
    name = json["name"]?.stringValue ?? ""
    rules = (json["rules"]?.arrayValue ?? []).map(WebhookRule.init)
    endpoint = WebhookEndpoint(
      json["clientConfig"], timeoutSeconds: json["timeoutSeconds"]?.integerValue.map { Int($0) } ?? 10)
    failsOpen = json["failurePolicy"]?.stringValue == "Ignore"
    isExact = json["matchPolicy"]?.stringValue == "Exact"
    isReinvoked = json["reinvocationPolicy"]?.stringValue == "IfNeeded"
    let versions = (json["admissionReviewVersions"]?.arrayValue ?? []).compactMap(\.stringValue)
    reviewVersion = versions.first { ["v1", "v1beta1"].contains($0) } ?? "v1"
    hasSideEffectsInDryRuns = !["None", "NoneOnDryRun"].contains(json["sideEffects"]?.stringValue ?? "")
    conditions = MatchConditions(json["matchConditions"], hasParams: false)
    namespaceSelector = LabelSelector(json: json["namespaceSelector"] ?? .emptyObject)
    objectSelector = LabelSelector(json: json["objectSelector"] ?? .emptyObject)
  }

  /// Whether the selectors let the webhook see the object.
  ///
  /// - Parameters:
  ///   - namespace: The labels of the object's namespace, or of the namespace that the object is; nil for other objects
  ///     of the cluster, which the selector does not concern.
  ///   - objects: The labels of the object before and after; one that is selected is enough.
  func selects(namespace: [String: String]?, objects: [[String: String]]) -> Bool {
    if let namespace, !namespaceSelector.selects(namespace) { return false }
    return objectSelector.isEmpty || objects.contains(where: objectSelector.selects)
  }
}
