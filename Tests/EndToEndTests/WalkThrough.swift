import Foundation
import Testing

/// The steps of the walk-through; each asserts what a person sees at it.
struct WalkThrough: Sendable {
  let cluster: Cluster
  var nodes = 1

  private var nodeNames: [String] { (1...nodes).map { $0 == 1 ? cluster.profile : "\(cluster.profile)-m0\($0)" } }

  func start() async throws {
    let up = try await cluster.localkube("up", "--nodes", "\(nodes)")
    try #require(up.status == 0, "\(up)")
    let again = try await cluster.localkube("up")
    #expect(again.status == 0, "a second up is harmless: \(again)")
    let list = try await cluster.kubectl("get", "nodes", "--no-headers")
    #expect(list.table.map { $0.prefix(2) } == nodeNames.map { [$0, "Ready"] }, "\(list)")
    let status = try await cluster.localkube("status")
    #expect(status.status == 0 && status.output.contains("Running"), "\(status)")
  }

  func install(_ arguments: String...) async throws {
    let install = try await cluster.localkube(["install", "consul"] + arguments, limit: .seconds(300))
    try #require(install.status == 0, "\(install)")
    #expect(install.output.contains(" leads since "), "the command tells who was elected: \(install)")
    let list = try await cluster.localkube("list")
    #expect(list.output.contains("consul") && list.output.contains("deployed"), "\(list)")
    _ = try await eventually("all pods are Ready", within: .seconds(90)) {
      let pods = try await cluster.kubectl("get", "pods", "--no-headers")
      return pods.table.count { $0.count > 2 && $0[1] == "1/1" && $0[2] == "Running" } == 3 + nodes ? true : nil
    }
  }

  // MARK: Looking around

  func look() async throws {
    try await lookAtPods()
    try await lookAtServices()
    let members = try await cluster.localkube("exec", "consul-server-0", "--", "consul", "members")
    let rows = members.table.dropFirst()
    #expect(rows.count { $0.count > 3 && $0[2] == "alive" && $0[3] == "server" } == 3, "\(members)")
    for node in nodeNames {
      #expect(rows.contains { $0[0] == node && $0[2] == "alive" && $0[3] == "client" }, "\(members)")
    }
    _ = try await eventually("all servers name the same leader") {
      let addresses = try await leaderAddresses()
      return addresses.count == 3 && Set(addresses).count == 1 ? true : nil
    }
    let dns = try await cluster.kubectl(
      "exec", "consul-server-0", "--", "getent", "hosts", "consul-server-1.consul-server.default.svc")
    #expect(dns.status == 0 && dns.output.contains("10.244."), "\(dns)")
    for transport in ["+notcp", "+tcp"] {
      let dns = try await cluster.kubectl(
        "exec", "consul-server-0", "--", "sh", "-c",
        "dig +short \(transport) @$(getent hosts consul-dns | cut -d' ' -f1) consul.service.consul")
      #expect(dns.table.count == 3, "consul-dns names three servers (\(transport)): \(dns)")
    }
    let page = try await cluster.kubectl("exec", "consul-server-0", "--", "curl", "-sSL", "http://consul-ui/")
    #expect(page.status == 0 && page.output.contains("<title>Consul"), "the page of consul-ui loads: \(page.errors)")
    let service = try await cluster.kubectl(
      "exec", "consul-server-0", "--", "sh", "-c",
      "curl -sS --cacert /var/run/secrets/kubernetes.io/serviceaccount/ca.crt https://kubernetes.default.svc/version")
    #expect(service.output.contains("gitVersion"), "the kubernetes service reaches the API: \(service)")
  }

