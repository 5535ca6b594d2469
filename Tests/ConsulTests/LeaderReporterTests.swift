import APIServer
import ControllerKit
import KubeClient
import KubeModel
import Logging
import Synchronization
import Testing

@testable import Consul

@Suite("The leader reporter")
struct LeaderReporterTests {
  /// Servers that say and log what a test tells them to.
  final class StandIns: ConsulQueries, ServerLogs {
    private let leader = Mutex<String?>(nil)
    private let log = Mutex<[ConsulLog.Entry]>([])
    /// What the leader says of its voters.
    let voters = Mutex(QuorumReport(voters: ["10.244.0.10", "10.244.0.11", "10.244.0.12"], failureTolerance: 1))

    /// The leader that all servers name from now on, and what it has logged.
    func elect(_ index: Int, run: String = "a", at moment: Timestamp) {
      let entry = ConsulLog.Entry(
        server: "consul-server-\(index)", run: "localkube://\(run)", moment: moment, report: .acquired)
      log.withLock { $0.append(entry) }
      leader.withLock { $0 = "10.244.0.\(index + 10)" }
    }

    func leader(knownTo server: ConsulServer) async throws -> String? { leader.withLock { $0 } }
    func quorum(knownTo server: ConsulServer) async throws -> QuorumReport { voters.withLock { $0 } }
    func keep(_ servers: [ConsulServer], of group: ServerGroup) async {}

    func news(of server: ConsulServer, since bookmark: inout LogBookmark) -> [ConsulLog.Entry] {
      let all = log.withLock { $0 }
      let old = bookmark.offsets["log"] ?? 0
      bookmark.offsets["log"] = all.count
      return all[old...].filter { $0.server == server.name }
    }
  }

