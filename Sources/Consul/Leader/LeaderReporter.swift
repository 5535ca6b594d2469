package import ControllerKit
package import KubeClient
package import KubeModel
package import Logging
import ServiceLifecycle

/// Reports who leads each group of Consul servers: by Events (`LeaderLost`, `LeaderElected`), by a label and
/// annotations on the leader's pod, and by the figures of ``LeaderMetrics``.
///
/// All servers are asked every half second, and at once when a pod changes; while nobody leads, every 50 ms. Their logs are
/// read at the same times. The record "Leadership" says what decides.
package final class LeaderReporter: ServiceLifecycle.Service, Sendable {
  private let pods: Informer<Pod>
  private let reporting: LeaderReporting
  private let queries: any ConsulQueries
  private let logs: any ServerLogs
  private let now: @Sendable () -> Timestamp
  private let logger: Logger

  /// What the reporter's Events name as their source.
  package static let component = "consul-leader-reporter"

  /// - Parameters:
  ///   - pods: All pods of the cluster.
  ///   - client: Writes labels and annotations.
  ///   - recorder: Writes Events.
  ///   - queries: Asks the servers.
  ///   - logs: What the servers themselves write of their leadership.
  package init(
    pods: Informer<Pod>, client: any KubeClient, recorder: EventRecorder, queries: any ConsulQueries,
    logs: any ServerLogs, metrics: LeaderMetrics, now: @escaping @Sendable () -> Timestamp, logger: Logger
  ) {
    self.pods = pods
    reporting = LeaderReporting(client: client, recorder: recorder, metrics: metrics, logger: logger)
    self.queries = queries
    self.logs = logs
    self.now = now
    self.logger = logger
  }

  /// Follows all groups until cancelled or asked to shut down.
  package func run() async throws {
    let (changes, continuation) = AsyncStream.makeStream(of: ServerGroup.self)
    pods.onChange { event in
      let pod =
        switch event {
        case .added(let pod), .deleted(let pod), .updated(_, let pod): pod
        }
      if let server = ConsulServer(pod: pod) { continuation.yield(server.group) }
    }
    await withDiscardingTaskGroup { tasks in
      var followers: [ServerGroup: Signal] = [:]
      for await group in changes.cancelOnGracefulShutdown() {
        if let follower = followers[group] {
          follower.raise()
          continue
        }
        let signal = Signal()
        followers[group] = signal
        let follower = GroupFollower(
          group: group, pods: pods, queries: queries, logs: logs, reporting: reporting, now: now, logger: logger)
        tasks.addTask { await follower.run(signal) }
      }
      for signal in followers.values { signal.finish() }
      tasks.cancelAll()
    }
  }
}
