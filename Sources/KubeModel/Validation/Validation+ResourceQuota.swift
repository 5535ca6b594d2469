import OrderedCollections

extension Validation {
  /// What a quota limits, and the scopes that say of which objects; scopes stay as they were made.
  static func resourceQuota(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    quotaAmounts(spec?["hard"], path["hard"], &findings)
    let limited = (spec?["hard"]?.objectValue ?? [:]).keys.filter(QuotaResourceName.isStandard).sorted()
    quotaScopes(spec?["scopes"], path["scopes"], limited, &findings)
    scopeSelector(spec, path["scopeSelector"]["matchExpressions"], limited, &findings)
    for name in ["hard", "used"] { quotaAmounts(object["status"]?[name], FieldPath("status")[name], &findings) }
    if let old, Set(texts(spec?["scopes"])) != Set(texts(old["spec"]?["scopes"])) {
      findings.invalid(path["scopes"], spec?["scopes"] ?? [], "field is immutable")
    }
  }

  private static func quotaAmounts(_ amounts: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    for (name, amount) in amounts?.objectValue ?? [:] {
      let path = path.key(name)
      let problems = NameForms.qualifiedName(name)
      for problem in problems { findings.invalid(path, .string(name), problem) }
      if !name.contains("/") {
        if problems.isEmpty, name != "storage", !QuotaResourceName.isStandard(name) {
          findings.invalid(path, .string(name), "must be a standard resource type or fully qualified")
        }
        if !QuotaResourceName.isStandard(name) {
          findings.invalid(path, .string(name), "must be a standard resource for quota")
        }
      }
      quantity(amount, path, &findings)
      if QuotaResourceName.isCounted(name), let quantity = Quantity(json: amount), !quantity.isWhole {
        findings.invalid(path, amount, "must be an integer")
      }
    }
  }

  private static func quotaScopes(
    _ scopes: JSONValue?, _ path: FieldPath, _ limited: [String], _ findings: inout Findings
  ) {
    let names = texts(scopes)
    for name in names {
      if QuotaScope(rawValue: name) == nil { findings.invalid(path, scopes, "unsupported scope") }
      for limit in limited where QuotaScope(rawValue: name)?.fits(limit) == false {
        findings.invalid(path, scopes, "unsupported scope applied to resource")
      }
    }
    for _ in QuotaScope.conflicts(among: names) { findings.invalid(path, scopes, "conflicting scopes") }
  }

  private static func scopeSelector(
    _ spec: JSONValue?, _ path: FieldPath, _ limited: [String], _ findings: inout Findings
  ) {
    guard let selector = spec?["scopeSelector"] else { return }
    let requirements = selector["matchExpressions"]?.arrayValue ?? []
    for requirement in requirements {
      let scope = QuotaScope(rawValue: requirement["scopeName"]?.stringValue ?? "")
      if scope == nil {
        findings.invalid(path["scopeName"], requirement["scopeName"] ?? "", "unsupported scope")
      }
      for limit in limited where scope?.fits(limit) == false {
        findings.invalid(path, selector, "unsupported scope applied to resource")
      }
      scopeOperator(requirement, scope, path, &findings)
    }
    for _ in QuotaScope.conflicts(among: requirements.compactMap { $0["scopeName"]?.stringValue }) {
      findings.invalid(path, spec?["scopes"] ?? .null, "conflicting scopes")
    }
  }

  private static func scopeOperator(
    _ requirement: JSONValue, _ scope: QuotaScope?, _ path: FieldPath, _ findings: inout Findings
  ) {
    let sign = requirement["operator"] ?? ""
    if let scope, !scope.hasValues, sign != "Exists" {
      findings.invalid(
        path["operator"], sign,
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
          + "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or "
          + "ResourceQuotaScopeCrossNamespacePodAffinity")
    }
    let values = requirement["values"]?.arrayValue ?? []
    switch sign.stringValue {
    case "In", "NotIn":
      if values.isEmpty {
        findings.required(
          path["values"], "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")
      }
    case "Exists", "DoesNotExist":
      if !values.isEmpty {
        findings.invalid(
          path["values"], requirement["values"],
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")
      }
    default: findings.invalid(path["operator"], sign, "not a valid selector operator")
    }
  }

  private static func texts(_ list: JSONValue?) -> [String] { (list?.arrayValue ?? []).compactMap(\.stringValue) }
}

/// A quota scope (Kubernetes: "Resource quotas", quota scopes).
private enum QuotaScope: String {
  case terminating = "Terminating"
  case notTerminating = "NotTerminating"
  case bestEffort = "BestEffort"
  case notBestEffort = "NotBestEffort"
  case priorityClass = "PriorityClass"
  case crossNamespacePodAffinity = "CrossNamespacePodAffinity"
  case volumeAttributesClass = "VolumeAttributesClass"

  /// Whether the scope names classes, among which a selector chooses by their names.
  var hasValues: Bool { self == .priorityClass || self == .volumeAttributesClass }

  /// Whether the standard resource `name` is one of objects that the scope tells apart.
  func fits(_ name: String) -> Bool {
    switch self {
    case .bestEffort: name == "pods"
    case .volumeAttributesClass: ["persistentvolumeclaims", "requests.storage"].contains(name)
    default: QuotaResourceName.ofPods.contains(name)
    }
  }

  /// The pairs among `names` that no object is in both of.
  static func conflicts(among names: [String]) -> [[Self]] {
    [[.bestEffort, .notBestEffort], [.terminating, .notTerminating]].filter { pair in
      pair.allSatisfy { names.contains($0.rawValue) }
    }
  }
}

/// The names of what a quota limits.
private enum QuotaResourceName {
  /// What the pods of every scope but `BestEffort` can be limited by.
  static let ofPods: Set = [
    "pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
  ]

  private static let numbers: Set = [
    "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
    "services.nodeports", "services.loadbalancers",
  ]

  private static let standard = ofPods.union(numbers).union([
    "ephemeral-storage", "requests.ephemeral-storage", "limits.ephemeral-storage", "requests.storage",
  ])

  /// Whether Kubernetes itself defines the name, rather than an object count, a storage class or a device plugin.
  static func isStandard(_ name: String) -> Bool {
    standard.contains(name) || name.hasPrefix("hugepages-") || name.hasPrefix("requests.hugepages-")
  }

  /// Whether there are only whole numbers of it: objects, and resources that others than Kubernetes define.
  static func isCounted(_ name: String) -> Bool {
    numbers.contains(name)
      || name.contains("/") && !name.contains("kubernetes.io/") && !name.hasPrefix("requests.")
        && NameForms.qualifiedName("requests." + name).isEmpty
  }
}
