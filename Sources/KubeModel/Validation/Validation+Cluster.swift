import OrderedCollections

extension Validation {
  static func configMap(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    var size = 0
    for name in ["data", "binaryData"] {
      for (key, value) in object[name]?.objectValue ?? [:] {
        findings.form(FieldPath(name).key(key), key, NameForms.configKey)
        size += value.stringValue?.utf8.count ?? 0
        if name == "binaryData", object["data"]?[key] != nil {
          findings.invalid(FieldPath("data").key(key), .string(key), "duplicate of key present in binaryData")
        }
      }
    }
    if size > 1 << 20 { findings.tooLong(FieldPath(), limit: 1 << 20) }
    keepsContent(object, old, ["data", "binaryData"], &findings)
  }

  static func secret(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    for (key, _) in object["data"]?.objectValue ?? [:] {
      findings.form(FieldPath("data").key(key), key, NameForms.configKey)
    }
    let needed: [String: [String]] = [
      "kubernetes.io/tls": ["tls.crt", "tls.key"], "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
      "kubernetes.io/ssh-auth": ["ssh-privatekey"],
    ]
    for key in needed[object["type"]?.stringValue ?? ""] ?? [] where object["data"]?[key] == nil {
      findings.required(FieldPath("data").key(key))
    }
    if let old { findings.immutable(FieldPath("type"), object["type"], old["type"]) }
    keepsContent(object, old, ["data"], &findings)
  }

  private static func keepsContent(
    _ object: JSONValue, _ old: JSONValue?, _ fields: [String], _ findings: inout Findings
  ) {
    guard let old, old["immutable"] == true else { return }
    let why = "field is immutable when `immutable` is set"
    if object["immutable"] != true { findings.forbidden(FieldPath("immutable"), why) }
    for name in fields where !JSONValue.areSame(object[name], old[name]) { findings.forbidden(FieldPath(name), why) }
  }

  // MARK: Services

  static func service(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    let type = spec?["type"]?.stringValue ?? "ClusterIP"
    findings.choice(path["type"], spec?["type"], ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])
    findings.choice(path["sessionAffinity"], spec?["sessionAffinity"], ["ClientIP", "None"])
    labels(spec?["selector"], path["selector"], &findings)
    if type == "ExternalName" {
      let name = spec?["externalName"]?.stringValue ?? ""
      if name.isEmpty {
        findings.required(path["externalName"])
      } else {
        findings.form(path["externalName"], name.hasSuffix(".") ? String(name.dropLast()) : name, NameForms.subdomain)
      }
    }
    let ports = spec?["ports"]?.arrayValue ?? []
    let isHeadless = spec?["clusterIP"]?.stringValue == "None"
    if ports.isEmpty, type != "ExternalName", !isHeadless { findings.required(path["ports"]) }
    if isHeadless, type == "LoadBalancer" || type == "NodePort" {
      findings.invalid(path["clusterIPs"][0], "None", "may not be set to 'None' for \(type) services")
    }
    servicePorts(ports, path["ports"], &findings)
  }

  private static func servicePorts(_ ports: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var names: Set<String> = []
    var pairs: Set<JSONValue> = []
    for (index, port) in ports.enumerated() {
      let path = path[index]
      let name = port["name"]?.stringValue ?? ""
      if name.isEmpty {
        if ports.count > 1 { findings.required(path["name"]) }
      } else {
        findings.form(path["name"], name, NameForms.label)
        if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      }
      findings.port(path["port"], port["port"] ?? 0)
      findings.choice(path["protocol"], port["protocol"], ["SCTP", "TCP", "UDP"])
      if let target = port["targetPort"] { portNumberOrName(target, path["targetPort"], &findings) }
      let pair: JSONValue = ["port": port["port"] ?? 0, "protocol": port["protocol"] ?? "TCP"]
      if !pairs.insert(pair).inserted { findings.duplicate(path, pair) }
    }
  }

  // MARK: Policies

  static func disruptionBudget(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    if spec?["minAvailable"] != nil, spec?["maxUnavailable"] != nil {
      findings.invalid(path, spec, "minAvailable and maxUnavailable cannot be both set")
    }
    for name in ["minAvailable", "maxUnavailable"] { share(spec?[name], path[name], &findings) }
    labelSelector(spec?["selector"], path["selector"], &findings)
  }

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

  static func lease(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    if let seconds = object["spec"]?["leaseDurationSeconds"]?.integerValue, seconds <= 0 {
      findings.invalid(path["leaseDurationSeconds"], .integer(seconds), "must be greater than 0")
    }
    findings.notNegative(path["leaseTransitions"], object["spec"]?["leaseTransitions"])
  }
}
