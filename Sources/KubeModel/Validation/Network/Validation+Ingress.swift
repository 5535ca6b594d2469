/// Ingresses and their classes (Kubernetes concept "Ingress").
extension Validation {
  /// What the version through which an ingress is written calls its fields, and what it lets pass.
  private struct IngressForm {
    let isFirst: Bool
    /// Names of secrets that are none were taken by the first version, and stay where they are.
    var takesWrongSecrets = false
    /// The same of what stands behind a host with a wildcard.
    var takesWrongWildcards = false

    var defaultBackend: String { isFirst ? "backend" : "defaultBackend" }

    func serviceName(_ backend: FieldPath) -> FieldPath {
      isFirst ? backend["serviceName"] : backend["service"]["name"]
    }

    func port(_ backend: FieldPath, _ member: String) -> FieldPath {
      isFirst ? backend["servicePort"] : backend["service"]["port"][member]
    }
  }

  static func ingress(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let form = ingressForm(old, findings.writtenVersion)
    let rules = spec.list("rules")
    if rules.isEmpty, !spec.has("defaultBackend") {
      findings.invalid(
        path, spec["rules"] ?? [], "either `\(form.defaultBackend)` or `rules` must be specified")
    }
    if let backend = spec["defaultBackend"] {
      self.backend(backend, form, path[form.defaultBackend], &findings)
    }
    for (index, rule) in rules.enumerated() { ingressRule(rule, form, path["rules"][index], &findings) }
    for (index, tls) in spec.list("tls").enumerated() {
      let path = path["tls"][index]
      for (index, host) in tls.texts("hosts").enumerated() {
        findings.form(path["hosts"][index], host, NameForms.ingressHost)
      }
      if !form.takesWrongSecrets {
        findings.optionalForm(path["secretName"], tls["secretName"], NameForms.subdomain)
      }
    }
    findings.givenForm(path["ingressClassName"], spec["ingressClassName"], NameForms.subdomain)
    let annotation = "kubernetes.io/ingress.class"
    if old == nil, spec.has("ingressClassName"), let value = object["metadata"]?["annotations"]?[annotation] {
      findings.invalid(
        FieldPath("annotations")[annotation], value, "can not be set when the class field is also set")
    }
  }

  private static func ingressForm(_ old: JSONValue?, _ version: String) -> IngressForm {
    let isFirst = version == "v1beta1"
    var form = IngressForm(isFirst: isFirst, takesWrongSecrets: isFirst, takesWrongWildcards: isFirst)
    guard let spec = old?["spec"] else { return form }
    let secrets = spec.list("tls").map { $0.text("secretName") }.filter { !$0.isEmpty }
    if secrets.contains(where: { !NameForms.subdomain($0).isEmpty }) { form.takesWrongSecrets = true }
    let strict = IngressForm(isFirst: isFirst)
    let hasWrongWildcard = spec.list("rules").contains { rule in
      guard rule.text("host").contains("*") else { return false }
      var own = Findings(writtenVersion: version)
      ingressPaths(rule, strict, FieldPath(), &own)
      return !own.causes.isEmpty
    }
    if hasWrongWildcard { form.takesWrongWildcards = true }
    return form
  }

  private static func ingressRule(
    _ rule: JSONValue, _ form: IngressForm, _ path: FieldPath, _ findings: inout Findings
  ) {
    let host = rule.text("host")
    if !host.isEmpty {
      if CELIP(lenient: host) != nil {
        findings.invalid(path["host"], .string(host), "must be a DNS name, not an IP address")
      }
      findings.form(path["host"], host, NameForms.ingressHost)
    }
    if host.contains("*"), form.takesWrongWildcards { return }
    ingressPaths(rule, form, path, &findings)
  }

  private static func ingressPaths(
    _ rule: JSONValue, _ form: IngressForm, _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let http = rule["http"] else { return }
    let path = path["http"]["paths"]
    let paths = http.list("paths")
    if paths.isEmpty { findings.required(path) }
    for (index, entry) in paths.enumerated() { ingressPath(entry, form, path[index], &findings) }
  }

