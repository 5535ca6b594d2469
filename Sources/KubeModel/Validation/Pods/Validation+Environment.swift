import OrderedCollections

/// What a field of the pod, or a resource of a container, may be written into.
enum FieldSource {
  case environment, volume

  /// The fields that can be asked for, in the order in which Kubernetes names them.
  var fields: [String] {
    switch self {
    case .environment:
      [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
      ]
    case .volume:
      ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"]
    }
  }
}

/// The variables of a container and what they are taken from.
extension Validation {
  static func environment(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, variable) in list.enumerated() {
      let path = path[index]
      let name = variable.text("name")
      if name.isEmpty {
        findings.required(path["name"])
      } else {
        findings.form(path["name"], name, NameForms.environmentName)
      }
      if let source = variable["valueFrom"] {
        valueSource(source, hasValue: !variable.text("value").isEmpty, path["valueFrom"], &findings)
      }
    }
  }

  private static func valueSource(
    _ source: JSONValue, hasValue: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    var count = 0
    if let reference = source["fieldRef"] {
      count += 1
      fieldReference(reference, .environment, path["fieldRef"], &findings)
    }
    if let reference = source["resourceFieldRef"] {
      count += 1
      resourceReference(reference, .environment, path["resourceFieldRef"], &findings)
    }
    for kind in ["configMapKeyRef", "secretKeyRef"] {
      guard let reference = source[kind] else { continue }
      count += 1
      keyReference(reference, path[kind], &findings)
    }
    if source.has("fileKeyRef") { count += 1 }
    if count == 0 {
      findings.invalid(
        path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")
    } else if hasValue {
      findings.invalid(path, "", "may not be specified when `value` is not empty")
    } else if count > 1 {
      findings.invalid(path, "", "may not have more than one field specified at a time")
    }
  }

  private static func keyReference(_ reference: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    findings.name(path["name"], reference.text("name"))
    if reference.text("key").isEmpty {
      findings.required(path["key"])
    } else {
      findings.form(path["key"], reference.text("key"), NameForms.configKey)
    }
  }

  static func environmentSources(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, entry) in list.enumerated() {
      let place = path[index]
      let prefix = entry.text("prefix")
      if !prefix.isEmpty { findings.form(place["prefix"], prefix, NameForms.environmentName) }
      var count = 0
      for kind in ["configMapRef", "secretRef"] {
        guard let reference = entry[kind] else { continue }
        count += 1
        let name = reference.text("name")
        if name.isEmpty {
          findings.required(place[kind]["name"])
        } else {
          // As for a prefix of names: a hyphen at the end is taken.
          findings.form(place[kind]["name"], name) { NameForms.asPrefix($0, NameForms.subdomain) }
        }
      }
      if count == 0 {
        findings.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`")
      } else if count > 1 {
        findings.invalid(path, "", "may not have more than one field specified at a time")
      }
    }
  }

  // MARK: The downward API

  /// A reference to a field of the pod.
  static func fieldReference(
    _ reference: JSONValue, _ source: FieldSource, _ path: FieldPath, _ findings: inout Findings
  ) {
    let (version, field) = (reference.text("apiVersion"), reference.text("fieldPath"))
    guard !version.isEmpty else { return findings.required(path["apiVersion"]) }
    guard !field.isEmpty else { return findings.required(path["fieldPath"]) }
    func unknown(_ why: String) {
      findings.invalid(path["fieldPath"], .string(field), "error converting fieldPath: \(why)")
    }
    guard version == "v1" else { return unknown("unsupported pod version: \(version)") }
    if let (owner, key) = subscripted(field) {
      switch owner {
      case "metadata.annotations":
        findings.form(path, key.lowercased(), NameForms.qualifiedName)
      case "metadata.labels": findings.form(path, key, NameForms.qualifiedName)
      default: unknown("field label does not support subscript: \(field)")
      }
      return
    }
    let known: Set<String> = [
      "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid",
      "spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName", "status.phase",
      "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs", "spec.host",
    ]
    guard known.contains(field) else { return unknown("field label not supported: \(field)") }
    let name = field == "spec.host" ? "spec.nodeName" : field
    if !source.fields.contains(name) {
      findings.notSupported(path["fieldPath"], .string(name), source.fields.map { .string($0) })
    }
  }

  /// The map and the key of a path such as `metadata.labels['app']`; nil for other paths.
  private static func subscripted(_ field: String) -> (owner: String, key: String)? {
    guard field.hasSuffix("']"), let start = field.firstRange(of: "['"), start.lowerBound > field.startIndex,
      start.upperBound <= field.index(field.endIndex, offsetBy: -2)
    else { return nil }
    return (
      String(field[..<start.lowerBound]), String(field[start.upperBound..<field.index(field.endIndex, offsetBy: -2)])
    )
  }

  /// A reference to what a container asks for or is limited to.
  static func resourceReference(
    _ reference: JSONValue, _ source: FieldSource, _ path: FieldPath, _ findings: inout Findings
  ) {
    let resource = reference.text("resource")
    let known = [
      "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage",
      "requests.memory",
    ]
    let isPages = resource.hasPrefix("requests.hugepages-") || resource.hasPrefix("limits.hugepages-")
    if source == .volume, reference.text("containerName").isEmpty {
      findings.required(path["containerName"])
    } else if resource.isEmpty {
      findings.required(path["resource"])
    } else if !known.contains(resource), !isPages {
      findings.notSupported(path["resource"], .string(resource), known.map { .string($0) })
    }
    divisor(reference["divisor"], resource, path["divisor"], &findings)
  }

  private static func divisor(
    _ value: JSONValue?, _ resource: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let value, let quantity = Quantity(json: value), quantity.compare(Quantity("0")) != 0 else { return }
    let bytes = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"]
    let (allowed, list, name): ([String], String, String)
    switch resource.split(separator: ".", maxSplits: 1).last ?? "" {
    case "cpu": (allowed, list, name) = (["1m", "1"], "1m and 1", "cpu")
    case "memory": (allowed, list, name) = (bytes, bytes.joined(separator: ", "), "memory")
    case "ephemeral-storage":
      (allowed, list, name) = (bytes, bytes.joined(separator: ", "), "local ephemeral storage")
    case let pages where pages.hasPrefix("hugepages-"):
      (allowed, list, name) = (bytes, bytes.joined(separator: ", "), "hugepages")
    default: return
    }
    guard !allowed.contains(quantity.canonical ?? "") else { return }
    findings.invalid(path, .string(resource), "only divisor's values \(list) are supported with the \(name) resource")
  }
}
