/// How many servers vote, and how many of them may fail before nobody can be elected.
package struct Quorum: Sendable, Hashable {
  package let voters: Int
  package let failureTolerance: Int

  package init(voters: Int, failureTolerance: Int) {
    self.voters = voters
    self.failureTolerance = failureTolerance
  }

  /// What a leader's report and the pods of its group come to.
  ///
  /// Autopilot finds out in seconds that a server has gone, and knows nothing yet right after an election; a server whose
  /// container does not run is gone for certain.
  ///
  /// - Parameter servers: The group's servers; a voter that is none of them counts as one that is well.
  package init(_ report: QuorumReport, servers: [ConsulServer]) {
    let gone = Set(servers.filter { !$0.isRunning }.compactMap(\.address))
    let running = Set(servers.filter(\.isRunning).compactMap(\.address))
    let well = report.voters.count { !gone.subtracting(running).contains($0) }
    let spare = max(0, well - (report.voters.count / 2 + 1))
    self.init(voters: report.voters.count, failureTolerance: min(report.failureTolerance ?? spare, spare))
  }

  /// As it is told.
  package var text: String { "\(voters) voters, failure tolerance \(failureTolerance)" }
}
