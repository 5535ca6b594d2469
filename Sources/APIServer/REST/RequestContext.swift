import Synchronization

/// What goes with a request through the API: who asks, the warnings collected for the answer's `Warning` headers, and
/// what is to be noted in the audit log.
package final class RequestContext: Sendable {
  package let user: UserInfo
  private let collected = Mutex(WarningList())
  private let noted = Mutex<[String: String]>([:])

  package init(user: UserInfo) { self.user = user }

  /// Adds a warning, within what the headers of an answer may hold.
  package func warn(_ text: String) { collected.withLock { $0.add(text) } }

  /// The warnings so far, in the order in which they arose.
  package var warnings: [String] { collected.withLock { $0.texts } }

  /// Notes an annotation for the audit log, unless there is one under that key.
  func annotate(_ key: String, _ value: String) {
    noted.withLock { $0[key] = $0[key] ?? value }
  }

  /// The annotations for the audit log so far.
  var auditAnnotations: [String: String] { noted.withLock { $0 } }
}
