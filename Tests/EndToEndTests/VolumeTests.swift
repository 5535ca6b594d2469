import Foundation
import Testing

extension EndToEnd {
  /// What pods keep and see in volumes, and what they cannot reach through them.
  @Suite("Volumes")
  struct VolumeTests {
    @Test("Nothing that a container does to its volumes reaches the host", arguments: Machine.User.available)
    func walls(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        try await Self.up(cluster)
        let victim = "\(cluster.home)/victim"
        let made = try await cluster.shell("mkdir \(victim) && echo precious > \(victim)/file")
        try #require(made.status == 0, "\(made)")
        // The link climbs from the volume, wherever that is, to the root and down again.
        let climb = String(repeating: "../", count: 16) + victim.dropFirst()
        try await Self.apply(Self.wallManifest.replacing("CLIMB", with: climb), cluster)
        try await Self.waitUntilRunning("tenant", cluster)
        let attack = try await cluster.kubectl(
          "exec", "tenant", "--", "sh", "-c",
          "touch /conf/new; rm -f /conf/..data; echo x > /conf/a; rm -rf /data/part; ln -s /etc /data/part; "
            + "ln -s \(climb) /data/up; ls -l /conf; cat /conf/a")
        #expect(attack.errors.contains("Read-only file system"), "\(attack)")
        #expect(attack.output.hasSuffix("1"), "\(attack)")
        let patch = try await cluster.kubectl("patch", "configmap", "conf", "-p", #"{"data":{"a":"2"}}"#)
        #expect(patch.status == 0, "\(patch)")
        _ = try await eventually("the ConfigMap's new value is seen") {
          try await cluster.kubectl("exec", "tenant", "--", "cat", "/conf/a").output == "2" ? true : nil
        }
        // A volume's parts that were exchanged for links are not what the links lead to.
        for pod in ["through", "above"] {
          _ = try await eventually("\(pod) is refused") {
            let reason = try await cluster.kubectl(
              "get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0].state.waiting.reason}")
            return reason.output == "CreateContainerConfigError" ? true : nil
          }
        }
        let left = try await cluster.shell("ls -A \(victim); cat \(victim)/file")
        #expect(left.output == "file\nprecious\n", "\(left)")
      }
    }

    @Test(
      "Configuration that changes or goes never stops a restart; labels and limits are followed",
      arguments: Machine.User.available)
    func changes(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        try await Self.up(cluster)
        try await Self.apply(Self.changeManifest, cluster)
        for pod in ["nested", "typo", "plain", "keeper"] { try await Self.waitUntilRunning(pod, cluster) }
        for command in [
          ["patch", "configmap", "conf", "-p", #"{"data":{"app.conf":"v=2"}}"#], ["delete", "configmap", "other"],
          ["label", "pod", "keeper", "tier=backend"],
        ] {
          let change = try await cluster.kubectl(command)
          #expect(change.status == 0, "\(change)")
        }
        let memory = try await cluster.kubectl(
          "exec", "keeper", "--", "sh", "-c",
          "df -k /memory | tail -1; dd if=/dev/zero of=/memory/x bs=1M count=5 2>&1; "
            + "dd if=/dev/zero of=/disk/x bs=1M count=5 2>&1")
        #expect(memory.output.contains("1024") && memory.output.contains("No space left on device"), "\(memory)")
        _ = try await eventually("the label is seen") {
          try await cluster.kubectl("exec", "keeper", "--", "cat", "/info/labels").output == "tier=\"backend\""
            ? true : nil
        }
        for pod in ["nested", "typo", "plain"] {
          let end = try await cluster.kubectl("exec", pod, "--", "touch", "/tmp/end")
          #expect(end.status == 0, "\(end)")
          _ = try await eventually("\(pod) is started again") {
            let count = try await cluster.kubectl(
              "get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0].restartCount}")
            return (Int(count.output) ?? 0) > 0 ? true : nil
          }
        }
        let status = try await eventually("the pod that keeps too much is evicted") {
          let status = try await cluster.kubectl(
            "get", "pod", "keeper", "-o", "jsonpath={.status.phase} {.status.reason} {.status.message}"
          ).output
          return status.hasPrefix("Failed") ? status : nil
        }
        #expect(status == #"Failed Evicted Usage of EmptyDir volume "disk" exceeds the limit "1Mi". "#)
      }
    }

    @Test("Users other than root write in parts of volumes, and tokens are theirs alone")
    func owners() async throws {
      try await Cluster.with(user: Machine.User.available[0]) { cluster in
        guard cluster.user == .root else { return }
        try await Self.up(cluster)
        try await Self.apply(Self.ownerManifest, cluster)
        _ = try await eventually("the pod has ended") {
          let phase = try await cluster.kubectl("get", "pod", "other", "-o", "jsonpath={.status.phase}").output
          return phase == "Succeeded" ? true : nil
        }
        let log = try await cluster.kubectl("logs", "other").output
        #expect(log == "2777 1001\n2777 1001\nwritten\n640 1001 1001\n", "\(log)")
      }
    }

    @Test("An ephemeral volume has its claim, which goes with the pod", arguments: Machine.User.available)
    func ephemeral(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        try await Self.up(cluster)
        try await Self.apply(Self.ephemeralManifest, cluster)
        try await Self.waitUntilRunning("eph", cluster)
        let claims = try await cluster.kubectl("get", "pvc", "-o", "name").output
        #expect(claims == "persistentvolumeclaim/eph-scratch\n")
        let deletion = try await cluster.kubectl("delete", "pod", "eph")
        #expect(deletion.status == 0, "\(deletion)")
        _ = try await eventually("the claim and its volume are gone") {
          try await cluster.kubectl("get", "pvc,pv", "-o", "name").output.isEmpty ? true : nil
        }
      }
    }

    private static func up(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up", "--restart-backoff", "1")
      try #require(up.status == 0, "\(up)")
    }

    private static func apply(_ manifest: String, _ cluster: Cluster) async throws {
      let apply = try await cluster.kubectl("apply", "-f", "-", input: manifest)
      try #require(apply.status == 0, "\(apply)")
    }

    private static func waitUntilRunning(_ pod: String, _ cluster: Cluster) async throws {
      _ = try await eventually("\(pod) runs") {
        try await cluster.kubectl("get", "pod", pod, "-o", "jsonpath={.status.phase}").output == "Running" ? true : nil
      }
    }
  }
}
