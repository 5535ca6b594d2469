import OrderedCollections

/// Where a pod may run.
extension Validation {
  static func tolerations(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, toleration) in list.enumerated() {
      let path = path[index]
      let (key, comparison, value) = (
        toleration.text("key"), toleration.text("operator"), toleration.text("value")
      )
      if !key.isEmpty { findings.form(path["key"], key, NameForms.qualifiedName) }
      if key.isEmpty, comparison != "Exists" {
        findings.invalid(
          path["operator"], .string(comparison),
          "operator must be Exists when `key` is empty, which means \"match all values and all keys\"")
      }
      if toleration.has("tolerationSeconds"), toleration["effect"] != "NoExecute" {
        findings.invalid(
          path["effect"], toleration["effect"] ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set")
      }
      switch comparison {
      case "", "Equal":
        let problems = NameForms.labelValue(value)
        if !problems.isEmpty {
          findings.invalid(path["operator"], .string(value), problems.joined(separator: ";"))
        }
      case "Exists":
        if !value.isEmpty {
          findings.invalid(path["operator"], .string(value), "value must be empty when `operator` is 'Exists'")
        }
      default: findings.optionalChoice(path["operator"], toleration["operator"], ["Equal", "Exists"])
      }
      findings.optionalChoice(
        path["effect"], toleration["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"])
    }
  }

  // MARK: Affinity

  private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
  private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

  static func affinity(
    _ affinity: JSONValue?, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    nodeAffinity(affinity?["nodeAffinity"], path["nodeAffinity"], pod, &findings)
    for kind in ["podAffinity", "podAntiAffinity"] {
      for (index, term) in (affinity?[kind]?.list(required) ?? []).enumerated() {
        affinityTerm(term, path[kind][required][index], pod, &findings)
      }
      for (index, weighted) in (affinity?[kind]?.list(preferred) ?? []).enumerated() {
        let path = path[kind][preferred][index]
        weight(weighted, path, &findings)
        affinityTerm(weighted["podAffinityTerm"] ?? .emptyObject, path["podAffinityTerm"], pod, &findings)
      }
    }
  }

  private static func weight(_ term: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let weight = term.number("weight")
    if !(1...100).contains(weight) {
      findings.invalid(path["weight"], .integer(weight), "must be in the range 1-100")
    }
  }

  private static func nodeAffinity(
    _ affinity: JSONValue?, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    if let selector = affinity?[required] {
      nodeSelector(
        selector, checksValues: !pod.tolerates.contains(.labelValuesInNodeAffinity), path[required], &findings)
    }
    for (index, term) in (affinity?.list(preferred) ?? []).enumerated() {
      let path = path[preferred][index]
      weight(term, path, &findings)
      // Values that no label can have do no harm where nothing has to match.
      nodeTerm(term["preference"], checksValues: false, path["preference"], &findings)
    }
  }

  /// A selector of nodes.
  ///
  /// - Parameter checksValues: Whether values that no label can have are refused.
  static func nodeSelector(
    _ selector: JSONValue, checksValues: Bool = true, _ path: FieldPath, _ findings: inout Findings
  ) {
    let path = path["nodeSelectorTerms"]
    let terms = selector.list("nodeSelectorTerms")
    if terms.isEmpty { findings.required(path, "must have at least one node selector term") }
    for (index, term) in terms.enumerated() { nodeTerm(term, checksValues: checksValues, path[index], &findings) }
  }

  private static func nodeTerm(
    _ term: JSONValue?, checksValues: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    for (index, expression) in (term?.list("matchExpressions") ?? []).enumerated() {
      nodeExpression(expression, checksValues: checksValues, path["matchExpressions"][index], &findings)
    }
    for (index, field) in (term?.list("matchFields") ?? []).enumerated() {
      nodeField(field, path["matchFields"][index], &findings)
    }
  }

