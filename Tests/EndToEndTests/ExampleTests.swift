import Foundation
import Testing

extension EndToEnd {
  /// Every script below `examples`, run as it is, with what it says one may expect.
  @Suite("Examples")
  struct ExampleTests {
    @Test("The walk-through")
    func walkThrough() async throws {
      try await example("walk-through") { output in
        #expect(output.matches(of: #/consul-server-\d +1\/1 +Running/#).count >= 6, "\(output)")
        #expect(output.matches(of: #/\n.* +alive +server /#).count == 3, "\(output)")
        #expect(Set(output.matches(of: #/leader_addr = (\S+)/#).map { String($0.1) }).count == 1, "\(output)")
        #expect(output.contains(" leads now; the leader before was consul-server-"), "\(output)")
        #expect(output.contains(#/cluster leadership acquired|New leader elected/#), "\(output)")
        #expect(output.contains("8500/TCP") && output.contains("hashidc1"), "\(output)")
      }
    }

    @Test("Consul on three nodes")
    func threeNodes() async throws {
      try await example("three-nodes", profile: "three") { output in
        for node in ["three", "three-m02", "three-m03"] {
          let row = try Regex("consul-server-[0-2] .* \(node) ")
          #expect(output.contains(row), "\(output)")
        }
        #expect(output.matches(of: #/\n.* +alive +(server|client) /#).count == 6, "\(output)")
      }
    }

    @Test("A program that is registered in Consul")
    func registeredProgram() async throws {
      try await example("registered-program") { output in
        let lines = output.split(separator: "\n").suffix(2)
        let address = try #require(lines.first, "\(output)")
        #expect(address.hasPrefix("10.244."), "\(output)")
        #expect(lines.last?.hasPrefix("\(address) ") == true, "\(output)")
        #expect(lines.last?.hasSuffix("hello.service.consul") == true, "\(output)")
      }
    }

    @Test("Workloads of plain programs")
    func workloads() async throws {
      try await example("workloads") { output in
        for (pod, count) in [("counter-[01]", 2), ("watcher-[a-z0-9]{5}", 1), ("sleeper-[a-z0-9]+-[a-z0-9]{5}", 3)] {
          let rows = output.matches(of: try Regex("(?m)^\(pod) +1/1 +Running"))
          #expect(rows.count == count, "\(output)")
        }
        #expect(output.hasSuffix("counter-0 starts for the time number 2\n"), "\(output)")
      }
    }

    private func example(
      _ name: String, profile: String = "localkube", _ check: (String) throws -> Void
    ) async throws {
      try await Cluster.with(profile: profile) { cluster in
        let result = try await cluster.shell(
          "LOCALKUBE_BIN=\(cluster.home)/bin '\(cluster.examples)/\(name)/run.sh'", limit: .seconds(400))
        try #require(result.status == 0, "\(result)")
        try check(result.output)
      }
    }
  }
}
