/// The order in which discovery names the groups: that of kube-apiserver's priorities, then by name.
///
/// Clients that are given a bare name, such as `ingresses`, take the first group that has it, so the group of dropped
/// versions comes after all others.
package enum GroupOrder {
  private static let builtin = [
    "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
    "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io",
    "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io",
    "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io", "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io", "extensions",
  ]
  private static let ranks = Dictionary(uniqueKeysWithValues: builtin.enumerated().map { ($1, $0) })

  package static func precedes(_ left: String, _ right: String) -> Bool {
    let (leftRank, rightRank) = (ranks[left] ?? builtin.count, ranks[right] ?? builtin.count)
    return (leftRank, left) < (rightRank, right)
  }
}
