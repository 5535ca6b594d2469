package import KubeModel

/// What is known of one group's leadership, and what to do about it.
///
///     unknown ──► led(by a server) ◄──► lost(since)
///
/// `unknown` is the state before the first answer, unless a pod is marked as the leader's: then the state begins with
/// what the mark says, so that a restarted control plane reports only what has changed meanwhile. `lost` begins when the leader's container ends, its pod goes, or
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

  /// When leaders came and went by their own logs; nil for what those do not tell.
  package struct Dates: Sendable, Hashable {
    package var elected: Timestamp?
    package var lost: Timestamp?

    package init(elected: Timestamp? = nil, lost: Timestamp? = nil) {
      self.elected = elected
      self.lost = lost
    }
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
    /// `previous` is nil for the first leader that is seen; `leaderless` also when nobody saw the loss.
    case elected(server: String, previous: String?, leaderless: Duration?, quorum: Quorum, at: Timestamp)
  }

  package private(set) var phase = Phase.unknown
  private var servers: [String: ConsulServer] = [:]

  /// Begins with what a control plane before this one has marked.
  package init(servers: [ConsulServer] = []) {
    for server in servers {
      guard let mark = server.mark else { continue }
      phase = .led(by: Leader(server: server.name, containerID: mark.run, since: mark.since))
    }
  }

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
    switch phase {
    case .unknown: return []
    case .lost(let previous, let since):
      // The servers may say that there is no leader before the status tells since when.
      phase = .lost(previous: previous, since: end(of: previous, now: since))
      return []
    case .led(let leader):
      return presentRun(of: leader) == nil ? lose(leader, at: end(of: leader, now: now)) : []
    }
  }

  /// The server, if the run of it that led goes on.
  private func presentRun(of leader: Leader) -> ConsulServer? {
    guard let server = servers[leader.server], server.isRunning, server.containerID == leader.containerID else {
      return nil
    }
    return server
  }

  /// When the leader's run ended: now, or, when nobody was there to see it, when its container's status says.
  ///
  /// Statuses have whole seconds, and after a restart they tell of the run before.
  private func end(of leader: Leader, now: Timestamp) -> Timestamp {
    guard let end = servers[leader.server]?.endedAt, end > leader.since, now - end > .seconds(2) else { return now }
    return end
  }

  /// The servers whose logs can date what an answer changes, and the moment from which on they are of interest; nil
  /// when the answer changes nothing.
  ///
  /// - Parameter address: The leader's, as in ``answer(leader:quorum:dates:now:)``.
  package func witnesses(
    leader address: String?
  ) -> (winner: ConsulServer, loser: ConsulServer?, since: Timestamp?)? {
    guard let winner = server(at: address) else { return nil }
    switch phase {
    case .unknown: return (winner, nil, nil)
    case .lost(let previous, _): return (winner, nil, previous.since)
    case .led(let leader):
      return isSame(leader, winner) ? nil : (winner, presentRun(of: leader), leader.since)
    }
  }

  /// Takes note of what a server said: the address of the leader, or nil for none.
  ///
  /// - Parameter dates: What the logs of the ``witnesses(leader:)`` tell; without it an election counts from `now`.
  package mutating func answer(
    leader address: String?, quorum: Quorum, dates: Dates = Dates(), now: Timestamp
  ) -> [Report] {
    guard let named = server(at: address) else {
      // An address that belongs to no running server is that of the one just lost.
      if case .led(let leader) = phase { return lose(leader, at: now) }
      return []
    }
    switch phase {
    case .unknown: return elect(named, dates.elected ?? now, previous: nil, lostAt: nil, quorum)
    case .led(let leader) where isSame(leader, named): return []
    case .led(let leader):
      // Nobody saw the loss: the loser's log dates it, or nothing does.
      let election = Self.date(dates.elected, after: leader.since) ?? now
      let loss = Self.date(dates.lost, after: leader.since)
      return lose(leader, at: loss ?? election) + elect(named, election, previous: leader, lostAt: loss, quorum)
    case .lost(let previous, let since):
      let election = Self.date(dates.elected, after: previous.since) ?? max(now, since)
      return elect(named, election, previous: previous, lostAt: since, quorum)
    }
  }

  private func server(at address: String?) -> ConsulServer? {
    servers.values.first { $0.address != nil && $0.address == address && $0.isRunning }
  }

  private func isSame(_ leader: Leader, _ server: ConsulServer) -> Bool {
    leader.server == server.name && leader.containerID == server.containerID
  }

  /// A date of a log, unless it tells of the time before; marks have milliseconds, logs have more.
  private static func date(_ date: Timestamp?, after moment: Timestamp) -> Timestamp? {
    guard let date, date - moment >= .milliseconds(1) else { return nil }
    return date
  }

  private mutating func lose(_ leader: Leader, at moment: Timestamp) -> [Report] {
    phase = .lost(previous: leader, since: moment)
    return [.lost(server: leader.server, at: moment)]
  }

  private mutating func elect(
    _ server: ConsulServer, _ moment: Timestamp, previous: Leader?, lostAt: Timestamp?, _ quorum: Quorum
  ) -> [Report] {
    phase = .led(by: Leader(server: server.name, containerID: server.containerID, since: moment))
    // A loss that was only noticed after the election says nothing about the time between the two.
    let leaderless = lostAt.flatMap { $0 <= moment ? moment - $0 : nil }
    return [
      .elected(server: server.name, previous: previous?.server, leaderless: leaderless, quorum: quorum, at: moment)
    ]
  }
}
