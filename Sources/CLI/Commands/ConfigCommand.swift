import ArgumentParser
import KubeClient
import KubeModel
import OrderedCollections

/// `localkube config`: which cluster and namespace commands are about.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the kubeconfig that commands use, or set its namespace.",
    subcommands: [ConfigViewCommand.self, ConfigPathCommand.self, ConfigNamespaceCommand.self])
}

/// `localkube config path`.
struct ConfigPathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Print where the profile's kubeconfig is, for export KUBECONFIG=…")

  @OptionGroup var cluster: ClusterOptions

  func run() throws { try Console.line(try cluster.kubeconfig ?? cluster.profileKubeconfig()) }
}

/// `localkube config view`.
struct ConfigViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view", abstract: "Print the kubeconfig, with keys left out.")

  @OptionGroup var cluster: ClusterOptions

  @Flag(help: "Print keys and certificates too")
  var raw = false

  func run() throws {
    let path = try cluster.kubeconfig ?? cluster.profileKubeconfig()
    guard let file = try KubeconfigFile.read(path) else { throw cluster.notRunning }
    try Console.write((raw ? file.document : Self.redacted(file.document)).yamlText)
  }

  private static let secrets = ["client-key-data", "token", "password"]
  private static let certificates = ["certificate-authority-data", "client-certificate-data"]

  /// The document with its secrets replaced as kubectl replaces them.
  static func redacted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(redacted))
    case .object(let members):
      var result = JSONValue.emptyObject
      for (key, member) in members {
        if secrets.contains(key) || certificates.contains(key) {
          result[key] = .string(certificates.contains(key) ? "DATA+OMITTED" : "REDACTED")
        } else {
          result[key] = redacted(member)
        }
      }
      return result
    default: return value
    }
  }
}

/// `localkube config namespace`.
struct ConfigNamespaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "namespace", abstract: "Show or set the namespace of commands that name none.")

  @OptionGroup var cluster: ClusterOptions

  @Argument(help: "The namespace from now on")
  var name: String?

  func run() throws {
    let path = try cluster.kubeconfig ?? cluster.profileKubeconfig()
    guard let name else { return try Console.line(try cluster.connect().namespace) }
    guard try KubeconfigFile.read(path) != nil else { throw cluster.notRunning }
    try KubeconfigWriter.setNamespace(name, context: cluster.context, in: path)
    try Console.line("Context modified: namespace is now \"\(name)\".")
  }
}
