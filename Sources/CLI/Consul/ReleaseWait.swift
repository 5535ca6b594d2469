import Consul
import KubeClient
import KubeModel

/// Waits until the workloads of a release are rolled out and, if there are servers among them, one of them leads.
struct ReleaseWait {
  let client: any KubeClient
  let release: Release

  /// A limit in case a pod never becomes Ready: the pods go on, only the waiting ends.
  private static let patience = Duration.seconds(180)

  /// A StatefulSet or DaemonSet of the release.
  private struct Workload {
    let resource: GroupVersionResource
    let kind: String
    let name: String

    init?(_ object: JSONValue) {
      let kinds: [any KubeObject.Type] = [StatefulSet.self, DaemonSet.self]
      guard let kind = kinds.first(where: { $0.kind == object["kind"]?.stringValue }),
        let name = object["metadata"]?["name"]?.stringValue
      else { return nil }
      resource = kind.resource
      self.kind = kind.kind
      self.name = name
    }
  }

  func run() async throws {
    let begin = ContinuousClock.now
    let workloads = release.objects.compactMap(Workload.init)
    let pods = try await withThrowingTaskGroup(of: Int?.self) { tasks in
      tasks.addTask {
        var pods = 0
        for workload in workloads { pods += try await untilRolledOut(workload) }
        return pods
      }
      tasks.addTask {
        try await Task.sleep(for: Self.patience)
        return nil
      }
      defer { tasks.cancelAll() }
      return try await tasks.next() ?? nil
    }
    guard let pods else {
      throw CommandFailure(
        "not all pods of \(release.name) are Ready after \(Self.patience.inSeconds) s; "
          + "localkube get pods and localkube events tell why")
    }
    let elapsed = (ContinuousClock.now - begin).inSeconds
    if pods > 0 { try Console.line("\(pods) pods of \(release.name) are Ready after \(elapsed) s") }
    guard hasServers else { return }
    let leaders = LeaderWait(client: client, namespace: release.namespace, selector: "release=\(release.name)")
    guard let leader = try await leaders.first(within: Self.patience) else {
      throw CommandFailure("no server of \(release.name) leads; localkube logs and localkube events tell why")
    }
    try Console.line(LeaderWait.sentence(leader))
  }

  private var hasServers: Bool {
    release.objects.contains {
      $0["kind"]?.stringValue == StatefulSet.kind && StatefulSet(json: $0).spec.replicas ?? 1 > 0
    }
  }

  /// Returns how many pods the workload has once all of them are Ready: as many as its controller says there must be,
  /// which for a DaemonSet depends on selectors, taints and nodes.
  private func untilRolledOut(_ workload: Workload) async throws -> Int {
    let options = ListOptions(fieldSelector: "metadata.name=\(workload.name)")
    while true {
      for try await event in try await client.watch(
        workload.resource, namespace: release.namespace, options: options)
      {
        switch event {
        case .added(let json), .modified(let json):
          guard try RolloutStatus(json, kind: workload.kind, name: workload.name).isDone else { continue }
          let status = json["status"]
          return Int((status?["desiredNumberScheduled"] ?? status?["replicas"])?.integerValue ?? 0)
        case .deleted:
          throw CommandFailure("\(release.name) was uninstalled while its pods were waited for")
        case .bookmark: continue
        }
      }
    }
  }
}
