extension Validation {
  /// `Lease` (Kubernetes concept "Leases").
  static func lease(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    if let seconds = spec["leaseDurationSeconds"]?.integerValue, seconds <= 0 {
      findings.invalid(path["leaseDurationSeconds"], .integer(seconds), "must be greater than 0")
    }
    findings.notNegative(path["leaseTransitions"], spec["leaseTransitions"])
    if let strategy = spec["strategy"]?.stringValue {
      if !["OldestEmulationVersion"].contains(strategy) {
        findings.form(path["strategy"], strategy, NameForms.qualifiedName)
      }
    }
    if let holder = spec["preferredHolder"]?.stringValue, !holder.isEmpty, spec.text("strategy").isEmpty {
      findings.forbidden(
        path["preferredHolder"], "may only be specified if `strategy` is defined")
    }
  }
}
