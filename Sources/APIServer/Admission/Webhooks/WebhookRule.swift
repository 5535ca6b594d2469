import KubeModel

/// What a webhook asks to see (`RuleWithOperations` of `admissionregistration.k8s.io/v1`).
struct WebhookRule: Sendable {
  /// What is done to an object; raw values are Kubernetes' own.
  enum Operation: String, Sendable, Hashable {
    case create = "CREATE"
    case update = "UPDATE"
    case delete = "DELETE"
    case connect = "CONNECT"
  }

  private let operations: Set<String>
  private let groups: Set<String>
  private let versions: Set<String>
  private let resources: [(resource: Substring, subresource: Substring)]
  private let scope: String

  init(_ json: JSONValue) {
    func texts(_ name: String) -> [String] { (json[name]?.arrayValue ?? []).compactMap(\.stringValue) }
    operations = Set(texts("operations"))
    groups = Set(texts("apiGroups"))
    versions = Set(texts("apiVersions"))
    resources = texts("resources").map { text in
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
    scope = json["scope"]?.stringValue ?? "*"
  }

  /// Whether an operation on a resource is one that the webhook asks to see.
  ///
  /// - Parameter namespace: Of the object; nil for objects of the cluster, which namespaces count among.
  func matches(
    _ operation: Operation, _ resource: GroupVersionResource, subresource: String?, namespace: String?
  ) -> Bool {
    func contains(_ set: Set<String>, _ value: String) -> Bool { set.contains("*") || set.contains(value) }
    let isOfCluster = (namespace ?? "").isEmpty || resource.groupResource == Namespace.resource.groupResource
    switch scope {
    case "Namespaced" where isOfCluster: return false
    case "Cluster" where !isOfCluster: return false
    default: break
    }
    return contains(operations, operation.rawValue) && contains(groups, resource.group)
      && contains(versions, resource.version)
      && resources.contains { rule in
        (rule.resource == "*" || rule.resource == resource.resource)
          && (rule.subresource == "*" || rule.subresource == subresource ?? "")
      }
  }
}
