import ArgumentParser
import Consul
import KubeClient
import KubeModel

/// `localkube leader`.
struct LeaderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leader", abstract: "Say which Consul server leads, since when, and how many may fail.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Flag(name: [.customShort("w"), .long], help: "Go on with every change of the leader")
  var watch = false

  @Option(name: [.customShort("o"), .long], help: "name prints only the pod's name")
  var output: Output?

  enum Output: String, ExpressibleByArgument, CaseIterable {
    case name
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let options = ListOptions(labelSelector: "\(LeaderLabel.key)=\(LeaderLabel.value)")
      let list = try await session.client.list(Pod.resource, namespace: session.namespace, options: options)
      let leaders = list.items.map(Pod.init(json:))
      for pod in leaders { try Console.line(text(pod)) }
      if watch { return try await follow(session, from: list.resourceVersion) }
      if leaders.isEmpty {
        throw CommandFailure("no Consul server leads in namespace \(session.namespace); localkube leader --watch waits")
      }
    }
  }

  private func text(_ pod: Pod) -> String {
    guard output != .name else { return pod.name }
    let annotations = pod.metadata.annotations
    return "\(pod.name) leads since \(annotations[LeaderLabel.since] ?? "an unknown time"), "
      + "\(annotations[LeaderLabel.voters] ?? "?") voters, "
      + "failure tolerance \(annotations[LeaderLabel.failureTolerance] ?? "?")"
  }

  private func follow(_ session: Session, from resourceVersion: String) async throws {
    var options = ListOptions(resourceVersion: resourceVersion)
    while true {
      for try await event in try await session.client.watch(
        Event.resource, namespace: session.namespace, options: options)
      {
        guard case .added(let json) = event else { continue }
        options.resourceVersion = json["metadata"]?["resourceVersion"]?.stringValue
        let event = Event(json: json)
        guard let reason = event.reason, reason == "LeaderLost" || reason == "LeaderElected" else { continue }
        try Console.line("\(event.lastTimestamp.map { "\($0) " } ?? "")\(event.message ?? "")")
      }
    }
  }
}
