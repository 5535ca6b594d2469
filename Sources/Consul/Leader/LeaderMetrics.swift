import Synchronization

/// The figures of the leader reporter, for `/metrics`.
package final class LeaderMetrics: Sendable {
  /// The figures of one group.
  package struct Figures: Sendable, Hashable {
    package var hasLeader = false
    package var elections = 0
    package var losses = 0
    /// The time without a leader, summed over all elections.
    package var leaderless = Duration.zero
    package var voters = 0
    package var failureTolerance = 0
  }

  private let figures = Mutex<[ServerGroup: Figures]>([:])

  package init() {}

  /// The figures of all groups that were ever seen.
  package var all: [ServerGroup: Figures] { figures.withLock { $0 } }

  /// Somebody leads, but was not elected in the time of this control plane.
  func continues(_ group: ServerGroup) { figures.withLock { $0[group, default: Figures()].hasLeader = true } }

  /// How many servers vote and may fail now.
  func counted(_ group: ServerGroup, quorum: Quorum?) {
    figures.withLock {
      $0[group, default: Figures()].voters = quorum?.voters ?? 0
      $0[group, default: Figures()].failureTolerance = quorum?.failureTolerance ?? 0
    }
  }

  func lost(_ group: ServerGroup) {
    figures.withLock {
      $0[group, default: Figures()].hasLeader = false
      $0[group, default: Figures()].losses += 1
    }
  }

  func elected(_ group: ServerGroup, leaderless: Duration?) {
    figures.withLock {
      var entry = $0[group, default: Figures()]
      entry.hasLeader = true
      entry.elections += 1
      entry.leaderless += leaderless ?? .zero
      $0[group] = entry
    }
  }
}
