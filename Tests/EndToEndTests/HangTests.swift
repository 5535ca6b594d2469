import Foundation
import Testing

extension EndToEnd {
  /// Processes of the cluster that hang or are killed, and homes that vanish.
  @Suite("Hangs and losses")
  struct HangTests {
    @Test("A control plane that is stopped is replaced within seconds, and its pods go on")
    func hungServe() async throws {
      try await Cluster.with { cluster in
        try await begin(cluster)
        let old = try await cluster.process("serve")
        _ = try await cluster.shell("kill -STOP \(old)")
        _ = try await eventually("another control plane", within: .seconds(12)) {
          try await cluster.findProcess("serve").flatMap { $0 == old ? nil : $0 }
        }
        _ = try await eventually("the API answers") {
          try await cluster.kubectl("get", "--raw", "/readyz").status == 0 ? true : nil
        }
        #expect(try await restarts(cluster) == "0")
      }
    }

    @Test("A hung sandboxd makes its node NotReady and is replaced; the pods come back as after a reboot")
    func hungSandboxd() async throws {
      try await Cluster.with { cluster in
        try await begin(cluster)
        let old = try await cluster.process("sandboxd")
        _ = try await cluster.shell("kill -STOP \(old)")
        let message = try await eventually("the node is not ready", within: .seconds(20)) { () -> String? in
          let path = "{.items[0].status.conditions[?(@.type=='Ready')]['status','message']}"
          let output = try await cluster.kubectl("get", "nodes", "-o", "jsonpath=\(path)").output
          return output.hasPrefix("False") ? output : nil
        }
        #expect(message.contains("PLEG is not healthy: pleg was last seen active "), "\(message)")
        _ = try await eventually("another sandboxd", within: .seconds(40)) {
          try await cluster.findProcess("sandboxd").flatMap { $0 == old ? nil : $0 }
        }
        _ = try await eventually("the pod has come back") { try await restarts(cluster) == "1" ? true : nil }
        _ = try await eventually("the node is ready") {
          try await cluster.localkube("status").output.contains(": Ready") ? true : nil
        }
      }
    }

    @Test("A home that is removed under a running cluster ends it")
    func homeRemoved() async throws {
      try await Cluster.with { cluster in
        try await begin(cluster)
        let ids = [try await cluster.process("serve"), try await cluster.process("sandboxd")]
        _ = try await cluster.shell("rm -rf \(cluster.home)/lk; rm -rf \(cluster.home)/lk")
        for id in ids {
          _ = try await eventually("process \(id) has ended", within: .seconds(40)) {
            FileManager.default.fileExists(atPath: "/proc/\(id)") ? nil : true
          }
        }
        #expect(try await cluster.localkube("status").output.contains(": Stopped\n"))
      }
    }

    @Test("A cluster whose run directory is taken by a cleaner goes on, and commands find it")
    func runRemoved() async throws {
      try await Cluster.with { cluster in
        try await begin(cluster)
        let old = try await cluster.process("serve")
        _ = try await cluster.shell("rm -rf \(cluster.home)/lk/profiles/\(cluster.profile)/run")
        let status = try await cluster.localkube("status")
        #expect(status.status == 0, "\(status)")
        #expect(try await cluster.localkube("up").output.contains("is up already"))
        #expect(try await cluster.findProcess("serve") == old)
        // A control plane that is replaced then finds no socket; both come back.
        try await cluster.killControlPlane()
        _ = try await eventually("the pod has come back") { try await restarts(cluster) == "1" ? true : nil }
      }
    }

    @Test("That supervise was killed is said by the next command, and up brings the pods back")
    func superviseKilled() async throws {
      try await Cluster.with { cluster in
        try await begin(cluster)
        let lock = "\(cluster.home)/lk/profiles/\(cluster.profile)/run/supervise.lock"
        _ = try await cluster.shell("kill -9 $(cat \(lock))")
        let status = try await eventually("the cluster has stopped") { () -> CommandResult? in
          let status = try await cluster.localkube("status")
          return status.status == 1 ? status : nil
        }
        #expect(status.output.contains("ended without a power-off"), "\(status)")
        let up = try await cluster.localkube("up")
        #expect(up.status == 0 && up.output.contains("ended without a power-off; its pods come back"), "\(up)")
        _ = try await eventually("the pod has come back") { try await restarts(cluster) == "1" ? true : nil }
        _ = try await cluster.localkube("down")
        #expect(try await cluster.localkube("status").output.hasSuffix(": Stopped\n"))
      }
    }

    @Test("Nodes that fewer are asked for are gone, with their pods")
    func fewerNodes() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up", "--nodes", "3")
        try #require(up.status == 0, "\(up)")
        _ = try await cluster.kubectl(
          "create", "deployment", "w", "--image=busybox", "--replicas=6", "--", "sleep", "100000")
        _ = try await cluster.kubectl("rollout", "status", "deployment/w")
        _ = try await cluster.localkube("down")
        let fewer = try await cluster.localkube("up", "--nodes", "1")
        #expect(fewer.status == 0, "\(fewer)")
        _ = try await eventually("six pods run on the node that is left") { () -> Bool? in
          let pods = try await cluster.kubectl("get", "pods", "-o", "wide", "--no-headers").table
          return pods.count == 6 && pods.allSatisfy { $0.contains("1/1") && $0.contains(cluster.profile) } ? true : nil
        }
        let nodes = try await cluster.kubectl("get", "nodes", "--no-headers").table
        #expect(nodes.count == 1 && nodes[0].contains("control-plane"), "\(nodes)")
      }
    }

    // MARK: Steps

    private func begin(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
      let run = try await cluster.kubectl("run", "p", "--image=busybox", "--", "sleep", "100000")
      try #require(run.status == 0, "\(run)")
      _ = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/p")
    }

    private func restarts(_ cluster: Cluster) async throws -> String {
      let path = "{.status.containerStatuses[?(@.ready==true)].restartCount}"
      return try await cluster.kubectl("get", "pod", "p", "-o", "jsonpath=\(path)").output
    }
  }
}
