import OrderedCollections

extension Validation {
  /// The priorities of the classes that a cluster has from its start.
  private static let systemPriorities = [
    "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000,
  ]

  static func priorityClass(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let name = object["metadata"]?.text("name") ?? ""
    if name.hasPrefix("system-") {
      if let problem = problem(ofSystemClass: name, object) {
        findings.forbidden(
          FieldPath("metadata")["name"],
          "priority class names with 'system-' prefix are reserved for system use only. error: \(problem)")
      }
    } else if object.number("value") > 1_000_000_000 {
      findings.forbidden(FieldPath("value"), "maximum allowed value of a user defined priority is 1000000000")
    }
    if let policy = object["preemptionPolicy"] {
      findings.requiredChoice(FieldPath("preemptionPolicy"), policy, ["PreemptLowerPriority", "Never"])
    }
    guard let old else { return }
    if object.number("value") != old.number("value") {
      findings.forbidden(FieldPath("value"), "may not be changed in an update.")
    }
    findings.immutable(FieldPath("preemptionPolicy"), object["preemptionPolicy"], old["preemptionPolicy"])
  }

  private static func problem(ofSystemClass name: String, _ object: JSONValue) -> String? {
    guard let value = systemPriorities[name] else { return "\(name) is not a known system priority class" }
    if object.number("value") != value { return "value of \(name) PriorityClass must be \(value)" }
    return object.isTrue("globalDefault") ? "globalDefault of \(name) PriorityClass must be false" : nil
  }
}
