import KubeModel
import OrderedCollections

/// A pod in kubectl's layout.
struct PodDescription {
  private let pod: JSONValue

  init(_ pod: JSONValue) { self.pod = pod }

  func write(to writer: inout DescriptionWriter) {
    let spec = pod["spec"] ?? .emptyObject
    let status = pod["status"] ?? .emptyObject
    if let priority = spec["priority"]?.integerValue { writer.field("Priority", String(priority)) }
    writer.field("Service Account", spec["serviceAccountName"]?.stringValue ?? "default")
    let node = spec["nodeName"]?.stringValue
    writer.field("Node", node.map { "\($0)/\(status["hostIP"]?.stringValue ?? "")" })
    if let start = status["startTime"]?.stringValue { writer.field("Start Time", start) }
    Description.writeMetadata(pod, to: &writer)
    if let deletion = pod["metadata"]?["deletionTimestamp"]?.stringValue {
      writer.field("Status", "Terminating (since \(deletion))")
      let grace = pod["metadata"]?["deletionGracePeriodSeconds"]?.integerValue ?? 0
      writer.field("Termination Grace Period", "\(grace)s")
    } else {
      writer.field("Status", status["phase"]?.stringValue ?? "Unknown")
    }
    if let reason = status["reason"]?.stringValue { writer.field("Reason", reason) }
    if let message = status["message"]?.stringValue { writer.field("Message", message) }
    writer.field("IP", status["podIP"]?.stringValue ?? "")
    let addresses = status["podIPs"]?.arrayValue ?? []
    if !addresses.isEmpty {
      writer.line("IPs:")
      for address in addresses { writer.field("IP", address["ip"]?.stringValue, level: 1) }
    }
    let controller = pod["metadata"]?["ownerReferences"]?.arrayValue?.first { $0["controller"]?.boolValue == true }
    if let controller {
      writer.field("Controlled By", "\(controller["kind"]?.stringValue ?? "")/\(controller["name"]?.stringValue ?? "")")
    }
    for (title, section, statuses) in [
      ("Init Containers", "initContainers", "initContainerStatuses"), ("Containers", "containers", "containerStatuses"),
    ] {
      let containers = spec[section]?.arrayValue ?? []
      guard !containers.isEmpty else { continue }
      writer.line("\(title):")
      for container in containers {
        let status = status[statuses]?.arrayValue?.first { $0["name"] == container["name"] }
        ContainerDescription(container, status: status).write(to: &writer)
      }
    }
    writeConditions(status, to: &writer)
    writeVolumes(spec, to: &writer)
    writer.field("QoS Class", status["qosClass"]?.stringValue ?? "BestEffort")
    writer.pairs("Node-Selectors", spec["nodeSelector"])
    writer.list("Tolerations", (spec["tolerations"]?.arrayValue ?? []).map(Self.toleration))
  }

  private func writeConditions(_ status: JSONValue, to writer: inout DescriptionWriter) {
    let conditions = status["conditions"]?.arrayValue ?? []
    guard !conditions.isEmpty else { return }
    writer.line("Conditions:")
    writer.line("Type\tStatus", level: 1)
    for condition in conditions {
      writer.line("\(condition["type"]?.stringValue ?? "")\t\(condition["status"]?.stringValue ?? "") ", level: 1)
    }
  }

  private func writeVolumes(_ spec: JSONValue, to writer: inout DescriptionWriter) {
    let volumes = spec["volumes"]?.arrayValue ?? []
    guard !volumes.isEmpty else { return writer.field("Volumes", "<none>") }
    writer.line("Volumes:")
    for volume in volumes {
      writer.line("\(volume["name"]?.stringValue ?? ""):", level: 1)
      for (kind, value) in volume.objectValue ?? [:] where kind != "name" {
        writer.field("Type", DescriptionWriter.title(kind), level: 2)
        for (key, member) in value.objectValue ?? [:] {
          let text =
            member.arrayValue == nil && member.objectValue == nil ? JSONPathTemplate.plain(member) : member.jsonText
          writer.field(DescriptionWriter.title(key), text, level: 2)
        }
      }
    }
  }

  /// A toleration as kubectl writes it, such as `node.kubernetes.io/not-ready:NoExecute op=Exists for 300s`.
  static func toleration(_ toleration: JSONValue) -> String {
    var text = toleration["key"]?.stringValue ?? ""
    if let value = toleration["value"]?.stringValue, !value.isEmpty { text += "=\(value)" }
    if let effect = toleration["effect"]?.stringValue, !effect.isEmpty { text += ":\(effect)" }
    if toleration["operator"]?.stringValue == "Exists" { text += text.isEmpty ? "op=Exists" : " op=Exists" }
    if let seconds = toleration["tolerationSeconds"]?.integerValue { text += " for \(seconds)s" }
    return text
  }
}