  private func lookAtPods() async throws {
    for pods in [
      try await cluster.kubectl("get", "pods", "--no-headers"),
      try await cluster.localkube("get", "pods", "--no-headers"),
    ] {
      let names = pods.table.compactMap(\.first)
      #expect(names.count == 3 + nodes, "\(pods)")
      for index in 0..<3 { #expect(names.contains("consul-server-\(index)"), "\(pods)") }
      #expect(names.count { $0.wholeMatch(of: #/consul-[a-z0-9]{5}/#) != nil } == nodes, "\(pods)")
    }
    let description = try await cluster.kubectl("describe", "pod", "consul-server-0")
    #expect(description.output.contains("Controlled By:  StatefulSet/consul-server"), "\(description)")
    #expect(description.output.contains("Started container consul"), "\(description)")
  }

  private func lookAtServices() async throws {
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
      #expect(rows["consul-ui"]?[4].hasPrefix("80") == true, "\(services)")
      #expect(rows["kubernetes"]?[4] == "443/TCP", "\(services)")
    }
  }

  /// With required anti-affinity no two servers share a node.
  func spread() async throws {
    let pods = try await cluster.kubectl(
      "get", "pods", "-l", "component=server", "-o", "jsonpath={range .items[*]}{.spec.nodeName}{\"\\n\"}{end}")
    #expect(pods.table.compactMap(\.first).sorted() == nodeNames.sorted(), "\(pods)")
  }

  private func leaderAddresses() async throws -> [String] {
    var addresses: [String] = []
    for index in 0..<3 {
      let info = try await cluster.localkube(
        "exec", "consul-server-\(index)", "--", "sh", "-c", "consul info | grep leader_addr")
      if let address = info.table.first?.last, address.hasPrefix("10.244.") { addresses.append(address) }
    }
    return addresses
  }

  // MARK: The leader

  func leader() async throws -> String {
    try await eventually("a leader's pod is labelled") {
      let pods = try await cluster.kubectl("get", "pods", "-l", "consul.localkube.dev/role=leader", "-o", "name")
      let names = pods.table.compactMap { $0.first?.replacing("pod/", with: "") }
      return names.count == 1 ? names[0] : nil
    }
  }

  private func newElection(after count: Int) async throws {
    _ = try await eventually("another election than the first \(count)", within: .seconds(90)) {
      try await cluster.reports("LeaderElected") > count ? true : nil
    }
  }

  /// One more loss of this server was reported, and the command names who leads now.
  private func wasLost(_ server: String, after count: Int) async throws {
    let losses = try await cluster.reports("LeaderLost", about: server)
    #expect(losses == count + 1, "the loss of \(server) is reported once")
    let next = try await leader()
    let report = try await cluster.localkube("leader")
    #expect(report.status == 0 && report.output.contains("\(next) leads since "), "\(next): \(report)")
  }

