import Foundation
import Testing

extension EndToEnd {
  /// One release of the built-in chart, from its template to its end.
  @Suite("Releases")
  struct ReleaseTests {
    /// What Consul takes for a key of gossip encryption: 16 bytes.
    private static let key = "MDEyMzQ1Njc4OWFiY2RlZg=="

    private static let values = """
      global:
        gossipEncryption: {enabled: true, secretName: gossip, secretKey: key}
      server:
        replicas: 1
        bootstrapExpect: 1
        extraVolumes:
        - {type: secret, name: more, load: true}
      client:
        grpc: true
      """

    @Test("A release with secrets of its own is installed, upgraded in place, and uninstalled but for its claims")
    func release() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up", "--restart-backoff", "0.5")
        try #require(up.status == 0, "\(up)")
        try await template(cluster)
        try await install(cluster)
        try await lookInside(cluster)
        try await loseLeaders(cluster)
        try await upgrade(cluster)
        try await uninstall(cluster)
        try await withoutPods(cluster)
      }
    }

    private func template(_ cluster: Cluster) async throws {
      let template = try await cluster.localkube(
        "template", "consul", "--set", "server.replicas=5", "--set", "server.bootstrapExpect=5")
      let dryRun = try await cluster.shell(
        "'\(cluster.home)/bin/localkube' template consul | kubectl --context \(cluster.profile) create --dry-run=server -f -"
      )
      #expect(template.status == 0 && template.output.contains("kind: StatefulSet"), "\(template)")
      #expect(dryRun.status == 0, "\(dryRun)")
    }

    private func install(_ cluster: Cluster) async throws {
      let secrets = try await cluster.shell(
        """
        cat > ~/values.yaml <<'END'
        \(Self.values)
        END
        kubectl --context \(cluster.profile) create secret generic gossip --from-literal=key=\(Self.key) &&
        kubectl --context \(cluster.profile) create secret generic more --from-literal=more.json='{"node_meta": {"from": "secret"}}'
        """)
      try #require(secrets.status == 0, "\(secrets)")
      let install = try await cluster.localkube("install", "consul", "-f", "\(cluster.home)/values.yaml")
      try #require(install.status == 0, "\(install)")
      #expect(install.output.contains("2 pods of consul are Ready"), "\(install)")
    }

    private func lookInside(_ cluster: Cluster) async throws {
      _ = try await eventually("both agents use the key of the secret") {
        let keys = try await cluster.kubectl("exec", "consul-server-0", "--", "consul", "keyring", "-list")
        return keys.output.contains("\(Self.key) [2/2]") ? true : nil
      }
      let nodes = try await cluster.kubectl(
        "exec", "consul-server-0", "--", "consul", "catalog", "nodes", "-node-meta=from=secret")
      #expect(nodes.output.contains("consul-server-0"), "the file of the secret is loaded: \(nodes)")
      try await waitForGRPC(cluster, isOpen: true)
    }

    /// Whether the client listens on 8502, which is 2136 in the kernel's table.
    private func waitForGRPC(_ cluster: Cluster, isOpen: Bool) async throws {
      _ = try await eventually("the client's port of gRPC is \(isOpen ? "open" : "closed")") { () -> Bool? in
        let sockets = try await cluster.kubectl(
          "exec", "daemonset/consul", "--", "sh", "-c",
          "cat /proc/net/tcp /proc/net/tcp6 | grep -cE ':2136 [0-9A-F]+:0000 0A'; test -d /consul/data")
        return sockets.status == 0 && (sockets.output != "0\n") == isOpen ? true : nil
      }
    }

    /// A control plane that is killed reports nothing anew, and two losses of the same server are told twice.
    private func loseLeaders(_ cluster: Cluster) async throws {
      func since() async throws -> String {
        try await cluster.kubectl(
          "get", "pod", "consul-server-0", "-o",
          #"jsonpath={.metadata.annotations.consul\.localkube\.dev/leader-since}"#
        ).output
      }
      let first = try await since()
      try await cluster.killControlPlane()
      let watch = try await cluster.shell(
        "'\(cluster.home)/bin/localkube' -p \(cluster.profile) leader --watch > ~/watch 2>&1 & echo $!")
      for count in 1...2 {
        #expect(try await cluster.reports("LeaderElected") == count, "nothing is reported that never was")
        #expect(try await cluster.reports("LeaderLost") == count - 1)
        if count == 1 { #expect(try await since() == first) }
        try await cluster.killServer("consul-server-0")
        _ = try await eventually("the server leads again") {
          try await cluster.reports("LeaderElected") == count + 1 ? true : nil
        }
      }
      let metrics = try await cluster.kubectl("get", "--raw", "/metrics")
      let group = #"{namespace="default",release="consul"}"#
      for line in ["has_leader\(group) 1", "leader_elections_total\(group) 2", "leader_losses_total\(group) 2"] {
        #expect(metrics.output.contains("localkube_consul_\(line)\n"), "\(line): \(metrics)")
      }
      let text = try await eventually("the command tells of both") {
        let text = try await cluster.shell("cat ~/watch").output
        return text.split(separator: "\n").count >= 5 ? text : nil
      }
      _ = try await cluster.shell("kill \(watch.output)")
      #expect(text.hasPrefix("consul-server-0 leads since \(first), 1 voters"), "\(text)")
      #expect(text.matches(of: #/consul-server-0 no longer leads/#).count == 2, "\(text)")
      #expect(text.matches(of: #/consul-server-0 leads now; .* nobody led for/#).count == 2, "\(text)")
    }

    private func upgrade(_ cluster: Cluster) async throws {
      let values = ["-f", "\(cluster.home)/values.yaml", "--set", "client.grpc=false"]
      let refused = try await cluster.localkube(
        ["upgrade", "consul"] + values + ["--set", "server.storageClass=nowhere"])
      #expect(refused.status == 1, "a StatefulSet's claim templates cannot be changed: \(refused)")
      #expect(refused.errors.contains("updates to statefulset spec for fields other than"), "\(refused)")
      let better = try await cluster.localkube(["upgrade", "consul"] + values)
      #expect(better.status == 0, "\(better)")
      try await waitForGRPC(cluster, isOpen: false)
      let list = try await cluster.localkube("list")
      #expect(list.output.contains(#/consul +default +3 .* deployed/#), "\(list)")
    }

    private func uninstall(_ cluster: Cluster) async throws {
      let uninstall = try await cluster.localkube("uninstall", "consul")
      #expect(uninstall.status == 0, "\(uninstall)")
      _ = try await eventually("all pods are gone") {
        try await cluster.kubectl("get", "pods", "-o", "name").output.isEmpty ? true : nil
      }
      let claims = try await cluster.kubectl("get", "pvc", "-o", "name")
      #expect(claims.output.contains("data-default-consul-server-0"), "\(claims)")
    }

    /// Nothing is waited for that must not exist.
    private func withoutPods(_ cluster: Cluster) async throws {
      let install = try await cluster.localkube(
        "install", "consul", "--name", "bare", "--set", "server.replicas=0", "--set", "server.bootstrapExpect=0",
        "--set", "client.nodeSelector=disk: none", limit: .seconds(60))
      #expect(install.status == 0 && install.output.contains("Installed bare"), "\(install)")
    }
  }
}
