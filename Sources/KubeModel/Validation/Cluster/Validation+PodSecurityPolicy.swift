import OrderedCollections

extension Validation {
  static func podSecurityPolicy(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let groups = ["MustRunAs", "MayRunAs", "RunAsAny"]
    let strategies = [
      ("runAsUser", ["MustRunAs", "MustRunAsNonRoot", "RunAsAny"]), ("seLinux", ["MustRunAs", "RunAsAny"]),
      ("supplementalGroups", groups), ("fsGroup", groups),
    ]
    for (field, rules) in strategies {
      let rule = object[path: "spec", field, "rule"]?.stringValue ?? ""
      if !rules.contains(rule) {
        findings.unsupported(FieldPath("spec")[field]["rule"], .string(rule), rules)
      }
    }
  }
}
