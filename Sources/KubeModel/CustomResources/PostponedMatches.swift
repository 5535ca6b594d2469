import Synchronization

/// Matches that are too long to be made where others wait, such as in the store's writer.
///
/// Whoever checks objects there makes one current. When it is not empty afterwards, the check was made on guesses: it
/// is let go, the matches are made elsewhere, and the check is made once more with the same `PostponedMatches`.
package final class PostponedMatches: Sendable {
  /// The one to which long matches are left; nil has them made at once.
  @TaskLocal package static var current: PostponedMatches?

  private struct Match: Hashable {
    let pattern: SchemaPattern
    let text: String

    static func == (left: Self, right: Self) -> Bool { left.pattern === right.pattern && left.text == right.text }

    func hash(into hasher: inout Hasher) {
      hasher.combine(ObjectIdentifier(pattern))
      hasher.combine(text)
    }
  }

  private struct State {
    var waiting: Set<Match> = []
    var verdicts: [Match: Bool] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// What is known; a match that was not made yet waits, and counts as one.
  func verdict(of pattern: SchemaPattern, on text: String) -> Bool {
    state.withLock { state in
      let match = Match(pattern: pattern, text: text)
      if let known = state.verdicts[match] { return known }
      state.waiting.insert(match)
      return true
    }
  }

  package var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

  /// Makes the matches that wait.
  package func make() {
    for match in state.withLock({ $0.waiting }) {
      let verdict = match.pattern.matchesNow(match.text)
      state.withLock { state in
        state.verdicts[match] = verdict
        state.waiting.remove(match)
      }
    }
  }
}
