import ServiceLifecycle

/// Tells `supervise` again and again that the control plane does its work.
///
/// A control plane that hangs gives no signs, and `supervise` starts it again.
struct LifeSigns: ServiceLifecycle.Service {
  let interval: Duration
  /// Asked before every sign; one that never answers, or says no, keeps the sign back.
  let isAlive: @Sendable () async -> Bool
  let give: @Sendable () -> Void

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if await isAlive() { give() }
        // The shutdown ends the sleep early.
        try? await Task.sleep(for: interval)
      }
    }
  }
}
