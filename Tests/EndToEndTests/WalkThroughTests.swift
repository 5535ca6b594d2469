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

    @Test("The quick start ends with the report of a re-election, can be run again, and says what it lacks")
    func quickStart() async throws {
      try await Cluster.with(profile: "localkube") { cluster in
        // The script as it is, in a tree in which the release binary is built: everything but the compiler is real.
        let tree = "\(cluster.home)/tree"
        let prepare = """
          mkdir -p \(tree)/.build/release \(tree)/bin
          cp -r \(Machine.root)/Packaging \(tree)/
          cp \(Machine.program) \(tree)/.build/release/localkube
          printf '#!/bin/sh\necho "Swift version ${SWIFT:-6.3.1} (swift-release)"\n' > \(tree)/bin/swift
          chmod 755 \(tree)/bin/swift
          """
        let prepared = try await cluster.shell(prepare)
        try #require(prepared.status == 0, "\(prepared)")
        let start = "env PATH=\(tree)/bin:$PATH \(tree)/Packaging/quickstart.sh"
        let report = #/consul-server-\d leads now; the leader before was consul-server-\d, nobody led for \d/#
        for round in 1...3 {
          // The last time after a power-off, when Consul is there and does not run yet.
          if round == 3 { _ = try await cluster.localkube("down") }
          let run = try await cluster.shell(start)
          #expect(run.status == 0, "\(run)")
          #expect(run.output.contains(report), "round \(round): \(run)")
          #expect(run.output.contains("Consul is installed already") == (round > 1), "\(run)")
        }
        let old = try await cluster.shell("SWIFT=5.9 \(start)")
        #expect(old.status == 1, "\(old)")
        #expect(old.errors.contains("error: Swift 5.9 is too old: localkube needs Swift 6.3 or newer"), "\(old)")
        let wrong = try await cluster.shell("\(start) --sytemd")
        #expect(wrong.status == 1 && wrong.errors.contains("unknown option --sytemd"), "\(wrong)")
        let broken = try await cluster.shell("rm \(tree)/.build/release/localkube; \(start)")
        #expect(broken.status != 0, "\(broken)")
      }
    }
  }
}
