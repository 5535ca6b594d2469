import KubeModel

/// Which requests a policy or a binding is about (`MatchResources` of `admissionregistration.k8s.io/v1`).
struct MatchResources: Sendable {
  private struct Rule: Sendable {
    let rule: WebhookRule
    /// Empty for objects of every name.
    let names: Set<String>

    init(_ json: JSONValue) {
      rule = WebhookRule(json)
      names = Set((json["resourceNames"]?.arrayValue ?? []).compactMap(\.stringValue))
    }
  }

  private let rules: [Rule]
  private let excluded: [Rule]
  /// Whether only requests in the very version that a rule names are matched.
  private let isExact: Bool
  private let namespaceSelector: LabelSelector
  private let objectSelector: LabelSelector

  init(_ json: JSONValue) {
    rules = (json["resourceRules"]?.arrayValue ?? []).map(Rule.init)
    excluded = (json["excludeResourceRules"]?.arrayValue ?? []).map(Rule.init)
    isExact = json["matchPolicy"]?.stringValue == "Exact"
    namespaceSelector = LabelSelector(json: json["namespaceSelector"] ?? .emptyObject)
    objectSelector = LabelSelector(json: json["objectSelector"] ?? .emptyObject)
  }

  /// The version in which the request is looked at; nil when it is not matched.
  ///
  /// Without rules every request is.
  ///
  /// - Parameter namespace: The labels of the object's namespace, or of the namespace that the object is; nil for other
  ///   objects of the cluster.
  func form(of attributes: AdmissionAttributes, namespace: [String: String]?) -> AdmissionAttributes.Form? {
    if let namespace, !namespaceSelector.selects(namespace) { return nil }
    guard objectSelector.isEmpty || attributes.labels.contains(where: objectSelector.selects) else { return nil }
    guard form(of: attributes, by: excluded) == nil else { return nil }
    return rules.isEmpty ? attributes.requested : form(of: attributes, by: rules)
  }

  private func form(of attributes: AdmissionAttributes, by rules: [Rule]) -> AdmissionAttributes.Form? {
    let named = rules.filter { $0.names.isEmpty || $0.names.contains(attributes.name) }
    return attributes.form(isExact: isExact, matching: named.map(\.rule))
  }
}
