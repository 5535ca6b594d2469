extension Validation {
  /// Kinds of which nothing is checked here but that some fields keep the values they were created with.
  static let fixedFields: [(group: String, kind: String, fields: [[String]])] = [
    ("discovery.k8s.io", "EndpointSlice", [["addressType"]]),
    ("networking.k8s.io", "IngressClass", [["spec", "controller"]]), ("node.k8s.io", "RuntimeClass", [["handler"]]),
    ("storage.k8s.io", "CSIDriver", [["spec", "attachRequired"], ["spec", "volumeLifecycleModes"]]),
    ("storage.k8s.io", "VolumeAttachment", [["spec"]]),
    ("storage.k8s.io", "VolumeAttributesClass", [["driverName"], ["parameters"]]),
  ]

  /// A check that `fields` do not change.
  static func keeping(_ fields: [[String]]) -> Check {
    { object, old, findings in
      guard let old else { return }
      for field in fields {
        func value(_ object: JSONValue) -> JSONValue? { field.reduce(object as JSONValue?) { $0?[$1] } }
        let path = field.dropFirst().reduce(FieldPath(field.first ?? "")) { $0[$1] }
        findings.immutable(path, value(object), value(old))
      }
    }
  }

  /// A volume's source is what its data are in.
  static func persistentVolumeSource(_ spec: JSONValue?, _ old: JSONValue?, _ findings: inout Findings) {
    guard let old else { return }
    let known = [
      "accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy",
      "storageClassName", "volumeAttributesClassName", "volumeMode",
    ]
    func source(_ spec: JSONValue?) -> JSONValue {
      var source = spec ?? .emptyObject
      for name in known { source[name] = nil }
      return source
    }
    if !source(spec).isSame(as: source(old)) {
      findings.forbidden(
        FieldPath("spec")["persistentvolumesource"], "spec.persistentvolumesource is immutable after creation")
    }
    findings.immutable(FieldPath("spec")["volumeMode"], spec?["volumeMode"], old["volumeMode"])
  }

  static func horizontalPodAutoscaler(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    let (least, most) = (spec?["minReplicas"]?.integerValue, spec?["maxReplicas"]?.integerValue ?? 0)
    if let least, least < 1 {
      findings.invalid(path["minReplicas"], .integer(least), "must be greater than or equal to 1")
    }
    if most < 1 { findings.invalid(path["maxReplicas"], .integer(most), "must be greater than 0") }
    if let least, most < least {
      findings.invalid(path["maxReplicas"], .integer(most), "must be greater than or equal to `minReplicas`")
    }
    for name in ["kind", "name"] where (spec?[path: "scaleTargetRef", name]?.stringValue ?? "").isEmpty {
      findings.required(path["scaleTargetRef"][name])
    }
  }

  static func ingress(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"]
    let rules = spec?["rules"]?.arrayValue ?? []
    if rules.isEmpty, spec?["defaultBackend"] == nil {
      findings.invalid(path, spec?["rules"] ?? [], "either `defaultBackend` or `rules` must be specified")
    }
    backend(spec?["defaultBackend"], path["defaultBackend"], &findings)
    for (index, rule) in rules.enumerated() {
      let path = path["rules"][index]
      if let host = rule["host"]?.stringValue, !host.isEmpty, !host.hasPrefix("*.") {
        findings.form(path["host"], host, NameForms.subdomain)
      }
      guard let http = rule["http"] else { continue }
      let paths = http["paths"]?.arrayValue ?? []
      if paths.isEmpty { findings.required(path["http"]["paths"]) }
      for (index, entry) in paths.enumerated() { ingressPath(entry, path["http"]["paths"][index], &findings) }
    }
  }

  private static func ingressPath(_ entry: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let text = entry["path"]?.stringValue ?? ""
    switch entry["pathType"]?.stringValue {
    case nil: findings.required(path["pathType"], "pathType must be specified")
    case "Exact"?, "Prefix"?:
      if !text.hasPrefix("/") { findings.invalid(path["path"], .string(text), "must be an absolute path") }
    case "ImplementationSpecific"?:
      if !text.isEmpty, !text.hasPrefix("/") {
        findings.invalid(path["path"], .string(text), "must be an absolute path")
      }
    default:
      findings.unsupported(path["pathType"], entry["pathType"], ["Exact", "ImplementationSpecific", "Prefix"])
    }
    if entry["backend"] == nil {
      findings.required(path["backend"])
    } else {
      backend(entry["backend"], path["backend"], &findings)
    }
  }

  private static func backend(_ backend: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let backend else { return }
    switch (backend["service"], backend["resource"]) {
    case (nil, nil): findings.required(path, "must specify one of service or resource")
    case (_?, _?): findings.invalid(path, "", "cannot set both resource and service backends")
    case (let service?, nil):
      let name = service["name"]?.stringValue ?? ""
      if name.isEmpty {
        findings.required(path["service"]["name"])
      } else {
        findings.form(path["service"]["name"], name, NameForms.serviceName)
      }
      let port = service["port"]
      let (number, portName) = (port?["number"]?.integerValue ?? 0, port?["name"]?.stringValue ?? "")
      if number != 0, !portName.isEmpty {
        findings.invalid(path, "", "cannot set both port name & port number")
      } else if number == 0, portName.isEmpty {
        findings.required(path, "port name or number is required")
      } else if number != 0 {
        findings.port(path["service"]["port"]["number"], .integer(number))
      }
    case (nil, _?): break
    }
  }
}
