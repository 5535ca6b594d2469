extension Validation {
  /// `APIService` (Kubernetes concept "Kubernetes API Aggregation Layer").
  static func apiService(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let (group, version) = (spec.text("group"), spec.text("version"))
    let (name, wanted) = (object["metadata"]?.text("name") ?? "", "\(version).\(group)")
    if name != wanted {
      findings.invalid(
        FieldPath("metadata")["name"], .string(name), "must be `spec.version+\".\"+spec.group`: \"\(wanted)\"")
    }
    for problem in NameForms.serviceName(version) { findings.invalid(path["version"], .string(version), problem) }
    findings.optionalForm(path["group"], spec["group"], NameForms.subdomain)
    let (minimum, priority) = (spec.number("groupPriorityMinimum"), spec.number("versionPriority"))
    if !(1...20_000).contains(minimum) {
      findings.invalid(
        path["groupPriorityMinimum"], .integer(minimum), "must be positive and less than 20000")
    }
    if !(1...1_000).contains(priority) {
      findings.invalid(path["versionPriority"], .integer(priority), "must be positive and less than 1000")
    }
    let skips = spec.isTrue("insecureSkipTLSVerify")
    let bundle = spec.text("caBundle")
    guard let service = spec["service"] else {
      if !bundle.isEmpty {
        findings.invalid(path["caBundle"], .string(bundle), "local APIServices may not have a caBundle")
      }
      if skips {
        findings.invalid(
          path["insecureSkipTLSVerify"], true, "local APIServices may not have insecureSkipTLSVerify")
      }
      return
    }
    for name in ["namespace", "name"] where service.text(name).isEmpty {
      findings.required(path["service"][name])
    }
    let port = service["port"]?.integerValue ?? 443
    if !(1...65_535).contains(port) {
      findings.invalid(
        path["service"]["port"], .integer(port), "port is not valid: must be between 1 and 65535, inclusive")
    }
    if skips, !bundle.isEmpty {
      findings.invalid(path["insecureSkipTLSVerify"], true, "may not be true if caBundle is present")
    }
  }
}
