import KubeModel

/// A type of objects under the names that a person may use for it.
struct ResourceType: Sendable, Hashable {
  let resource: GroupVersionResource
  let kind: String
  let singular: String
  let shortNames: [String]
  let isNamespaced: Bool
  /// Whether `get all` shows it.
  var isInAll = false

  init(
    group: String = "", version: String = "v1", _ plural: String, kind: String, singular: String? = nil,
    short: [String] = [], isNamespaced: Bool = true, isInAll: Bool = false
  ) {
    resource = GroupVersionResource(group: group, version: version, resource: plural)
    self.kind = kind
    self.singular = singular ?? kind.lowercased()
    shortNames = short
    self.isNamespaced = isNamespaced
    self.isInAll = isInAll
  }

  /// What messages call it: `pod` or `deployment.apps`.
  var qualifiedSingular: String {
    resource.group.isEmpty ? singular : "\(singular).\(resource.group)"
  }

  /// Whether `word` names this type: plural, singular, short name or kind, alone or followed by the group, or by the
  /// version and the group.
  func isNamed(_ word: String) -> Bool {
    let word = word.lowercased()
    let names = [resource.resource, singular, kind.lowercased()] + shortNames
    if names.contains(word) { return true }
    guard let dot = word.firstIndex(of: "."), names.contains(String(word[..<dot])) else { return false }
    let rest = String(word[word.index(after: dot)...])
    return rest == resource.group || rest == "\(resource.version).\(resource.group)" && !resource.group.isEmpty
      || rest == "\(resource.version)." && resource.group.isEmpty
  }
}

extension ResourceType {
  /// The types that need no question to the server, the ones of common use first.
  static let builtin: [ResourceType] = [
    ResourceType("pods", kind: "Pod", short: ["po"], isInAll: true),
    ResourceType("replicationcontrollers", kind: "ReplicationController", short: ["rc"]),
    ResourceType("services", kind: "Service", short: ["svc"], isInAll: true),
    ResourceType(group: "apps", "daemonsets", kind: "DaemonSet", short: ["ds"], isInAll: true),
    ResourceType(group: "apps", "deployments", kind: "Deployment", short: ["deploy"], isInAll: true),
    ResourceType(group: "apps", "replicasets", kind: "ReplicaSet", short: ["rs"], isInAll: true),
    ResourceType(group: "apps", "statefulsets", kind: "StatefulSet", short: ["sts"], isInAll: true),
    ResourceType(group: "batch", "cronjobs", kind: "CronJob", short: ["cj"]),
    ResourceType(group: "batch", "jobs", kind: "Job"),
    ResourceType("configmaps", kind: "ConfigMap", short: ["cm"]),
    ResourceType("endpoints", kind: "Endpoints", short: ["ep"]),
    ResourceType("events", kind: "Event", short: ["ev"]),
    ResourceType("namespaces", kind: "Namespace", short: ["ns"], isNamespaced: false),
    ResourceType("nodes", kind: "Node", short: ["no"], isNamespaced: false),
    ResourceType("persistentvolumeclaims", kind: "PersistentVolumeClaim", short: ["pvc"]),
    ResourceType("persistentvolumes", kind: "PersistentVolume", short: ["pv"], isNamespaced: false),
    ResourceType("secrets", kind: "Secret"),
    ResourceType("serviceaccounts", kind: "ServiceAccount", short: ["sa"]),
    ResourceType(group: "apps", "controllerrevisions", kind: "ControllerRevision"),
    ResourceType(group: "discovery.k8s.io", "endpointslices", kind: "EndpointSlice"),
    ResourceType(group: "policy", "poddisruptionbudgets", kind: "PodDisruptionBudget", short: ["pdb"]),
    ResourceType(group: "rbac.authorization.k8s.io", "roles", kind: "Role"),
    ResourceType(group: "rbac.authorization.k8s.io", "rolebindings", kind: "RoleBinding"),
    ResourceType(group: "rbac.authorization.k8s.io", "clusterroles", kind: "ClusterRole", isNamespaced: false),
    ResourceType(
      group: "rbac.authorization.k8s.io", "clusterrolebindings", kind: "ClusterRoleBinding", isNamespaced: false),
    ResourceType(
      group: "storage.k8s.io", "storageclasses", kind: "StorageClass", short: ["sc"], isNamespaced: false),
    ResourceType(
      group: "scheduling.k8s.io", "priorityclasses", kind: "PriorityClass", short: ["pc"], isNamespaced: false),
    ResourceType(group: "coordination.k8s.io", "leases", kind: "Lease"),
  ]
}
