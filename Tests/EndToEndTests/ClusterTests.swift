import Foundation
import Testing

extension EndToEnd {
  /// The cluster itself: its processes, its profiles, and what it says to those who err.
  @Suite("Cluster")
  struct ClusterTests {
    @Test("A killed control plane comes back and adopts the running pods", arguments: Machine.User.available)
    func adoption(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        try await up(cluster)
        try await apply(cluster, sleeper)
        try await running(cluster, "sleeper")
        let before = try await pod(
          cluster, "{.status.containerStatuses[0].containerID} {.status.podIP} {.metadata.uid}")
        try await cluster.killControlPlane()
        try await running(cluster, "sleeper")
        let after = try await pod(cluster, "{.status.containerStatuses[0].containerID} {.status.podIP} {.metadata.uid}")
        #expect(after == before)
        let restarts = try await pod(cluster, "{.status.containerStatuses[0].restartCount}")
        #expect(restarts == "0")
        let exec = try await cluster.kubectl("exec", "sleeper", "--", "cat", "/etc/hostname")
        #expect(exec.output == "sleeper\n", "\(exec)")
      }
    }

    @Test("A container that ended while the control plane was away is seen, with its exit code")
    func endedMeanwhile() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        try await apply(
          cluster,
          """
          {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "sleeper"}, "spec": {"restartPolicy": "Never",
           "containers": [{"name": "main", "image": "busybox", "command": ["sh", "-c", "sleep 3; exit 7"]}]}}
          """)
        try await running(cluster, "sleeper")
        let serve = try await cluster.process("serve")
        _ = try await cluster.shell("kill -STOP \(serve); sleep 4; kill -9 \(serve)")
        _ = try await eventually("the pod has failed") {
          let phase = try await pod(cluster, "{.status.phase}/{.status.containerStatuses[0].state.terminated.exitCode}")
          return phase == "Failed/7" ? true : nil
        }
      }
    }

    @Test("A killed sandbox daemon takes the pods with it, and they come back")
    func rebooted() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        try await apply(cluster, sleeper)
        try await running(cluster, "sleeper")
        let uid = try await pod(cluster, "{.metadata.uid}")
        _ = try await cluster.shell("kill -9 \(try await cluster.process("sandboxd"))")
        _ = try await eventually("the container was started again", within: .seconds(60)) {
          let state = try? await pod(
            cluster, "{.metadata.uid} {.status.containerStatuses[0].restartCount} {.status.phase}")
          return state == "\(uid) 1 Running" ? true : nil
        }
        _ = try await eventually("the pod can be used") {
          try await cluster.kubectl("exec", "sleeper", "--", "true").status == 0 ? true : nil
        }
      }
    }

    @Test("Two profiles run side by side")
    func profiles() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let other = Cluster(user: cluster.user, home: cluster.home, profile: "other")
        let second = try await other.localkube("up")
        #expect(second.status == 0, "\(second)")
        for one in [cluster, other] {
          try await apply(one, sleeper)
          try await running(one, "sleeper")
          let nodes = try await one.kubectl("get", "nodes", "-o", "name")
          #expect(nodes.output == "node/\(one.profile)\n")
        }
        let deletion = try await other.localkube("delete-cluster")
        #expect(deletion.status == 0, "\(deletion)")
        #expect(!FileManager.default.fileExists(atPath: "\(cluster.home)/lk/profiles/other"))
        try await running(cluster, "sleeper")
      }
    }

    @Test("Required anti-affinity leaves the servers without a node Pending, and says why")
    func antiAffinity() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let install = try await cluster.localkube(
          "install", "consul", "--no-wait", "-f", "\(cluster.examples)/three-nodes/values.yaml")
        #expect(install.status == 0, "\(install)")
        _ = try await eventually("two servers wait and their events say why") { () -> Bool? in
          let pods = try await cluster.kubectl("get", "pods", "-l", "component=server", "--no-headers")
          guard pods.table.count(where: { $0.count > 2 && $0[2] == "Pending" }) == 2 else { return nil }
          let events = try await cluster.kubectl("get", "events", "--field-selector", "reason=FailedScheduling")
          let reason = "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules"
          return events.output.contains(reason) ? true : nil
        }
      }
    }

    @Test("Five servers")
    func fiveServers() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let install = try await cluster.localkube(
          "install", "consul", "--set", "server.replicas=5", "--set", "server.bootstrapExpect=5", "--name", "big")
        try #require(install.status == 0, "\(install)")
        _ = try await eventually("all five vote") { () -> Bool? in
          let peers = try await cluster.localkube(
            "exec", "big-consul-server-4", "--", "consul", "operator", "raft", "list-peers")
          return peers.table.count { $0.contains("true") } == 5 ? true : nil
        }
        let deletion = try await cluster.localkube("delete", "pod", try await leader(cluster), limit: .seconds(180))
        #expect(deletion.status == 0 && deletion.output.contains("5 voters, failure tolerance 2"), "\(deletion)")
      }
    }

    @Test("A watch shows a pod's way from its deletion to its return")
    func watch() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        let manifest = try await cluster.shell("cat \(cluster.examples)/workloads/workloads.yaml")
        try await apply(cluster, manifest.output)
        try await running(cluster, "counter-0")
        async let watch = cluster.shell("timeout 6 kubectl --context \(cluster.profile) get pods -w --no-headers")
        try await Task.sleep(for: .seconds(1))
        _ = try await cluster.kubectl("delete", "pod", "counter-0")
        let lines = try await watch.table.filter { $0.first == "counter-0" }.compactMap { $0.count > 2 ? $0[2] : nil }
        let expected = ["Running", "Terminating", "Pending", "ContainerCreating", "Running"]
        var rest = lines[...]
        for state in expected {
          rest = rest.drop { $0 != state }
          #expect(!rest.isEmpty, "\(state) in its place in \(lines)")
        }
      }
    }

    @Test("A claim of a class that does not exist waits and says so")
    func storageClass() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        _ = try await cluster.localkube("install", "consul", "--no-wait", "--set", "server.storageClass=nowhere")
        _ = try await eventually("the claim's event") {
          let claims = try await cluster.kubectl("get", "pvc", "--no-headers")
          let events = try await cluster.kubectl("describe", "pvc", "data-default-consul-server-0")
          let waits = claims.table.contains { $0.count > 1 && $0[1] == "Pending" }
          return waits && events.output.contains(#/storageclass\S* "nowhere" not found/#) ? true : nil
        }
      }
    }

    @Test("Who errs is told so in one sentence, and nothing is lost")
    func badInput() async throws {
      try await Cluster.with { cluster in
        try await up(cluster)
        try await apply(cluster, sleeper)
        func fails(_ status: Int32, _ text: String, _ result: CommandResult) {
          #expect(result.status == status, "\(result)")
          #expect(result.errors.contains(text), "\(result)")
          #expect(result.errors.split(separator: "\n").count == 1, "one sentence: \(result)")
        }
        fails(2, "unknown command \"gte\"; did you mean \"get\"?", try await cluster.localkube("gte", "pods"))
        fails(2, "--nope", try await cluster.localkube("get", "pods", "--nope"))
        fails(1, "pods \"nobody\" not found", try await cluster.localkube("get", "pod", "nobody"))
        fails(1, "pods \"nobody\" not found", try await cluster.localkube("logs", "nobody"))
        fails(
          1, "connectInject", try await cluster.localkube("install", "consul", "--set", "connectInject.enabled=true"))
        fails(1, "server.replicas", try await cluster.localkube("install", "consul", "--set", "server.replica=3"))
        fails(
          1, "syncCatalog", try await cluster.localkube("install", "consul", "--set", "syncCatalog.enabled=true"))
        fails(
          1, "there are no Consul servers in namespace default",
          try await cluster.localkube("leader", "--timeout", "0"))
        fails(
          1, "client.join must be a list",
          try await cluster.localkube("install", "consul", "--set", "client.join=10.0.0.1"))
        let nowhere = try await cluster.shell(
          "PATH=/nowhere exec \(cluster.home)/bin/localkube -p \(cluster.profile) install consul "
            + "--consul-archive http://127.0.0.1:1/consul")
        fails(1, "there is no consul program here and none could be fetched (http://127.0.0.1:1/consul/", nowhere)
        let releases = try await cluster.localkube("list")
        #expect(releases.status == 0 && !releases.output.contains("consul"), "nothing is half-done: \(releases)")
        let wrong = #"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"a": 1}}"#
        fails(1, "data", try await cluster.localkube(["apply", "-f", "-"], input: wrong))
        let unknown = #"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "date": {}}"#
        let strict = try await cluster.kubectl("apply", "-f", "-", input: unknown)
        #expect(strict.status == 1 && strict.errors.contains(#"unknown field "date""#), "\(strict)")
        fails(1, "date", try await cluster.localkube(["apply", "-f", "-"], input: unknown))
        fails(78, "cannot be written to", try await cluster.localkube("up", "--home", "/proc/nowhere"))
        let refused = try await cluster.shell(
          "unshare -Ur sh -c 'echo 0 > /proc/sys/user/max_pid_namespaces; exec \(cluster.home)/bin/localkube -p none up'"
        )
        fails(78, "pid namespaces are switched off; run: sudo sysctl -w user.max_pid_namespaces=", refused)
        let port = try await cluster.kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")
        let number = port.output.split(separator: ":").last.map(String.init) ?? ""
        let taken = try await cluster.localkube("up", "--profile", "third", "--api-port", number)
        fails(1, number, taken)
        try await running(cluster, "sleeper")
        // The last of it: a database that is none. What SQLite can restore from its log is no damage.
        _ = try await cluster.localkube("down")
        let database = "\(cluster.home)/lk/profiles/\(cluster.profile)/state.db"
        let damage =
          "cp \(database) \(database).kept; rm -f \(database)-*; echo nonsense, and enough of it > \(database)"
        _ = try await cluster.shell(damage)
        fails(1, "\(database) is damaged", try await cluster.localkube("up"))
        let left = try await cluster.shell("cat \(database)")
        #expect(left.output == "nonsense, and enough of it\n", "the file is left as it is")
      }
    }

    @Test("On a terminal the start shows what it is at; in the foreground a signal powers the cluster off")
    func starts() async throws {
      try await Cluster.with { cluster in
        let name = cluster.profile
        let terminal = try await cluster.shell(
          "TERM=xterm script -qec '\(cluster.home)/bin/localkube --profile \(name) up' /dev/null < /dev/null")
        #expect(terminal.status == 0, "\(terminal)")
        #expect(terminal.output.contains("✓"), "\(terminal)")
        #expect(terminal.output.contains("The cluster \(name) is up after"), "\(terminal)")
        let again = try await cluster.localkube("up", "--nodes", "2")
        #expect(again.status == 0, "\(again)")
        #expect(again.output.contains("is up already") && again.output.contains("It keeps its settings"), "\(again)")
        let same = try await cluster.localkube("up", "--nodes", "1")
        #expect(same.output.contains("is up already") && !same.output.contains("It keeps its settings"), "\(same)")
        _ = try await cluster.kubectl("delete", "service", "kubernetes")
        let address = try await eventually("the API's service comes back") {
          let address = try await cluster.kubectl("get", "svc", "kubernetes", "-o", "jsonpath={.spec.clusterIP}").output
          return address.isEmpty ? nil : address
        }
        #expect(address == "10.96.0.1")
        let down = try await cluster.localkube("down")
        #expect(down.status == 0, "\(down)")
        let foreground = try await cluster.shell(
          """
          \(cluster.home)/bin/localkube --profile \(name) up --foreground & id=$!
          for _ in $(seq 100); do kubectl --context \(name) get nodes 2>/dev/null | grep -q ' Ready' && break; sleep 0.1; done
          kubectl --context \(name) get nodes --no-headers
          kill -TERM $id; wait $id; echo "ended with $?"
          \(cluster.home)/bin/localkube --profile \(name) status; echo "status $?"
          """)
        #expect(foreground.output.contains(" Ready "), "\(foreground)")
        #expect(foreground.output.contains("ended with 0\n"), "\(foreground)")
        #expect(foreground.output.hasSuffix("status 1\n"), "\(foreground)")
      }
    }

    // MARK: Steps

    private let sleeper = """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "sleeper"}, "spec": {"terminationGracePeriodSeconds": 1,
       "containers": [{"name": "main", "image": "busybox", "command": ["sleep", "3600"]}]}}
      """

    private func up(_ cluster: Cluster) async throws {
      let up = try await cluster.localkube("up")
      try #require(up.status == 0, "\(up)")
    }

    private func apply(_ cluster: Cluster, _ manifest: String) async throws {
      let apply = try await cluster.kubectl("apply", "-f", "-", input: manifest)
      try #require(apply.status == 0, "\(apply)")
    }

    private func running(_ cluster: Cluster, _ name: String) async throws {
      _ = try await eventually("\(name) runs") {
        let pods = try await cluster.kubectl("get", "pod", name, "--no-headers")
        return pods.table.first?.contains("Running") == true ? true : nil
      }
    }

    private func pod(_ cluster: Cluster, _ path: String) async throws -> String {
      try await cluster.kubectl("get", "pod", "sleeper", "-o", "jsonpath=\(path)").output
    }

    private func leader(_ cluster: Cluster) async throws -> String {
      let name = try await cluster.localkube("leader", "-o", "name", "--timeout", "60").output
      return name.trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
