import ControllerKit
import KubeClient
import KubeModel
import Logging

/// Carries out what ``LeadershipState`` reports: figures, the leader's label and annotations, Events, and the memory of
/// the next control plane.
///
/// The Event comes after the label: who reads it finds the label in place. The memory comes last: what was not told for
/// certain is told again by a control plane that comes after this one.
struct LeaderReporting: Sendable {
  let client: any KubeClient
  let recorder: EventRecorder
  let metrics: LeaderMetrics
  let logger: Logger

  /// - Parameters:
  ///   - leader: Who leads after this report.
  ///   - isLast: Whether no other report waits; while a leaderless time waits for its end to be told, the words differ.
  ///   - quorum: The voters of now; nil when nobody can tell.
  func carryOut(
    _ report: LeadershipState.Report, group: ServerGroup, servers: [ConsulServer], leader: LeadershipState.Leader?,
    isLast: Bool, quorum: Quorum?
  ) async {
    switch report {
    case .lost(let server, let moment):
      metrics.lost(group)
      logger.notice("The Consul leader is lost", metadata: ["server": "\(server)", "at": "\(moment)"])
      await unlabel(servers.filter(\.isLabelled))
      record(
        .warning, about: server, group, servers, "LeaderLost", at: moment,
        "Consul server \(server) no longer leads" + (isLast ? "; waiting for an election" : ""))
    case .elected(let server, let previous, let leaderless, let moment):
      metrics.elected(group, leaderless: leaderless)
      var message = "Consul server \(server) leads"
      if let previous { message += " now; the leader before was \(previous)" }
      if let leaderless { message += ", nobody led for \(leaderless.inSeconds) s" }
      // Of an election that is told late, the voters of that time are not known.
      if let quorum, leader?.since == moment { message += "; \(quorum.text)" }
      logger.notice("A Consul leader is elected", metadata: ["server": "\(server)", "previous": "\(previous ?? "")"])
      await unlabel(servers.filter { $0.isLabelled && $0.name != server })
      if let leader, leader.server == server { await label(leader, group, quorum) }
      record(.normal, about: server, group, servers, "LeaderElected", at: moment, message)
    case .redated:
      if let leader { await label(leader, group, quorum) }
    case .silent(let since):
      guard let leader else { return }
      let mark: JSONValue = since.map { .string($0.text(fractionDigits: 3)) } ?? .null
      await write(["metadata": ["annotations": [LeaderLabel.silentSince: mark]]], to: leader.server, group.namespace)
    }
  }

  /// Brings voters and failure tolerance up to date.
  func tell(_ quorum: Quorum?, of leader: LeadershipState.Leader, group: ServerGroup) async {
    metrics.counted(group, quorum: quorum)
    await write(["metadata": ["annotations": LeaderMark.annotations(of: quorum)]], to: leader.server, group.namespace)
  }

  // MARK: Memory

  /// What a control plane before this one has remembered; nil when there was none, or nothing to remember.
  func recall(_ group: ServerGroup, servers: [ConsulServer]) async -> LeaderMemory? {
    do {
      let lease = try await client.find(Lease.self, namespace: group.namespace, name: LeaderMemory.name(of: group))
      return lease.flatMap(LeaderMemory.init(lease:)) ?? LeaderMemory(servers: servers)
    } catch {
      logger.warning("The memory of a Consul leader cannot be read", metadata: ["error": "\(error)"])
      return LeaderMemory(servers: servers)
    }
  }

  func remember(_ memory: LeaderMemory, of group: ServerGroup, owner: JSONValue?) async {
    let name = LeaderMemory.name(of: group)
    do {
      guard try await client.find(Lease.self, namespace: group.namespace, name: name) == nil else {
        try await client.modify(Lease.self, namespace: group.namespace, name: name) { lease in
          memory.write(to: &lease)
          return true
        }
        return
      }
      var lease = Lease(name: name, namespace: group.namespace)
      // It goes with the servers.
      if let owner { lease.json["metadata"]?["ownerReferences"] = [owner] }
      memory.write(to: &lease)
      try await client.create(lease)
    } catch {
      logger.warning(
        "Who leads a Consul cluster cannot be remembered; the next change is tried again",
        metadata: ["lease": "\(name)", "error": "\(error)"])
    }
  }

  // MARK: Writing

  private func record(
    _ kind: EventRecorder.Kind, about server: String, _ group: ServerGroup, _ servers: [ConsulServer],
    _ reason: String, at moment: Timestamp, _ message: String
  ) {
    recorder.record(
      kind, about: reference(server, group, servers), reason: reason, message: message,
      annotations: [LeaderLabel.moment: moment.text(fractionDigits: 3)])
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

  private func label(_ leader: LeadershipState.Leader, _ group: ServerGroup, _ quorum: Quorum?) async {
    let mark = LeaderMark(since: leader.since, run: leader.run, quorum: quorum)
    let patch: JSONValue = [
      "metadata": [
        "labels": [LeaderLabel.key: .string(LeaderLabel.value)],
        "annotations": mark.annotations,
      ]
    ]
    await write(patch, to: leader.server, group.namespace)
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
