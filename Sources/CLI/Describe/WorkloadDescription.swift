import KubeModel
import OrderedCollections

/// A Deployment, StatefulSet, DaemonSet or ReplicaSet in kubectl's layout.
struct WorkloadDescription {
  private let workload: JSONValue
  private let kind: String

  init(_ workload: JSONValue, kind: String) {
    self.workload = workload
    self.kind = kind
  }

  private var spec: JSONValue { workload["spec"] ?? .emptyObject }
  private var status: JSONValue { workload["status"] ?? .emptyObject }

  private func count(_ key: String) -> Int64 { status[key]?.integerValue ?? 0 }

  func write(to writer: inout DescriptionWriter) {
    writer.field("CreationTimestamp", workload["metadata"]?["creationTimestamp"]?.stringValue)
    let selector = (spec["selector"]?["matchLabels"]?.objectValue ?? [:]).sorted { $0.key < $1.key }
      .map { "\($0.key)=\(JSONPathTemplate.plain($0.value))" }.joined(separator: ",")
    writer.field("Selector", selector.isEmpty ? nil : selector)
    Description.writeMetadata(workload, to: &writer)
    writeReplicas(to: &writer)
    writeTemplate(to: &writer)
    writeClaims(to: &writer)
    let conditions = status["conditions"]?.arrayValue ?? []
    guard !conditions.isEmpty else { return }
    writer.line("Conditions:")
    writer.line("Type\tStatus\tReason", level: 1)
    writer.line("----\t------\t------", level: 1)
    for condition in conditions {
      let cells = ["type", "status", "reason"].map { condition[$0]?.stringValue ?? "" }
      writer.line(cells.joined(separator: "\t"), level: 1)
    }
  }

  private func writeReplicas(to writer: inout DescriptionWriter) {
    let wanted = spec["replicas"]?.integerValue ?? 1
    switch kind {
    case "Deployment":
      writer.field(
        "Replicas",
        "\(wanted) desired | \(count("updatedReplicas")) updated | \(count("replicas")) total | "
          + "\(count("availableReplicas")) available | \(count("unavailableReplicas")) unavailable")
      writer.field("StrategyType", spec["strategy"]?["type"]?.stringValue ?? "RollingUpdate")
      writer.field("MinReadySeconds", String(spec["minReadySeconds"]?.integerValue ?? 0))
    case "DaemonSet":
      writer.field("Desired Number of Nodes Scheduled", String(count("desiredNumberScheduled")))
      writer.field("Current Number of Nodes Scheduled", String(count("currentNumberScheduled")))
      writer.field("Number of Nodes Scheduled with Up-to-date Pods", String(count("updatedNumberScheduled")))
      writer.field("Number of Nodes Scheduled with Available Pods", String(count("numberAvailable")))
      writer.field("Number of Nodes Misscheduled", String(count("numberMisscheduled")))
    default:
      writer.field("Replicas", "\(wanted) desired | \(count("replicas")) total")
      if kind == "StatefulSet" {
        writer.field("Update Strategy", spec["updateStrategy"]?["type"]?.stringValue ?? "RollingUpdate")
        let partition = spec["updateStrategy"]?["rollingUpdate"]?["partition"]?.integerValue ?? 0
        writer.field("Partition", String(partition), level: 1)
        writer.field("Pod Management Policy", spec["podManagementPolicy"]?.stringValue ?? "OrderedReady")
      }
    }
  }

  private func writeTemplate(to writer: inout DescriptionWriter) {
    let template = spec["template"] ?? .emptyObject
    writer.line("Pod Template:")
    writer.pairs("Labels", template["metadata"]?["labels"], level: 1)
    if template["metadata"]?["annotations"]?.objectValue?.isEmpty == false {
      writer.pairs("Annotations", template["metadata"]?["annotations"], level: 1, separator: ": ")
    }
    if let account = template["spec"]?["serviceAccountName"]?.stringValue {
      writer.field("Service Account", account, level: 1)
    }
    for (title, key) in [("Init Containers", "initContainers"), ("Containers", "containers")] {
      let containers = template["spec"]?[key]?.arrayValue ?? []
      guard !containers.isEmpty else { continue }
      writer.line("\(title):", level: 1)
      for container in containers { ContainerDescription(container, status: nil).write(to: &writer) }
    }
  }

  private func writeClaims(to writer: inout DescriptionWriter) {
    let claims = spec["volumeClaimTemplates"]?.arrayValue ?? []
    guard !claims.isEmpty else { return }
    writer.line("Volume Claims:")
    for claim in claims {
      writer.field("Name", claim["metadata"]?["name"]?.stringValue, level: 1)
      writer.field("StorageClass", claim["spec"]?["storageClassName"]?.stringValue ?? "", level: 1)
      let capacity = claim["spec"]?["resources"]?["requests"]?["storage"].map(JSONPathTemplate.plain)
      writer.field("Capacity", capacity, level: 1)
      let modes = (claim["spec"]?["accessModes"]?.arrayValue ?? []).compactMap(\.stringValue)
      writer.field("Access Modes", "[\(modes.joined(separator: " "))]", level: 1)
    }
  }
}
