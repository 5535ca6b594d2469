import ServiceLifecycle

/// Tells systemd that the service is ready, that it is alive, and that it stops.
///
/// Put it last into a service group: it is then the first to learn of a shutdown. Without systemd it only waits.
package struct SystemdNotifier: ServiceLifecycle.Service {
  private let status: String
  private let isAlive: @Sendable () async -> Bool

  /// - Parameters:
  ///   - status: The status line once the service is ready.
  ///   - isAlive: Asked before every ping of the watchdog; false withholds it, so that systemd restarts the service.
  package init(status: String, isAlive: @escaping @Sendable () async -> Bool = { true }) {
    self.status = status
    self.isAlive = isAlive
  }

  package func run() async throws {
    Systemd.ready(status: status)
    await withGracefulShutdownHandler {
      await cancelWhenGracefulShutdown { await wait() }
    } onGracefulShutdown: {
      Systemd.stopping()
    }
  }

  /// Pings at half the interval that systemd asks for, as sd_watchdog_enabled(3) advises.
  private func wait() async {
    let interval = Systemd.watchdogInterval.map { $0 / 2 }
    while !Task.isCancelled {
      guard let interval else {
        // Nothing is to be done until the shutdown, which ends this sleep.
        try? await Task.sleep(for: .seconds(86_400))
        continue
      }
      if await isAlive() { Systemd.pingWatchdog() }
      // The shutdown ends the sleep early.
      try? await Task.sleep(for: interval)
    }
  }
}
