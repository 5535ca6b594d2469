import OrderedCollections

/// Probes and hooks: what is done to a container, and when.
extension Validation {
  static func probes(of container: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    for kind in ["livenessProbe", "readinessProbe", "startupProbe"] {
      guard let probe = container[kind] else { continue }
      let path = path[kind]
      handler(probe, among: ["exec", "httpGet", "tcpSocket", "grpc"], grace: nil, path, &findings)
      for name in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
        findings.notNegative(path[name], probe[name])
      }
      let grace = probe["terminationGracePeriodSeconds"]
      if let seconds = grace?.integerValue, seconds <= 0 {
        findings.invalid(path["terminationGracePeriodSeconds"], grace, "must be greater than 0")
      }
      if kind != "readinessProbe" {
        if probe.number("successThreshold") != 1 {
          findings.invalid(path["successThreshold"], probe["successThreshold"] ?? 0, "must be 1")
        }
      } else if grace != nil {
        findings.invalid(path["terminationGracePeriodSeconds"], grace, "must not be set for readinessProbes")
      }
    }
  }

  /// - Parameter grace: How many seconds the pod has to end.
  static func hooks(of container: JSONValue, grace: Int64?, _ path: FieldPath, _ findings: inout Findings) {
    guard let lifecycle = container["lifecycle"] else { return }
    for hook in ["postStart", "preStop"] {
      guard let action = lifecycle[hook] else { continue }
      handler(
        action, among: ["exec", "httpGet", "tcpSocket", "sleep"], grace: grace, path["lifecycle"][hook], &findings)
    }
  }

  private static func handler(
    _ handler: JSONValue, among kinds: [String], grace: Int64?, _ path: FieldPath, _ findings: inout Findings
  ) {
    var isGiven = false
    for kind in kinds {
      guard let action = handler[kind] else { continue }
      let path = path[kind]
      if isGiven {
        findings.forbidden(path, "may not specify more than 1 handler type")
        continue
      }
      isGiven = true
      switch kind {
      case "exec": if action.list("command").isEmpty { findings.required(path["command"]) }
      case "httpGet": request(action, path, &findings)
      case "sleep": sleep(action, grace: grace, path, &findings)
      default: portNumberOrName(action["port"], path["port"], &findings)
      }
    }
    if !isGiven { findings.required(path, "must specify a handler type") }
  }

  private static func request(_ action: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    if action.text("path").isEmpty { findings.required(path["path"]) }
    portNumberOrName(action["port"], path["port"], &findings)
    findings.optionalChoice(path["scheme"], action["scheme"] ?? "", ["HTTP", "HTTPS"])
    for header in action.list("httpHeaders") {
      findings.form(path["httpHeaders"], header.text("name"), NameForms.headerName)
    }
  }

  private static func sleep(_ action: JSONValue, grace: Int64?, _ path: FieldPath, _ findings: inout Findings) {
    let seconds = action.number("seconds")
    guard let grace, seconds < 0 || seconds > grace else { return }
    findings.invalid(
      path, .integer(seconds), "must be non-negative and less than terminationGracePeriodSeconds (\(grace))")
  }

  /// A port by its number or by its name in the container.
  static func portNumberOrName(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    switch value {
    case .string(let name)?: findings.form(path, name, NameForms.portName)
    case .integer?: findings.port(path, value)
    default: findings.port(path, 0)
    }
  }
}
