import KubeModel
import OrderedCollections

/// A node in kubectl's layout.
struct NodeDescription {
  private let node: JSONValue
  private let pods: [Pod]

  init(_ node: JSONValue, pods: [Pod]) {
    self.node = node
    self.pods = pods
  }

  func write(to writer: inout DescriptionWriter) {
    let prefix = "node-role.kubernetes.io/"
    let labels = node["metadata"]?["labels"]?.objectValue ?? [:]
    let roles = labels.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    writer.field("Roles", roles.isEmpty ? nil : roles.joined(separator: ","))
    Description.writeMetadata(node, to: &writer)
    writer.field("CreationTimestamp", node["metadata"]?["creationTimestamp"]?.stringValue)
    writer.list(
      "Taints",
      (node["spec"]?["taints"]?.arrayValue ?? []).map { taint in
        let value = taint["value"]?.stringValue.map { "=\($0)" } ?? ""
        return "\(taint["key"]?.stringValue ?? "")\(value):\(taint["effect"]?.stringValue ?? "")"
      })
    writer.field("Unschedulable", node["spec"]?["unschedulable"]?.boolValue == true ? "true" : "false")
    writer.line("Conditions:")
    writer.line("Type\tStatus\tLastHeartbeatTime\tReason\tMessage", level: 1)
    for condition in node["status"]?["conditions"]?.arrayValue ?? [] {
      let cells = ["type", "status", "lastHeartbeatTime", "reason", "message"].map { condition[$0]?.stringValue ?? "" }
      writer.line(cells.joined(separator: "\t"), level: 1)
    }
    writer.line("Addresses:")
    for address in node["status"]?["addresses"]?.arrayValue ?? [] {
      writer.field(address["type"]?.stringValue ?? "", address["address"]?.stringValue, level: 1)
    }
    for (title, key) in [("Capacity", "capacity"), ("Allocatable", "allocatable")] {
      writer.line("\(title):")
      for (name, value) in (node["status"]?[key]?.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
        writer.field(name, JSONPathTemplate.plain(value), level: 1)
      }
    }
    writer.line("System Info:")
    for (key, value) in (node["status"]?["nodeInfo"]?.objectValue ?? [:]) {
      writer.field(DescriptionWriter.title(key), JSONPathTemplate.plain(value), level: 1)
    }
    writer.line("Non-terminated Pods:\t(\(pods.count) in total)")
    writer.line("Namespace\tName\tAge", level: 1)
    writer.line("---------\t----\t---", level: 1)
    for pod in pods {
      let created = pod.json["metadata"]?["creationTimestamp"].flatMap(Timestamp.init(json:))
      writer.line("\(pod.namespace ?? "")\t\(pod.name)\t\(Age.text(since: created))", level: 1)
    }
  }
}

/// A service in kubectl's layout.
struct ServiceDescription {
  private let service: JSONValue
  private let endpoints: Endpoints?

  init(_ service: JSONValue, endpoints: Endpoints?) {
    self.service = service
    self.endpoints = endpoints
  }

  func write(to writer: inout DescriptionWriter) {
    let spec = service["spec"] ?? .emptyObject
    Description.writeMetadata(service, to: &writer)
    writer.list(
      "Selector",
      [
        (spec["selector"]?.objectValue ?? [:]).sorted { $0.key < $1.key }
          .map { "\($0.key)=\(JSONPathTemplate.plain($0.value))" }.joined(separator: ",")
      ].filter { !$0.isEmpty })
    writer.field("Type", spec["type"]?.stringValue ?? "ClusterIP")
    if let policy = spec["ipFamilyPolicy"]?.stringValue { writer.field("IP Family Policy", policy) }
    writer.field("IP", spec["clusterIP"]?.stringValue)
    for port in spec["ports"]?.arrayValue ?? [] {
      let name = port["name"]?.stringValue
      let transport = port["protocol"]?.stringValue ?? "TCP"
      writer.field("Port", "\(name ?? "<unset>")\t\(port["port"]?.integerValue ?? 0)/\(transport)")
      writer.field("TargetPort", "\(port["targetPort"].map(JSONPathTemplate.plain) ?? "")/\(transport)")
      if let nodePort = port["nodePort"]?.integerValue {
        writer.field("NodePort", "\(name ?? "<unset>")\t\(nodePort)/\(transport)")
      }
      writer.field("Endpoints", addresses(name))
    }
    writer.field("Session Affinity", spec["sessionAffinity"]?.stringValue ?? "None")
    if let addresses = spec["publishNotReadyAddresses"]?.boolValue, addresses {
      writer.field("Publish Not Ready Addresses", "true")
    }
  }

  /// The ready addresses behind a port, three of them and how many more.
  private func addresses(_ portName: String?) -> String? {
    var found: [String] = []
    for subset in endpoints?.json["subsets"]?.arrayValue ?? [] {
      let port = subset["ports"]?.arrayValue?.first { $0["name"]?.stringValue == portName }
      guard let number = port?["port"]?.integerValue else { continue }
      found += (subset["addresses"]?.arrayValue ?? []).map { "\($0["ip"]?.stringValue ?? ""):\(number)" }
    }
    guard !found.isEmpty else { return nil }
    let more = found.count > 3 ? " + \(found.count - 3) more..." : ""
    return found.prefix(3).joined(separator: ",") + more
  }
}

/// A claim in kubectl's layout.
struct ClaimDescription {
  private let claim: JSONValue

  init(_ claim: JSONValue) { self.claim = claim }

  func write(to writer: inout DescriptionWriter) {
    let spec = claim["spec"] ?? .emptyObject
    writer.field("StorageClass", spec["storageClassName"]?.stringValue ?? "")
    let isLeaving = claim["metadata"]?["deletionTimestamp"] != nil
    writer.field("Status", isLeaving ? "Terminating" : claim["status"]?["phase"]?.stringValue ?? "Pending")
    writer.field("Volume", spec["volumeName"]?.stringValue ?? "")
    Description.writeMetadata(claim, to: &writer)
    let finalizers = (claim["metadata"]?["finalizers"]?.arrayValue ?? []).compactMap(\.stringValue)
    writer.field("Finalizers", "[\(finalizers.joined(separator: " "))]")
    writer.field("Capacity", claim["status"]?["capacity"]?["storage"]?.stringValue ?? "")
    let modes = (claim["status"]?["accessModes"] ?? spec["accessModes"])?.arrayValue ?? []
    writer.field("Access Modes", modes.compactMap(\.stringValue).map(Self.short).joined(separator: ","))
    writer.field("VolumeMode", spec["volumeMode"]?.stringValue ?? "Filesystem")
  }

  private static func short(_ mode: String) -> String {
    switch mode {
    case "ReadWriteOnce": "RWO"
    case "ReadOnlyMany": "ROX"
    case "ReadWriteMany": "RWX"
    case "ReadWriteOncePod": "RWOP"
    default: mode
    }
  }
}
