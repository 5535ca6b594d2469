import KubeModel
import LinuxSystem
import Logging

/// The watch over what a pod keeps on disk.
extension PodWorker {
  /// The kubelet's own interval, which is kept to the extent that looking costs little.
  private static let interval = Duration.seconds(10)
  /// The share of the time that goes into looking: one part in so many.
  private static let rest = 100

  /// Evicts the pod when it keeps more than it may; nothing is done for pods without limits.
  func watchStorage(of pod: Pod, _ group: inout DiscardingTaskGroup) {
    let limits = StorageLimits(of: pod.spec)
    guard !limits.isEmpty else { return }
    let paths = PodPaths(
      pod: pod, pods: context.configuration.podsDirectory, logs: context.configuration.logsDirectory)
    group.addTask {
      var wait = Self.interval
      // Cancelled means that the worker ends.
      while (try? await Task.sleep(for: wait)) != nil {
        let start = ContinuousClock.now
        if let message = await exceeded(limits, paths) {
          send.yield(.input(.evicted(message: message)))
          return
        }
        wait = max(Self.interval, (ContinuousClock.now - start) * Self.rest)
      }
    }
  }

  /// Looks in a thread of its own, since a pod may have very many files.
  private func exceeded(_ limits: StorageLimits, _ paths: PodPaths) async -> String? {
    await withCheckedContinuation { continuation in
      let look: @Sendable () -> Void = { continuation.resume(returning: limits.exceeded(by: LocalStorage(paths))) }
      do { try SystemThread.start(look) } catch {
        context.logger.warning("A pod's files could not be counted", metadata: ["error": "\(error)"])
        continuation.resume(returning: nil)
      }
    }
  }
}
