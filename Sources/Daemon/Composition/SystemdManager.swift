package import SandboxRuntime
import SystemdSupport

extension ServiceManager {
  /// systemd, when it started this process as a unit of `Type=notify`.
  package static var systemd: ServiceManager {
    let interval = Systemd.watchdogInterval.map { Int64($0 / .nanoseconds(1)) }
    return ServiceManager(watchdogInterval: interval) { notice in
      switch notice {
      case .ready(let sentence): Systemd.ready(status: sentence)
      case .status(let sentence): Systemd.status(sentence)
      case .stopping: Systemd.stopping()
      case .alive: Systemd.pingWatchdog()
      }
    }
  }
}
