import ControllerKit
import KubeClient
import KubeModel
import Logging

/// Carries out what ``LeadershipState`` reports: figures, the leader's label and annotations, and Events.
///
/// The Event comes last: who reads it finds the label in place.
struct LeaderReporting: Sendable {
  let client: any KubeClient
  let recorder: EventRecorder
  let metrics: LeaderMetrics
  let logger: Logger

  /// Takes note of the leader that a control plane before this one has marked.
  func takeUp(_ servers: [ConsulServer], of group: ServerGroup) {
    guard let mark = servers.lazy.compactMap(\.mark).first else { return }
    metrics.continues(group, quorum: mark.quorum)
  }

  func carryOut(_ report: LeadershipState.Report, group: ServerGroup, servers: [ConsulServer]) async {
    switch report {
    case .lost(let server, let moment):
      metrics.lost(group)
      logger.notice("The Consul leader is lost", metadata: ["server": "\(server)", "at": "\(moment)"])
      await unlabel(servers.filter(\.isLabelled))
      recorder.record(
        .warning, about: reference(server, group, servers), reason: "LeaderLost",
        message: "Consul server \(server) no longer leads; waiting for an election")
    case .elected(let server, let previous, let leaderless, let quorum, let moment):
      metrics.elected(group, leaderless: leaderless, quorum: quorum)
      var message = "Consul server \(server) leads"
      if let previous { message += " now; the leader before was \(previous)" }
      if let leaderless { message += ", nobody led for \(leaderless.inSeconds) s" }
      message += "; \(quorum.voters) voters, failure tolerance \(quorum.failureTolerance)"
      logger.notice("A Consul leader is elected", metadata: ["server": "\(server)", "previous": "\(previous ?? "")"])
      await unlabel(servers.filter { $0.isLabelled && $0.name != server })
      let run = servers.first { $0.name == server }?.containerID ?? ""
      await label(server, group, LeaderMark(since: moment, run: run, quorum: quorum))
      recorder.record(.normal, about: reference(server, group, servers), reason: "LeaderElected", message: message)
    }
  }

  private func reference(_ name: String, _ group: ServerGroup, _ servers: [ConsulServer]) -> ObjectReference {
    .with {
      $0.apiVersion = "v1"
      $0.kind = Pod.kind
      $0.name = name
      $0.namespace = group.namespace
      $0.uid = servers.first { $0.name == name }?.uid
    }
  }

  private func label(_ name: String, _ group: ServerGroup, _ mark: LeaderMark) async {
    let patch: JSONValue = [
      "metadata": [
        "labels": [LeaderLabel.key: .string(LeaderLabel.value)],
        "annotations": mark.annotations,
      ]
    ]
    await write(patch, to: name, group.namespace)
  }

  private func unlabel(_ servers: [ConsulServer]) async {
    for server in servers {
      let patch: JSONValue = ["metadata": ["labels": [LeaderLabel.key: nil], "annotations": LeaderMark.removal]]
      await write(patch, to: server.name, server.group.namespace)
    }
  }

  private func write(_ patch: JSONValue, to name: String, _ namespace: String) async {
    do {
      try await client.patch(Pod.self, namespace: namespace, name: name, .merge(patch))
    } catch let error as StatusError where error.reason == .notFound {
      // The pod has gone, and its label with it.
    } catch {
      logger.warning(
        "A Consul server's pod cannot be marked; the next election marks it again",
        metadata: ["pod": "\(name)", "error": "\(error)"])
    }
  }
}

extension Duration {
  /// Seconds with two digits behind the point.
  package var inSeconds: String {
    let hundredths = Int64(self / .milliseconds(10))
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
