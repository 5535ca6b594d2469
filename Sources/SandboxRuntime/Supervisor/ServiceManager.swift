/// Who supervises `supervise`: systemd, when it runs as a unit.
package struct ServiceManager: Sendable {
  /// What the manager is told.
  package enum Notice: Sendable, Hashable {
    /// The cluster can be used; a sentence on its state.
    case ready(String)
    /// A sentence on the cluster's state.
    case status(String)
    /// The cluster is being powered off.
    case stopping
    /// `supervise` is alive; to be said more often than the watchdog's interval.
    case alive
  }

  /// How often it wants to hear that `supervise` is alive, in nanoseconds; nil when it does not.
  ///
  /// `supervise` demands the same of `serve`.
  package let watchdogInterval: Int64?
  /// Tells it; never fails and never waits.
  package let notify: @Sendable (Notice) -> Void

  package init(watchdogInterval: Int64?, notify: @escaping @Sendable (Notice) -> Void) {
    self.watchdogInterval = watchdogInterval
    self.notify = notify
  }

  /// Nobody.
  package static let none = ServiceManager(watchdogInterval: nil) { _ in }
}
