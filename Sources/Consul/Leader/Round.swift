/// What all servers of a group said when they were asked for the leader at the same time.
package struct Round: Sendable, Hashable {
  /// One server's answer.
  package enum Answer: Sendable, Hashable {
    /// None came in time.
    case silence
    /// It knows no leader.
    case nobody
    /// The address that it names, its own perhaps.
    case leader(address: String)
  }

  /// What follows from all answers.
  package enum Verdict: Sendable, Hashable {
    /// A server says that it leads itself.
    case leads(server: String)
    /// Those who answer know of no leader.
    case nobody
    /// The known leader does not answer, but nothing speaks against it.
    case unclear
  }

  /// By the names of the servers' pods.
  package var answers: [String: Answer]
  /// The servers' addresses by the same names.
  package var addresses: [String: String]

  package init(answers: [String: Answer], addresses: [String: String]) {
    self.answers = answers
    self.addresses = addresses
  }

  /// What the answers say.
  ///
  /// A follower goes on naming a leader that has died until its own heartbeat timeout, so only the word of the leader
  /// itself counts for it; and a leader that hung and woke up goes on taking itself for one, so of several that do the
  /// one counts that most servers name.
  ///
  /// - Parameter known: The leader until now; of two with as many names it is the one.
  package func verdict(known: String?) -> Verdict {
    func names(of server: String) -> Int { answers.values.count { $0 == .leader(address: addresses[server] ?? "") } }
    let claimants = answers.keys.filter { answers[$0] == .leader(address: addresses[$0] ?? "-") }.sorted()
    if let most = claimants.map(names).max() {
      let best = claimants.filter { names(of: $0) == most }
      if let known, best.contains(known) { return .leads(server: known) }
      if let first = best.first { return .leads(server: first) }
    }
    guard let known, answers[known] == .silence else {
      return answers.values.contains { $0 != .silence } ? .nobody : .unclear
    }
    // Somebody still hears from it, or nobody says anything.
    let others = answers.filter { $0.key != known && $0.value != .silence }
    return others.isEmpty || names(of: known) > 0 ? .unclear : .nobody
  }
}
