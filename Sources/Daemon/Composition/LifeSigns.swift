import ServiceLifecycle
import Synchronization

/// Tells `supervise` again and again that the control plane does its work.
///
/// A control plane that hangs gives no signs, and `supervise` starts it again.
struct LifeSigns: ServiceLifecycle.Service {
  let interval: Duration
  /// How long a write may take: a disk can be slow, which no new control plane would change.
  var writePatience = Duration.seconds(20)
  /// Asked before every sign; one that never answers, or says no, keeps the sign back.
  let isAlive: @Sendable () async -> Bool
  /// Goes through the store's one writer, changes nothing, and returns when its turn has come; while it does not return
  /// in time, no sign is given, for a control plane that only reads is of no use.
  let write: @Sendable () async -> Void
  let give: @Sendable () -> Void

  func run() async throws {
    await cancelWhenGracefulShutdown {
      let writtenAt = WriteTime()
      await withDiscardingTaskGroup { group in
        group.addTask {
          while !Task.isCancelled {
            await write()
            writtenAt.note()
            // The shutdown ends the sleep early.
            try? await Task.sleep(for: interval)
          }
        }
        while !Task.isCancelled {
          if writtenAt.age < writePatience, await isAlive() { give() }
          try? await Task.sleep(for: interval)
        }
      }
    }
  }
}

/// When the writer was last heard of.
private final class WriteTime: Sendable {
  private let moment = Mutex(ContinuousClock.now)

  var age: Duration { moment.withLock { $0.duration(to: .now) } }

  func note() { moment.withLock { $0 = .now } }
}