  /// Runs a reporter, as one run of the control plane does, while `body` runs.
  private func reporting(
    _ client: InProcessKubeClient, _ servers: StandIns, metrics: LeaderMetrics = LeaderMetrics(),
    _ body: () async throws -> Void
  ) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let pods = Informer<Pod>(client: client, logger: logger)
    let recorder = EventRecorder(client: client, component: LeaderReporter.component, logger: logger)
    let reporter = LeaderReporter(
      pods: pods, client: client, recorder: recorder, queries: servers, logs: servers, metrics: metrics,
      now: { Timestamp(seconds: 1_000) }, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pods.run() }
      group.addTask { try await recorder.run() }
      group.addTask { try await reporter.run() }
      defer { group.cancelAll() }
      try await body()
    }
  }

  /// Three servers that run, the second of which leads.
  private func threeServers(ledSince moment: Timestamp) async throws -> (InProcessKubeClient, StandIns) {
    let client = try await InProcessKubeClient.inMemory()
    let servers = StandIns()
    for index in 0..<3 { try await addServer(index, client) }
    servers.elect(1, at: moment)
    return (client, servers)
  }

  private func addServer(_ index: Int, _ client: InProcessKubeClient) async throws {
    var pod = Pod(name: "consul-server-\(index)", namespace: "default")
    pod.metadata.labels = ["app": "consul", "release": "consul", "component": "server"]
    pod.spec.containers = [
      .with {
        $0.name = "consul"
        $0.image = "consul"
      }
    ]
    try await client.create(pod)
    try await run("a", index, client)
  }

  /// Lets the server's container run, or run again.
  private func run(_ container: String, _ index: Int, _ client: InProcessKubeClient) async throws {
    try await client.modify(
      Pod.self, namespace: "default", name: "consul-server-\(index)", subresource: "status"
    ) { pod in
      pod.status.phase = "Running"
      pod.status.podIP = "10.244.0.\(index + 10)"
      pod.status.containerStatuses = [
        .with {
          $0.name = "consul"
          $0.image = "consul"
          $0.imageID = "consul"
          $0.ready = true
          $0.restartCount = 0
          $0.containerID = "localkube://\(container)"
          $0.state = .with { $0.running = ContainerStateRunning() }
        }
      ]
      return true
    }
  }

  /// Waits until the server is marked as the leader in a run of its container.
  private func marked(_ run: String, _ index: Int, _ client: InProcessKubeClient) async throws {
    let options = ListOptions(fieldSelector: "metadata.name=consul-server-\(index)")
    for try await change in try await client.watch(Pod.resource, namespace: "default", options: options) {
      switch change {
      case .added(let json), .modified(let json):
        if Pod(json: json).metadata.annotations[LeaderLabel.run] == run { return }
      case .deleted, .bookmark: continue
      }
    }
  }

  /// Waits for an Event with this reason about a server.
  private func event(_ reason: String, about index: Int, _ client: InProcessKubeClient) async throws {
    for try await change in try await client.watch(Event.resource, namespace: "default", options: ListOptions()) {
      switch change {
      case .added(let json), .modified(let json):
        let event = Event(json: json)
        if event.reason == reason, event.involvedObject?.name == "consul-server-\(index)" { return }
      case .deleted, .bookmark: continue
      }
    }
  }

  private func reports(_ client: InProcessKubeClient) async throws -> [String: Int] {
    let options = ListOptions(fieldSelector: "source=\(LeaderReporter.component)")
    let events = try await client.list(Event.self, namespace: "default", options: options)
    let counts = events.map { ("\($0.reason ?? "") \($0.involvedObject?.name ?? "")", $0.count ?? 1) }
    return Dictionary(counts, uniquingKeysWith: +)
  }

  private func mark(_ index: Int, _ client: InProcessKubeClient) async throws -> [String: String] {
    let pod = try await client.get(Pod.self, namespace: "default", name: "consul-server-\(index)")
    return pod.metadata.labels[LeaderLabel.key] == nil ? [:] : pod.metadata.annotations
  }

  @Test("A restarted control plane reports no election that never was", .timeLimit(.minutes(5)))
  func restart() async throws {
    let (client, servers) = try await threeServers(ledSince: Timestamp(seconds: 990))
    try await reporting(client, servers) { try await event("LeaderElected", about: 1, client) }
    let before = try await mark(1, client)
    #expect(before[LeaderLabel.since] == "1970-01-01T00:16:30.000Z", "the log dates the election: \(before)")
    #expect(before[LeaderLabel.run] == "localkube://a")
    #expect(before[LeaderLabel.voters] == "3" && before[LeaderLabel.failureTolerance] == "1")

    // The same leader goes on: what comes next is the next election, and the only new one.
    let metrics = LeaderMetrics()
    try await reporting(client, servers, metrics: metrics) {
      servers.elect(2, at: Timestamp(seconds: 995))
      try await event("LeaderElected", about: 2, client)
    }
    #expect(
      try await reports(client) == [
        "LeaderElected consul-server-1": 1, "LeaderLost consul-server-1": 1, "LeaderElected consul-server-2": 1,
      ])
    #expect(try await mark(1, client).isEmpty)
    #expect(try await mark(2, client)[LeaderLabel.since] == "1970-01-01T00:16:35.000Z")
    let figures = metrics.all[ServerGroup(namespace: "default", release: "consul")]
    #expect(figures?.elections == 1 && figures?.losses == 1 && figures?.hasLeader == true, "\(figures as Any)")
    #expect(figures?.voters == 3 && figures?.failureTolerance == 1, "\(figures as Any)")
  }

  @Test("A leader that was restarted while the control plane was away is lost and elected", .timeLimit(.minutes(5)))
  func lostMeanwhile() async throws {
    let (client, servers) = try await threeServers(ledSince: Timestamp(seconds: 900))
    try await reporting(client, servers) { try await event("LeaderElected", about: 1, client) }
    try await run("b", 1, client)
    servers.elect(1, run: "b", at: Timestamp(seconds: 950))
    try await reporting(client, servers) {
      try await marked("localkube://b", 1, client)
      servers.elect(0, at: Timestamp(seconds: 960))
      try await event("LeaderElected", about: 0, client)
    }
    let all = try await reports(client)
    #expect(all["LeaderElected consul-server-1"] == 2, "\(all)")
    #expect(all["LeaderLost consul-server-1"] == 2, "\(all)")
    #expect(all["LeaderElected consul-server-0"] == 1, "\(all)")
  }

  @Test("Voters and failure tolerance are those of now, not of the election", .timeLimit(.minutes(5)))
  func votersNow() async throws {
    let (client, servers) = try await threeServers(ledSince: Timestamp(seconds: 990))
    try await reporting(client, servers) {
      try await event("LeaderElected", about: 1, client)
      servers.voters.withLock { $0 = QuorumReport(voters: ["10.244.0.10", "10.244.0.11"], failureTolerance: 0) }
      let options = ListOptions(fieldSelector: "metadata.name=consul-server-1")
      for try await change in try await client.watch(Pod.resource, namespace: "default", options: options) {
        guard case .modified(let json) = change else { continue }
        let annotations = Pod(json: json).metadata.annotations
        if annotations[LeaderLabel.voters] == "2", annotations[LeaderLabel.failureTolerance] == "0" { break }
      }
    }
  }

  @Test(
    "An Event tells when it happened, and nobody leads when the leader's container has ended", .timeLimit(.minutes(5)))
  func moments() async throws {
    let (client, servers) = try await threeServers(ledSince: Timestamp(seconds: 990))
    try await reporting(client, servers) {
      try await event("LeaderElected", about: 1, client)
      try await client.delete(
        Pod.resource, namespace: "default", name: "consul-server-1", options: DeleteOptions(gracePeriodSeconds: 0))
      try await event("LeaderLost", about: 1, client)
    }
    let events = try await client.list(Event.self, namespace: "default", options: ListOptions())
    let elected = try #require(events.first { $0.reason == "LeaderElected" })
    #expect(elected.metadata.annotations[LeaderLabel.moment] == "1970-01-01T00:16:30.000Z")
    let lease = try await client.get(Lease.self, namespace: "default", name: "consul-leader-consul")
    #expect(LeaderMemory(lease: lease)?.loss?.previous.server == "consul-server-1")
  }
}
