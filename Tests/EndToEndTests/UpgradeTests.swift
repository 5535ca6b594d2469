import Foundation
import Testing

extension EndToEnd {
  /// What becomes of a running cluster when its program's file changes, and at its power-off.
  @Suite("Upgrade and power-off")
  struct UpgradeTests {
    @Test(
      "After an upgrade of the file a restarted control plane is the new program", arguments: Machine.User.available)
    func upgrade(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        let program = "\(cluster.home)/bin/localkube"
        try await start(cluster, "exec sleep 3600")
        let container = try await containerID(cluster)
        _ = try await cluster.shell("cp '\(program)' '\(program).new' && mv -f '\(program).new' '\(program)'")
        try await renewServe(cluster)
        let new = try await cluster.shell("stat -c %i '\(program)'")
        #expect(try await inodeOfServe(cluster) == new.output)
        _ = try await cluster.shell("rm '\(program)'")
        try await renewServe(cluster)
        #expect(try await inodeOfServe(cluster) != "", "without its file the running program is started once more")
        #expect(try await containerID(cluster) == container)
        // Cluster.with ends the cluster by it.
        try FileManager.default.copyItem(atPath: Machine.program, toPath: program)
      }
    }

    @Test("A power-off asks the containers to end and waits for them")
    func powerOff() async throws {
      try await Cluster.with { cluster in
        try await start(cluster, "trap 'sleep 1; echo said goodbye; exit 0' TERM; while true; do sleep 0.1; done")
        let down = try await cluster.localkube("down")
        #expect(down.status == 0, "\(down)")
        let profile = "\(cluster.home)/lk/profiles/\(cluster.profile)"
        let output = try await cluster.shell("find '\(profile)/logs' -name '*.log' -path '*worker*' -exec cat {} +")
        #expect(output.output.contains("said goodbye"), "\(output)")
        let log = try String(contentsOfFile: "\(profile)/logs/localkube.log", encoding: .utf8)
        #expect(!log.contains(" critical "), "\(log)")
      }
    }

    // MARK: Steps

    private func start(_ cluster: Cluster, _ script: String) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
      let create = try await cluster.localkube(
        "create", "deployment", "worker", "--image=busybox", "--", "sh", "-c", script)
      try #require(create.status == 0, "\(create)")
      _ = try await eventually("the pod runs") {
        let pods = try await cluster.localkube("get", "pods", "--no-headers")
        return pods.table.first?.contains("Running") == true ? true : nil
      }
    }

    private func containerID(_ cluster: Cluster) async throws -> String {
      try await cluster.kubectl(
        "get", "pods", "-o", "jsonpath={.items[*].status.containerStatuses[0].containerID}"
      ).output
    }

    private func serve(_ cluster: Cluster) async throws -> String? {
      try await cluster.shell("pgrep -f '^localkube serve --home \(cluster.home)/'").table.first?.first
    }

    private func inodeOfServe(_ cluster: Cluster) async throws -> String {
      let id = try #require(try await serve(cluster))
      return try await cluster.shell("stat -L -c %i /proc/\(id)/exe").output
    }

    private func renewServe(_ cluster: Cluster) async throws {
      let old = try #require(try await serve(cluster))
      _ = try await cluster.shell("kill -9 \(old)")
      _ = try await eventually("another control plane answers") { () -> Bool? in
        guard let now = try await serve(cluster), now != old else { return nil }
        return try await cluster.kubectl("get", "--raw", "/readyz").status == 0 ? true : nil
      }
    }
  }
}
