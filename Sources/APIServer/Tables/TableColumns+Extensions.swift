import KubeModel
import OrderedCollections

extension TableColumns {
  /// Kinds without a type of their own in KubeModel: their cells are read from the JSON.
  static let extensions: [String: [TableColumn]] = [
    "ReplicationController": [
      count("Desired", "spec", "replicas"), count("Current", "status", "replicas"),
      count("Ready", "status", "readyReplicas"), .age,
    ] + containers { PodTemplateSpec(json: $0[path: "spec", "template"] ?? .emptyObject) } + [
      TableColumn("Selector", priority: 1) { object, _ in
        let labels = object[path: "spec", "selector"]?.objectValue ?? [:]
        return .string(labelText(Dictionary(uniqueKeysWithValues: labels.map { ($0.key, $0.value.stringValue ?? "") })))
      }
    ],
    "HorizontalPodAutoscaler": [
      TableColumn("Reference") { object, _ in
        let target = object[path: "spec", "scaleTargetRef"]
        return .string("\(target?["kind"]?.stringValue ?? "")/\(target?["name"]?.stringValue ?? "")")
      },
      TableColumn("Targets") { object, _ in .string(targets(object)) },
      TableColumn("MinPods") { object, _ in
        .string(object[path: "spec", "minReplicas"]?.integerValue.map { String($0) } ?? "<unset>")
      },
      count("MaxPods", "spec", "maxReplicas"), count("Replicas", "status", "currentReplicas"), .age,
    ],
    "ResourceQuota": [
      TableColumn("Request") { object, _ in .string(usage(object) { !$0.hasPrefix("limits.") }) },
      TableColumn("Limit") { object, _ in .string(usage(object) { $0.hasPrefix("limits.") }) }, .age,
    ],
    "CertificateSigningRequest": [
      .age, text("SignerName", "spec", "signerName"), text("Requestor", "spec", "username"),
      TableColumn("RequestedDuration") { object, _ in
        guard let seconds = object[path: "spec", "expirationSeconds"]?.integerValue else { return "<none>" }
        return .string(HumanDuration.text(since: Timestamp(seconds: 0), now: Timestamp(seconds: seconds)))
      },
      TableColumn("Condition") { object, _ in .string(condition(ofRequest: object)) },
    ],
    "IngressClass": [
      text("Controller", "spec", "controller"),
      TableColumn("Parameters") { object, _ in
        guard let parameters = object[path: "spec", "parameters"] else { return "<none>" }
        let group = parameters["apiGroup"]?.stringValue.map { ".\($0)" } ?? ""
        return .string("\(parameters["kind"]?.stringValue ?? "")\(group)/\(parameters["name"]?.stringValue ?? "")")
      }, .age,
    ],
    "RuntimeClass": [text("Handler", "handler"), .age],
    "ValidatingWebhookConfiguration": [webhooks, .age],
    "MutatingWebhookConfiguration": [webhooks, .age],
    "APIService": [
      TableColumn("Service") { object, _ in
        guard let service = object[path: "spec", "service"] else { return "Local" }
        return .string("\(service["namespace"]?.stringValue ?? "")/\(service["name"]?.stringValue ?? "")")
      },
      TableColumn("Available") { object, _ in
        let conditions = object[path: "status", "conditions"]?.arrayValue ?? []
        let available = conditions.first { $0["type"] == "Available" }
        guard let status = available?["status"]?.stringValue else { return "Unknown" }
        guard status != "True", let reason = available?["reason"]?.stringValue else { return .string(status) }
        return .string("\(status) (\(reason))")
      }, .age,
    ],
    "VolumeAttachment": [
      text("Attacher", "spec", "attacher"), text("PV", "spec", "source", "persistentVolumeName"),
      text("Node", "spec", "nodeName"),
      TableColumn("Attached") { object, _ in
        .string(object[path: "status", "attached"]?.boolValue == true ? "true" : "false")
      }, .age,
    ],
    "CSINode": [
      TableColumn("Drivers", type: "integer") { object, _ in
        .integer(Int64(object[path: "spec", "drivers"]?.arrayValue?.count ?? 0))
      }, .age,
    ],
    "VolumeAttributesClass": [text("DriverName", "driverName"), .age],
  ]

  private static let webhooks = TableColumn("Webhooks", type: "integer") { object, _ in
    .integer(Int64(object["webhooks"]?.arrayValue?.count ?? 0))
  }

  static func value(_ object: JSONValue, _ path: [String]) -> JSONValue? {
    path.reduce(object as JSONValue?) { $0?[$1] }
  }

  static func text(_ name: String, _ path: String...) -> TableColumn {
    TableColumn(name) { object, _ in .string(value(object, path)?.stringValue ?? "<none>") }
  }

  static func count(_ name: String, _ path: String...) -> TableColumn {
    TableColumn(name, type: "integer") { object, _ in .integer(value(object, path)?.integerValue ?? 0) }
  }

  /// `cpu: <unknown>/80%` for each metric that an autoscaler looks at.
  private static func targets(_ object: JSONValue) -> String {
    let current = object[path: "status", "currentMetrics"]?.arrayValue ?? []
    let texts = (object[path: "spec", "metrics"]?.arrayValue ?? []).compactMap { metric -> String? in
      guard let resource = metric["resource"], let name = resource["name"]?.stringValue else { return nil }
      let now = current.first { $0[path: "resource", "name"]?.stringValue == name }?[path: "resource", "current"]
      func amount(_ value: JSONValue?) -> String? {
        if let share = value?["averageUtilization"]?.integerValue { return "\(share)%" }
        return value?["averageValue"]?.stringValue
      }
      return "\(name): \(amount(now) ?? "<unknown>")/\(amount(resource["target"]) ?? "<auto>")"
    }
    return listText(texts)
  }

  /// `pods: 1/10, services: 0/5` of a quota's resources.
  private static func usage(_ object: JSONValue, where isWanted: (String) -> Bool) -> String {
    let hard = object[path: "status", "hard"]?.objectValue ?? object[path: "spec", "hard"]?.objectValue ?? [:]
    return hard.keys.sorted().filter(isWanted).map { name in
      let used = object[path: "status", "used"]?[name]?.stringValue ?? "0"
      return "\(name): \(used)/\(hard[name]?.stringValue ?? "")"
    }
    .joined(separator: ", ")
  }

  private static func condition(ofRequest object: JSONValue) -> String {
    let types = (object[path: "status", "conditions"]?.arrayValue ?? []).compactMap { $0["type"]?.stringValue }
    var text = types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending"
    if types.contains("Failed") { text += ",Failed" }
    if object[path: "status", "certificate"] != nil { text += ",Issued" }
    return text
  }
}
