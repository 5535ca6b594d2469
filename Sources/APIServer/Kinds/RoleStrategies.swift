import KubeModel
import ObjectStore

/// Roles and cluster roles: nobody writes more into one than they hold themselves.
struct RoleStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    try scope.escalation.checkRole(object, old: nil)
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    try scope.escalation.checkRole(object, old: old)
  }

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    Role(json: object).rules.enumerated().flatMap { index, rule in
      problems(AccessRule(rule), at: "rules[\(index)]", isNamespaced: scope.key.namespace != nil)
    }
  }

  private func problems(_ rule: AccessRule, at field: String, isNamespaced: Bool) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    if rule.verbs.isEmpty { causes.append(.required("\(field).verbs", "verbs must contain at least one value")) }
    guard rule.nonResourceURLs.isEmpty else {
      let isMixed = !(rule.apiGroups + rule.resources + rule.resourceNames).isEmpty
      let why =
        isNamespaced
        ? "namespaced rules cannot apply to non-resource URLs"
        : isMixed ? "rules cannot apply to both regular resources and non-resource URLs" : nil
      let list = rule.nonResourceURLs.map { "\"\($0)\"" }.joined(separator: ", ")
      if let why { causes.append(.invalid("\(field).nonResourceURLs", "[]string{\(list)}", why)) }
      return causes
    }
    if rule.apiGroups.isEmpty {
      causes.append(.required("\(field).apiGroups", "resource rules must supply at least one api group"))
    }
    if rule.resources.isEmpty {
      causes.append(.required("\(field).resources", "resource rules must supply at least one resource"))
    }
    return causes
  }
}

/// Bindings: nobody gives away by one what they do not hold, and none is turned to another role.
struct RoleBindingStrategy: KindStrategy {
  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    try scope.escalation.checkBinding(object)
  }

  func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, in scope: inout StrategyScope) throws {
    guard !Self.concernsOnlyGarbageCollection(object, old) else { return }
    try scope.escalation.checkBinding(object)
  }

  /// What has to be possible for everybody who may write the object, so that it can be deleted.
  private static func concernsOnlyGarbageCollection(_ object: JSONValue, _ old: JSONValue) -> Bool {
    func rest(_ object: JSONValue) -> JSONValue {
      var object = object
      for name in ["ownerReferences", "finalizers", "managedFields", "resourceVersion"] {
        object["metadata"]?[name] = nil
      }
      return object
    }
    return rest(object) == rest(old)
  }

  func validate(_ object: JSONValue, old: JSONValue?, in scope: StrategyScope) -> [StatusError.Cause] {
    let binding = RoleBinding(json: object)
    let isNamespaced = scope.key.namespace != nil
    var causes: [StatusError.Cause] = []
    let reference = binding.roleRef ?? RoleRef()
    if reference.apiGroup != RoleIndex.group {
      causes.append(.unsupported("roleRef.apiGroup", reference.apiGroup ?? "", [RoleIndex.group]))
    }
    let kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
    if !kinds.contains(reference.kind ?? "") {
      causes.append(.unsupported("roleRef.kind", reference.kind ?? "", kinds))
    }
    if (reference.name ?? "").isEmpty { causes.append(.required("roleRef.name")) }
    for (index, subject) in binding.subjects.enumerated() {
      causes += problems(subject, at: "subjects[\(index)]", isNamespaced: isNamespaced)
    }
    if let old, let before = RoleBinding(json: old).roleRef, before != reference {
      let text =
        "rbac.RoleRef{APIGroup:\"\(reference.apiGroup ?? "")\", Kind:\"\(reference.kind ?? "")\", "
        + "Name:\"\(reference.name ?? "")\"}"
      causes.append(.invalid("roleRef", text, "cannot change roleRef"))
    }
    return causes
  }

  private func problems(_ subject: Subject, at field: String, isNamespaced: Bool) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    if (subject.name ?? "").isEmpty { causes.append(.required("\(field).name")) }
    let group = subject.apiGroup ?? ""
    switch subject.kind {
    case "ServiceAccount":
      if !group.isEmpty { causes.append(.unsupported("\(field).apiGroup", group, [""])) }
      if !isNamespaced, (subject.namespace ?? "").isEmpty { causes.append(.required("\(field).namespace")) }
    case "User", "Group":
      if group != RoleIndex.group { causes.append(.unsupported("\(field).apiGroup", group, [RoleIndex.group])) }
    default:
      causes.append(.unsupported("\(field).kind", subject.kind ?? "", ["ServiceAccount", "User", "Group"]))
    }
    return causes
  }
}

extension StatusError.Cause {
  /// A field that must be given.
  static func required(_ field: String, _ why: String? = nil) -> Self {
    Self(reason: "FieldValueRequired", message: "Required value\(why.map { ": \($0)" } ?? "")", field: field)
  }

  /// A value that cannot be.
  static func invalid(_ field: String, _ value: String, _ why: String) -> Self {
    Self(reason: "FieldValueInvalid", message: "Invalid value: \(value): \(why)", field: field)
  }

  /// A value that is none of those that can be.
  fileprivate static func unsupported(_ field: String, _ value: String, _ supported: [String]) -> Self {
    let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
    return Self(
      reason: "FieldValueNotSupported", message: "Unsupported value: \"\(value)\": supported values: \(list)",
      field: field)
  }
}
