import Foundation
import Properties
import Testing

extension EndToEnd {
  /// Nothing of a pod is lost, left over or stuck, whenever the control plane is killed.
  @Suite("Pods and kills")
  struct PodLossTests {
    @Test("Nothing is left of pods that are deleted by force", arguments: Machine.User.available)
    func forcedDeletion(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        for name in ["a", "b", "c"] { try await start(name, grace: 3_600, in: cluster) }
        try await settled(cluster, pods: ["a", "b", "c"])
        let deletion = try await cluster.kubectl("delete", "pod", "a", "b", "--force", "--grace-period=0")
        #expect(deletion.status == 0, "\(deletion)")
        try await settled(cluster, pods: ["c"], within: .seconds(15))
        _ = try await cluster.kubectl("delete", "pod", "c", "--force", "--grace-period=0", "--wait=false")
        _ = try await cluster.shell("kill -9 \(try await cluster.process("serve"))")
        try await settled(cluster, pods: [], within: .seconds(30))
      }
    }

    @Test("A pod that was being deleted when the control plane was killed does not terminate for ever")
    func killedWhileTerminating() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        for delay in ["0.95", "1.0", "1.05", "1.1"] {
          for name in ["a", "b", "c", "d"] { try await start(name, grace: 1, in: cluster) }
          try await settled(cluster, pods: ["a", "b", "c", "d"])
          _ = try await cluster.kubectl("delete", "pod", "--all", "--wait=false")
          _ = try await cluster.shell("sleep \(delay); kill -9 \(try await cluster.process("serve"))")
          try await settled(cluster, pods: [], within: .seconds(30))
        }
      }
    }

    /// `Tests/Kills/run.sh` runs it for long.
    @Test(
      "After kills at random, what sandboxd holds, the directories and the API agree", arguments: Machine.User.available
    )
    func randomKills(user: Machine.User) async throws {
      let variables = ProcessInfo.processInfo.environment
      let kills = variables["LOCALKUBE_KILLS"].flatMap { Int($0) } ?? 6
      let seed = variables["LOCALKUBE_KILLS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
      print("random kills: LOCALKUBE_KILLS=\(kills) LOCALKUBE_KILLS_SEED=\(seed)")
      var random = SeededGenerator(seed: seed)
      try await Cluster.with(user: user) { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let killsPerRound = 3
        for _ in 0..<((kills + killsPerRound - 1) / killsPerRound) {
          let seeds = (0..<4).map { _ in random.next() }
          let pauses = (0..<killsPerRound).map { _ in Int.random(in: 50...1_500, using: &random) }
          try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, seed) in seeds.enumerated() {
              group.addTask { try await write("w\(index)", SeededGenerator(seed: seed), in: cluster) }
            }
            for pause in pauses {
              try await Task.sleep(for: .milliseconds(pause))
              try await cluster.killControlPlane()
            }
            try await group.waitForAll()
          }
          try await settled(cluster, pods: nil, within: .seconds(90))
        }
      }
    }

    // MARK: Steps

    private func start(_ name: String, grace: Int, in cluster: Cluster) async throws {
      let made = try await cluster.kubectl("apply", "-f", "-", input: manifest(name, grace: grace))
      #expect(made.status == 0, "\(made)")
    }

    private func manifest(_ name: String, grace: Int) -> String {
      """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "\(name)"}, "spec": {
       "terminationGracePeriodSeconds": \(grace), "volumes": [{"name": "e", "emptyDir": {}}],
       "containers": [{"name": "c", "image": "busybox", "command": ["sleep", "100000"]}]}}
      """
    }

    /// Makes and deletes pods, in every way, whether the control plane answers or not.
    private func write(_ writer: String, _ seed: SeededGenerator, in cluster: Cluster) async throws {
      var random = seed
      for _ in 0..<8 {
        let name = "\(writer)-\(Int.random(in: 0..<3, using: &random))"
        switch Int.random(in: 0..<4, using: &random) {
        case 0, 1: _ = try await cluster.kubectl("apply", "-f", "-", input: manifest(name, grace: 1))
        case 2: _ = try await cluster.kubectl("delete", "pod", name, "--wait=false", "--ignore-not-found")
        default:
          _ = try await cluster.kubectl(
            "delete", "pod", name, "--force", "--grace-period=0", "--wait=false", "--ignore-not-found")
        }
      }
    }

    /// Waits until the pods are `pods` (any for nil), all of them run, and nothing of another one is left.
    private func settled(_ cluster: Cluster, pods: [String]?, within limit: Duration = .seconds(60)) async throws {
      var difference: String? = "nothing was looked at"
      let end = ContinuousClock.now + limit
      while difference != nil, ContinuousClock.now < end {
        difference = try await self.difference(cluster, pods: pods)
        if difference != nil { try await Task.sleep(for: .milliseconds(200)) }
      }
      if let difference { Issue.record("not settled within \(limit): \(difference)") }
    }

    private func difference(_ cluster: Cluster, pods wanted: [String]?) async throws -> String? {
      let path =
        "{range .items[*]}{.metadata.name} {.metadata.uid} {.status.phase} {.metadata.deletionTimestamp}{\"\\n\"}{end}"
      let answer = try await cluster.kubectl("get", "pods", "-o", "jsonpath=\(path)", limit: .seconds(10))
      guard answer.status == 0 else { return "\(answer)" }
      if let wanted, answer.table.map({ $0[0] }).sorted() != wanted { return "\(answer)" }
      if answer.table.contains(where: { $0.count != 3 || $0[2] != "Running" }) { return "\(answer)" }
      let uids = answer.table.map { $0[1] }.sorted()
      let profile = "\(cluster.home)/lk/profiles/\(cluster.profile)"
      // Neither directory is there before the first pod.
      func names(_ directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(profile)/\(directory)")) ?? []
      }
      let directories = names("pods").sorted()
      if directories != uids { return "pod directories \(directories) and pods \(uids)" }
      let logs = names("logs/pods").map { $0.split(separator: "_").last.map(String.init) ?? "" }.sorted()
      if logs != uids { return "logs \(logs) and pods \(uids)" }
      let sandboxd = try await cluster.process("sandboxd")
      let devices = try String(contentsOfFile: "/proc/\(sandboxd)/net/dev", encoding: .utf8)
        .split(separator: "\n").count { $0.contains("lk-") }
      if devices != uids.count { return "\(devices) devices and \(uids.count) pods" }
      // The starter, of which all children are clones, is one of sandboxd's own.
      let children = "ps -o args= --ppid \(sandboxd) | grep -vc '^localkube sandboxd '"
      let containers = try await cluster.shell(children).table.first?.first
      return containers == "\(uids.count)" ? nil : "\(containers ?? "no") processes and \(uids.count) pods"
    }
  }
}
