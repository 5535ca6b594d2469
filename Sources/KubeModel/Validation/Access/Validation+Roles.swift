/// Roles and bindings (Kubernetes: "Using RBAC Authorization").
extension Validation {
  private static let accessGroup = "rbac.authorization.k8s.io"

  static func role(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    rules(object, isNamespaced: true, &findings)
  }

  static func clusterRole(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    rules(object, isNamespaced: false, &findings)
    guard let aggregation = object["aggregationRule"] else { return }
    let path = FieldPath("aggregationRule")["clusterRoleSelectors"]
    let selectors = aggregation.list("clusterRoleSelectors")
    if selectors.isEmpty {
      findings.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil")
    }
    for (index, selector) in selectors.enumerated() {
      let before = findings.causes.count
      labelSelector(selector, path[index], &findings)
      if findings.causes.count > before {
        findings.invalid(path[index], selector, "invalid label selector.")
      }
    }
  }

  private static func rules(_ object: JSONValue, isNamespaced: Bool, _ findings: inout Findings) {
    for (index, rule) in object.list("rules").enumerated() {
      let path = FieldPath("rules")[index]
      if rule.list("verbs").isEmpty {
        findings.required(path["verbs"], "verbs must contain at least one value")
      }
      guard rule.list("nonResourceURLs").isEmpty else {
        let urls = path["nonResourceURLs"]
        if isNamespaced {
          findings.invalid(urls, rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs")
        }
        if ["apiGroups", "resources", "resourceNames"].contains(where: { !rule.list($0).isEmpty }) {
          findings.invalid(
            urls, rule["nonResourceURLs"],
            "rules cannot apply to both regular resources and non-resource URLs")
        }
        continue
      }
      if rule.list("apiGroups").isEmpty {
        findings.required(path["apiGroups"], "resource rules must supply at least one api group")
      }
      if rule.list("resources").isEmpty {
        findings.required(path["resources"], "resource rules must supply at least one resource")
      }
    }
  }

  static func roleBinding(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    binding(object, old, isNamespaced: true, &findings)
  }

  static func clusterRoleBinding(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    binding(object, old, isNamespaced: false, &findings)
  }

  private static func binding(
    _ object: JSONValue, _ old: JSONValue?, isNamespaced: Bool, _ findings: inout Findings
  ) {
    let path = FieldPath("roleRef")
    let reference = object["roleRef"] ?? .emptyObject
    if reference.text("apiGroup") != accessGroup {
      findings.unsupported(path["apiGroup"], .string(reference.text("apiGroup")), [accessGroup])
    }
    let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
    if !kinds.contains(reference.text("kind")) {
      findings.notSupported(path["kind"], .string(reference.text("kind")), kinds.map(JSONValue.string))
    }
    findings.requiredForm(path["name"], reference["name"], "", NameForms.pathSegment)
    for (index, subject) in object.list("subjects").enumerated() {
      self.subject(subject, isNamespaced: isNamespaced, FieldPath("subjects")[index], &findings)
    }
    if let old, !JSONValue.areSame(object["roleRef"], old["roleRef"]) {
      findings.invalid(path, reference, "cannot change roleRef")
    }
  }

  private static func subject(
    _ subject: JSONValue, isNamespaced: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    let group = subject.text("apiGroup")
    if subject.text("name").isEmpty { findings.required(path["name"]) }
    switch subject.text("kind") {
    case "ServiceAccount":
      findings.optionalForm(path["name"], subject["name"], NameForms.subdomain)
      if !group.isEmpty { findings.unsupported(path["apiGroup"], .string(group), [""]) }
      if !isNamespaced, subject.text("namespace").isEmpty { findings.required(path["namespace"]) }
    case "User", "Group":
      if group != accessGroup { findings.unsupported(path["apiGroup"], .string(group), [accessGroup]) }
    case let kind:
      findings.notSupported(path["kind"], .string(kind), ["ServiceAccount", "User", "Group"])
    }
  }
}
