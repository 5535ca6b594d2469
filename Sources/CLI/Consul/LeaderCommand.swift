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

  @Option(help: "Seconds to wait for an election when nobody leads")
  var timeout: Double = 10

  @Option(name: [.customShort("o"), .long], help: "name prints only the pod's name")
  var output: Output?

  enum Output: String, ExpressibleByArgument, CaseIterable {
    case name
  }

  func validate() throws {
    if timeout < 0 { throw ValidationError("--timeout must not be negative") }
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let wait = LeaderWait(client: session.client, namespace: session.namespace)
      let list = try await wait.leaders()
      if !list.items.isEmpty || watch {
        for json in list.items { try Console.line(text(Pod(json: json))) }
        if watch { try await follow(session, from: list.resourceVersion) }
      } else if let leader = try await wait.first(within: .seconds(timeout)) {
        try Console.line(text(leader))
      } else {
        throw CommandFailure(
          "no Consul server leads in namespace \(session.namespace); localkube leader --watch goes on waiting")
      }
    }
  }

  private func text(_ pod: Pod) -> String {
    guard output != .name else { return pod.name }
    return LeaderWait.sentence(pod)
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
