import Consul
import KubeClient
import KubeModel

/// Waits until the pods of a release are Ready and, if there are servers among them, one of them leads.
struct ReleaseWait {
  let client: any KubeClient
  let release: Release

  /// A limit in case a pod never becomes Ready: the pods go on, only the waiting ends.
  private static let patience = Duration.seconds(180)

  func run() async throws {
    let begin = ContinuousClock.now
    let wanted = try await wantedPods()
    guard wanted > 0 else { return }
    try await withThrowingTaskGroup(of: Bool.self) { tasks in
      tasks.addTask {
        try await self.untilReady(wanted)
        return true
      }
      tasks.addTask {
        try await Task.sleep(for: Self.patience)
        return false
      }
      let isReady = try await tasks.next() ?? false
      tasks.cancelAll()
      guard isReady else {
        throw CommandFailure(
          "not all pods of \(release.name) are Ready after \(Self.patience.inSeconds) s; "
            + "localkube get pods and localkube events tell why")
      }
    }
    let elapsed = (ContinuousClock.now - begin).inSeconds
    try Console.line("\(wanted) pods of \(release.name) are Ready after \(elapsed) s")
    guard release.objects.contains(where: { $0["kind"]?.stringValue == StatefulSet.kind }) else { return }
    let leaders = LeaderWait(client: client, namespace: release.namespace, selector: "release=\(release.name)")
    guard let leader = try await leaders.first(within: Self.patience) else {
      throw CommandFailure("no server of \(release.name) leads; localkube logs and localkube events tell why")
    }
    try Console.line(LeaderWait.sentence(leader))
  }

  /// The servers, and a client on each node.
  private func wantedPods() async throws -> Int {
    var wanted = 0
    for object in release.objects {
      switch object["kind"]?.stringValue {
      case StatefulSet.kind: wanted += StatefulSet(json: object).spec.replicas ?? 1
      case DaemonSet.kind: wanted += try await client.list(Node.self).count
      default: break
      }
    }
    return wanted
  }

  private func untilReady(_ wanted: Int) async throws {
    var ready: Set<String> = []
    let options = ListOptions(labelSelector: "release=\(release.name)")
    while true {
      for try await event in try await client.watch(Pod.resource, namespace: release.namespace, options: options) {
        switch event {
        case .added(let json), .modified(let json):
          let pod = Pod(json: json)
          let isReady = pod.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
          if isReady { ready.insert(pod.name) } else { ready.remove(pod.name) }
        case .deleted(let json): ready.remove(Pod(json: json).name)
        case .bookmark: break
        }
        if ready.count >= wanted { return }
      }
    }
  }
}
