import ArgumentParser
import KubeClient
import KubeModel

/// `localkube version`.
struct VersionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Show the versions of this program and of the cluster.")

  @OptionGroup var cluster: ClusterOptions

  @Flag(help: "Only this program's version; asks nothing")
  var client = false

  func run() async throws {
    try Console.line("localkube \(Version.text)")
    guard !client else { return }
    try await cluster.withSession { session in
      let version = try await session.client.raw("/version")
      try Console.line("Kubernetes API \(version["gitVersion"]?.stringValue ?? "unknown")")
    }
  }
}