  private static func ingressPath(
    _ entry: JSONValue, _ form: IngressForm, _ path: FieldPath, _ findings: inout Findings
  ) {
    let text = entry.text("path")
    guard entry.has("pathType") else {
      return findings.required(path["pathType"], "pathType must be specified")
    }
    let isAbsolute = text.hasPrefix("/")
    switch entry.text("pathType") {
    case "Exact", "Prefix":
      if !isAbsolute { findings.invalid(path["path"], .string(text), "must be an absolute path") }
      for sequence in ["//", "/./", "/../", "%2f", "%2F"] where text.contains(sequence) {
        findings.invalid(path["path"], .string(text), "must not contain '\(sequence)'")
      }
      for suffix in ["/..", "/."] where text.hasSuffix(suffix) {
        findings.invalid(path["path"], .string(text), "cannot end with '\(suffix)'")
      }
    case "ImplementationSpecific":
      if !text.isEmpty, !isAbsolute { findings.invalid(path["path"], .string(text), "must be an absolute path") }
    default:
      findings.unsupported(path["pathType"], entry["pathType"], ["Exact", "ImplementationSpecific", "Prefix"])
    }
    backend(entry["backend"] ?? .emptyObject, form, path["backend"], &findings)
  }

  private static func backend(
    _ backend: JSONValue, _ form: IngressForm, _ path: FieldPath, _ findings: inout Findings
  ) {
    switch (backend["service"], backend["resource"]) {
    case (nil, nil): findings.invalid(path, "", "resource or service backend is required")
    case (_?, _?): findings.invalid(path, "", "cannot set both resource and service backends")
    case (nil, let resource?): localReference(resource, path["resource"], &findings)
    case (let service?, nil):
      findings.requiredForm(form.serviceName(path), service["name"], "", NameForms.serviceName)
      let port = service["port"]
      let (number, name) = (port?.number("number") ?? 0, port?.text("name") ?? "")
      if number != 0, !name.isEmpty {
        findings.invalid(path, "", "cannot set both port name & port number")
      } else if !name.isEmpty {
        findings.form(form.port(path, "name"), name, NameForms.portName)
      } else if number != 0 {
        findings.port(form.port(path, "number"), .integer(number))
      } else {
        findings.required(path, "port name or number is required")
      }
    }
  }

  /// A reference to an object of any kind (`TypedLocalObjectReference`).
  private static func localReference(_ reference: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    findings.givenForm(path["apiGroup"], reference["apiGroup"], NameForms.subdomain)
    for name in ["kind", "name"] {
      findings.requiredForm(path[name], reference[name], "\(name) is required", NameForms.pathSegment)
    }
  }

  /// `IngressClass`.
  static func ingressClass(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let controller = object["spec"]?.text("controller") ?? ""
    if let old { findings.immutable(path["controller"], .string(controller), old["spec"]?["controller"]) }
    findings.atMost(250, path["controller"], controller)
    findings.domainPrefixedPath(path["controller"], controller)
    guard let parameters = object["spec"]?["parameters"] else { return }
    let place = path["parameters"]
    localReference(parameters, place, &findings)
    guard let scope = parameters["scope"]?.stringValue else { return findings.required(place["scope"]) }
    findings.optionalChoice(place["scope"], .string(scope), ["Cluster", "Namespace"])
    let namespace = parameters["namespace"]?.stringValue
    if scope == "Namespace" {
      if let namespace, !namespace.isEmpty {
        findings.form(place["namespace"], namespace, NameForms.label)
      } else {
        findings.required(place["namespace"], "`parameters.scope` is set to 'Namespace'")
      }
    } else if scope == "Cluster", namespace != nil {
      findings.forbidden(place["namespace"], "`parameters.scope` is set to 'Cluster'")
    }
  }
}
