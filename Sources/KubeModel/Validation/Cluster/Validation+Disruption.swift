extension Validation {
  /// `PodDisruptionBudget` (Kubernetes concept "Disruptions").
  static func disruptionBudget(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    if spec?["minAvailable"] != nil, spec?["maxUnavailable"] != nil {
      findings.invalid(path, spec, "minAvailable and maxUnavailable cannot be both set")
    }
    for name in ["minAvailable", "maxUnavailable"] { share(spec?[name], path[name], &findings) }
    labelSelector(spec?["selector"], path["selector"], &findings)
    findings.optionalChoice(
      path["unhealthyPodEvictionPolicy"], spec?["unhealthyPodEvictionPolicy"], ["AlwaysAllow", "IfHealthyBudget"])
  }

  static func disruptionStatus(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    for name in ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"] {
      findings.notNegative(FieldPath("status")[name], object["status"]?[name])
    }
  }
}
