import ControllerKit
import KubeModel
import Logging

/// Follows one group of servers: the shell around ``LeadershipState``.
struct GroupFollower: Sendable {
  let group: ServerGroup
  let pods: Informer<Pod>
  let queries: any ConsulQueries
  let logs: any ServerLogs
  let reporting: LeaderReporting
  let now: @Sendable () -> Timestamp
  let logger: Logger

  /// How often the servers are asked while nobody leads.
  private static let searchInterval = Duration.milliseconds(50)
  /// After this long without a leader the servers are asked less often: the quorum is lost, not an election under way.
  private static let urgency = Duration.seconds(60)
  private static let patientInterval = Duration.seconds(1)

  /// Why the follower has work again.
  private enum Wake: Sendable {
    case podsChanged
    case consulChanged(index: UInt64)
    case queryFailed
    case due
    case ended
  }

  /// Follows until `signal`, which is raised with every change of the group's pods, is finished.
  func run(_ signal: Signal) async {
    let known = servers()
    var state = LeadershipState(servers: known)
    reporting.takeUp(known, of: group)
    var index: UInt64 = 0
    var searchingSince: Timestamp?
    while !Task.isCancelled {
      await report(state.update(servers: servers(), now: now()))
      if state.isSearching || state.leader == nil {
        if let answer = await ask(state) { await report(await apply(answer, to: &state)) }
      }
      let wake: Wake
      if let leader = state.leader, let address = state.reachable.first(where: { $0.name == leader.server })?.address {
        searchingSince = nil
        wake = await next(signal) { [index] in await waitForChange(at: address, since: index) }
      } else if state.isSearching {
        let since = searchingSince ?? now()
        searchingSince = since
        let interval = now() - since < Self.urgency ? Self.searchInterval : Self.patientInterval
        wake = await next(signal) { await Self.pause(interval) }
      } else {
        wake = await next(signal)
      }
      switch wake {
      case .ended: return
      case .consulChanged(let new): index = new < index ? 0 : new
      case .queryFailed:
        index = 0
        // The leader does not answer any more, or leads no more: whether it lost the leadership its peers know.
        let answer = await ask(state)
        await report(await apply(answer ?? Answer(leader: nil, quorum: .init(voters: 0)), to: &state))
      case .podsChanged, .due: break
      }
      if case .consulChanged = wake, let answer = await ask(state) {
        await report(await apply(answer, to: &state))
      }
    }
  }

  private func servers() -> [ConsulServer] {
    pods.list(namespace: group.namespace).compactMap(ConsulServer.init(pod:)).filter { $0.group == group }
  }

  private func report(_ reports: [LeadershipState.Report]) async {
    for item in reports { await reporting.carryOut(item, group: group, servers: servers()) }
  }

  // MARK: Asking

  private struct Answer: Sendable {
    var leader: String?
    var quorum: LeadershipState.Quorum
  }

  private func apply(_ answer: Answer, to state: inout LeadershipState) async -> [LeadershipState.Report] {
    let moment = now()
    var dates = LeadershipState.Dates()
    if let witnesses = state.witnesses(leader: answer.leader) {
      let winner = await lines(of: witnesses.winner, since: witnesses.since)
      dates.elected = ConsulLog.election(of: witnesses.winner.name, in: winner)
      if let loser = witnesses.loser { dates.lost = ConsulLog.loss(in: await lines(of: loser, since: witnesses.since)) }
    }
    return state.answer(leader: answer.leader, quorum: answer.quorum, dates: dates, now: moment)
  }

  private func lines(of server: ConsulServer, since: Timestamp?) async -> [ConsulLog.Line] {
    do {
      return try await logs.lines(of: server, since: since)
    } catch {
      logger.debug(
        "A Consul server's log cannot be read; its election counts from now",
        metadata: ["pod": "\(server.name)", "error": "\(error)"])
      return []
    }
  }

  /// Who leads, when a server says so and the one it names says so too.
  ///
  /// A follower goes on naming a leader that has died until its own heartbeat timeout. nil when nobody leads for
  /// certain.
  private func ask(_ state: LeadershipState) async -> Answer? {
    let addresses = state.reachable.map(\.address)
    let named = await withTaskGroup(of: String?.self) { tasks in
      for address in addresses {
        // A server that does not answer knows no leader.
        tasks.addTask { (try? await queries.leader(knownTo: address)) ?? nil }
      }
      var names: Set<String> = []
      for await case let name? in tasks { names.insert(name) }
      return names
    }
    for candidate in named.sorted() where addresses.contains(candidate) {
      // As above: no answer is no confirmation.
      guard let itself = try? await queries.leader(knownTo: candidate), itself == candidate else { continue }
      // Without the number the report says 0 voters, which is what is known.
      let voters = (try? await queries.voters(knownTo: candidate)) ?? 0
      return Answer(leader: candidate, quorum: LeadershipState.Quorum(voters: voters))
    }
    return nil
  }

  private func waitForChange(at address: String, since index: UInt64) async -> Wake {
    do {
      return .consulChanged(index: try await queries.change(knownTo: address, since: index))
    } catch {
      return .queryFailed
    }
  }

  private static func pause(_ interval: Duration) async -> Wake {
    // Cancelled when a pod changes first, which is no error.
    try? await Task.sleep(for: interval)
    return .due
  }

  /// The next change of the pods, or the result of `other` if that comes first.
  private func next(_ signal: Signal, or other: (@Sendable () async -> Wake)? = nil) async -> Wake {
    await withTaskGroup(of: Wake.self) { tasks in
      tasks.addTask { await signal.wait() ? .podsChanged : .ended }
      if let other { tasks.addTask { await other() } }
      let first = await tasks.next() ?? .ended
      tasks.cancelAll()
      return first
    }
  }
}
