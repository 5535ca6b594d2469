import ArgumentParser
import Daemon
import KubeClient
import KubeModel

/// `localkube status`.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say whether the cluster runs; the exit code is 1 when it does not.")

  @OptionGroup var cluster: ProfileOptions

  func run() async throws {
    let profile = try cluster.profileDirectory()
    let process = ClusterProcess(profile: profile)
    guard let id = try process.runningID() else {
      let why = try process.endedAbruptly() ? " (it ended without a power-off; up brings its pods back)" : ""
      try Console.line("\(profile.name): Stopped\(why)")
      throw ExitStatus(code: 1)
    }
    try Console.line("\(profile.name): Running (process \(id))")
    let nodes: [Node]
    do {
      nodes = try await cluster.connect().client.list(Node.self)
    } catch {
      try Console.line("api: Stopped (\(error)); it is started again, \(profile.daemonLog) tells why it ended")
      throw ExitStatus(code: 1)
    }
    let port = try ConfigurationFile(profile).read().apiPort ?? 0
    try Console.line("api: Running at https://127.0.0.1:\(port)")
    for node in nodes {
      let isReady = node.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
      try Console.line("node \(node.name): \(isReady ? "Ready" : "NotReady")")
    }
  }
}
