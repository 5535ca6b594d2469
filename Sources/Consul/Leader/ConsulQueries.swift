/// What the leader reporter asks Consul servers.
///
/// Every call throws when the server does not answer in time or answers with an error.
package protocol ConsulQueries: Sendable {
  /// The address of the leader that this server knows; nil when it knows none (`/v1/status/leader`, which needs no
  /// token and never waits).
  func leader(knownTo server: ConsulServer) async throws -> String?

  /// Who votes, and how many of them may fail, as this server, the leader, knows it.
  func quorum(knownTo server: ConsulServer) async throws -> QuorumReport

  /// Forgets servers that are gone; those of `group` in the list are still there.
  func keep(_ servers: [ConsulServer], of group: ServerGroup) async
}

/// What a leader says about its voters.
package struct QuorumReport: Sendable, Hashable {
  /// The addresses of the servers that vote, without their ports.
  package var voters: [String]
  /// How many healthy voters are more than the quorum needs, as autopilot has found; nil when it does not tell (yet).
  package var failureTolerance: Int?

  package init(voters: [String], failureTolerance: Int? = nil) {
    self.voters = voters
    self.failureTolerance = failureTolerance
  }
}
