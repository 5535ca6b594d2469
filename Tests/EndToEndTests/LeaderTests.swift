import Foundation
import Properties
import Testing

extension EndToEnd {
  /// What is told of leaders, beside what Consul's own logs say.
  @Suite("Leaders")
  struct LeaderTests {
    /// Something that is done to a server.
    private enum Blow: CaseIterable {
      case kill
      case freeze
      case cut
      case killControlPlane
    }

    /// A server's process and address.
    private struct Server {
      let name: String
      let address: String
      let process: String
    }

    private func servers(_ cluster: Cluster) async throws -> [Server] {
      let pods = try await cluster.kubectl(
        "get", "pods", "-l", "component=server", "-o",
        "jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{\"\\n\"}{end}")
      let sandboxd = try await cluster.process("sandboxd")
      var servers: [Server] = []
      for words in pods.table where words.count == 2 {
        let found = try await cluster.shell("pgrep -P \(sandboxd) -f -- '[-]advertise=\(words[1]) .*-server'")
        guard let process = found.table.first?.first else { continue }
        servers.append(Server(name: words[0], address: words[1], process: process))
      }
      return servers
    }

    /// The lines of all servers' logs about leadership, kept in a file, since old runs' logs go with their successors.
    private func collect(_ cluster: Cluster) async throws {
      let logs = "\(cluster.home)/lk/profiles/\(cluster.profile)/logs/pods"
      _ = try await cluster.shell(
        """
        cd '\(logs)' && for d in default_consul-server-*; do
          grep -hE 'cluster leadership (acquired|lost)' $d/consul/*.log* 2>/dev/null |
            sed "s/^/$(echo $d | cut -d_ -f2) /"
        done >> ~/truth; sort -u -k2,2 ~/truth -o ~/truth
        """)
    }

    /// Takes a server's way to its peers, and gives it back; both as the cluster's user.
    private func cut(_ server: Server, from others: [Server], _ verb: String, _ cluster: Cluster) async throws {
      let enter = "nsenter -t \(server.process) -n \(cluster.user == .root ? "" : "-U --preserve-credentials")"
      for other in others where other.name != server.name {
        _ = try await cluster.shell("\(enter) ip route \(verb) blackhole \(other.address)/32")
      }
    }

    private func strike(_ blow: Blow, _ server: Server, _ all: [Server], _ time: Double, _ cluster: Cluster)
      async throws
    {
      switch blow {
      case .kill: _ = try await cluster.shell("kill -9 \(server.process)")
      case .freeze:
        _ = try await cluster.shell("kill -STOP \(server.process)")
        try await Task.sleep(for: .seconds(time))
        _ = try await cluster.shell("kill -CONT \(server.process)")
      case .cut:
        try await cut(server, from: all, "add", cluster)
        try await Task.sleep(for: .seconds(time))
        try await cut(server, from: all, "del", cluster)
      case .killControlPlane: try await cluster.killControlPlane()
      }
    }

    private struct Told: Hashable {
      let server: String
      let moment: Date
    }

    private func parse(_ server: some StringProtocol, _ moment: some StringProtocol) -> Told? {
      // Logs have nanoseconds, which the parser does not take.
      let text = moment.prefix { $0 != "." && $0 != "Z" }
      let fraction = moment.dropFirst(text.count).prefix { $0 != "Z" }
      guard let seconds = try? Date("\(text)Z", strategy: .iso8601) else { return nil }
      return Told(server: String(server), moment: seconds.addingTimeInterval(Double("0\(fraction)") ?? 0))
    }

    @Test(
      "What is told of leaders is what their logs say, under kills, freezes and cuts", .timeLimit(.minutes(120)))
    func truth() async throws {
      let environment = ProcessInfo.processInfo.environment
      let seed = environment["LOCALKUBE_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...1_000_000)
      let minutes = environment["LOCALKUBE_LEADER_MINUTES"].flatMap { Double($0) } ?? 1.5
      print("LOCALKUBE_SEED=\(seed)")
      var random = SeededGenerator(seed: seed)
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up", "--restart-backoff", "0.5", "--restart-backoff-limit", "1")
        try #require(up.status == 0, "\(up)")
        let watch = try await cluster.shell(
          "'\(cluster.home)/bin/localkube' -p \(cluster.profile) leader --watch > ~/told 2>~/told.errors & echo $!")
        let install = try await cluster.localkube("install", "consul", "--set", "client.enabled=false")
        try #require(install.status == 0, "\(install)")
        var blows: [String] = []
        let end = ContinuousClock.now + .seconds(minutes * 60)
        while ContinuousClock.now < end {
          let all = try await servers(cluster)
          let leader = try await cluster.localkube("leader", "-o", "name", "--timeout", "0").output
          // Mostly at the leader, or little would happen.
          let target =
            random.next() % 4 > 0
            ? all.first { leader.hasPrefix("\($0.name)\n") } : all[Int(random.next() % UInt64(all.count))]
          guard let target else {
            try await Task.sleep(for: .milliseconds(300))
            continue
          }
          let blow = Blow.allCases[Int(random.next() % 4)]
          let time = Double(random.next() % 60) / 10
          blows.append("\(blow) \(target.name) \(time)")
          try await strike(blow, target, all, time, cluster)
          try await Task.sleep(for: .milliseconds(Int(random.next() % 4_000)))
          try await collect(cluster)
        }
        try await compare(cluster, blows)
        _ = try await cluster.shell("kill \(watch.output)")
      }
    }

