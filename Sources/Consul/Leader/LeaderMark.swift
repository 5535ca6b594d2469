package import KubeModel

/// A leadership as it is written on the leader's pod, where a restarted control plane finds it.
package struct LeaderMark: Sendable, Hashable {
  /// Since when the server leads.
  package let since: Timestamp
  /// The container's identity at that time: another one means that the run which led has ended.
  package let run: String
  /// nil when nobody could tell it.
  package let quorum: Quorum?

  package init(since: Timestamp, run: String, quorum: Quorum?) {
    self.since = since
    self.run = run
    self.quorum = quorum
  }

  /// Reads a pod's annotations; nil when they do not tell the time and the run.
  init?(annotations: [String: String]) {
    guard let since = annotations[LeaderLabel.since].flatMap(Timestamp.init(_:)), let run = annotations[LeaderLabel.run]
    else { return nil }
    let voters = annotations[LeaderLabel.voters].flatMap { Int($0) }
    let tolerance = annotations[LeaderLabel.failureTolerance].flatMap { Int($0) }
    let quorum = voters.flatMap { voters in tolerance.map { Quorum(voters: voters, failureTolerance: $0) } }
    self.init(since: since, run: run, quorum: quorum)
  }

  /// What stands on the pod.
  var annotations: JSONValue {
    var annotations = Self.annotations(of: quorum)
    annotations[LeaderLabel.since] = .string(since.text(fractionDigits: 3))
    annotations[LeaderLabel.run] = .string(run)
    return annotations
  }

  /// What stands there of voters; in a merge patch, an unknown quorum takes the old figures off.
  static func annotations(of quorum: Quorum?) -> JSONValue {
    [
      LeaderLabel.voters: quorum.map { .string(String($0.voters)) } ?? .null,
      LeaderLabel.failureTolerance: quorum.map { .string(String($0.failureTolerance)) } ?? .null,
    ]
  }

  /// What takes it off again, in a merge patch.
  static let removal: JSONValue = [
    LeaderLabel.since: nil, LeaderLabel.run: nil, LeaderLabel.voters: nil, LeaderLabel.failureTolerance: nil,
    LeaderLabel.silentSince: nil,
  ]
}
