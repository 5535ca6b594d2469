import OrderedCollections

extension Validation {
  static func container(
    _ container: JSONValue, _ path: FieldPath, volumes: Set<String>, names: inout Set<String>,
    _ findings: inout Findings
  ) {
    let name = container["name"]?.stringValue ?? ""
    if name.isEmpty {
      findings.required(path["name"])
    } else {
      findings.form(path["name"], name, NameForms.label)
      if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
    }
    if (container["image"]?.stringValue ?? "").isEmpty { findings.required(path["image"]) }
    findings.choice(path["imagePullPolicy"], container["imagePullPolicy"], ["Always", "IfNotPresent", "Never"])
    findings.choice(
      path["terminationMessagePolicy"], container["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"])
    ports(container["ports"]?.arrayValue ?? [], path["ports"], &findings)
    environment(container["env"]?.arrayValue ?? [], path["env"], &findings)
    mounts(container["volumeMounts"]?.arrayValue ?? [], path["volumeMounts"], volumes, &findings)
    resources(container["resources"], path["resources"], &findings)
    for kind in ["livenessProbe", "readinessProbe", "startupProbe"] {
      guard let probe = container[kind] else { continue }
      self.probe(probe, path[kind], &findings)
      if kind != "readinessProbe", let threshold = probe["successThreshold"]?.integerValue, threshold != 1 {
        findings.invalid(path[kind]["successThreshold"], .integer(threshold), "must be 1")
      }
    }
    for hook in ["postStart", "preStop"] {
      guard let action = container["lifecycle"]?[hook] else { continue }
      self.action(action, path["lifecycle"][hook], among: ["exec", "httpGet", "tcpSocket", "sleep"], &findings)
    }
  }

  private static func ports(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var names: Set<String> = []
    for (index, port) in list.enumerated() {
      let path = path[index]
      if let name = port["name"]?.stringValue, !name.isEmpty {
        findings.form(path["name"], name, NameForms.portName)
        if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      }
      if let number = port["containerPort"]?.integerValue, number != 0 {
        findings.port(path["containerPort"], port["containerPort"])
      } else {
        findings.required(path["containerPort"])
      }
      if port["hostPort"]?.integerValue != 0 { findings.port(path["hostPort"], port["hostPort"]) }
      findings.choice(path["protocol"], port["protocol"], ["SCTP", "TCP", "UDP"])
    }
  }

  private static func environment(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, variable) in list.enumerated() {
      let path = path[index]
      let name = variable["name"]?.stringValue ?? ""
      if name.isEmpty {
        findings.required(path["name"])
      } else {
        findings.form(path["name"], name, NameForms.environmentName)
      }
      guard let source = variable["valueFrom"]?.objectValue else { continue }
      if source.count > 1 {
        findings.invalid(path["valueFrom"], "", "may not have more than one field specified at a time")
      } else if source.isEmpty {
        findings.invalid(
          path["valueFrom"], "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")
      } else if !(variable["value"]?.stringValue ?? "").isEmpty {
        findings.invalid(path["valueFrom"], "", "may not be specified when `value` is not empty")
      }
      for kind in ["configMapKeyRef", "secretKeyRef"] {
        guard let reference = source[kind] else { continue }
        let path = path["valueFrom"][kind]
        if (reference["key"]?.stringValue ?? "").isEmpty { findings.required(path["key"]) }
      }
    }
  }

  private static func mounts(
    _ list: [JSONValue], _ path: FieldPath, _ volumes: Set<String>, _ findings: inout Findings
  ) {
    var paths: Set<String> = []
    for (index, mount) in list.enumerated() {
      let path = path[index]
      let name = mount["name"]?.stringValue ?? ""
      if name.isEmpty {
        findings.required(path["name"])
      } else if !volumes.contains(name) {
        findings.missing(path["name"], .string(name))
      }
      let target = mount["mountPath"]?.stringValue ?? ""
      if target.isEmpty {
        findings.required(path["mountPath"])
      } else if !paths.insert(target).inserted {
        findings.invalid(path["mountPath"], .string(target), "must be unique")
      }
      let sub = mount["subPath"]?.stringValue ?? ""
      if sub.hasPrefix("/") { findings.invalid(path["subPath"], .string(sub), "must be a relative path") }
      if sub.split(separator: "/").contains("..") {
        findings.invalid(path["subPath"], .string(sub), "must not contain '..'")
      }
    }
  }

  static func resources(_ resources: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    let limits = resources?["limits"]?.objectValue ?? [:]
    for kind in ["limits", "requests"] {
      for (name, value) in resources?[kind]?.objectValue ?? [:] {
        quantity(value, path[kind].key(name), &findings)
        guard kind == "requests", let limit = limits[name], let own = Quantity(json: value),
          let most = Quantity(json: limit), (own.compare(most) ?? 0) > 0
        else { continue }
        findings.invalid(path[kind], value, "must be less than or equal to \(name) limit of \(most.text)")
      }
    }
  }

  /// An amount that must be well formed and not below zero.
  static func quantity(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let value, let quantity = Quantity(json: value) else { return }
    if quantity.canonical == nil {
      findings.invalid(path, value, Quantity.formatProblem)
    } else if quantity.isNegative {
      findings.invalid(path, value, "must be greater than or equal to 0")
    }
  }

  // MARK: Probes and hooks

  private static func probe(_ probe: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    action(probe, path, among: ["exec", "httpGet", "tcpSocket", "grpc"], &findings)
    for name in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
      findings.notNegative(path[name], probe[name])
    }
  }

  private static func action(
    _ action: JSONValue, _ path: FieldPath, among kinds: [String], _ findings: inout Findings
  ) {
    let given = kinds.filter { action[$0] != nil }
    for kind in given.dropFirst() { findings.forbidden(path[kind], "may not specify more than 1 handler type") }
    guard let kind = given.first, let handler = action[kind] else {
      findings.required(path, "must specify a handler type")
      return
    }
    let path = path[kind]
    switch kind {
    case "exec": if (handler["command"]?.arrayValue ?? []).isEmpty { findings.required(path["command"]) }
    case "httpGet":
      if (handler["path"]?.stringValue ?? "/").isEmpty { findings.required(path["path"]) }
      portNumberOrName(handler["port"], path["port"], &findings)
      findings.choice(path["scheme"], handler["scheme"], ["HTTP", "HTTPS"])
    case "tcpSocket", "grpc": portNumberOrName(handler["port"], path["port"], &findings)
    default: break
    }
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
