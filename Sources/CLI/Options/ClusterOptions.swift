package import ArgumentParser
import KubeClient
import KubeModel
import LinuxSystem

/// Which cluster a command is about.
package struct ClusterOptions: ParsableArguments {
  @OptionGroup package var owner: ProfileOptions

  @Option(help: "The context of the kubeconfig to use")
  package var context: String?

  @Option(help: "The kubeconfig to use instead of the profile's own")
  package var kubeconfig: String?

  package init() {}

  package var profile: String { owner.profile }

  /// localkube's directory.
  package func homeDirectory() throws -> String { try owner.homeDirectory() }

  /// The kubeconfig that `up` writes for the profile.
  package func profileKubeconfig() throws -> String { try owner.kubeconfigPath() }
}

extension ClusterOptions {
  /// The client of the chosen cluster and the namespace of commands that name none.
  func connect() throws -> Session {
    if let kubeconfig { return try session(Kubeconfig(reading: [kubeconfig]), missing: kubeconfig) }
    if context != nil {
      let paths = Kubeconfig.defaultPaths(environment: Environment.all)
      return try session(Kubeconfig(reading: paths), missing: paths.joined(separator: ":"))
    }
    return try owner.connect()
  }

  private func session(_ config: Kubeconfig, missing path: String) throws -> Session {
    guard !config.files.isEmpty else { throw CommandFailure("there is no kubeconfig at \(path)") }
    return Session(try config.context(context))
  }

  /// What is said when nothing answers; only the profile's own cluster can be started with `up`.
  var notRunning: CommandFailure { owner.notRunning }

  /// Whether the cluster is one of localkube's profiles.
  var isProfile: Bool { context == nil && kubeconfig == nil }

  /// Connects, runs the command's work and words a server that does not answer.
  func withSession(
    namespace: NamespaceOptions? = nil, _ body: (Session) async throws -> Void
  ) async throws {
    var session = try connect()
    if let chosen = namespace?.namespace { session.namespace = chosen }
    do {
      try await body(session)
    } catch let error as StatusError where error.isConnectionFailure && isProfile {
      if error.message.contains("was refused") { throw notRunning }
      throw error
    }
  }
}

/// A client, and the namespace that a command is about.
struct Session: Sendable {
  let client: HTTPKubeClient
  var namespace: String
  let catalog: ResourceCatalog

  init(_ context: Kubeconfig.Context) {
    client = HTTPKubeClient(context.configuration)
    namespace = context.namespace
    catalog = ResourceCatalog(client)
  }

  /// The namespace of requests about a type: nil for types of the cluster.
  func namespace(for type: ResourceType) -> String? { type.isNamespaced ? namespace : nil }
}

/// The namespace of a command.
struct NamespaceOptions: ParsableArguments {
  @Option(name: [.customShort("n"), .long], help: "The namespace")
  var namespace: String?
}
