import Foundation
import Testing

/// The walk-through that the project was made for, with real Consul and real kubectl.
@Suite("Walk-through", .serialized, .enabled(if: Machine.obstacle == nil, "\(Machine.obstacle ?? "")"))
struct WalkThroughTests {
  @Test("A Consul cluster from nothing, its leader deleted and killed", arguments: Machine.User.available)
  func walkThrough(user: Machine.User) async throws {
    try await Cluster.with(user: user) { cluster in
      try await start(cluster)
      try await install(cluster)
      try await look(cluster)
      let second = try await deleteLeader(cluster)
      try await killLeader(cluster, second)
      try await keepData(cluster)
    }
  }

  private func start(_ cluster: Cluster) async throws {
    let up = try await cluster.localkube("up")
    try #require(up.status == 0, "\(up)")
    let again = try await cluster.localkube("up")
    #expect(again.status == 0, "a second up is harmless: \(again)")
    let nodes = try await cluster.kubectl("get", "nodes", "--no-headers")
    #expect(nodes.table.map { $0.prefix(2) } == [[cluster.profile, "Ready"]], "\(nodes)")
    let status = try await cluster.localkube("status")
    #expect(status.status == 0 && status.output.contains("Running"), "\(status)")
  }

  private func install(_ cluster: Cluster) async throws {
    let install = try await cluster.localkube("install", "consul", limit: .seconds(300))
    try #require(install.status == 0, "\(install)")
    let list = try await cluster.localkube("list")
    #expect(list.output.contains("consul") && list.output.contains("deployed"), "\(list)")
    _ = try await eventually("four Ready pods", within: .seconds(90)) {
      let pods = try await cluster.kubectl("get", "pods", "--no-headers")
      return pods.table.count { $0.count > 2 && $0[1] == "1/1" && $0[2] == "Running" } == 4 ? true : nil
    }
  }

  private func look(_ cluster: Cluster) async throws {
    for pods in [
      try await cluster.kubectl("get", "pods", "--no-headers"),
      try await cluster.localkube("get", "pods", "--no-headers"),
    ] {
      let names = pods.table.compactMap(\.first)
      #expect(names.count == 4, "\(pods)")
      for index in 0..<3 { #expect(names.contains("consul-server-\(index)"), "\(pods)") }
      #expect(names.contains { $0.wholeMatch(of: #/consul-[a-z0-9]{5}/#) != nil }, "\(pods)")
    }
    for services in [
      try await cluster.kubectl("get", "services", "--no-headers"),
      try await cluster.localkube("get", "services", "--no-headers"),
    ] {
      let rows = Dictionary(uniqueKeysWithValues: services.table.map { ($0[0], $0) })
      #expect(rows["consul-dns"]?[1] == "ClusterIP" && rows["consul-dns"]?[4] == "53/TCP,53/UDP", "\(services)")
      #expect(
        rows["consul-server"]?[2] == "None"
          && rows["consul-server"]?[4]
            == "8500/TCP,8301/TCP,8301/UDP,8302/TCP,8302/UDP,8300/TCP,8600/TCP,8600/UDP",
        "\(services)")
      #expect(rows["consul-ui"]?[4] == "80/TCP", "\(services)")
      #expect(rows["kubernetes"]?[4] == "443/TCP", "\(services)")
    }
    let members = try await cluster.localkube("exec", "consul-server-0", "--", "consul", "members")
    let rows = members.table.dropFirst()
    #expect(rows.count { $0.count > 3 && $0[2] == "alive" && $0[3] == "server" } == 3, "\(members)")
    #expect(rows.contains { $0[0] == cluster.profile && $0[2] == "alive" && $0[3] == "client" }, "\(members)")
    let addresses = try await leaderAddresses(cluster)
    #expect(Set(addresses).count == 1, "all servers name the same leader: \(addresses)")
    let dns = try await cluster.kubectl(
      "exec", "consul-server-0", "--", "getent", "hosts", "consul-server-1.consul-server.default.svc")
    #expect(dns.status == 0 && dns.output.contains("10.244."), "\(dns)")
  }

