import OrderedCollections

extension Validation {
  /// `LimitRange` (Kubernetes concept "Limit Ranges").
  static func limitRange(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    var types: Set<String> = []
    for (index, limit) in (object["spec"]?.list("limits") ?? []).enumerated() {
      let path = FieldPath("spec")["limits"][index]
      let type = limit.text("type")
      limitType(type, path["type"], &findings)
      if !types.insert(type).inserted { findings.duplicate(path["type"], .string(type)) }
      limitNames(limit, type, path, &findings)
      let names = Set(
        ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"].flatMap { list in
          type == "Pod" && list.hasPrefix("default") ? [] : limit.entries(list).map(\.key)
        })
      for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        LimitOfResource(limit, name, isOfPods: type == "Pod").check(path, &findings)
      }
    }
  }

  private static func limitType(_ type: String, _ path: FieldPath, _ findings: inout Findings) {
    let problems = NameForms.qualifiedName(type)
    for problem in problems { findings.invalid(path, .string(type), problem) }
    if problems.isEmpty, !type.contains("/"), !["Container", "PersistentVolumeClaim", "Pod"].contains(type) {
      findings.invalid(path, .string(type), "must be a standard limit type or fully qualified")
    }
  }

  private static func limitNames(
    _ limit: JSONValue, _ type: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    let isOfContainers = type == "Pod" || type == "Container"
    for list in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
      if list == "maxLimitRequestRatio", type == "PersistentVolumeClaim", limit["min"]?["storage"] == nil,
        limit["max"]?["storage"] == nil
      {
        findings.required(
          path["limits"], "either minimum or maximum storage value is required, but neither was provided")
      }
      let entries = limit.entries(list)
      if type == "Pod", list.hasPrefix("default") {
        if !entries.isEmpty { findings.forbidden(path[list], "may not be specified when `type` is 'Pod'") }
        continue
      }
      for (name, _) in entries {
        (isOfContainers ? containerResource : resourceName)(name, path[list].key(name), &findings)
      }
    }
  }
}

/// The limits of one resource, which must not contradict each other.
private struct LimitOfResource {
  let name: String
  let least: Quantity?
  let most: Quantity?
  let usual: Quantity?
  let usualRequest: Quantity?
  let ratio: Quantity?

  init(_ limit: JSONValue, _ name: String, isOfPods: Bool) {
    func amount(_ list: String) -> Quantity? { limit[list]?[name].flatMap { Quantity(json: $0) } }
    self.name = name
    least = amount("min")
    most = amount("max")
    usual = isOfPods ? nil : amount("default")
    usualRequest = isOfPods ? nil : amount("defaultRequest")
    ratio = amount("maxLimitRequestRatio")
  }

  private func isMore(_ left: Quantity?, than right: Quantity?) -> Bool {
    guard let left, let right else { return false }
    return (left.compare(right) ?? 0) > 0
  }

  func check(_ path: FieldPath, _ findings: inout Findings) {
    func greater(
      _ left: Quantity?, _ leftName: String, than right: Quantity?, _ rightName: String, at list: String,
      value: Quantity?
    ) {
      guard let left, let right, isMore(left, than: right) else { return }
      findings.invalid(
        path[list].key(name), value?.json, "\(leftName) value \(left) is greater than \(rightName) value \(right)")
    }
    greater(least, "min", than: most, "max", at: "min", value: least)
    greater(least, "min", than: usualRequest, "default request", at: "defaultRequest", value: usualRequest)
    greater(usualRequest, "default request", than: most, "max", at: "defaultRequest", value: usualRequest)
    greater(usualRequest, "default request", than: usual, "default limit", at: "defaultRequest", value: usualRequest)
    greater(least, "min", than: usual, "default", at: "default", value: least)
    greater(usual, "default", than: most, "max", at: "default", value: most)
    checkRatio(path["maxLimitRequestRatio"].key(name), &findings)
    if !Validation.canBeOvercommitted(name), let usual, let usualRequest, usual.compare(usualRequest) != 0 {
      findings.invalid(
        path["defaultRequest"].key(name), usualRequest.json,
        "default value \(usual) must equal to defaultRequest value \(usualRequest) in \(name)")
    }
  }

  private func checkRatio(_ path: FieldPath, _ findings: inout Findings) {
    guard let ratio else { return }
    if (ratio.compare(Quantity("1")) ?? 0) < 0 {
      findings.invalid(path, ratio.json, "ratio \(ratio) is less than 1")
    }
    guard let own = ratio.milliValue, let least = least?.milliValue, let most = most?.milliValue else { return }
    let limit = Double(most) / Double(least)
    if Double(own) / 1_000 > limit {
      findings.invalid(path, ratio.json, "ratio \(ratio) is greater than max/min = \(Self.text(limit))")
    }
  }

  /// A number as Go's `%f` writes it.
  private static func text(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf" }
    let millionths = Int64((abs(number) * 1e6).rounded(.toNearestOrEven))
    let fraction = String(millionths % 1_000_000)
    return "\(number < 0 ? "-" : "")\(millionths / 1_000_000)."
      + String(repeating: "0", count: 6 - fraction.count) + fraction
  }
}
