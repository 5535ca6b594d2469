import KubeModel
import OrderedCollections

/// Questions about access, answered at once (`authorization.k8s.io/v1`).
struct AccessReviews {
  let authorizer: RBACAuthorizer
  /// Who asks.
  let user: UserInfo

  /// Whether the one who asks may do something.
  func selfSubjectAccess(_ review: JSONValue) throws(StatusError) -> JSONValue {
    let spec = review["spec"] ?? .emptyObject
    try check(attributesProblems(spec), review)
    return completed(review, decision: decide(spec, user))
  }

  /// Whether somebody named may do something.
  ///
  /// - Parameter namespace: Of a LocalSubjectAccessReview, which is about this namespace alone.
  func subjectAccess(_ review: JSONValue, namespace: String?) throws(StatusError) -> JSONValue {
    let spec = review["spec"] ?? .emptyObject
    var problems = attributesProblems(spec)
    let groups = strings(spec["groups"])
    let name = spec["user"]?.stringValue ?? ""
    if name.isEmpty, groups.isEmpty {
      problems.append(.invalidValue("spec.user", "\"\"", "at least one of user or group must be specified"))
    }
    if let namespace {
      let asked = spec[path: "resourceAttributes", "namespace"]?.stringValue ?? ""
      if asked != namespace {
        problems.append(
          .invalidValue("spec.resourceAttributes.namespace", "\"\(asked)\"", "must match metadata.namespace"))
      }
      if spec["nonResourceAttributes"] != nil {
        problems.append(
          .invalidValue("spec.nonResourceAttributes", "{}", "disallowed on this kind of request"))
      }
    }
    try check(problems, review)
    var extra: [String: [String]] = [:]
    for (key, values) in spec["extra"]?.objectValue ?? [:] { extra[key] = strings(values) }
    let subject = UserInfo(name: name, uid: spec["uid"]?.stringValue, groups: groups, extra: extra)
    return completed(review, decision: decide(spec, subject))
  }

  /// Everything that the one who asks may do in a namespace.
  func selfSubjectRules(_ review: JSONValue) throws(StatusError) -> JSONValue {
    guard let namespace = review[path: "spec", "namespace"]?.stringValue, !namespace.isEmpty else {
      throw .badRequest("no namespace on request")
    }
    let (rules, problem) = authorizer.rules(for: user, in: namespace)
    var status: JSONValue = [
      "resourceRules": .array(rules.filter { !$0.resources.isEmpty }.map(resourceRule)),
      "nonResourceRules": .array(
        rules.filter { !$0.nonResourceURLs.isEmpty }.map {
          ["verbs": list($0.verbs), "nonResourceURLs": list($0.nonResourceURLs)]
        }), "incomplete": false,
    ]
    if let problem { status["evaluationError"] = .string(problem) }
    var answer = review
    answer["status"] = status
    return answer
  }

  private func resourceRule(_ rule: AccessRule) -> JSONValue {
    var json: JSONValue = [
      "verbs": list(rule.verbs), "apiGroups": list(rule.apiGroups), "resources": list(rule.resources),
    ]
    if !rule.resourceNames.isEmpty { json["resourceNames"] = list(rule.resourceNames) }
    return json
  }

  // MARK: Parts

  private func decide(_ spec: JSONValue, _ subject: UserInfo) -> AccessDecision {
    if let asked = spec["nonResourceAttributes"] {
      return authorizer.decide(
        AccessAttributes(
          user: subject, verb: asked["verb"]?.stringValue ?? "", .path(asked["path"]?.stringValue ?? "")))
    }
    let asked = spec["resourceAttributes"]
    func text(_ name: String) -> String { asked?[name]?.stringValue ?? "" }
    return authorizer.decide(
      AccessAttributes(
        user: subject, verb: text("verb"),
        .resource(
          .init(
            group: text("group"), resource: text("resource"), namespace: text("namespace"), name: text("name"),
            subresource: text("subresource")))))
  }

  private func completed(_ review: JSONValue, decision: AccessDecision) -> JSONValue {
    var status: JSONValue = ["allowed": .bool(decision.isAllowed)]
    if let reason = decision.reason { status["reason"] = .string(reason) }
    var answer = review
    answer["status"] = status
    return answer
  }

  private func attributesProblems(_ spec: JSONValue) -> [StatusError.Cause] {
    switch (spec["resourceAttributes"], spec["nonResourceAttributes"]) {
    case (nil, nil):
      return [
        .invalidValue(
          "spec.resourceAttributes", "null",
          "exactly one of nonResourceAttributes or resourceAttributes must be specified")
      ]
    case (_?, _?):
      return [
        .invalidValue(
          "spec.nonResourceAttributes", "{}", "cannot be specified in combination with resourceAttributes")
      ]
    default: return []
    }
  }

  private func check(_ problems: [StatusError.Cause], _ review: JSONValue) throws(StatusError) {
    guard !problems.isEmpty, let kind = GroupVersionKind(of: review) else { return }
    throw .invalid(kind, name: "", causes: problems)
  }

  private func strings(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }

  private func list(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}

extension StatusError.Cause {
  fileprivate static func invalidValue(_ field: String, _ value: String, _ why: String) -> Self {
    Self(reason: "FieldValueInvalid", message: "Invalid value: \(value): \(why)", field: field)
  }
}
