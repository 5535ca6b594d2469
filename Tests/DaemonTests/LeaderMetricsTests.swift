import APIServer
import Testing

@testable import Consul
@testable import Daemon

@Suite("Metrics of Consul's leaders")
struct LeaderMetricsTests {
  @Test("Each group's figures are in Prometheus' text")
  func text() {
    let metrics = LeaderMetrics()
    var empty = PrometheusText()
    metrics.write(to: &empty)
    #expect(empty.text.isEmpty)
    let group = ServerGroup(namespace: "default", release: "consul")
    metrics.continues(ServerGroup(namespace: "a", release: "b"))
    metrics.elected(group, leaderless: nil)
    metrics.counted(group, quorum: Quorum(voters: 5, failureTolerance: 2))
    metrics.lost(group)
    metrics.elected(group, leaderless: .milliseconds(1_500))
    metrics.lost(group)
    var text = PrometheusText()
    metrics.write(to: &text)
    let labels = #"{namespace="default",release="consul"}"#
    for line in [
      "has_leader\(labels) 0", "voters\(labels) 5", "failure_tolerance\(labels) 2", "leader_elections_total\(labels) 2",
      "leader_losses_total\(labels) 2", "leaderless_seconds_total\(labels) 1.5",
      #"has_leader{namespace="a",release="b"} 1"#, "# TYPE localkube_consul_leader_losses_total counter",
    ] {
      #expect(text.text.contains("\(line)\n"), "\(line)")
    }
  }
}
