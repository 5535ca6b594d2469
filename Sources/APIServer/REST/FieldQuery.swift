import KubeModel

/// A field selector in its text form, such as `metadata.name=web,status.phase!=Running`.
struct FieldQuery: Sendable {
  /// The fields that each kind supports besides `metadata.name` and `metadata.namespace`.
  private static let supported: [GroupResource: Set<String>] = [
    GroupResource(resource: "pods"): [
      "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
      "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
    ],
    GroupResource(resource: "events"): [
      "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
      "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
      "reportingComponent", "source", "type",
    ],
    GroupResource(resource: "nodes"): ["spec.unschedulable"],
    GroupResource(resource: "namespaces"): ["status.phase"],
    GroupResource(resource: "secrets"): ["type"],
    GroupResource(resource: "services"): ["spec.clusterIP", "spec.type"],
    GroupResource(resource: "replicationcontrollers"): ["status.replicas"],
    GroupResource(group: "apps", resource: "replicasets"): ["status.replicas"],
    GroupResource(group: "batch", resource: "jobs"): ["status.successful"],
    GroupResource(group: "certificates.k8s.io", resource: "certificatesigningrequests"): ["spec.signerName"],
  ]

  private struct Requirement: Sendable {
    let path: [String]
    let value: String
    let isNegated: Bool
  }

  private var requirements: [Requirement] = []

  var isEmpty: Bool { requirements.isEmpty }

  init(_ text: String?, resource: ServedResource) throws(StatusError) {
    for part in (text ?? "").split(separator: ",") {
      let mark = part.contains("!=") ? "!=" : part.contains("==") ? "==" : "="
      guard let range = part.firstRange(of: mark) else {
        throw .badRequest("invalid selector: '\(part)'; can't understand '\(part)'")
      }
      let field = Self.storedName(String(part[..<range.lowerBound]), in: resource)
      guard
        ["metadata.name", "metadata.namespace"].contains(field)
          || Self.supported[resource.storage.groupResource]?.contains(field) == true
          || resource.custom?.selectableFields.contains(field) == true
      else {
        throw .badRequest(
          "Unable to find \"\(resource.resource)\" that match label selector \"\", "
            + "field selector \"\(text ?? "")\": field label not supported: \(field)")
      }
      requirements.append(
        Requirement(
          path: field.split(separator: ".").map(String.init), value: String(part[range.upperBound...]),
          isNegated: mark == "!="))
    }
  }

  func matches(_ object: JSONValue) -> Bool {
    requirements.allSatisfy { requirement in
      (Self.text(at: requirement.path, of: object) == requirement.value) != requirement.isNegated
    }
  }

  /// A field's name in the stored version: `events.k8s.io` has other names than the core group.
  private static func storedName(_ field: String, in resource: ServedResource) -> String {
    guard resource.resource.group == "events.k8s.io" else { return field }
    if field == "reportingController" { return "reportingComponent" }
    return field.hasPrefix("regarding.") ? "involvedObject." + field.dropFirst("regarding.".count) : field
  }

  private static func text(at path: [String], of object: JSONValue) -> String {
    var current: JSONValue? = object
    for member in path { current = current?[member] }
    switch current {
    case .string(let text)?: return text
    case .integer(let number)?: return String(number)
    case .bool(let flag)?: return String(flag)
    default: return path == ["spec", "unschedulable"] || path == ["spec", "hostNetwork"] ? "false" : ""
    }
  }
}