    private func compare(_ cluster: Cluster, _ blows: [String]) async throws {
      var difference: String? = "nothing was compared"
      let end = ContinuousClock.now + .seconds(30)
      while difference != nil, ContinuousClock.now < end {
        try await Task.sleep(for: .seconds(1))
        try await collect(cluster)
        difference = try await self.difference(cluster)
      }
      let truth = try await cluster.shell("cat ~/truth")
      print("\(blows.count) blows, \(truth.output.split(separator: "\n").count { $0.contains("acquired") }) elections")
      let told = try await cluster.shell("cat ~/told ~/told.errors")
      #expect(difference == nil, "\(difference ?? "")\n\(blows)\n\(told)\n\(truth)")
    }

    /// What is told otherwise than it stands in the logs; nil when nothing is.
    private func difference(_ cluster: Cluster) async throws -> String? {
      let truth = try await cluster.shell("grep acquired ~/truth").table.compactMap { parse($0[0], $0[1]) }
      let told = try await cluster.shell("grep -E 'Consul server [^ ]+ leads( |;|$)' ~/told").table
        .compactMap { $0.count > 3 ? parse($0[3], $0[0]) : nil }
      guard truth.count > 1, truth.count == told.count else { return "\(truth.count) elections, \(told.count) told" }
      for (logged, report) in zip(truth, told)
      where logged.server != report.server || abs(logged.moment.timeIntervalSince(report.moment)) > 0.1 {
        return "\(logged) in the log, \(report) told"
      }
      let losses = try await cluster.shell("grep -c 'no longer leads' ~/told").output
      return Int(losses.dropLast()) == truth.count - 1 ? nil : "\(truth.count) elections, but \(losses) losses"
    }

    @Test("Servers that are scaled away give up their votes, and clients of a later installation are registered")
    func scaledAndInstalledAgain() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        try await install(cluster, registering: "foo")
        let uninstall = try await cluster.localkube("uninstall", "consul")
        try #require(uninstall.status == 0, "\(uninstall)")
        _ = try await eventually("all pods are gone") {
          try await cluster.kubectl("get", "pods", "-o", "name").output.isEmpty ? true : nil
        }
        try await install(cluster, registering: "bar")
        let scale = try await cluster.kubectl("scale", "statefulset", "consul-server", "--replicas=1")
        try #require(scale.status == 0, "\(scale)")
        _ = try await eventually("the one server that stays leads alone", within: .seconds(90)) { () -> Bool? in
          let leader = try await cluster.localkube("leader", "--timeout", "0")
          return leader.output.hasPrefix("consul-server-0 leads")
            && leader.output.contains("1 voters, failure tolerance 0") ? true : nil
        }
        let write = try await cluster.kubectl("exec", "consul-server-0", "--", "consul", "kv", "put", "a", "b")
        #expect(write.status == 0, "\(write)")
      }
    }

    private func install(_ cluster: Cluster, registering service: String) async throws {
      let install = try await cluster.localkube("install", "consul")
      try #require(install.status == 0, "\(install)")
      let register = try await cluster.kubectl(
        "exec", "daemonset/consul", "--", "consul", "services", "register", "-name=\(service)", "-port=1")
      #expect(register.status == 0, "\(register)")
      _ = try await eventually("\(service) is in the catalog", within: .seconds(30)) { () -> Bool? in
        let nodes = try await cluster.kubectl(
          "exec", "consul-server-0", "--", "consul", "catalog", "nodes", "-service=\(service)")
        return nodes.output.contains(cluster.profile) ? true : nil
      }
    }

    @Test("Servers that speak TLS only, on another port and at a log level that tells nothing, have a leader, too")
    func secure() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let made = try await cluster.shell(
          """
          mkdir -p ~/tls && cd ~/tls && consul tls ca create >&2 && consul tls cert create -server >&2 &&
          k="kubectl --context \(cluster.profile)" &&
          $k create secret generic ca --from-file=tls.crt=consul-agent-ca.pem &&
          $k create secret tls server --cert=dc1-server-consul-0.pem --key=dc1-server-consul-0-key.pem &&
          $k create -f - <<'END'
          \(Self.secureServer)
          END
          """)
        try #require(made.status == 0, "\(made)")
        let leader = try await cluster.localkube("leader", "--timeout", "60")
        #expect(leader.output.hasPrefix("secure-0 leads since "), "\(leader)")
        #expect(leader.output.contains("1 voters, failure tolerance 0"), "\(leader)")
        let delete = try await cluster.localkube("delete", "pod", "secure-0", limit: .seconds(150))
        #expect(delete.status == 0 && delete.output.contains("s: Consul server secure-0 leads now"), "\(delete)")
      }
    }

    private static let secureServer = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: secure}
      spec:
        serviceName: secure
        selector: {matchLabels: {app: consul, release: secure, component: server}}
        template:
          metadata: {labels: {app: consul, release: secure, component: server}}
          spec:
            containers:
            - name: consul
              image: consul
              env: [{name: CONSUL_CACERT, value: /tls/ca/tls.crt}]
              command:
              - consul
              - agent
              - -server
              - -bootstrap-expect=1
              - -client=0.0.0.0
              - -bind=0.0.0.0
              - -data-dir=/data
              - -log-level=warn
              - -hcl=performance { raft_multiplier = 1 } ports { http = -1, https = 7501 }
              - -hcl=ca_file = "/tls/ca/tls.crt" cert_file = "/tls/server/tls.crt" key_file = "/tls/server/tls.key"
              volumeMounts:
              - {name: ca, mountPath: /tls/ca}
              - {name: server, mountPath: /tls/server}
              - {name: data, mountPath: /data}
            volumes:
            - {name: ca, secret: {secretName: ca}}
            - {name: server, secret: {secretName: server}}
            - {name: data, emptyDir: {}}
      """
  }
}
