import KubeModel
import OrderedCollections
import Testing

@testable import Consul

@Suite("Leadership")
struct LeadershipTests {
  private static let quorum = LeadershipState.Quorum(voters: 3)

  private func server(
    _ index: Int, container: String? = "a", endedAt: Int64? = nil, mark: LeaderMark? = nil
  ) -> ConsulServer {
    var pod = Pod(name: "consul-server-\(index)", namespace: "default")
    pod.metadata.labels = ["app": "consul", "release": "consul", "component": "server"]
    if let mark {
      pod.metadata.labels[LeaderLabel.key] = LeaderLabel.value
      for (key, value) in mark.annotations.objectValue ?? [:] { pod.metadata.annotations[key] = value.stringValue }
    }
    pod.status.podIP = "10.244.0.\(index + 10)"
    pod.status.containerStatuses = [
      .with {
        $0.name = "consul"
        $0.containerID = container
        if container != nil {
          $0.state = .with { $0.running = ContainerStateRunning() }
        } else {
          $0.state = .with { $0.terminated = .with { $0.finishedAt = endedAt.map(Timestamp.init(seconds:)) } }
        }
      }
    ]
    guard let server = ConsulServer(pod: pod) else { preconditionFailure("the labels are those of a server") }
    return server
  }

  private func led(by index: Int) -> LeadershipState {
    var state = LeadershipState()
    _ = state.update(servers: [server(0), server(1), server(2)], now: Timestamp(seconds: 1))
    _ = state.answer(leader: "10.244.0.\(index + 10)", quorum: Self.quorum, now: Timestamp(seconds: 2))
    return state
  }