  private static func nodeExpression(
    _ expression: JSONValue, checksValues: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    let values = expression.texts("values")
    switch expression.text("operator") {
    case "In", "NotIn":
      if values.isEmpty {
        findings.required(path["values"], "must be specified when `operator` is 'In' or 'NotIn'")
      }
    case "Exists", "DoesNotExist":
      if !values.isEmpty {
        findings.forbidden(path["values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
      }
    case "Gt", "Lt":
      if values.count != 1 {
        findings.required(path["values"], "must be specified single value when `operator` is 'Lt' or 'Gt'")
      }
    default: findings.invalid(path["operator"], expression["operator"] ?? "", "not a valid selector operator")
    }
    findings.form(path["key"], expression.text("key"), NameForms.qualifiedName)
    guard checksValues else { return }
    for (index, value) in values.enumerated() { findings.form(path["values"][index], value, NameForms.labelValue) }
  }

  private static func nodeField(_ field: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let values = field.texts("values")
    switch field.text("operator") {
    case "In", "NotIn":
      if values.count != 1 {
        findings.required(
          path["values"], "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
      }
    default: findings.invalid(path["operator"], field["operator"] ?? "", "not a valid selector operator")
    }
    guard field.text("key") == "metadata.name" else {
      return findings.invalid(path["key"], field["key"] ?? "", "not a valid field selector key")
    }
    for (index, value) in values.enumerated() { findings.name(path["values"][index], value) }
  }

  private static func affinityTerm(
    _ term: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    let checksValues = !pod.tolerates.contains(.labelValuesInAffinity)
    labelSelector(term["labelSelector"], checksValues: checksValues, path["labelSelector"], &findings)
    labelSelector(term["namespaceSelector"], checksValues: checksValues, path["namespaceSelector"], &findings)
    for name in term.texts("namespaces") { findings.form(path["namespace"], name, NameForms.label) }
    for list in ["matchLabelKeys", "mismatchLabelKeys"] { labelKeys(term, list, path[list], &findings) }
    matchedTwice(term, path, &findings)
    let key = term.text("topologyKey")
    if key.isEmpty { findings.required(path["topologyKey"], "can not be empty") }
    findings.form(path["topologyKey"], key, NameForms.qualifiedName)
  }

  private static func labelKeys(
    _ term: JSONValue, _ list: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    let keys = term.texts(list)
    guard !keys.isEmpty else { return }
    guard term.has("labelSelector") else {
      return findings.forbidden(path, "must not be specified when labelSelector is not set")
    }
    for (index, key) in keys.enumerated() { findings.form(path[index], key, NameForms.qualifiedName) }
  }

  /// Keys that a term matches by more than one of its lists.
  private static func matchedTwice(_ term: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let keys = term.texts("matchLabelKeys")
    var selected = Set((term[path: "labelSelector", "matchLabels"]?.objectValue ?? [:]).keys)
    for expression in term["labelSelector"]?.list("matchExpressions") ?? [] {
      let key = expression.text("key")
      if let index = keys.lastIndex(of: key), selected.contains(key) {
        findings.invalid(path[index], .string(key), "exists in both matchLabelKeys and labelSelector")
      }
      selected.insert(key)
    }
    let mismatched = Set(term.texts("mismatchLabelKeys"))
    for (index, key) in keys.enumerated() where mismatched.contains(key) {
      findings.invalid(
        path["matchLabelKeys"][index], .string(key), "exists in both matchLabelKeys and mismatchLabelKeys")
    }
  }

  // MARK: Spreading

  static func spreadConstraints(
    _ list: [JSONValue], _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    let repeated = repeatedConstraints(list)
    for (index, constraint) in list.enumerated() {
      let path = path[index]
      let (key, action) = (constraint.text("topologyKey"), constraint.text("whenUnsatisfiable"))
      if constraint.number("maxSkew") <= 0 {
        findings.invalid(path["maxSkew"], constraint["maxSkew"] ?? 0, "must be greater than zero")
      }
      if key.isEmpty { findings.required(path["topologyKey"], "can not be empty") }
      findings.optionalChoice(
        path["whenUnsatisfiable"], .string(action), ["DoNotSchedule", "ScheduleAnyway"])
      if repeated.contains(index) {
        findings.duplicate(path["{topologyKey, whenUnsatisfiable}"], .string("{\(key), \(action)}"))
      }
      if let least = constraint["minDomains"] {
        if constraint.number("minDomains") <= 0 {
          findings.invalid(path["minDomains"], least, "must be greater than zero")
        }
        if action != "DoNotSchedule" {
          findings.invalid(
            path["minDomains"], least, "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action)")
        }
      }
      for name in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
        findings.optionalChoice(path[name], constraint[name], ["Honor", "Ignore"])
      }
      spreadKeys(constraint, path["matchLabelKeys"], &findings)
      if !pod.tolerates.contains(.labelSelectorsInSpread) {
        labelSelector(constraint["labelSelector"], path["labelSelector"], &findings)
      }
    }
  }

  /// Which constraints have the key and the action of one that comes after them.
  private static func repeatedConstraints(_ list: [JSONValue]) -> Set<Int> {
    var later: Set<[String]> = []
    return Set(
      list.indices.reversed().filter { index in
        !later.insert([list[index].text("topologyKey"), list[index].text("whenUnsatisfiable")]).inserted
      })
  }

  private static func spreadKeys(_ constraint: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let keys = constraint.texts("matchLabelKeys")
    guard !keys.isEmpty else { return }
    if !constraint.has("labelSelector") {
      findings.forbidden(path, "must not be specified when labelSelector is not set")
    }
    let selector = constraint["labelSelector"]
    let selected = Set((selector?["matchLabels"]?.objectValue ?? [:]).keys)
      .union((selector?.list("matchExpressions") ?? []).map { $0.text("key") })
    for (index, key) in keys.enumerated() {
      findings.form(path[index], key, NameForms.qualifiedName)
      if selected.contains(key) {
        findings.invalid(path[index], .string(key), "exists in both matchLabelKeys and labelSelector")
      }
    }
  }
}
