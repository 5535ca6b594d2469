extension Validation {
  /// `RuntimeClass` (Kubernetes concept "Runtime Class").
  static func runtimeClass(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    findings.form(FieldPath("handler"), object.text("handler"), NameForms.label)
    if let overhead = object["overhead"] {
      // Kubernetes reads it as the limits of a container.
      resources(
        ["limits": overhead["podFixed"] ?? .emptyObject], FieldPath("overhead"), PodScope(),
        &findings)
    }
    if let scheduling = object["scheduling"] {
      let path = FieldPath("scheduling")
      labels(scheduling["nodeSelector"], path["nodeSelector"], &findings)
      let list = scheduling.list("tolerations")
      tolerations(list, path["tolerations"]["tolerations"], &findings)
      var seen: Set<[String]> = []
      for (index, toleration) in list.enumerated() {
        let key = ["key", "operator", "value", "effect"].map { toleration.text($0) }
        if !seen.insert(key).inserted { findings.duplicate(path["tolerations"][index], toleration) }
      }
    }
    if let old { findings.immutable(FieldPath("handler"), object["handler"], old["handler"]) }
  }
}
