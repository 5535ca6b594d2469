/// Horizontal autoscalers (Kubernetes concept "Horizontal Pod Autoscaling").
extension Validation {
  static func horizontalPodAutoscaler(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let (least, most) = (spec["minReplicas"]?.integerValue, spec.number("maxReplicas"))
    // Scaling to nothing is a feature gate of Kubernetes' that is off; what has it already keeps it.
    let bound: Int64 = old?["spec"]?["minReplicas"] == 0 ? 0 : 1
    if let least, least < bound {
      findings.invalid(path["minReplicas"], .integer(least), "must be greater than or equal to \(bound)")
    }
    if most < 1 { findings.invalid(path["maxReplicas"], .integer(most), "must be greater than 0") }
    if let least, most < least {
      findings.invalid(path["maxReplicas"], .integer(most), "must be greater than or equal to `minReplicas`")
    }
    crossReference(spec["scaleTargetRef"], path["scaleTargetRef"], &findings)
    let metrics = spec.list("metrics")
    for (index, metric) in metrics.enumerated() { self.metric(metric, path["metrics"][index], &findings) }
    if least == 0, !metrics.contains(where: { ["External", "Object"].contains($0["type"]) }) {
      findings.forbidden(
        path["metrics"], "must specify at least one Object or External metric to support scaling to zero replicas")
    }
    for name in ["scaleUp", "scaleDown"] {
      if let rules = spec["behavior"]?[name] { scalingRules(rules, path["behavior"][name], &findings) }
    }
  }

  static func autoscalerStatus(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    for name in ["currentReplicas", "desiredReplicas"] {
      findings.notNegative(FieldPath("status")[name], object["status"]?[name])
    }
  }

  private static func crossReference(_ reference: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    findings.requiredForm(path["kind"], reference?["kind"], "", NameForms.pathSegment)
    findings.requiredForm(path["name"], reference?["name"], "", NameForms.pathSegment)
  }

  // MARK: Metrics

  /// The types of metrics, by the members that describe them, in the order in which Kubernetes looks at them.
  private static let metricTypes = [
    ("object", "Object"), ("external", "External"), ("pods", "Pods"), ("resource", "Resource"),
    ("containerResource", "ContainerResource"),
  ]

  private static func metric(_ metric: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let type = metric.text("type")
    let names = metricTypes.map(\.1).sorted()
    if type.isEmpty { findings.required(path["type"], "must specify a metric source type") }
    if !names.contains(type) { findings.unsupported(path["type"], .string(type), names) }
    let given = metricTypes.map(\.0).filter(metric.has)
    if let first = given.first, let source = metric[first] { metricSource(source, first, path[first], &findings) }
    let expected = metricTypes.first { $0.1 == type }?.0
    if let expected {
      if !given.contains(expected) {
        findings.required(path[expected], "must populate information for the given metric source")
      }
    } else {
      findings.unsupported(path["type"], .string(type), names)
    }
    if given.count != 1 {
      for other in given where other != expected {
        findings.forbidden(path[other], "must populate the given metric source only")
      }
    }
  }

  private static func metricSource(
    _ source: JSONValue, _ kind: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    switch kind {
    case "object":
      crossReference(source["describedObject"], path["describedObject"], &findings)
      metricIdentifier(source["metric"], path["metric"], &findings)
    case "external", "pods": metricIdentifier(source["metric"], path["metric"], &findings)
    case "containerResource":
      if source.text("name").isEmpty {
        findings.required(path["name"], "must specify a resource name")
      } else {
        containerResource(source.text("name"), path["name"], &findings)
      }
      findings.requiredForm(path["container"], source["container"], "must specify a container", NameForms.label)
    default: if source.text("name").isEmpty { findings.required(path["name"], "must specify a resource name") }
    }
    let target = source["target"] ?? .emptyObject
    let place = path["target"]
    metricTarget(target, place, &findings)
    let (value, average) = (target.has("value"), target.has("averageValue"))
    switch kind {
    case "object":
      if !value, !average {
        findings.required(place["averageValue"], "must set either a target value or averageValue")
      }
    case "external":
      if !value, !average {
        findings.required(
          place["averageValue"], "must set either a target value for metric or a per-pod target")
      }
      if value, average {
        findings.forbidden(place["value"], "may not set both a target value for metric and a per-pod target")
      }
    case "pods":
      if !average { findings.required(place["averageValue"], "must specify a positive target averageValue") }
    default:
      let share = target.has("averageUtilization")
      if !share, !average {
        findings.required(
          place["averageUtilization"], "must set either a target raw value or a target utilization")
      }
      if share, average {
        findings.forbidden(
          place["averageValue"], "may not set both a target raw value and a target utilization")
      }
    }
  }

  private static func metricTarget(_ target: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let type = target.text("type")
    if type.isEmpty { findings.required(path["type"], "must specify a metric target type") }
    if !["Utilization", "Value", "AverageValue"].contains(type) {
      findings.invalid(path["type"], .string(type), "must be either Utilization, Value, or AverageValue")
    }
    for name in ["value", "averageValue"] { findings.positiveQuantity(path[name], target[name], "must be positive") }
    if let share = target["averageUtilization"]?.integerValue, share < 1 {
      findings.invalid(path["averageUtilization"], .integer(share), "must be greater than 0")
    }
  }

  private static func metricIdentifier(_ metric: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    findings.requiredForm(
      path["name"], metric?["name"], "must specify a metric name", NameForms.pathSegment)
  }

  // MARK: Behaviour

  private static func scalingRules(_ rules: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let place = path["stabilizationWindowSeconds"]
    if let seconds = rules["stabilizationWindowSeconds"]?.integerValue {
      if seconds < 0 { findings.invalid(place, .integer(seconds), "must be greater than or equal to zero") }
      if seconds > 3_600 { findings.invalid(place, .integer(seconds), "must be less than or equal to 3600") }
    }
    findings.optionalChoice(path["selectPolicy"], rules["selectPolicy"], ["Disabled", "Max", "Min"])
    let policies = rules.list("policies")
    if policies.isEmpty { findings.required(path["policies"], "must specify at least one Policy") }
    for (index, policy) in policies.enumerated() {
      let path = path["policies"][index]
      if !["Percent", "Pods"].contains(policy["type"]) {
        findings.unsupported(path["type"], policy["type"] ?? "", ["Percent", "Pods"])
      }
      findings.positive(path["value"], policy["value"])
      findings.positive(path["periodSeconds"], policy["periodSeconds"])
      if policy.number("periodSeconds") > 1_800 {
        findings.invalid(
          path["periodSeconds"], policy["periodSeconds"], "must be less than or equal to 1800")
      }
    }
  }
}
