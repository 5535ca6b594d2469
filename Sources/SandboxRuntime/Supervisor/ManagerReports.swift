import LinuxSystem

/// What the ``ServiceManager`` is told of a cluster's life, and when.
struct ManagerReports: Sendable {
  private let manager: ServiceManager
  private let pingInterval: Int64?
  private var wasReady = false
  private var isStopping = false

  /// When the next sign of life is due; nil when none is wanted.
  private(set) var pingAt: Int64?

  init(_ manager: ServiceManager) {
    self.manager = manager
    // sd_watchdog_enabled(3) advises at least half the interval.
    pingInterval = manager.watchdogInterval.map { max($0 / 3, 1_000_000) }
    pingAt = pingInterval.map { Clocks.monotonic + $0 }
  }

  /// Gives the sign of life when it is due.
  mutating func ping(now: Int64) {
    guard let due = pingAt, now >= due else { return }
    manager.notify(.alive)
    pingAt = pingInterval.map { now + $0 }
  }

  /// `serve` said something.
  mutating func progress(_ line: String) {
    guard !isStopping else { return }
    if let step = line.after(Supervise.stepPrefix), !wasReady {
      manager.notify(.status("Starting: \(step)"))
    } else if let sentence = line.after(Supervise.readyPrefix) {
      manager.notify(wasReady ? .status(sentence) : .ready(sentence))
      wasReady = true
    } else if let reason = line.after(Supervise.failurePrefix) {
      manager.notify(.status(reason))
    }
  }

  /// `serve` has ended.
  func serveEnded(code: Int32, podsGoOn: Bool) {
    guard wasReady, !isStopping else { return }
    let pods = podsGoOn ? "the pods go on" : "the pods too, since their sandboxes ended"
    let text = "the control plane ended (exit code \(code)) and is started again; \(pods)"
    Supervisor.log(text)
    manager.notify(.status(text))
  }

  /// The cluster is being powered off.
  mutating func stopping() {
    guard !isStopping else { return }
    isStopping = true
    manager.notify(.stopping)
    manager.notify(.status("Powering off"))
  }
}

extension String {
  /// What stands behind a prefix; nil without it.
  fileprivate func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
