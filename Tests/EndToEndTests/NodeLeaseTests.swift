import Testing

extension EndToEnd {
  /// What tells that a node lives.
  @Suite("Node leases")
  struct NodeLeaseTests {
    @Test("A node renews its lease, and is Ready again when it was called unreachable by mistake")
    func renewal() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let first = try await renewTime(cluster)
        try #require(!first.isEmpty)
        let condition = #"{"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown"}"#
        let patch = try await cluster.kubectl(
          "patch", "node", cluster.profile, "--subresource=status", "-p",
          #"{"status": {"conditions": [\#(condition)]}}"#)
        #expect(patch.status == 0, "\(patch)")
        _ = try await eventually("the lease is renewed", within: .seconds(15)) {
          try await renewTime(cluster) > first ? true : nil
        }
        _ = try await eventually("the node is Ready and without taints", within: .seconds(15)) { () -> Bool? in
          let node = try await cluster.kubectl(
            "get", "node", cluster.profile, "-o",
            #"jsonpath={.status.conditions[?(@.type=="Ready")].status} {.spec.taints}"#)
          return node.output == "True " ? true : nil
        }
      }
    }

    private func renewTime(_ cluster: Cluster) async throws -> String {
      try await cluster.kubectl(
        "get", "lease", "-n", "kube-node-lease", cluster.profile, "-o", "jsonpath={.spec.renewTime}"
      ).output
    }
  }
}
