package import KubeModel

/// What is known of one group's leadership, and what to report about it.
///
///     unknown ──► led(by a server) ◄──► lost(since)
///
/// The servers' own logs decide: a leadership begins with `acquired` and ends with `lost` in the leader's log, and what
/// happened while nobody looked is told in its order. A leadership also ends with the leader's container, with the
/// election of another server, and when the servers know of no leader any more, as when the leader hangs. Where logs do
/// not tell (a level above INFO), the servers' answers do, a moment later.
///
/// `unknown` is the state before the first news, unless there is a ``LeaderMemory``: then the state begins with it, so
/// that a restarted control plane reports only what has happened meanwhile.
package struct LeadershipState: Sendable {
  /// What is known.
  package enum Phase: Sendable, Hashable {
    case unknown
    case led(by: Leader)
    case lost(Loss)
  }

  /// A server that leads.
  package struct Leader: Sendable, Hashable {
    package let server: String
    /// The run of the server: a restarted container is another one, though its pod has the same name.
    package let run: String
    package internal(set) var since: Timestamp
    /// Whether `since` is from the server's log, or from before this control plane.
    var isDated = true
    /// When it last said itself that it leads.
    var lastSeen: Timestamp?
    /// Since when it does not answer while nobody says that it leads no more; nil when it answers.
    package internal(set) var silentSince: Timestamp?

    package init(server: String, run: String, since: Timestamp) {
      self.server = server
      self.run = run
      self.since = since
    }
  }

  /// A time without a leader.
  package struct Loss: Sendable, Hashable {
    package let previous: Leader
    /// nil when nobody saw its begin.
    package internal(set) var since: Timestamp?
    /// Whether the begin is only known from what the servers answered.
    var isEstimate = false

    package init(previous: Leader, since: Timestamp?) {
      self.previous = previous
      self.since = since
    }
  }

  /// Something to report.
  package enum Report: Sendable, Hashable {
    case lost(server: String, at: Timestamp)
    /// `previous` is nil for the first leader that is seen; `leaderless` also when nobody saw the loss.
    case elected(server: String, previous: String?, leaderless: Duration?, at: Timestamp)
    /// The leader has begun to lead at another time than was reported.
    case redated
    /// The leader has not answered since then, or answers again.
    case silent(since: Timestamp?)
  }

  package private(set) var phase = Phase.unknown
  private var servers: [String: ConsulServer] = [:]
  /// When each run was last heard of.
  private var lastSigns: [String: Timestamp] = [:]
  /// What was read before the time came to decide about it.
  private var pending: [ConsulLog.Entry] = []
  /// The containers' runs that were seen running.
  private var seenRuns: Set<String> = []
  /// What was written up to this time was decided about before.
  private var start: Timestamp?
  /// The time of the last entry that was decided about.
  private var horizon: Timestamp?
  /// A server that says that it leads while its log does not, and since when.
  private var candidate: (leader: Leader, since: Timestamp)?
  /// How many rounds in a row knew of no leader.
  private var leaderlessRounds = 0

  /// A log may be written this much later than the log of another server that it belongs before.
  static let settling = Duration.milliseconds(300)
  /// A server that runs logs its loss within this time of its last word as the leader.
  static let logDelay = Duration.seconds(3)
  /// This long the log of a server that says that it leads is waited for.
  static let logPatience = Duration.milliseconds(500)
  /// A run that has logged something is in its pod's status after this time at the latest.
  static let statusPatience = Duration.seconds(5)
  /// A leader that is silent for this long is reported so.
  static let silencePatience = Duration.seconds(5)

  /// Begins with what a control plane before this one has remembered.
  package init(memory: LeaderMemory? = nil) {
    guard let memory else { return }
    phase = memory.phase
    start = memory.moment
    horizon = memory.moment
  }

  // MARK: What to do next

  /// Whether the servers are to be asked again soon: somebody is to be elected, or something is not decided yet.
  package var isSearching: Bool {
    if case .led = phase, pending.isEmpty, candidate == nil, leaderlessRounds == 0 { return false }
    return !reachable.isEmpty
  }

  /// The servers that can be asked, by their pods' names.
  package var reachable: [ConsulServer] {
    servers.values.filter { $0.isRunning && $0.address != nil }.sorted { $0.name < $1.name }
  }

  /// The server that is known to lead.
  package var leader: Leader? {
    guard case .led(let leader) = phase else { return nil }
    return leader
  }

  /// What a control plane after this one must know; nil before there is anything.
  package var memory: LeaderMemory? {
    switch phase {
    case .unknown: nil
    case .led(let leader): LeaderMemory(phase: phase, moment: max(horizon ?? leader.since, leader.since))
    case .lost(let loss):
      LeaderMemory(phase: phase, moment: max(horizon ?? loss.previous.since, loss.since ?? loss.previous.since))
    }
  }

  // MARK: News

  /// Takes note of the group's pods and of what stands in their logs at `now`, each entry given once.
  ///
  /// - Parameter lastSigns: When each run was last heard of.
  package mutating func look(
    servers list: [ConsulServer], entries: [ConsulLog.Entry], lastSigns: [String: Timestamp] = [:], now: Timestamp
  ) -> [Report] {
    servers = Dictionary(list.map { ($0.name, $0) }) { _, last in last }
    self.lastSigns = lastSigns
    let runs = list.compactMap(\.containerID)
    seenRuns = seenRuns.count > 100 ? Set(runs) : seenRuns.union(runs)
    pending += entries.filter { entry in start.map { entry.moment > $0 } ?? true }
    pending.sort { $0.moment < $1.moment }
    if case .unknown = phase { forgetHistory() }
    var reports: [Report] = []
    while let entry = pending.first {
      if mustWait(for: entry, now: now) { break }
      pending.removeFirst()
      horizon = max(horizon ?? entry.moment, entry.moment)
      reports += entry.report == .acquired ? acquire(entry, now: now) : giveUp(entry)
    }
    // The status of a run may come later than what it logs.
    if pending.isEmpty, case .led(let leader) = phase, let end = end(of: leader, now: now),
      seenRuns.contains(leader.run) || now - leader.since > Self.statusPatience
    {
      reports += lose(leader, at: end)
    }
    return reports
  }

  /// Takes note of what the servers answered when they were asked at `began`.
  package mutating func hear(_ round: Round, began: Timestamp, now: Timestamp) -> [Report] {
    switch round.verdict(known: leader?.server) {
    case .leads(let name):
      leaderlessRounds = 0
      guard let server = servers[name], let run = server.containerID else { return [] }
      return hear(Leader(server: name, run: run, since: began), began: began, now: now)
    case .nobody:
      candidate = nil
      guard case .led(let leader) = phase, began > leader.since else { return [] }
      // Once may be a moment between two looks at the log.
      leaderlessRounds += 1
      guard leaderlessRounds > 1 else { return [] }
      return lose(leader, at: leader.lastSeen ?? began, isEstimate: true)
    case .unclear:
      candidate = nil
      leaderlessRounds = 0
      guard case .led(var leader) = phase, leader.silentSince == nil else { return [] }
      guard let seen = leader.lastSeen else {
        leader.lastSeen = began
        phase = .led(by: leader)
        return []
      }
      guard now - seen > Self.silencePatience else { return [] }
      leader.silentSince = seen
      phase = .led(by: leader)
      return [.silent(since: seen)]
    }
  }

  private mutating func hear(_ named: Leader, began: Timestamp, now: Timestamp) -> [Report] {
    if case .led(var leader) = phase, isSame(leader, named) {
      candidate = nil
      let wasSilent = leader.silentSince != nil
      leader.lastSeen = began
      leader.silentSince = nil
      phase = .led(by: leader)
      return wasSilent ? [.silent(since: nil)] : []
    }
    guard let candidate, isSame(candidate.leader, named) else {
      self.candidate = (named, began)
      return []
    }
    guard now - candidate.since >= Self.logPatience, pending.isEmpty else { return [] }
    var elected = candidate.leader
    elected.isDated = false
    elected.lastSeen = began
    return takeOver(elected, lossAt: nil)
  }

  // MARK: Logs

  /// Of what was before the first look only the end is of interest.
  private mutating func forgetHistory() {
    guard let last = pending.lastIndex(where: { $0.report == .acquired }) else { return pending.removeAll() }
    pending.removeFirst(last)
  }

  /// Whether the loss that belongs before this election may still be to come.
  private func mustWait(for entry: ConsulLog.Entry, now: Timestamp) -> Bool {
    guard entry.report == .acquired, case .led(let leader) = phase, now - entry.moment < Self.settling else {
      return false
    }
    return !isOf(leader, entry) && presentRun(of: leader) != nil && loss(of: leader, by: entry) == nil
  }

  /// When the leader gave up, by its log, before or about the time of another's election.
  private func loss(of leader: Leader, by election: ConsulLog.Entry) -> Timestamp? {
    pending.first { $0.report == .lost && isOf(leader, $0) && $0.moment - election.moment < .seconds(1) }?.moment
  }

  private mutating func acquire(_ entry: ConsulLog.Entry, now: Timestamp) -> [Report] {
    candidate = nil
    let elected = Leader(server: entry.server, run: entry.run, since: entry.moment)
    if case .led(var leader) = phase, isSame(leader, elected) {
      // What is remembered may have lost the last digits of the time.
      if leader.isDated, entry.moment - leader.since < .milliseconds(1) { return [] }
      if leader.isDated { return takeOver(elected, lossAt: nil) }
      // Its answer was quicker than its log.
      leader.since = entry.moment
      leader.isDated = true
      phase = .led(by: leader)
      return [.redated]
    }
    var lossAt: Timestamp?
    if case .led(let leader) = phase {
      lossAt = loss(of: leader, by: entry) ?? end(of: leader, now: now) ?? leader.lastSeen
      pending = pending.filter { later in
        !(later.report == .lost && isOf(leader, later) && later.moment - entry.moment < .seconds(1))
      }
    }
    return takeOver(elected, lossAt: lossAt)
  }

  private mutating func giveUp(_ entry: ConsulLog.Entry) -> [Report] {
    switch phase {
    case .led(let leader) where isOf(leader, entry):
      return entry.moment < leader.since ? [] : lose(leader, at: entry.moment)
    case .lost(var loss) where isOf(loss.previous, entry) && entry.moment >= loss.previous.since:
      // A server that hung says so when it wakes up; it had stopped to lead before.
      if let since = loss.since, entry.moment > since, !loss.isEstimate || entry.moment - since > Self.logDelay {
        return []
      }
      loss.since = entry.moment
      phase = .lost(loss)
      return []
    case .unknown, .led, .lost: return []
    }
  }

  // MARK: Changes

  private mutating func lose(_ leader: Leader, at moment: Timestamp, isEstimate: Bool = false) -> [Report] {
    let moment = max(moment, leader.since)
    leaderlessRounds = 0
    var loss = Loss(previous: leader, since: moment)
    loss.isEstimate = isEstimate
    phase = .lost(loss)
    return [.lost(server: leader.server, at: moment)]
  }

  /// - Parameter lossAt: When the leader of now gave up; nil when nobody saw it.
  private mutating func takeOver(_ elected: Leader, lossAt: Timestamp?) -> [Report] {
    candidate = nil
    leaderlessRounds = 0
    var reports: [Report] = []
    var previous: Leader?
    var begin: Timestamp?
    switch phase {
    case .unknown: break
    case .led(let leader):
      previous = leader
      begin = (lossAt ?? (elected.isDated ? nil : leader.lastSeen)).map { min(max($0, leader.since), elected.since) }
      reports = [.lost(server: leader.server, at: begin ?? elected.since)]
    case .lost(let loss):
      previous = loss.previous
      begin = loss.since
    }
    phase = .led(by: elected)
    let leaderless = begin.map { max(elected.since - $0, .zero) }
    return reports + [
      .elected(server: elected.server, previous: previous?.server, leaderless: leaderless, at: elected.since)
    ]
  }

  // MARK: Runs

  private func isSame(_ leader: Leader, _ other: Leader) -> Bool {
    leader.server == other.server && leader.run == other.run
  }

  private func isOf(_ leader: Leader, _ entry: ConsulLog.Entry) -> Bool {
    leader.server == entry.server && leader.run == entry.run
  }

  /// The server, if the run of it that led goes on.
  private func presentRun(of leader: Leader) -> ConsulServer? {
    guard let server = servers[leader.server], server.isRunning, server.containerID == leader.run else { return nil }
    return server
  }

  /// When the leader's run ended, as far as can be told; nil for one that goes on.
  private func end(of leader: Leader, now: Timestamp) -> Timestamp? {
    guard presentRun(of: leader) == nil else { return nil }
    let alive = [lastSigns[leader.run], leader.lastSeen].compactMap { $0 }.reduce(leader.since, max)
    // Statuses have whole seconds; one of before the election tells of an earlier run.
    guard let end = servers[leader.server]?.endedAt, end - leader.since > .seconds(-1) else {
      // The pod is gone, or went with its node: if it was there a moment ago, it was just now.
      return leader.lastSeen.map { now - $0 < .seconds(2) } == true ? now : alive
    }
    return now - end < .seconds(2) ? min(now, end + .seconds(1)) : max(end, alive)
  }
}
