import KubeClient
import KubeModel
import Testing

@Suite("Aggregated ClusterRoles")
struct ClusterRoleAggregationTests {
  private func role(_ name: String, labels: [String: String], _ resources: String...) -> ClusterRole {
    var role = ClusterRole(name: name)
    role.metadata.labels = labels
    role.rules = resources.map { resource in
      .with {
        $0.verbs = ["get"]
        $0.apiGroups = [""]
        $0.resources = [resource]
      }
    }
    return role
  }

  @Test("A role gathers the rules of those that it selects, each once, and follows their changes")
  func gathers() async throws {
    try await TestCluster.run { cluster in
      func gathered(_ role: ClusterRole) -> [String] { role.rules.flatMap(\.resources) }
      var all = ClusterRole(name: "all")
      all.aggregationRule = .with { rule in
        rule.clusterRoleSelectors = [.with { $0.matchLabels = ["to": "all"] }]
      }
      try await cluster.client.create(role("b", labels: ["to": "all"], "secrets", "pods"))
      try await cluster.client.create(all)
      try await cluster.client.create(role("a", labels: ["to": "all"], "pods", "nodes"))
      try await cluster.client.create(role("other", labels: [:], "services"))
      try await cluster.wait(for: ClusterRole.self, "all", namespace: nil) {
        gathered($0) == ["pods", "nodes", "secrets"]
      }
      try await cluster.client.modify(ClusterRole.self, name: "other") { other in
        other.metadata.labels = ["to": "all"]
        return true
      }
      try await cluster.wait(for: ClusterRole.self, "all", namespace: nil) { gathered($0).last == "services" }
      try await cluster.client.delete(ClusterRole.resource, namespace: nil, name: "b", options: DeleteOptions())
      try await cluster.wait(for: ClusterRole.self, "all", namespace: nil) {
        gathered($0) == ["pods", "nodes", "services"]
      }
    }
  }
}
