/// Nodes and namespaces.
extension Validation {
  static func node(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    // Kubernetes tells of taints as if they were metadata.
    taints(spec.list("taints"), FieldPath("metadata")["taints"], &findings)
    for name in ["capacity", "allocatable"] {
      for (resource, amount) in object["status"]?.entries(name) ?? [] {
        resourceAmount(amount, of: resource, FieldPath("status")[name][resource], &findings)
      }
    }
    podNetworks(spec, path["podCIDRs"], &findings)
    if let old { nodeChange(object, old, &findings) }
  }

  private static func podNetworks(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let texts = spec.texts("podCIDRs")
    for (index, text) in texts.enumerated() where CELNetwork(lenient: text) == nil {
      findings.invalid(
        path[index], .string(text), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
    }
    guard texts.count > 1 else { return }
    let families = Set(texts.compactMap { CELNetwork(lenient: $0)?.address.isIPv4 })
    if families.count < 2 || texts.count > 2 {
      findings.invalid(path, spec["podCIDRs"], "may specify no more than one CIDR for each IP family")
    }
    findings.duplicates(spec.list("podCIDRs")) { path[$0] }
  }

  private static func taints(_ taints: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var seen: Set<[String]> = []
    for (index, taint) in taints.enumerated() {
      let path = path[index]
      findings.form(path["key"], taint.text("key"), NameForms.qualifiedName)
      let problems = NameForms.labelValue(taint.text("value"))
      if !problems.isEmpty {
        findings.invalid(path["value"], taint["value"], problems.joined(separator: ";"))
      }
      findings.requiredChoice(
        path["effect"], taint["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"])
      if !seen.insert([taint.text("key"), taint.text("effect")]).inserted {
        findings.duplicate(path, taint, "taints must be unique by key and effect pair")
      }
    }
  }

  /// Of what a node is, only its labels, taints and amounts change; addresses of pods and the name at its provider are
  /// set once.
  private static func nodeChange(_ object: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let (spec, before) = (object["spec"] ?? .emptyObject, old["spec"] ?? .emptyObject)
    findings.duplicates(object["status"]?.list("addresses") ?? []) { FieldPath("status")["addresses"][$0] }
    var isChanged = false
    let (new, known) = (spec.texts("podCIDRs"), before.texts("podCIDRs"))
    if !known.isEmpty {
      let count = new.count == known.count ? zip(new, known).count { $0 != $1 } : 1
      for _ in 0..<count {
        isChanged = true
        findings.forbidden(path["podCIDRs"], "node updates may not change podCIDR except from \"\" to valid")
      }
    }
    if !before.text("providerID").isEmpty, spec.text("providerID") != before.text("providerID") {
      isChanged = true
      findings.forbidden(path["providerID"], "node updates may not change providerID except from \"\" to valid")
    }
    if spec.text("externalID") != before.text("externalID") { isChanged = true }
    if isChanged {
      findings.forbidden(FieldPath("[]"), "node updates may only change labels, taints, or capacity")
    }
  }

  static func namespace(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    for name in object["spec"]?.texts("finalizers") ?? [] {
      let path = FieldPath("spec")["finalizers"]
      findings.form(path, name, NameForms.qualifiedName)
      standardFinalizer(name, path, &findings)
    }
  }

  static func namespaceStatus(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let isGoing = object["metadata"]?.has("deletionTimestamp") ?? false
    let wanted = isGoing ? "Terminating" : "Active"
    let phase = object["status"]?.text("phase") ?? ""
    guard phase != wanted else { return }
    findings.invalid(
      FieldPath("status")["Phase"], .string(phase),
      "may only be '\(wanted)' if `deletionTimestamp` is \(isGoing ? "not " : "")empty")
  }
}