  /// Whom the server's log names in its last line about an election.
  private func lastElected(_ server: String) async throws -> String? {
    let log = try await cluster.kubectl("logs", server)
    return log.output.matches(of: #/New leader elected: (?:payload=)?"?([\w.-]+)/#).last.map { String($0.1) }
  }

  /// Deletes the leader's pod: the command follows what happens until the pod is back.
  func deleteLeader(_ first: String) async throws {
    let report = try await cluster.localkube("leader")
    #expect(report.status == 0 && report.output.contains("\(first) leads since"), "\(report)")
    #expect(report.output.contains("3 voters, failure tolerance 1"), "\(report)")
    let before = try await cluster.reports("LeaderElected")
    let losses = try await cluster.reports("LeaderLost", about: first)
    let deletion = try await cluster.localkube("delete", "pod", first, limit: .seconds(180))
    #expect(deletion.status == 0, "\(deletion)")
    for text in ["pod \"\(first)\" deleted", "no longer leads", " leads now; ", "pod \(first) is back and Ready"] {
      #expect(deletion.output.contains(text), "\(deletion)")
    }
    try await newElection(after: before)
    try await allReady()
    let second = try await leader()
    let logs = try await cluster.localkube("logs", second)
    #expect(logs.output.contains("cluster leadership acquired"), "the log tells of the election")
    for index in 0..<3 {
      _ = try await eventually("the log of server \(index) names \(second) last") {
        try await lastElected("consul-server-\(index)") == second ? true : nil
      }
    }
    try await wasLost(first, after: losses)
  }

  /// Kills the leader's process in its pod, as a crash would.
  func killLeader(_ leader: String) async throws {
    let before = try await cluster.reports("LeaderElected")
    let losses = try await cluster.reports("LeaderLost", about: leader)
    let restarts = try await restartCount(leader)
    try await cluster.killServer(leader)
    _ = try await eventually("the container is started again") {
      try await restartCount(leader) == restarts + 1 ? true : nil
    }
    try await newElection(after: before)
    try await allReady()
    try await wasLost(leader, after: losses)
    let code = try await cluster.kubectl(
      "get", "pod", leader, "-o", "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}")
    #expect(code.output == "137", "128 and the number of SIGKILL: \(code)")
    let previous = try await cluster.kubectl("logs", "--previous", leader)
    #expect(previous.status == 0 && previous.output.contains("New leader elected"), "\(previous.errors)")
  }

  private func restartCount(_ pod: String) async throws -> Int {
    let count = try await cluster.kubectl(
      "get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0].restartCount}")
    return Int(count.output) ?? 0
  }

  /// The leader leaves by its own command: its container ends and is started again, and somebody leads.
  func leave() async throws {
    let leader = try await leader()
    let before = try await cluster.reports("LeaderElected")
    let losses = try await cluster.reports("LeaderLost", about: leader)
    let restarts = try await restartCount(leader)
    // Consul ends while the command waits for its answer, which the command may take for a failure.
    _ = try await cluster.localkube("exec", leader, "--", "consul", "leave", limit: .seconds(60))
    _ = try await eventually("the server that left is started again", within: .seconds(90)) {
      try await restartCount(leader) == restarts + 1 ? true : nil
    }
    try await newElection(after: before)
    try await allReady()
    try await wasLost(leader, after: losses)
  }

  private func allReady() async throws {
    _ = try await eventually("three Ready servers", within: .seconds(120)) {
      let pods = try await cluster.kubectl("get", "pods", "-l", "component=server", "--no-headers")
      return pods.table.count { $0.count > 2 && $0[1] == "1/1" && $0[2] == "Running" } == 3 ? true : nil
    }
    _ = try await eventually("all members are alive") {
      let members = try await cluster.localkube("exec", "consul-server-0", "--", "consul", "members")
      let rows = members.table.dropFirst()
      return rows.count == 3 + nodes && rows.allSatisfy { $0.count > 2 && $0[2] == "alive" } ? true : nil
    }
  }

  // MARK: The power-off

  /// Data and addresses outlive a power-off.
  func keepData() async throws {
    _ = try await eventually("a value is stored") {
      let put = try await cluster.kubectl("exec", "consul-server-0", "--", "consul", "kv", "put", "kept", "yes")
      return put.status == 0 ? true : nil
    }
    let addresses = try await serverAddresses()
    let down = try await cluster.localkube("down")
    #expect(down.status == 0, "\(down)")
    let up = try await cluster.localkube("up")
    #expect(up.status == 0, "\(up)")
    let value = try await eventually("the value that was put before the power-off", within: .seconds(120)) {
      let get = try await cluster.kubectl("exec", "consul-server-1", "--", "consul", "kv", "get", "kept")
      return get.status == 0 ? get.output : nil
    }
    #expect(value.trimmingCharacters(in: .whitespacesAndNewlines) == "yes")
    try await allReady()
    let now = try await serverAddresses()
    #expect(now == addresses, "the servers keep their addresses")
  }

  private func serverAddresses() async throws -> [String] {
    let pods = try await cluster.kubectl(
      "get", "pods", "-l", "component=server", "-o", "jsonpath={.items[*].status.podIP}")
    return pods.table.first ?? []
  }
}
