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
      // Before the leaders, so that an election between the two is told twice rather than not at all.
      let events = watch ? try await LeaderEvents(client: session.client, namespace: session.namespace) : nil
      let list = try await wait.leaders()
      if !list.items.isEmpty || watch {
        for json in list.items { try Console.line(text(Pod(json: json))) }
        if let events { try await follow(session, events) }
      } else if let leader = try await wait.first(within: .seconds(timeout)) {
        try Console.line(text(leader))
      } else {
        throw CommandFailure("\(try await wait.explanation()); localkube leader --watch goes on waiting")
      }
    }
  }

  private func text(_ pod: Pod) -> String {
    guard output != .name else { return pod.name }
    return LeaderWait.sentence(pod)
  }

  private func follow(_ session: Session, _ events: consuming LeaderEvents) async throws {
    try await events.follow(client: session.client, namespace: session.namespace) { event in
      let moment = LeaderEvents.moment(of: event)
      try Console.line("\(moment.map { "\($0.text(fractionDigits: 3)) " } ?? "")\(event.message ?? "")")
      return true
    }
  }
}
