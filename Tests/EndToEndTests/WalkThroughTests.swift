import Testing

extension EndToEnd {
  /// The walk-through that the project was made for, with real Consul and real kubectl.
  @Suite("Walk-through")
  struct WalkThroughTests {
    @Test("A Consul cluster on one node, its leader deleted and killed", arguments: Machine.User.available)
    func oneNode(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        let walk = WalkThrough(cluster: cluster)
        try await walk.start()
        try await walk.install()
        try await walk.look()
        let first = try await walk.leader()
        try await walk.deleteLeader(first)
        let second = try await walk.leader()
        try await walk.killLeader(second)
        try await walk.leave()
        try await walk.keepData()
      }
    }

    @Test("A Consul cluster on three nodes, its leader deleted and killed", arguments: Machine.User.available)
    func threeNodes(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        let walk = WalkThrough(cluster: cluster, nodes: 3)
        try await walk.start()
        try await walk.install("-f", "\(cluster.examples)/three-nodes/values.yaml")
        try await walk.look()
        try await walk.spread()
        try await walk.deleteLeader(try await walk.leader())
        try await walk.killLeader(try await walk.leader())
        try await walk.keepData()
      }
    }
  }
}
