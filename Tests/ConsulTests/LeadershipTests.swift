import KubeModel
import Testing

@testable import Consul

@Suite("Leadership")
struct LeadershipTests {
  private static let quorum = LeadershipState.Quorum(voters: 3)

  private func server(_ index: Int, container: String? = "a", endedAt: Int64? = nil) -> ConsulServer {
    var pod = Pod(name: "consul-server-\(index)", namespace: "default")
    pod.metadata.labels = ["app": "consul", "release": "consul", "component": "server"]
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
