import KubeModel

/// A `ValidatingAdmissionPolicy`, read.
struct AdmissionPolicy: Sendable {
  let name: String
  let failsOpen: Bool
  /// What kind of objects bindings may name as parameters; nil when there are none.
  let paramKind: GroupVersionKind?
  let constraints: MatchResources
  let program: PolicyProgram

  init(_ json: JSONValue, name: String) {
    let spec = json["spec"] ?? .emptyObject
    self.name = name
    failsOpen = spec["failurePolicy"]?.stringValue == "Ignore"
    paramKind = spec["paramKind"].flatMap(GroupVersionKind.init(of:))
    constraints = MatchResources(spec["matchConstraints"] ?? .emptyObject)
    program = PolicyProgram(spec)
  }
}

/// A `ValidatingAdmissionPolicyBinding`, read.
struct PolicyBinding: Sendable {
  /// Which objects are a policy's parameters.
  struct Parameters: Sendable {
    /// Nil when a selector chooses them.
    let name: String?
    let selector: LabelSelector
    /// Nil for the namespace of the request.
    let namespace: String?
    /// Whether a request is refused when there are none.
    let areRequired: Bool
  }

  let name: String
  let policyName: String
  /// Nil for all requests that the policy is about.
  let match: MatchResources?
  let parameters: Parameters?
  /// `Deny`, `Warn` and `Audit`, in the order in which they stand.
  let actions: [String]

  init(_ json: JSONValue, name: String) {
    func text(_ value: JSONValue?) -> String? { value?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
    let spec = json["spec"] ?? .emptyObject
    self.name = name
    policyName = spec["policyName"]?.stringValue ?? ""
    match = spec["matchResources"].map(MatchResources.init)
    actions = (spec["validationActions"]?.arrayValue ?? []).compactMap(\.stringValue)
    parameters = spec["paramRef"].map { reference in
      Parameters(
        name: text(reference["name"]), selector: LabelSelector(json: reference["selector"] ?? .emptyObject),
        namespace: text(reference["namespace"]), areRequired: reference["parameterNotFoundAction"] == "Deny")
    }
  }
}
