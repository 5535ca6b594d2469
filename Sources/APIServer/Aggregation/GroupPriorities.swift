import KubeModel

/// Where the group versions of this API server stand among all, as kube-apiserver registers its own.
enum GroupPriorities {
  private static let groups: [String: Int] = [
    "": 18_000, "apps": 17_800, "events.k8s.io": 17_750, "authentication.k8s.io": 17_700,
    "authorization.k8s.io": 17_600, "autoscaling": 17_500, "batch": 17_400, "certificates.k8s.io": 17_300,
    "networking.k8s.io": 17_200, "extensions": 17_150, "policy": 17_100, "rbac.authorization.k8s.io": 17_000,
    "storage.k8s.io": 16_800, "apiextensions.k8s.io": 16_700, "admissionregistration.k8s.io": 16_700,
    "scheduling.k8s.io": 16_600, "coordination.k8s.io": 16_500, "node.k8s.io": 16_300, "discovery.k8s.io": 16_200,
    "flowcontrol.apiserver.k8s.io": 16_100, "internal.apiserver.k8s.io": 16_000, "resource.k8s.io": 15_900,
    "storagemigration.k8s.io": 15_800, MetricsAPI.groupVersion.group: 100,
  ]

  /// The priorities of a group version; those of Kubernetes' custom resources for any other.
  static func priorities(of groupVersion: GroupVersion) -> (group: Int, version: Int) {
    guard let group = groups[groupVersion.group] else { return (1_000, 100) }
    if groupVersion.group.isEmpty { return (group, 1) }
    if groupVersion.version == "v2" { return (group, 30) }
    return (group, VersionOrder.isStable(groupVersion.version) ? 15 : groupVersion.version.contains("beta") ? 9 : 1)
  }

  /// Whether a server in the cluster may serve the group: any but Kubernetes' own, of which only the metrics come from
  /// a server of their own elsewhere.
  static func mayBeElsewhere(_ group: String) -> Bool {
    groups[group] == nil || group == MetricsAPI.groupVersion.group
  }

  /// Whether the group version is one of Kubernetes' own, rather than of a custom resource.
  static func isBuiltIn(_ groupVersion: GroupVersion) -> Bool { groups[groupVersion.group] != nil }
}
