import ArgumentParser
import KubeClient
import KubeModel
import LinuxSystem

/// `localkube create namespace`.
struct CreateNamespaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "namespace", abstract: "Create a namespace.", aliases: ["ns"])

  @OptionGroup var generator: GeneratorOptions
  @Argument(help: "The name") var name: String

  func run() async throws { try await generator.create(Namespace(name: name).json) }
}

/// `localkube create serviceaccount`.
struct CreateServiceAccountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serviceaccount", abstract: "Create a service account.", aliases: ["sa"])

  @OptionGroup var generator: GeneratorOptions
  @Argument(help: "The name") var name: String

  func run() async throws { try await generator.create(ServiceAccount(name: name).json) }
}

/// Values for a ConfigMap or Secret.
struct DataOptions: ParsableArguments {
  @Option(help: "A value: KEY=VALUE") var fromLiteral: [String] = []
  @Option(help: "A file's content: FILE, or KEY=FILE") var fromFile: [String] = []

  /// The values by key, in order; throws for one that cannot be read.
  func values() throws -> [(key: String, bytes: [UInt8])] {
    var values: [(key: String, bytes: [UInt8])] = []
    for literal in fromLiteral {
      guard let equals = literal.firstIndex(of: "="), equals > literal.startIndex else {
        throw CommandFailure.usage("invalid literal \"\(literal)\": expected KEY=VALUE")
      }
      values.append((String(literal[..<equals]), Array(literal[literal.index(after: equals)...].utf8)))
    }
    for source in fromFile {
      let parts = source.split(separator: "=", maxSplits: 1).map(String.init)
      guard let path = parts.last else { throw CommandFailure.usage("--from-file needs a file") }
      do {
        values.append((parts.count > 1 ? parts[0] : Path.name(path), try FileSystem.read(path)))
      } catch {
        throw CommandFailure("cannot read \(path): \(SystemError.text(error.number))")
      }
    }
    return values
  }
}

/// `localkube create configmap`.
struct CreateConfigMapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "configmap", abstract: "Create a ConfigMap from values and files.", aliases: ["cm"])

  @OptionGroup var generator: GeneratorOptions
  @OptionGroup var data: DataOptions
  @Argument(help: "The name") var name: String

  func run() async throws {
    var map = ConfigMap(name: name).json
    var texts = JSONValue.emptyObject
    var binaries: JSONValue?
    for (key, bytes) in try data.values() {
      if let text = String(validating: bytes, as: UTF8.self) {
        texts[key] = .string(text)
      } else {
        var members = binaries ?? .emptyObject
        members[key] = .string(Base64.encode(bytes))
        binaries = members
      }
    }
    map["data"] = texts
    map["binaryData"] = binaries
    try await generator.create(map)
  }
}

/// `localkube create secret`.
struct CreateSecretCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secret", abstract: "Create a Secret.", subcommands: [CreateGenericSecretCommand.self])
}

/// `localkube create secret generic`.
struct CreateGenericSecretCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generic", abstract: "Create a Secret from values and files.")

  @OptionGroup var generator: GeneratorOptions
  @OptionGroup var data: DataOptions
  @Option(help: "The Secret's type") var type = "Opaque"
  @Argument(help: "The name") var name: String

  func run() async throws {
    var secret = Secret(name: name).json
    var members = JSONValue.emptyObject
    for (key, bytes) in try data.values() { members[key] = .string(Base64.encode(bytes)) }
    secret["data"] = members
    secret["type"] = .string(type)
    try await generator.create(secret)
  }
}

/// `localkube create deployment`.
struct CreateDeploymentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deployment", abstract: "Create a Deployment of one container.", aliases: ["deploy"])

  @OptionGroup var generator: GeneratorOptions
  @Option(help: "The container's image") var image: String
  @Option(name: [.customShort("r"), .long], help: "How many pods") var replicas: Int = 1
  @Option(help: "A port that the container listens on") var port: Int?
  @Argument(help: "The name") var name: String
  @Argument(parsing: .postTerminator, help: "The container's command, after --") var command: [String] = []

  func run() async throws {
    let labels: JSONValue = ["app": .string(name)]
    let containerName = image.split(separator: "/").last?.split(separator: ":").first.map(String.init) ?? name
    var container: JSONValue = ["name": .string(containerName), "image": .string(image)]
    if !command.isEmpty { container["command"] = .array(command.map { .string($0) }) }
    if let port { container["ports"] = [["containerPort": .integer(Int64(port))]] }
    try await generator.create([
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": .string(name), "labels": labels],
      "spec": [
        "replicas": .integer(Int64(replicas)), "selector": ["matchLabels": labels],
        "template": ["metadata": ["labels": labels], "spec": ["containers": [container]]],
      ],
    ])
  }
}

/// `localkube create service`.
struct CreateServiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Create a Service for the pods labelled app=NAME.", aliases: ["svc"])

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case clusterip
    case nodeport
    case loadbalancer

    var name: String {
      switch self {
      case .clusterip: "ClusterIP"
      case .nodeport: "NodePort"
      case .loadbalancer: "LoadBalancer"
      }
    }
  }

  @OptionGroup var generator: GeneratorOptions
  @Option(help: "A port: PORT or PORT:TARGET") var tcp: [String]
  @Argument(help: "clusterip, nodeport or loadbalancer") var kind: Kind
  @Argument(help: "The name") var name: String

  func run() async throws {
    let ports = try tcp.map { text -> JSONValue in
      let parts = text.split(separator: ":").map(String.init)
      guard (1...2).contains(parts.count), let port = parts.first.flatMap(Int64.init) else {
        throw CommandFailure.usage("\"\(text)\" is no port: write PORT or PORT:TARGET")
      }
      let target = parts.count > 1 ? parts[1] : parts[0]
      return [
        "name": .string(parts.joined(separator: "-")), "port": .integer(port), "protocol": "TCP",
        "targetPort": Int64(target).map { .integer($0) } ?? .string(target),
      ]
    }
    let labels: JSONValue = ["app": .string(name)]
    try await generator.create([
      "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name), "labels": labels],
      "spec": ["type": .string(kind.name), "selector": labels, "ports": .array(ports)],
    ])
  }
}
