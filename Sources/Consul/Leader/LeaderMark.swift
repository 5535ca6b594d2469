package import KubeModel

/// A leadership as it is written on the leader's pod, where a restarted control plane finds it.
package struct LeaderMark: Sendable, Hashable {
  /// Since when the server leads.
  package let since: Timestamp
  /// The container's identity at that time: another one means that the run which led has ended.
  package let run: String
  package let quorum: LeadershipState.Quorum

  package init(since: Timestamp, run: String, quorum: LeadershipState.Quorum) {
    self.since = since
    self.run = run
    self.quorum = quorum
  }

  /// Reads a pod's annotations; nil when they do not tell the time and the run.
  init?(annotations: [String: String]) {
    guard let since = annotations[LeaderLabel.since].flatMap(Timestamp.init(_:)), let run = annotations[LeaderLabel.run]
    else { return nil }
    let voters = annotations[LeaderLabel.voters].flatMap { Int($0) } ?? 0
    self.init(since: since, run: run, quorum: LeadershipState.Quorum(voters: voters))
  }

  /// What stands on the pod.
  var annotations: JSONValue {
    [
      LeaderLabel.since: .string(since.text(fractionDigits: 3)), LeaderLabel.run: .string(run),
      LeaderLabel.voters: .string(String(quorum.voters)),
      LeaderLabel.failureTolerance: .string(String(quorum.failureTolerance)),
    ]
  }

  /// What takes it off again, in a merge patch.
  static let removal: JSONValue = [
    LeaderLabel.since: nil, LeaderLabel.run: nil, LeaderLabel.voters: nil, LeaderLabel.failureTolerance: nil,
  ]
}
