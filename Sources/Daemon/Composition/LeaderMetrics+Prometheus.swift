package import APIServer
package import Consul

extension LeaderMetrics: MetricsSource {
  /// The figures of each group of Consul servers, counted since this control plane has started.
  package func write(to text: inout PrometheusText) {
    let groups = all.sorted { ($0.key.namespace, $0.key.release) < ($1.key.namespace, $1.key.release) }
    guard !groups.isEmpty else { return }
    func family(_ name: String, _ type: String, _ help: String, _ value: (Figures) -> Double) {
      text.family("localkube_consul_\(name)", type, help)
      for (group, figures) in groups {
        text.sample(
          "localkube_consul_\(name)", "namespace=\"\(group.namespace)\",release=\"\(group.release)\"",
          PrometheusText.number(value(figures)))
      }
    }
    family("has_leader", "gauge", "Whether a server leads.") { $0.hasLeader ? 1 : 0 }
    family("voters", "gauge", "Servers that vote.") { Double($0.voters) }
    family("failure_tolerance", "gauge", "Servers that may fail before the quorum is lost.") {
      Double($0.failureTolerance)
    }
    family("leader_elections_total", "counter", "Elections that were seen.") { Double($0.elections) }
    family("leader_losses_total", "counter", "Losses of a leader that were seen.") { Double($0.losses) }
    family("leaderless_seconds_total", "counter", "Time from a loss to the next election.") {
      $0.leaderless / .seconds(1)
    }
  }
}
