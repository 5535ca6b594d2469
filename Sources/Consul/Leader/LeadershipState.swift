package import KubeModel

/// What is known of one group's leadership, and what to do about it.
///
///     unknown ──► led(by a server) ◄──► lost(since)
///
/// `unknown` is the state before the first answer. `lost` begins when the leader's container ends, its pod goes, or
/// the servers say that there is none; it ends with the first answer that names a server which runs.
package struct LeadershipState: Sendable, Hashable {
  /// What is known.
  package enum Phase: Sendable, Hashable {
    case unknown
    case led(by: Leader)
    case lost(previous: Leader, since: Timestamp)
  }

  /// A server that leads.
  package struct Leader: Sendable, Hashable {
    package let server: String
    /// The run of the server: a restarted container is another one, though its pod has the same name.
    package let containerID: String?
    package let since: Timestamp
  }

  /// How many servers vote, and how many may fail.
  package struct Quorum: Sendable, Hashable {
    package let voters: Int

    package init(voters: Int) { self.voters = voters }

    package var failureTolerance: Int { voters == 0 ? 0 : (voters - 1) / 2 }
  }

  /// Something to report.
  package enum Report: Sendable, Hashable {
    case lost(server: String, at: Timestamp)
    /// `previous` and `leaderless` are nil for the first leader that is seen.
    case elected(server: String, previous: String?, leaderless: Duration?, quorum: Quorum, at: Timestamp)
  }

  package private(set) var phase = Phase.unknown
  private var servers: [String: ConsulServer] = [:]

  package init() {}

  /// Whether somebody is to be asked for the leader again and again: nobody is known to lead.
  package var isSearching: Bool {
    guard case .led = phase else { return servers.values.contains { $0.isRunning && $0.address != nil } }
    return false
  }

  /// The addresses of the servers that can be asked, by pod name.
  package var reachable: [(name: String, address: String)] {
    servers.values.filter(\.isRunning).compactMap { server in server.address.map { (server.name, $0) } }
      .sorted { $0.0 < $1.0 }
  }

  /// The server that is known to lead.
  package var leader: Leader? {
    guard case .led(let leader) = phase else { return nil }
    return leader
  }

  /// Takes note of the group's pods as they are at `now`.
  package mutating func update(servers list: [ConsulServer], now: Timestamp) -> [Report] {
    servers = Dictionary(list.map { ($0.name, $0) }) { _, last in last }
    guard case .led(let leader) = phase else { return [] }
    if let server = servers[leader.server], server.isRunning, server.containerID == leader.containerID { return [] }
    return lose(leader, at: end(of: leader, now: now))
  }

  /// When the leader's run ended: now, or, when nobody was there to see it, when its container's status says.
  ///
  /// Statuses have whole seconds, and after a restart they tell of the run before.
  private func end(of leader: Leader, now: Timestamp) -> Timestamp {
    guard let end = servers[leader.server]?.endedAt, end > leader.since, now - end > .seconds(2) else { return now }
    return end
  }

  /// Takes note of what a server said: the address of the leader, or nil for none.
  ///
  /// - Parameter electedAt: When the election was, if a log told it; otherwise `now` counts.
  package mutating func answer(
    leader address: String?, quorum: Quorum, electedAt: Timestamp? = nil, now: Timestamp
  ) -> [Report] {
    let named = servers.values.first { $0.address != nil && $0.address == address && $0.isRunning }
    guard let named else {
      // An address that belongs to no running server is that of the one just lost.
      if case .led(let leader) = phase { return lose(leader, at: now) }
      return []
    }
    switch phase {
    case .led(let leader) where leader.server == named.name && leader.containerID == named.containerID: return []
    case .led(let leader):
      return lose(leader, at: electedAt ?? now) + elect(named, electedAt ?? now, previous: leader, lostAt: now, quorum)
    case .lost(let previous, let since):
      if previous.server == named.name, previous.containerID == named.containerID, electedAt == nil {
        // It lost the leadership and has it again.
        return elect(named, now, previous: previous, lostAt: since, quorum)
      }
      return elect(named, max(electedAt ?? now, since), previous: previous, lostAt: since, quorum)
    case .unknown: return elect(named, electedAt ?? now, previous: nil, lostAt: nil, quorum)
    }
  }

  private mutating func lose(_ leader: Leader, at moment: Timestamp) -> [Report] {
    phase = .lost(previous: leader, since: moment)
    return [.lost(server: leader.server, at: moment)]
  }

  private mutating func elect(
    _ server: ConsulServer, _ moment: Timestamp, previous: Leader?, lostAt: Timestamp?, _ quorum: Quorum
  ) -> [Report] {
    phase = .led(by: Leader(server: server.name, containerID: server.containerID, since: moment))
    let leaderless = lostAt.map { max(.zero, moment - $0) }
    return [
      .elected(server: server.name, previous: previous?.server, leaderless: leaderless, quorum: quorum, at: moment)
    ]
  }
}
