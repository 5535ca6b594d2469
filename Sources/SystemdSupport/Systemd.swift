private import CSystemd
private import Glibc

/// What a service tells systemd and is given by it (sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3)).
///
/// Everything does nothing when the process was not started by systemd.
package enum Systemd {
  /// Whether systemd wants to be told: `NOTIFY_SOCKET` is set.
  package static var isListening: Bool { unsafe getenv("NOTIFY_SOCKET") != nil }

  /// Start-up is done.
  package static func ready(status: String) { notify("READY=1\nSTATUS=\(oneLine(status))") }

  /// The line that `systemctl status` shows.
  package static func status(_ status: String) { notify("STATUS=\(oneLine(status))") }

  /// The service is on its way down.
  package static func stopping() { notify("STOPPING=1") }

  /// The service is alive; to be sent more often than the unit's `WatchdogSec` says.
  package static func pingWatchdog() { notify("WATCHDOG=1") }

  /// How often systemd wants to hear from this process; nil without a watchdog.
  package static var watchdogInterval: Duration? {
    var microseconds: UInt64 = 0
    guard unsafe sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
    return .microseconds(Int64(clamping: microseconds))
  }

  /// The sockets of a socket unit, as descriptors that the caller has to close.
  package static var listeningDescriptors: [Int32] {
    let count = sd_listen_fds(0)
    return count > 0 ? (0..<count).map { firstListeningDescriptor + $0 } : []
  }

  /// `SD_LISTEN_FDS_START` of sd_listen_fds(3).
  private static let firstListeningDescriptor: Int32 = 3

  private static func notify(_ state: String) {
    // sd_notify(3) advises to ignore the result: without systemd there is nobody to tell.
    _ = unsafe sd_notify(0, state)
  }

  /// A line break would start another assignment.
  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }
}
