package import KubeModel

/// What a control plane remembers of a group's leadership for the one after it: a Lease in the group's namespace, as
/// Kubernetes' own components keep of who leads them.
package struct LeaderMemory: Sendable, Hashable {
  package let phase: LeadershipState.Phase
  /// Up to this time everything was reported.
  package let moment: Timestamp

  package init(phase: LeadershipState.Phase, moment: Timestamp) {
    self.phase = phase
    self.moment = moment
  }

  private static let run = LeaderLabel.run
  private static let since = LeaderLabel.since
  private static let previous = "consul.localkube.dev/previous-leader"
  private static let lostAt = "consul.localkube.dev/lost-at"
  private static let reportedUntil = "consul.localkube.dev/reported-until"

  /// The name of a group's Lease.
  package static func name(of group: ServerGroup) -> String {
    group.release.isEmpty ? "consul-leader" : "consul-leader-\(group.release)"
  }

  /// Reads a Lease; nil when it holds none.
  package init?(lease: Lease) {
    let annotations = lease.metadata.annotations
    func time(_ key: String) -> Timestamp? { annotations[key].flatMap(Timestamp.init(_:)) }
    guard let run = annotations[Self.run], let since = time(Self.since), let moment = time(Self.reportedUntil) else {
      return nil
    }
    let holder = lease.spec.holderIdentity ?? ""
    if !holder.isEmpty {
      phase = .led(by: .init(server: holder, run: run, since: since))
    } else if let previous = annotations[Self.previous] {
      phase = .lost(.init(previous: .init(server: previous, run: run, since: since), since: time(Self.lostAt)))
    } else {
      return nil
    }
    self.moment = moment
  }

  /// What a control plane that kept no Lease has left on the leader's pod; nil when it marked none.
  package init?(servers: [ConsulServer]) {
    guard let server = servers.first(where: { $0.mark != nil }), let mark = server.mark else { return nil }
    phase = .led(by: .init(server: server.name, run: mark.run, since: mark.since))
    moment = mark.since
  }

  /// Since when nobody leads, and who led before; nil when somebody does.
  package var loss: LeadershipState.Loss? {
    guard case .lost(let loss) = phase else { return nil }
    return loss
  }

  /// Writes it into a Lease that was there, or into a new one.
  func write(to lease: inout Lease) {
    let leader: LeadershipState.Leader
    var annotations = lease.metadata.annotations
    switch phase {
    case .unknown: return
    case .led(let present):
      leader = present
      if lease.spec.holderIdentity != present.server {
        lease.spec.leaseTransitions = (lease.spec.leaseTransitions ?? -1) + 1
      }
      lease.spec.holderIdentity = present.server
      annotations[Self.previous] = nil
      annotations[Self.lostAt] = nil
    case .lost(let loss):
      leader = loss.previous
      lease.spec.holderIdentity = ""
      annotations[Self.previous] = loss.previous.server
      annotations[Self.lostAt] = loss.since.map { $0.text(fractionDigits: 9) }
    }
    annotations[Self.run] = leader.run
    annotations[Self.since] = leader.since.text(fractionDigits: 9)
    annotations[Self.reportedUntil] = moment.text(fractionDigits: 9)
    lease.metadata.annotations = annotations
    lease.spec.acquireTime = MicroTimestamp(leader.since)
  }
}
