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
  private let known = KnownServers()

  /// How often all servers are asked while one leads.
  static let interval = Duration.milliseconds(500)
  /// How often they are asked while nobody leads.
  private static let searchInterval = Duration.milliseconds(50)
  /// After this long without a leader the servers are asked less often: the quorum is lost, not an election under way.
  private static let urgency = Duration.seconds(60)
  private static let patientInterval = Duration.seconds(1)
  /// How many rounds pass between two looks at the voters, which autopilot counts anew every two seconds.
  private static let roundsPerCount = 4

  /// What is followed from one turn to the next.
  private struct Course {
    var state: LeadershipState
    var bookmarks: [String: LogBookmark] = [:]
    var memory: LeaderMemory?
    /// The voters as they were told last, and of which leader; nil when nobody could tell.
    var told: (leader: String, quorum: Quorum?)?
    var roundsSinceCount = 0
    var searchingSince: Timestamp?

    /// How long the servers are left alone now.
    mutating func pause(now: Timestamp) -> Duration {
      guard state.isSearching else {
        searchingSince = nil
        return GroupFollower.interval
      }
      let since = searchingSince ?? now
      searchingSince = since
      return now - since < urgency ? searchInterval : patientInterval
    }
  }

  /// Follows until `signal`, which is raised with every change of the group's pods, is finished.
  func run(_ signal: Signal) async {
    let memory = await reporting.recall(group, servers: servers())
    if let memory, memory.loss == nil { reporting.metrics.continues(group) }
    var course = Course(state: LeadershipState(memory: memory))
    course.memory = memory
    while !Task.isCancelled {
      // What the pods and the logs tell is not to wait for a server that does not answer.
      await look(&course)
      await ask(&course)
      let isAlone = course.state.reachable.isEmpty
      let pause = course.pause(now: now())
      guard await next(signal, orAfter: isAlone ? nil : pause) else { return }
    }
  }

  private func servers() -> [ConsulServer] {
    known.servers(among: pods.list(namespace: group.namespace)).filter { $0.group == group }
  }

  // MARK: Looking

  private func look(_ course: inout Course) async {
    let list = servers()
    var entries: [ConsulLog.Entry] = []
    var signs: [String: Timestamp] = [:]
    for server in list {
      var bookmark = course.bookmarks[server.uid] ?? LogBookmark()
      entries += logs.news(of: server, since: &bookmark)
      signs.merge(bookmark.lastSigns) { max($0, $1) }
      course.bookmarks[server.uid] = bookmark
    }
    // A pod that has just gone may be the one that led: when it was last heard of counts until the next look.
    for (uid, bookmark) in course.bookmarks where !list.contains(where: { $0.uid == uid }) {
      signs.merge(bookmark.lastSigns) { max($0, $1) }
      course.bookmarks[uid] = nil
    }
    let reports = course.state.look(servers: list, entries: entries, lastSigns: signs, now: now())
    await report(reports, list, &course)
  }

  // MARK: Asking

  private func ask(_ course: inout Course) async {
    let reachable = course.state.reachable
    guard !reachable.isEmpty else { return }
    await queries.keep(reachable, of: group)
    let began = now()
    var round = Round(answers: [:], addresses: [:])
    for server in reachable { round.addresses[server.name] = server.address }
    await withTaskGroup(of: (String, Round.Answer).self) { [queries] tasks in
      for server in reachable {
        tasks.addTask {
          do {
            let address = try await queries.leader(knownTo: server)
            return (server.name, address.map { .leader(address: $0) } ?? .nobody)
          } catch {
            // No answer is an answer, too.
            return (server.name, .silence)
          }
        }
      }
      for await (name, answer) in tasks { round.answers[name] = answer }
    }
    // What happened while the servers were asked comes before what they said.
    await look(&course)
    let reports = course.state.hear(round, began: began, now: now())
    await report(reports, servers(), &course)
    course.roundsSinceCount += 1
    guard let leader = course.state.leader else { return }
    if course.roundsSinceCount >= Self.roundsPerCount || course.told?.leader != leader.server {
      await count(leader, servers(), &course)
    }
  }

  /// Asks the leader for its voters, and tells them if they are not as they were.
  private func count(_ leader: LeadershipState.Leader, _ servers: [ConsulServer], _ course: inout Course) async {
    let quorum = await quorum(of: leader, servers, &course)
    if course.told?.leader != leader.server || course.told?.quorum != quorum {
      course.told = (leader.server, quorum)
      await reporting.tell(quorum, of: leader, group: group)
    }
  }

  private func quorum(
    of leader: LeadershipState.Leader, _ servers: [ConsulServer], _ course: inout Course
  ) async -> Quorum? {
    course.roundsSinceCount = 0
    guard let server = servers.first(where: { $0.name == leader.server && $0.containerID == leader.run }) else {
      return nil
    }
    do {
      return Quorum(try await queries.quorum(knownTo: server), servers: servers)
    } catch {
      // One answer that is late does not make the figures of before wrong.
      return course.told?.leader == leader.server ? course.told?.quorum : nil
    }
  }

  // MARK: Telling

  private func report(
    _ reports: [LeadershipState.Report], _ servers: [ConsulServer], _ course: inout Course
  ) async {
    guard !reports.isEmpty else { return }
    var quorum: Quorum?
    if let leader = course.state.leader {
      quorum = await self.quorum(of: leader, servers, &course)
      course.told = (leader.server, quorum)
      reporting.metrics.counted(group, quorum: quorum)
    }
    for (index, item) in reports.enumerated() {
      await reporting.carryOut(
        item, group: group, servers: servers, leader: course.state.leader, isLast: index == reports.count - 1,
        quorum: quorum)
    }
    guard let memory = course.state.memory, memory != course.memory else { return }
    course.memory = memory
    let pod = pods.list(namespace: group.namespace).first { pod in servers.contains { $0.uid == pod.uid } }
    let owner = pod?.metadata.json["ownerReferences"]?.arrayValue?.first { $0["controller"] == true }
    await reporting.remember(memory, of: group, owner: owner.map(Self.dependency))
  }

  /// The reference of an object that goes with the owner and is not controlled by it.
  private static func dependency(_ owner: JSONValue) -> JSONValue {
    var owner = owner
    owner["controller"] = nil
    owner["blockOwnerDeletion"] = nil
    return owner
  }

  // MARK: Waiting

  /// Waits for the next change of the pods, or this long; false when there is nothing more to follow.
  private func next(_ signal: Signal, orAfter pause: Duration?) async -> Bool {
    guard let pause else { return await signal.wait() }
    return await withTaskGroup(of: Bool.self) { tasks in
      tasks.addTask { await signal.wait() }
      tasks.addTask {
        // Cancelled when a pod changes first, which is no error.
        try? await Task.sleep(for: pause)
        return true
      }
      let first = await tasks.next() ?? false
      tasks.cancelAll()
      return first
    }
  }
}