  private func leaderAddresses(_ cluster: Cluster) async throws -> [String] {
    var addresses: [String] = []
    for index in 0..<3 {
      let info = try await cluster.localkube(
        "exec", "consul-server-\(index)", "--", "sh", "-c", "consul info | grep leader_addr")
      if let address = info.table.first?.last { addresses.append(address) }
    }
    return addresses
  }

  private func leader(_ cluster: Cluster) async throws -> String {
    try await eventually("a leader's pod is labelled") {
      let pods = try await cluster.kubectl(
        "get", "pods", "-l", "consul.localkube.dev/role=leader", "-o", "name")
      let names = pods.table.compactMap { $0.first?.replacing("pod/", with: "") }
      return names.count == 1 ? names[0] : nil
    }
  }

  /// Deletes the leader's pod, and returns the new leader.
  private func deleteLeader(_ cluster: Cluster) async throws -> String {
    let first = try await leader(cluster)
    let report = try await cluster.localkube("leader")
    #expect(report.status == 0 && report.output.contains(first) && report.output.contains("voters"), "\(report)")
    let deletion = try await cluster.localkube("delete", "pod", first)
    #expect(deletion.status == 0, "\(deletion)")
    #expect(deletion.output.contains("pod \"\(first)\" deleted"), "\(deletion)")
    let second = try await newLeader(cluster, after: first)
    #expect(deletion.output.contains(second), "the command tells who was elected: \(deletion)")
    let logs = try await cluster.localkube("logs", second)
    #expect(logs.output.contains("cluster leadership acquired"), "the log tells of the election")
    let events = try await cluster.kubectl("get", "events", "--no-headers")
    #expect(events.output.contains("LeaderLost") && events.output.contains("LeaderElected"), "\(events)")
    try await allReady(cluster)
    return second
  }

  /// Kills the leader's process in its pod, as a crash would.
  private func killLeader(_ cluster: Cluster, _ first: String) async throws {
    let address = try await cluster.kubectl("get", "pod", first, "-o", "jsonpath={.status.podIP}")
    let processes = try await cluster.shell("pgrep -f -- '-advertise=\(address.output) .*-server'")
    let process = try #require(processes.table.first?.first, "the leader's process is found: \(processes)")
    let kill = try await cluster.shell("kill -9 \(process)")
    #expect(kill.status == 0, "\(kill)")
    _ = try await eventually("the container is started again") {
      let count = try await cluster.kubectl(
        "get", "pod", first, "-o", "jsonpath={.status.containerStatuses[0].restartCount}")
      return (Int(count.output) ?? 0) > 0 ? true : nil
    }
    _ = try await newLeader(cluster, after: first)
    try await allReady(cluster)
  }

  private func newLeader(_ cluster: Cluster, after first: String) async throws -> String {
    try await eventually("another leader than \(first)") {
      let now = try await leader(cluster)
      return now == first ? nil : now
    }
  }

  private func allReady(_ cluster: Cluster) async throws {
    _ = try await eventually("three Ready servers", within: .seconds(90)) {
      let pods = try await cluster.kubectl("get", "pods", "-l", "component=server", "--no-headers")
      return pods.table.count { $0.count > 2 && $0[1] == "1/1" && $0[2] == "Running" } == 3 ? true : nil
    }
    let members = try await cluster.localkube("exec", "consul-server-0", "--", "consul", "members")
    #expect(members.table.dropFirst().allSatisfy { $0.count > 2 && $0[2] == "alive" }, "\(members)")
  }

  /// Data outlives a power-off.
  private func keepData(_ cluster: Cluster) async throws {
    let put = try await cluster.kubectl("exec", "consul-server-0", "--", "consul", "kv", "put", "kept", "yes")
    #expect(put.status == 0, "\(put)")
    let down = try await cluster.localkube("down")
    #expect(down.status == 0, "\(down)")
    let up = try await cluster.localkube("up")
    #expect(up.status == 0, "\(up)")
    let value = try await eventually("the value that was put before the power-off", within: .seconds(90)) {
      let get = try await cluster.kubectl("exec", "consul-server-1", "--", "consul", "kv", "get", "kept")
      return get.status == 0 ? get.output : nil
    }
    #expect(value.trimmingCharacters(in: .whitespacesAndNewlines) == "yes")
  }
}
