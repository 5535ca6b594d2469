import KubeClient
import KubeModel
import OrderedCollections

/// Describes an object of any type; the common ones in kubectl's own layout.
struct Description {
  let session: Session
  let type: ResourceType

  /// The description with its events, aligned.
  func text(of object: JSONValue) async throws -> String {
    var writer = DescriptionWriter()
    let metadata = object["metadata"] ?? .emptyObject
    writer.field("Name", metadata["name"]?.stringValue)
    if type.isNamespaced { writer.field("Namespace", metadata["namespace"]?.stringValue) }
    switch type.kind {
    case "Pod": PodDescription(object).write(to: &writer)
    case "Node":
      let pods = try await session.client.list(
        Pod.self,
        options: ListOptions(fieldSelector: "spec.nodeName=\(metadata["name"]?.stringValue ?? "")"))
      NodeDescription(object, pods: pods).write(to: &writer)
    case "Service":
      let endpoints = try await session.client.find(
        Endpoints.self, namespace: metadata["namespace"]?.stringValue, name: metadata["name"]?.stringValue ?? "")
      ServiceDescription(object, endpoints: endpoints).write(to: &writer)
    case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet":
      WorkloadDescription(object, kind: type.kind).write(to: &writer)
    case "PersistentVolumeClaim": ClaimDescription(object).write(to: &writer)
    case "Secret": Self.writeSecret(object, to: &writer)
    default: Self.writeGeneric(object, to: &writer)
    }
    try await writeEvents(object, to: &writer)
    return TabWriter.format(writer.text)
  }

  /// Labels and annotations, as every layout has them.
  static func writeMetadata(_ object: JSONValue, to writer: inout DescriptionWriter) {
    writer.pairs("Labels", object["metadata"]?["labels"])
    writer.pairs("Annotations", object["metadata"]?["annotations"], separator: ": ")
  }

  private static func writeSecret(_ object: JSONValue, to writer: inout DescriptionWriter) {
    writeMetadata(object, to: &writer)
    writer.line("")
    writer.field("Type", object["type"]?.stringValue)
    writer.line("\nData\n====")
    for (key, value) in (object["data"]?.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
      let text: String = value.stringValue ?? ""
      let bytes: [UInt8]? = Base64.decode(text)
      writer.field(key, "\(bytes?.count ?? 0) bytes")
    }
  }

  private static func writeGeneric(_ object: JSONValue, to writer: inout DescriptionWriter) {
    writeMetadata(object, to: &writer)
    writer.field("API Version", object["apiVersion"]?.stringValue)
    writer.field("Kind", object["kind"]?.stringValue)
    var rest = object
    for key in ["apiVersion", "kind"] { rest[key] = nil }
    var metadata = rest["metadata"] ?? .emptyObject
    for key in ["name", "namespace", "labels", "annotations", "managedFields"] { metadata[key] = nil }
    rest["metadata"] = metadata
    for (key, value) in (rest.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
      writer.tree(DescriptionWriter.title(key), value, level: 0)
    }
  }

  private func writeEvents(_ object: JSONValue, to writer: inout DescriptionWriter) async throws {
    let metadata = object["metadata"]
    var selector = "involvedObject.name=\(metadata?["name"]?.stringValue ?? ""),involvedObject.kind=\(type.kind)"
    // The events of a node carry its name as uid, as Kubernetes' kubelet writes them.
    if type.kind != "Node", let uid = metadata?["uid"]?.stringValue { selector += ",involvedObject.uid=\(uid)" }
    let list = try await session.client.list(
      Event.resource, namespace: metadata?["namespace"]?.stringValue, options: ListOptions(fieldSelector: selector))
    guard !list.items.isEmpty else { return writer.line("Events:\t<none>") }
    writer.line("Events:")
    writer.line("Type\tReason\tAge\tFrom\tMessage", level: 1)
    writer.line("----\t------\t----\t----\t-------", level: 1)
    for event in EventRow.sorted(list.items).map(EventRow.init) {
      writer.line("\(event.type)\t\(event.reason)\t\(event.age)\t\(event.source)\t\(event.message)", level: 1)
    }
  }
}
