import ArgumentParser
import KubeClient
import KubeModel

/// `localkube node`.
struct NodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "node", abstract: "Take nodes out of scheduling, empty them, bring them back.",
    subcommands: [NodeCordonCommand.self, NodeUncordonCommand.self, NodeDrainCommand.self])
}

/// `localkube node cordon`.
struct NodeCordonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cordon", abstract: "Let no new pods onto a node.")

  @OptionGroup var cluster: ClusterOptions

  @Argument(help: "The node")
  var names: [String]

  func run() async throws {
    try await cluster.withSession { session in
      for name in names { try await NodeSchedule.set(name, isCordoned: true, session) }
    }
  }
}

/// `localkube node uncordon`.
struct NodeUncordonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uncordon", abstract: "Let pods onto a node again.")

  @OptionGroup var cluster: ClusterOptions

  @Argument(help: "The node")
  var names: [String]

  func run() async throws {
    try await cluster.withSession { session in
      for name in names { try await NodeSchedule.set(name, isCordoned: false, session) }
    }
  }
}

/// Sets `spec.unschedulable`.
enum NodeSchedule {
  static func set(_ name: String, isCordoned: Bool, _ session: Session) async throws {
    let node = try await session.client.get(Node.self, name: name)
    let verb = isCordoned ? "cordoned" : "uncordoned"
    if (node.json["spec"]?["unschedulable"]?.boolValue ?? false) == isCordoned {
      return try Console.line("node/\(name) already \(verb)")
    }
    let value: JSONValue = isCordoned ? true : nil
    try await session.client.patch(
      Node.self, name: name, .strategic(["spec": ["unschedulable": value]]))
    try Console.line("node/\(name) \(verb)")
  }
}
