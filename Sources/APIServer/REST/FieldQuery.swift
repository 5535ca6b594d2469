import KubeModel

/// The field selector of one request.
struct FieldQuery: Sendable {
  /// A field by which objects may be selected.
  private struct Field: Sendable {
    /// Where its value stands in the stored version; of several places the first that has one.
    let paths: [[String]]
    /// What a missing value is taken for.
    let zero: String

    init(_ paths: String..., zero: String = "") {
      self.paths = paths.map { $0.split(separator: ".").map(String.init) }
      self.zero = zero
    }
  }

  private static let common = [
    "metadata.name": Field("metadata.name"), "metadata.namespace": Field("metadata.namespace"),
  ]

  /// The fields that each kind supports besides those of all.
  private static let particular: [GroupResource: [String: Field]] = [
    GroupResource(resource: "pods"): [
      "spec.nodeName": Field("spec.nodeName"), "spec.host": Field("spec.nodeName"),
      "spec.restartPolicy": Field("spec.restartPolicy"), "spec.schedulerName": Field("spec.schedulerName"),
      "spec.serviceAccountName": Field("spec.serviceAccountName"),
      "spec.hostNetwork": Field("spec.hostNetwork", zero: "false"), "status.phase": Field("status.phase"),
      "status.podIP": Field("status.podIP"), "status.podIPs": Field("status.podIPs"),
      "status.nominatedNodeName": Field("status.nominatedNodeName"),
    ],
    GroupResource(resource: "events"): [
      "involvedObject.kind": Field("involvedObject.kind"),
      "involvedObject.namespace": Field("involvedObject.namespace"),
      "involvedObject.name": Field("involvedObject.name"), "involvedObject.uid": Field("involvedObject.uid"),
      "involvedObject.apiVersion": Field("involvedObject.apiVersion"),
      "involvedObject.resourceVersion": Field("involvedObject.resourceVersion"),
      "involvedObject.fieldPath": Field("involvedObject.fieldPath"), "reason": Field("reason"),
      "reportingComponent": Field("reportingComponent"), "source": Field("source.component", "reportingComponent"),
      "type": Field("type"),
    ],
    GroupResource(resource: "nodes"): ["spec.unschedulable": Field("spec.unschedulable", zero: "false")],
    GroupResource(resource: "namespaces"): ["status.phase": Field("status.phase")],
    GroupResource(resource: "secrets"): ["type": Field("type")],
    GroupResource(resource: "services"): [
      "spec.clusterIP": Field("spec.clusterIP"), "spec.type": Field("spec.type"),
    ],
    GroupResource(resource: "replicationcontrollers"): ["status.replicas": Field("status.replicas", zero: "0")],
    GroupResource(group: "apps", resource: "replicasets"): ["status.replicas": Field("status.replicas", zero: "0")],
    GroupResource(group: "batch", resource: "jobs"): ["status.successful": Field("status.succeeded", zero: "0")],
    GroupResource(group: "certificates.k8s.io", resource: "certificatesigningrequests"): [
      "spec.signerName": Field("spec.signerName")
    ],
  ]

  private struct Requirement: Sendable {
    let field: Field
    let value: String
    let isNegated: Bool
  }

  private var requirements: [Requirement] = []

  var isEmpty: Bool { requirements.isEmpty }

  init(_ text: String?, resource: ServedResource) throws(StatusError) {
    guard let text, !text.isEmpty else { return }
    for term in try FieldSelectorText.parse(text) {
      guard let field = Self.field(Self.storedName(term.field, in: resource), of: resource) else {
        throw Self.unknown(term.field, of: resource)
      }
      requirements.append(Requirement(field: field, value: term.value, isNegated: term.isNegated))
    }
  }

  func matches(_ object: JSONValue) -> Bool {
    requirements.allSatisfy { (Self.text(of: $0.field, in: object) == $0.value) != $0.isNegated }
  }

  private static func field(_ name: String, of resource: ServedResource) -> Field? {
    if let field = common[name] ?? particular[resource.storage.groupResource]?[name] { return field }
    return resource.custom?.selectableFields.contains(name) == true ? Field(name) : nil
  }

  /// A field's name in the stored version: `events.k8s.io` has other names than the core group.
  private static func storedName(_ field: String, in resource: ServedResource) -> String {
    guard resource.resource.group == "events.k8s.io" else { return field }
    if field == "reportingController" { return "reportingComponent" }
    return field.hasPrefix("regarding.") ? "involvedObject." + field.dropFirst("regarding.".count) : field
  }

  /// Kinds with fields of their own word it otherwise than those that have only the common ones.
  private static func unknown(_ field: String, of resource: ServedResource) -> StatusError {
    if resource.storage.groupResource == GroupResource(group: "batch", resource: "jobs") {
      return .badRequest("field label \"\(field)\" not supported for batchv1.Job")
    }
    if particular[resource.storage.groupResource] != nil || resource.custom?.selectableFields.isEmpty == false {
      return .badRequest("field label not supported: \(field)")
    }
    return .badRequest(
      "\"\(field)\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")
  }

  private static func text(of field: Field, in object: JSONValue) -> String {
    for path in field.paths {
      switch path.reduce(object as JSONValue?, { $0?[$1] }) {
      case .string(let text)? where !text.isEmpty: return text
      case .integer(let number)?: return String(number)
      case .bool(let flag)?: return String(flag)
      default: continue
      }
    }
    return field.zero
  }
}