  @Test("The first leader is reported without a predecessor")
  func first() {
    var state = LeadershipState()
    #expect(state.update(servers: [server(0), server(1)], now: Timestamp(seconds: 1)) == [])
    #expect(state.isSearching)
    let reports = state.answer(leader: "10.244.0.11", quorum: Self.quorum, now: Timestamp(seconds: 2))
    #expect(
      reports == [
        .elected(
          server: "consul-server-1", previous: nil, leaderless: nil, quorum: Self.quorum, at: Timestamp(seconds: 2))
      ])
    #expect(!state.isSearching)
  }

  @Test("The leader's container ends, and another server is elected")
  func reelection() {
    var state = led(by: 1)
    let lost = state.update(
      servers: [server(0), server(1, container: nil, endedAt: 9), server(2)], now: Timestamp(seconds: 10))
    #expect(lost == [.lost(server: "consul-server-1", at: Timestamp(seconds: 10))])
    #expect(state.isSearching)
    #expect(state.answer(leader: nil, quorum: Self.quorum, now: Timestamp(seconds: 10)) == [])
    let elected = state.answer(leader: "10.244.0.12", quorum: Self.quorum, now: Timestamp(seconds: 11))
    #expect(
      elected == [
        .elected(
          server: "consul-server-2", previous: "consul-server-1", leaderless: .seconds(1), quorum: Self.quorum,
          at: Timestamp(seconds: 11))
      ])
  }

  @Test(
    "A loss that nobody saw is dated by the container's status, unless that tells of an earlier run",
    arguments: [(9, 9), (1, 60)])
  func unseenLoss(endedAt: Int64, lostAt: Int64) {
    var state = led(by: 1)
    let lost = state.update(
      servers: [server(0), server(1, container: nil, endedAt: endedAt)], now: Timestamp(seconds: 60))
    #expect(lost == [.lost(server: "consul-server-1", at: Timestamp(seconds: lostAt))])
  }

  @Test("A restart of the leader's container that was never seen down is a loss, too")
  func fastRestart() {
    var state = led(by: 1)
    let reports = state.update(servers: [server(0), server(1, container: "b"), server(2)], now: Timestamp(seconds: 5))
    #expect(reports == [.lost(server: "consul-server-1", at: Timestamp(seconds: 5))])
  }

  // MARK: After a restart of the control plane

  private static let mark = LeaderMark(since: Timestamp(seconds: 2), run: "a", quorum: quorum)

  @Test("A marked leader whose run goes on is taken up without a report")
  func takenUp() {
    let servers = [server(0), server(1, mark: Self.mark), server(2)]
    var state = LeadershipState(servers: servers)
    #expect(state.update(servers: servers, now: Timestamp(seconds: 60)) == [])
    #expect(state.answer(leader: "10.244.0.11", quorum: Self.quorum, now: Timestamp(seconds: 60)) == [])
    #expect(state.leader?.since == Timestamp(seconds: 2))
    #expect(!state.isSearching)
  }

  @Test("A marked leader that ended while nobody looked is lost, and its successor elected")
  func lostMeanwhile() {
    let servers = [server(0), server(1, container: nil, endedAt: 40, mark: Self.mark), server(2)]
    var state = LeadershipState(servers: servers)
    let lost = state.update(servers: servers, now: Timestamp(seconds: 60))
    #expect(lost == [.lost(server: "consul-server-1", at: Timestamp(seconds: 40))])
    let elected = state.answer(
      leader: "10.244.0.12", quorum: Self.quorum, dates: .init(elected: Timestamp(seconds: 43)),
      now: Timestamp(seconds: 60))
    #expect(
      elected == [
        .elected(
          server: "consul-server-2", previous: "consul-server-1", leaderless: .seconds(3), quorum: Self.quorum,
          at: Timestamp(seconds: 43))
      ])
  }

  @Test("A loss that the servers tell of first is dated when the status tells since when")
  func lateStatus() {
    let before = [server(0), server(1, mark: Self.mark)]
    var state = LeadershipState(servers: before)
    _ = state.update(servers: before, now: Timestamp(seconds: 60))
    #expect(state.answer(leader: nil, quorum: Self.quorum, now: Timestamp(seconds: 60)).count == 1)
    let after = [server(0), server(1, container: nil, endedAt: 40, mark: Self.mark)]
    #expect(state.update(servers: after, now: Timestamp(seconds: 61)) == [])
    let elected = state.answer(leader: "10.244.0.10", quorum: Self.quorum, now: Timestamp(seconds: 65))
    #expect(
      elected == [
        .elected(
          server: "consul-server-0", previous: "consul-server-1", leaderless: .seconds(25), quorum: Self.quorum,
          at: Timestamp(seconds: 65))
      ])
  }

  // MARK: Dates of the servers' own

  @Test("An election counts from the moment that the winner's log tells")
  func datedElection() {
    var state = led(by: 1)
    _ = state.update(servers: [server(0), server(1, container: nil), server(2)], now: Timestamp(seconds: 10))
    #expect(state.witnesses(leader: "10.244.0.12")?.winner.name == "consul-server-2")
    let elected = state.answer(
      leader: "10.244.0.12", quorum: Self.quorum, dates: .init(elected: Timestamp(seconds: 12)),
      now: Timestamp(seconds: 20))
    #expect(
      elected == [
        .elected(
          server: "consul-server-2", previous: "consul-server-1", leaderless: .seconds(2), quorum: Self.quorum,
          at: Timestamp(seconds: 12))
      ])
  }

  @Test("A log that tells of an earlier leadership dates nothing")
  func staleLog() {
    var state = led(by: 1)
    _ = state.update(servers: [server(0), server(1, container: nil), server(2)], now: Timestamp(seconds: 10))
    let elected = state.answer(
      leader: "10.244.0.12", quorum: Self.quorum, dates: .init(elected: Timestamp(seconds: 1)),
      now: Timestamp(seconds: 20))
    guard case .elected(_, _, let leaderless, _, let moment)? = elected.first else {
      Issue.record("somebody is elected")
      return
    }
    #expect(leaderless == .seconds(10) && moment == Timestamp(seconds: 20))
  }

  @Test("A leadership that moved unseen is dated by both logs, or its gap is not told", arguments: [true, false])
  func movedUnseen(hasLog: Bool) {
    var state = led(by: 0)
    #expect(state.witnesses(leader: "10.244.0.11")?.loser?.name == "consul-server-0")
    let dates = LeadershipState.Dates(
      elected: Timestamp(seconds: 8), lost: hasLog ? Timestamp(seconds: 6) : nil)
    let reports = state.answer(
      leader: "10.244.0.11", quorum: Self.quorum, dates: dates, now: Timestamp(seconds: 9))
    #expect(
      reports == [
        .lost(server: "consul-server-0", at: Timestamp(seconds: hasLog ? 6 : 8)),
        .elected(
          server: "consul-server-1", previous: "consul-server-0", leaderless: hasLog ? .seconds(2) : nil,
          quorum: Self.quorum, at: Timestamp(seconds: 8)),
      ])
  }

  @Test("A log is asked for nothing when nothing changes")
  func noWitness() {
    let state = led(by: 0)
    #expect(state.witnesses(leader: "10.244.0.10") == nil)
    #expect(state.witnesses(leader: nil) == nil)
  }

  @Test(
    "The last election that a server won stands in its log, in the wording of each version",
    arguments: [
      ("    2019/03/01 10:00:00 [INFO] consul: cluster leadership acquired", 5),
      ("    2019/03/01 10:00:00 [INFO] consul: New leader elected: consul-server-1", 5),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: New leader elected: payload=consul-server-1", 5),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: New leader elected: payload=consul-server-2", 1),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: cluster leadership lost", nil),
    ] as [(String, Int64?)])
  func election(line: String, seconds: Int64?) {
    let first = "2020-08-01T10:00:00.123Z [INFO]  agent.server: cluster leadership acquired"
    let isWinnersOwn = line.contains("consul-server-1")
    let lines = [
      ConsulLog.Line(moment: Timestamp(seconds: 1), text: isWinnersOwn ? "" : first),
      ConsulLog.Line(moment: Timestamp(seconds: 5), text: line),
    ]
    #expect(ConsulLog.election(of: "consul-server-1", in: lines) == seconds.map(Timestamp.init(seconds:)))
    #expect((ConsulLog.loss(in: lines) != nil) == (seconds == nil))
  }

  @Test("Nothing is reported while the same server leads")
  func steady() {
    var state = led(by: 0)
    #expect(state.answer(leader: "10.244.0.10", quorum: Self.quorum, now: Timestamp(seconds: 9)) == [])
    #expect(state.update(servers: [server(0), server(1)], now: Timestamp(seconds: 9)) == [])
  }

  @Test("A leadership that moves while all go on is a loss and an election")
  func transfer() {
    var state = led(by: 0)
    let reports = state.answer(leader: "10.244.0.11", quorum: Self.quorum, now: Timestamp(seconds: 9))
    #expect(reports.count == 2)
    #expect(reports.first == .lost(server: "consul-server-0", at: Timestamp(seconds: 9)))
  }

  @Test("Failure tolerance is what a majority leaves", arguments: [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 2)])
  func tolerance(voters: Int, tolerance: Int) {
    #expect(LeadershipState.Quorum(voters: voters).failureTolerance == tolerance)
  }

  @Test(
    "The wording of each version is understood",
    arguments: [
      (
        "    2019/03/01 10:00:00 [INFO] consul: New leader elected: consul-server-1",
        .newLeader("consul-server-1")
      ),
      (
        "    2020-08-01T10:00:00.123Z [INFO]  agent.server: New leader elected: payload=consul-server-2",
        .newLeader("consul-server-2")
      ),
      (
        "2023-08-01T10:00:00.123Z [INFO]  agent.server: New leader elected: payload=consul-server-0",
        .newLeader("consul-server-0")
      ),
      ("    2019/03/01 10:00:00 [INFO] consul: cluster leadership acquired", .leadershipAcquired),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: cluster leadership acquired", .leadershipAcquired),
      ("2023-08-01T10:00:00.123Z [INFO]  agent.server: cluster leadership lost", .leadershipLost),
      ("2023-08-01T10:00:00.123Z [INFO]  agent: Synced node info", nil),
      ("New leader elected: ", nil),
    ] as [(String, ConsulLog.Report?)])
  func wording(line: String, expected: ConsulLog.Report?) {
    #expect(ConsulLog.report(in: line) == expected)
  }

  @Test("Only servers' pods count, with the labels of either chart generation")
  func labels() {
    var pod = Pod(name: "x", namespace: "default")
    pod.metadata.labels = ["app": "consul", "component": "client"]
    #expect(ConsulServer(pod: pod) == nil)
    pod.metadata.labels = ["app": "web", "component": "server"]
    #expect(ConsulServer(pod: pod) == nil)
    pod.metadata.labels = ["app": "consul", "chart": "consul-helm", "component": "server", "release": "prod"]
    #expect(ConsulServer(pod: pod)?.group == ServerGroup(namespace: "default", release: "prod"))
  }
}
