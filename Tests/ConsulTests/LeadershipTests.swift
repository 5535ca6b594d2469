import KubeModel
import Testing

@testable import Consul

@Suite("Leadership")
struct LeadershipTests {
  private typealias Leader = LeadershipState.Leader

  private static func time(_ seconds: Double) -> Timestamp { Timestamp(nanoseconds: Int64(seconds * 1_000_000_000)) }

  private func server(_ index: Int, run: String? = "a", endedAt: Int64? = nil, reason: String = "Error") -> ConsulServer
  {
    var pod = Pod(name: "consul-server-\(index)", namespace: "default")
    pod.metadata.labels = ["app": "consul", "release": "consul", "component": "server"]
    pod.spec.containers = [.with { $0.name = "consul" }]
    pod.status.podIP = "10.244.0.\(index + 10)"
    pod.status.containerStatuses = [
      .with {
        $0.name = "consul"
        $0.containerID = run.map { "\(index)\($0)" }
        let end = ContainerStateTerminated.with {
          $0.finishedAt = endedAt.map(Timestamp.init(seconds:))
          $0.reason = reason
        }
        if run == nil {
          $0.state = .with { $0.terminated = end }
        } else {
          $0.state = .with { $0.running = ContainerStateRunning() }
          if endedAt != nil { $0.lastState = .with { $0.terminated = end } }
        }
      }
    ]
    guard let server = ConsulServer(pod: pod) else { preconditionFailure("the labels are those of a server") }
    return server
  }

  private var all: [ConsulServer] { [server(0), server(1), server(2)] }

  private func entry(_ index: Int, _ report: ConsulLog.Report, _ seconds: Double, run: String = "a") -> ConsulLog.Entry
  {
    ConsulLog.Entry(
      server: "consul-server-\(index)", run: "\(index)\(run)", moment: Self.time(seconds), report: report)
  }

  /// What servers 0, 1 and 2 answer: the server that each names, -1 for none, nil for no answer.
  private func round(_ answers: [Int?]) -> Round {
    var round = Round(answers: [:], addresses: [:])
    for (index, named) in answers.enumerated() {
      round.addresses["consul-server-\(index)"] = "10.244.0.\(index + 10)"
      round.answers["consul-server-\(index)"] =
        named.map { $0 < 0 ? .nobody : .leader(address: "10.244.0.\($0 + 10)") } ?? .silence
    }
    return round
  }

  /// A state in which server 1 was elected at second 2, and said so itself at second 3.
  private func led() -> LeadershipState {
    var state = LeadershipState()
    _ = state.look(servers: all, entries: [entry(1, .acquired, 2)], now: Self.time(2.1))
    _ = state.hear(round([1, 1, 1]), began: Self.time(3), now: Self.time(3))
    return state
  }

  private func elected(
    _ index: Int, previous: Int? = 1, leaderless: Double?, at seconds: Double
  ) -> LeadershipState.Report {
    .elected(
      server: "consul-server-\(index)", previous: previous.map { "consul-server-\($0)" },
      leaderless: leaderless.map { Self.time($0) - Self.time(0) }, at: Self.time(seconds))
  }

  private func lost(_ index: Int, at seconds: Double) -> LeadershipState.Report {
    .lost(server: "consul-server-\(index)", at: Self.time(seconds))
  }

  // MARK: Logs

