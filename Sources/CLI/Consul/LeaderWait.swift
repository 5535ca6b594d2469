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
    var text = "\(pod.name) leads since \(annotations[LeaderLabel.since] ?? "an unknown time"), "
    if let voters = annotations[LeaderLabel.voters], let tolerance = annotations[LeaderLabel.failureTolerance] {
      text += "\(voters) voters, failure tolerance \(tolerance)"
    } else {
      text += "how many vote is not known"
    }
    if let since = annotations[LeaderLabel.silentSince] { text += "; it has not answered since \(since)" }
    return text
  }

  /// Why there is no leader to tell of: what is known of each Consul cluster in the namespace.
  func explanation() async throws -> String {
    let servers = try await client.list(Pod.self, namespace: namespace).compactMap(ConsulServer.init(pod:))
    let groups = Set(servers.map(\.group)).sorted { $0.release < $1.release }
    guard !groups.isEmpty else { return "there are no Consul servers in namespace \(namespace)" }
    var sentences: [String] = []
    for group in groups {
      let name = LeaderMemory.name(of: group)
      let lease = try await client.find(Lease.self, namespace: namespace, name: name)
      let members = servers.filter { $0.group == group }
      let cluster = group.release.isEmpty ? "" : " of \(group.release)"
      if let loss = lease.flatMap(LeaderMemory.init(lease:))?.loss {
        let since = loss.since.map { " since \($0.text(fractionDigits: 3))" } ?? ""
        sentences.append("no Consul server\(cluster) leads\(since), when \(loss.previous.server) was lost")
      } else if members.contains(where: \.isRunning) {
        let ports = members[0].access.endpoints.map { String($0.port) }.joined(separator: ", ")
        sentences.append(
          "no Consul server\(cluster) is known to lead: none has written so into its log, and none that answers on its "
            + "ports (\(ports)) says so")
      } else {
        sentences.append("no Consul server\(cluster) runs")
      }
    }
    return sentences.joined(separator: "; ") + " (namespace \(namespace))"
  }
}
