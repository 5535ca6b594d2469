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
  /// Servers that say what a test tells them to.
  final class StandIns: ConsulQueries, ServerLogs {
    let leader = Mutex<String?>(nil)
    let log = Mutex<[ConsulLog.Line]>([])
    private let change = Signal()

    /// The leader that all servers name from now on, and what is in their logs.
    func elect(_ address: String?, log lines: [ConsulLog.Line] = []) {
      log.withLock { $0 += lines }
      leader.withLock { $0 = address }
      change.raise()
    }

    func leader(knownTo address: String) async throws -> String? { leader.withLock { $0 } }
    func voters(knownTo address: String) async throws -> Int { 3 }

    func change(knownTo address: String, since index: UInt64) async throws -> UInt64 {
      guard index > 0 else { return 1 }
      _ = await change.wait()
      try Task.checkCancellation()
      return index + 1
    }

    func lines(of server: ConsulServer, since: Timestamp?) async throws -> [ConsulLog.Line] { log.withLock { $0 } }
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
    let client = try await InProcessKubeClient.inMemory()
    let servers = StandIns()
    for index in 0..<3 { try await addServer(index, client) }
    let acquired = ConsulLog.Line(
      moment: Timestamp(seconds: 990), text: "[INFO] consul: cluster leadership acquired")
    servers.elect("10.244.0.11", log: [acquired])
    try await reporting(client, servers) { try await event("LeaderElected", about: 1, client) }
    let before = try await mark(1, client)
    #expect(before[LeaderLabel.since] == "1970-01-01T00:16:30.000Z", "the log dates the election: \(before)")
    #expect(before[LeaderLabel.run] == "localkube://a")

    // The same leader goes on: what comes next is the next election, and the only new one.
    let metrics = LeaderMetrics()
    try await reporting(client, servers, metrics: metrics) {
      let won = "[INFO]  agent.server: cluster leadership acquired"
      servers.elect("10.244.0.12", log: [ConsulLog.Line(moment: Timestamp(seconds: 995), text: won)])
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
  }

  @Test("A leader that was restarted while the control plane was away is lost and elected", .timeLimit(.minutes(5)))
  func lostMeanwhile() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let servers = StandIns()
    for index in 0..<3 { try await addServer(index, client) }
    servers.elect("10.244.0.11")
    try await reporting(client, servers) { try await event("LeaderElected", about: 1, client) }
    try await run("b", 1, client)
    try await reporting(client, servers) {
      try await marked("localkube://b", 1, client)
      servers.elect("10.244.0.10")
      try await event("LeaderElected", about: 0, client)
    }
    let all = try await reports(client)
    #expect(all["LeaderElected consul-server-1"] == 2, "\(all)")
    #expect(all["LeaderLost consul-server-1"] == 2, "\(all)")
    #expect(all["LeaderElected consul-server-0"] == 1, "\(all)")
  }
}
