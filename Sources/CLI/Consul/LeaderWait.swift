import Consul
import KubeClient
import KubeModel

/// Waits for the pod that is marked as a Consul cluster's leader.
struct LeaderWait {
  let client: any KubeClient
  let namespace: String
  /// Narrows the pods down, as in `release=consul`.
  var selector: String?

  private var options: ListOptions {
    let leader = "\(LeaderLabel.key)=\(LeaderLabel.value)"
    return ListOptions(labelSelector: selector.map { "\(leader),\($0)" } ?? leader)
  }

  /// The leaders of now: one for each Consul cluster in the namespace.
  func leaders() async throws -> ObjectList {
    try await client.list(Pod.resource, namespace: namespace, options: options)
  }

  /// The first leader that is there or comes within `limit`; nil when none does.
  func first(within limit: Duration) async throws -> Pod? {
    try await withThrowingTaskGroup(of: Pod?.self) { tasks in
      tasks.addTask { try await self.next() }
      tasks.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { tasks.cancelAll() }
      return try await tasks.next() ?? nil
    }
  }

  private func next() async throws -> Pod? {
    while !Task.isCancelled {
      for try await event in try await client.watch(Pod.resource, namespace: namespace, options: options) {
        switch event {
        case .added(let json), .modified(let json): return Pod(json: json)
        case .deleted, .bookmark: continue
        }
      }
    }
    return nil
  }

  /// Who leads, since when, and how many may fail, from what the leader's pod is marked with.
  static func sentence(_ pod: Pod) -> String {
    let annotations = pod.metadata.annotations
    return "\(pod.name) leads since \(annotations[LeaderLabel.since] ?? "an unknown time"), "
      + "\(annotations[LeaderLabel.voters] ?? "?") voters, "
      + "failure tolerance \(annotations[LeaderLabel.failureTolerance] ?? "?")"
  }
}
