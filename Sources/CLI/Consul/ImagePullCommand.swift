import ArgumentParser
import Consul
import Daemon

/// `localkube image pull consul`.
struct ImagePullCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Get the program behind an image: find it here, or fetch and verify it.")

  @OptionGroup var cluster: ClusterOptions

  @Argument(help: "The image; localkube can fetch one: consul")
  var image: String

  @Option(help: "The version to fetch when there is none on this machine")
  var version: String = ReleaseArchive.defaultVersion

  @Option(help: "Where to fetch it from, in the layout of HashiCorp's release archive")
  var archive: String = ReleaseArchive.defaultBase

  func validate() throws {
    guard image == "consul" else {
      throw ValidationError(
        "\"\(image)\" cannot be fetched; install the program, or add a recipe with localkube image add")
    }
  }

  func run() async throws {
    let program = try await ConsulProvider.ofThisMachine(
      home: cluster.profileDirectory().home, version: version, archive: archive
    ).provideShowingProgress()
    try Console.line("Consul \(program.version) is at \(program.path)")
  }
}
