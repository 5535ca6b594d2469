import Consul
import KubeClient
import KubeModel
import LinuxSystem

/// Follows the deletion of a Consul leader's pod to its end: the loss, the election, the pod's return.
struct LeaderDeletion {
  private let client: HTTPKubeClient
  private let namespace: String
  private let pod: String
  private let uid: String
  private let events: LeaderEvents
  /// When the deletion was asked for, by the clock that Events are dated by.
  private let begin = Timestamp(nanoseconds: Clocks.now)

  /// How long an election and the pod's return may take; without a quorum there is no election at all.
  private static let patience = Duration.seconds(120)

  /// What is to be followed; nil when none of the objects about to be deleted is a leader's pod.
  init?(_ session: Session, _ references: [ObjectReference]) async throws {
    let pods = references.filter { $0.type.resource == Pod.resource }
    guard let namespace = pods.first?.namespace else { return nil }
    let options = ListOptions(labelSelector: "\(LeaderLabel.key)=\(LeaderLabel.value)")
    let leaders = try await session.client.list(Pod.self, namespace: namespace, options: options)
    guard let leader = leaders.first(where: { leader in pods.contains { $0.name == leader.name } }) else { return nil }
    client = session.client
    self.namespace = namespace
    pod = leader.name
    uid = leader.uid
    events = try await LeaderEvents(client: client, namespace: namespace)
  }

  /// Prints what happens, each line with the seconds since the deletion was asked for.
  ///
  /// - Throws: `CommandFailure` when nobody is elected, or the pod is not back, in two minutes.
  func run() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      tasks.addTask {
        try await followElection()
        try await followReturn()
        return true
      }
      tasks.addTask {
        try await Task.sleep(for: Self.patience)
        return false
      }
      let isDone = try await tasks.next() ?? false
      tasks.cancelAll()
      guard isDone else {
        throw CommandFailure(
          "no leader and no Ready pod \(pod) after \(Self.patience.inSeconds) s; localkube leader --watch goes on")
      }
    }
  }

  private func followElection() async throws {
    var events = events
    try await events.follow(client: client, namespace: namespace) { event in
      try say(event.message ?? "", at: LeaderEvents.moment(of: event))
      return event.reason != "LeaderElected"
    }
  }

  private func followReturn() async throws {
    let options = ListOptions(fieldSelector: "metadata.name=\(pod)")
    while true {
      for try await event in try await client.watch(Pod.resource, namespace: namespace, options: options) {
        switch event {
        case .added(let json), .modified(let json):
          let back = Pod(json: json)
          let isReady = back.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
          guard back.uid != uid, isReady else { continue }
          return try say("pod \(pod) is back and Ready", at: nil)
        case .deleted, .bookmark: continue
        }
      }
    }
  }

  /// - Parameter moment: When it happened; nil means just now.
  private func say(_ text: String, at moment: Timestamp?) throws {
    let moment = moment ?? Timestamp(nanoseconds: Clocks.now)
    try Console.line("\(max(moment - begin, .zero).inSeconds) s: \(text)")
  }
}
