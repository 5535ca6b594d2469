import Synchronization

/// What goes with a request through the API: who asks, and the warnings collected for the answer's `Warning` headers.
package final class RequestContext: Sendable {
  package let user: UserInfo
  private let collected = Mutex<[String]>([])

  package init(user: UserInfo) { self.user = user }

  /// Adds a warning unless it is there already.
  package func warn(_ text: String) {
    collected.withLock { if !$0.contains(text) { $0.append(text) } }
  }

  /// The warnings so far, in the order in which they arose.
  package var warnings: [String] { collected.withLock { $0 } }
}