  @Test("The first leader is reported without a predecessor, when its log says")
  func first() {
    var state = LeadershipState()
    #expect(state.look(servers: all, entries: [], now: Self.time(1)) == [])
    #expect(state.isSearching)
    #expect(
      state.look(servers: all, entries: [entry(1, .acquired, 2)], now: Self.time(2.1))
        == [elected(1, previous: nil, leaderless: nil, at: 2)])
    #expect(!state.isSearching)
  }

  @Test("A leader that loses and regains between two looks is told as both, each once")
  func flapping() {
    var state = led()
    let entries = [
      entry(1, .lost, 5), entry(1, .acquired, 6), entry(1, .lost, 7), entry(2, .acquired, 8.5),
    ]
    #expect(
      state.look(servers: all, entries: entries, now: Self.time(9))
        == [lost(1, at: 5), elected(1, leaderless: 1, at: 6), lost(1, at: 7), elected(2, leaderless: 1.5, at: 8.5)])
    #expect(state.look(servers: all, entries: [], now: Self.time(9)) == [])
  }

  @Test("The line of the loser that is written after the winner's belongs before it", arguments: [true, false])
  func order(comesTogether: Bool) {
    var state = led()
    let (won, gone) = (entry(2, .acquired, 6), entry(1, .lost, 6.01))
    var reports = state.look(servers: all, entries: comesTogether ? [won, gone] : [won], now: Self.time(6.02))
    if !comesTogether {
      #expect(reports == [] && state.isSearching, "it is waited for")
      reports = state.look(servers: all, entries: [gone], now: Self.time(6.1))
    }
    #expect(reports == [lost(1, at: 6), elected(2, leaderless: 0, at: 6)])
    #expect(state.leader?.server == "consul-server-2")
  }

  // MARK: Leaders that end

  @Test("The leader's container ends, and another server is elected")
  func reelection() {
    var state = led()
    let without = [server(0), server(1, run: nil, endedAt: 10), server(2)]
    #expect(state.look(servers: without, entries: [], now: Self.time(10.4)) == [lost(1, at: 10.4)])
    #expect(state.isSearching)
    #expect(
      state.look(servers: without, entries: [entry(2, .acquired, 12)], now: Self.time(12.1))
        == [elected(2, leaderless: 1.6, at: 12)])
  }

  @Test("A restart of the leader's container that was never seen down is a loss, too")
  func fastRestart() {
    var state = led()
    let restarted = [server(0), server(1, run: "b", endedAt: 5), server(2)]
    #expect(state.look(servers: restarted, entries: [], now: Self.time(5.3)) == [lost(1, at: 5.3)])
  }

  @Test("A leader's pod that is gone was lost just now")
  func goneWithItsPod() {
    var state = led()
    #expect(state.look(servers: [server(0), server(2)], entries: [], now: Self.time(3.5)) == [lost(1, at: 3.5)])
  }

  @Test("What a run logs before its pod's status knows it is no loss of that run")
  func lateStatus() {
    var state = led()
    let entries = [entry(1, .lost, 5), entry(2, .acquired, 6, run: "b")]
    #expect(state.look(servers: all, entries: entries, now: Self.time(6.5)).count == 2)
    #expect(state.look(servers: all, entries: [], now: Self.time(7)) == [])
    #expect(state.look(servers: [server(0), server(2, run: "b")], entries: [], now: Self.time(12)) == [])
    #expect(state.leader?.run == "2b")
  }

  // MARK: Leaders that hang

  @Test("A leader that hangs is lost when the others know of none, and its successor is told at once")
  func hangs() {
    var state = led()
    // The followers go on naming it until their heartbeats time out.
    #expect(state.hear(round([1, nil, 1]), began: Self.time(4), now: Self.time(4.5)) == [])
    #expect(state.hear(round([-1, nil, -1]), began: Self.time(5), now: Self.time(5.5)) == [], "once is no loss")
    #expect(state.hear(round([-1, nil, -1]), began: Self.time(5.6), now: Self.time(6.1)) == [lost(1, at: 3)])
    #expect(
      state.look(servers: all, entries: [entry(0, .acquired, 6.2)], now: Self.time(6.3))
        == [elected(0, leaderless: 3.2, at: 6.2)])
    // Long after it wakes up and takes itself for the leader, until it has heard of the other.
    #expect(state.hear(round([0, 1, 0]), began: Self.time(60), now: Self.time(60)) == [])
    #expect(state.look(servers: all, entries: [entry(1, .lost, 60.5)], now: Self.time(60.6)) == [])
    #expect(state.leader?.server == "consul-server-0")
  }

  @Test("A loss that only the answers told of is dated by the log of a server that goes on")
  func datedAfterwards() {
    var state = led()
    _ = state.hear(round([-1, -1, -1]), began: Self.time(4), now: Self.time(4))
    #expect(state.hear(round([-1, -1, -1]), began: Self.time(4.1), now: Self.time(4.1)) == [lost(1, at: 3)])
    _ = state.look(servers: all, entries: [entry(1, .lost, 3.8)], now: Self.time(4.2))
    #expect(
      state.look(servers: all, entries: [entry(2, .acquired, 5)], now: Self.time(5.1))
        == [elected(2, leaderless: 1.2, at: 5)])
  }

  @Test("A single server that hangs goes on leading, and is marked as silent until it answers")
  func silence() {
    var state = LeadershipState()
    _ = state.look(servers: [server(0)], entries: [entry(0, .acquired, 2)], now: Self.time(2))
    _ = state.hear(round([0]), began: Self.time(3), now: Self.time(3))
    #expect(state.hear(round([nil]), began: Self.time(4), now: Self.time(4.5)) == [])
    #expect(state.hear(round([nil]), began: Self.time(8), now: Self.time(8.5)) == [.silent(since: Self.time(3))])
    #expect(state.hear(round([nil]), began: Self.time(9), now: Self.time(9.5)) == [])
    #expect(state.hear(round([0]), began: Self.time(10), now: Self.time(10)) == [.silent(since: nil)])
    #expect(state.leader?.since == Self.time(2))
  }

  // MARK: Logs that do not tell

  @Test("A server whose log says nothing is elected by its answers, and dated by its log when that comes late")
  func byAnswers() {
    var state = LeadershipState()
    _ = state.look(servers: all, entries: [], now: Self.time(1))
    #expect(state.hear(round([2, 2, 2]), began: Self.time(2), now: Self.time(2)) == [])
    #expect(state.isSearching)
    #expect(
      state.hear(round([2, 2, 2]), began: Self.time(2.6), now: Self.time(2.6))
        == [elected(2, previous: nil, leaderless: nil, at: 2)])
    #expect(state.look(servers: all, entries: [entry(2, .acquired, 1.9)], now: Self.time(3)) == [.redated])
    #expect(state.leader?.since == Self.time(1.9))
  }

  // MARK: Across restarts of the control plane

  private func recalled(_ state: LeadershipState) throws -> LeadershipState {
    var lease = Lease(name: "consul-leader-consul", namespace: "default")
    let memory: LeaderMemory = try #require(state.memory)
    memory.write(to: &lease)
    let recalled: LeaderMemory = try #require(LeaderMemory(lease: lease))
    return LeadershipState(memory: recalled)
  }

  @Test("A leader that goes on is taken up without a report")
  func takenUp() throws {
    var state = try recalled(led())
    #expect(state.look(servers: all, entries: [entry(1, .acquired, 2)], now: Self.time(60)) == [])
    #expect(state.hear(round([1, 1, 1]), began: Self.time(60), now: Self.time(60)) == [])
    #expect(state.leader?.since == Self.time(2))
  }

  @Test("Every election of the time without a control plane is told in its order")
  func absence() throws {
    var state = try recalled(led())
    let entries = [entry(0, .acquired, 23), entry(0, .lost, 30), entry(2, .acquired, 32), entry(1, .acquired, 2)]
    let servers = [server(0), server(1, run: "b", endedAt: 20), server(2)]
    #expect(
      state.look(servers: servers, entries: entries, lastSigns: ["1a": Self.time(19)], now: Self.time(60))
        == [
          lost(1, at: 20), elected(0, leaderless: 3, at: 23), lost(0, at: 30),
          elected(2, previous: 0, leaderless: 2, at: 32),
        ])
  }

  @Test("After the machine was away the loss is dated by the last line of the leader's log")
  func machineAway() throws {
    var state = try recalled(led())
    let servers = [0, 1, 2].map { server($0, run: "b", endedAt: 1_000, reason: "Unknown") }
    #expect(
      state.look(servers: servers, entries: [], lastSigns: ["1a": Self.time(50)], now: Self.time(1_001))
        == [lost(1, at: 50)])
    #expect(
      state.look(servers: servers, entries: [entry(2, .acquired, 1_003, run: "b")], now: Self.time(1_003.1))
        == [elected(2, leaderless: 953, at: 1_003)])
  }

  @Test("A time without a leader goes on over restarts of the control plane")
  func lossRemembered() throws {
    var state = led()
    let without = [server(0), server(1, run: nil, endedAt: 10)]
    _ = state.look(servers: without, entries: [], now: Self.time(10.5))
    state = try recalled(state)
    #expect(state.look(servers: without, entries: [], now: Self.time(60)) == [])
    #expect(
      state.look(servers: without, entries: [entry(0, .acquired, 3_610.5)], now: Self.time(3_610.6))
        == [elected(0, leaderless: 3_600, at: 3_610.5)])
  }

  @Test("A leader that was lost while nobody looked, and hung, has no gap that anybody saw")
  func unseenGap() throws {
    var state = try recalled(led())
    #expect(
      state.look(servers: all, entries: [entry(0, .acquired, 40)], now: Self.time(60))
        == [lost(1, at: 40), elected(0, leaderless: nil, at: 40)])
  }

  // MARK: What is read

  @Test(
    "The wording of each version is understood",
    arguments: [
      ("    2019/03/01 10:00:00 [INFO] consul: cluster leadership acquired", .acquired),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: cluster leadership acquired", .acquired),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: cluster leadership lost", .lost),
      (#"{"@level":"info","@message":"cluster leadership lost","@module":"agent.server"}"#, .lost),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: New leader elected: payload=consul-server-0", nil),
      ("2023-08-01T10:00:00.123Z [INFO]  agent: Synced node info", nil),
    ] as [(String, ConsulLog.Report?)])
  func wording(line: String, expected: ConsulLog.Report?) {
    #expect(ConsulLog.report(in: line) == expected)
  }

  @Test("Only servers' pods count, with the labels of any generation of charts")
  func labels() {
    var pod = Pod(name: "x", namespace: "default")
    pod.spec.containers = [.with { $0.name = "consul" }]
    pod.metadata.labels = ["app": "consul", "component": "client"]
    #expect(ConsulServer(pod: pod) == nil)
    pod.metadata.labels = ["app": "web", "component": "server"]
    #expect(ConsulServer(pod: pod) == nil)
    pod.metadata.labels = ["app": "consul", "chart": "consul-helm", "component": "server", "release": "prod"]
    #expect(ConsulServer(pod: pod)?.group == ServerGroup(namespace: "default", release: "prod"))
    pod.metadata.labels = ["chart": "consul-3.9.6", "component": "sc-consul", "release": "sc"]
    #expect(ConsulServer(pod: pod) == nil, "nothing says that it is a server")
    pod.spec.containers = [.with { $0.args = ["-c", "exec /bin/consul agent \\\n -server \\\n -http-port=9500"] }]
    #expect(ConsulServer(pod: pod)?.group.release == "sc")
  }
}
