import ArgumentParser
import KubeClient
import KubeModel

/// `localkube create`.
struct CreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create objects from manifests, or simple ones from arguments.",
    subcommands: [
      CreateNamespaceCommand.self, CreateConfigMapCommand.self, CreateSecretCommand.self,
      CreateDeploymentCommand.self, CreateServiceCommand.self, CreateServiceAccountCommand.self,
    ])

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var manifests: ManifestOptions
  @OptionGroup var dryRun: DryRunOptions

  func run() async throws {
    // Not in `validate`, which the subcommands would have to pass as well.
    if manifests.filename.isEmpty { throw CommandFailure.usage("pass a manifest with -f FILE, or name what to create") }
    try await cluster.withSession(namespace: namespace) { session in
      var failures = FailureCollector()
      for object in try ManifestReader.read(manifests.filename, recursive: manifests.recursive) {
        await failures.attempt { try await ObjectCreation(dryRun: dryRun).create(object, session) }
      }
      try failures.finish()
    }
  }
}

/// Creates an object and says so, or prints it.
struct ObjectCreation {
  var dryRun: DryRunOptions
  var output: String?

  init(dryRun: DryRunOptions, output: String? = nil) {
    self.dryRun = dryRun
    self.output = output
  }

  func create(_ given: JSONValue, _ session: Session) async throws {
    guard let kind = GroupVersionKind(of: given) else { throw CommandFailure("an object has no apiVersion or kind") }
    let type = try await session.catalog.type(of: kind)
    var object = given
    let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
    let namespace = type.isNamespaced ? metadata.namespace ?? session.namespace : nil
    if dryRun.dryRun != .client {
      object = try await session.client.create(
        type.resource, namespace: namespace, name: nil, subresource: nil, object: object,
        options: WriteOptions(
          dryRun: dryRun.dryRun == .server, fieldManager: "localkube-create", fieldValidation: "Strict"))
    }
    let name = object["metadata"]?["name"]?.stringValue ?? metadata.name ?? ""
    switch try OutputFormat(output) {
    case .json: try Console.write(ObjectText.sorted(object).prettyPrinted())
    case .yaml: try Console.write(object.yamlText)
    case .name: try Console.line("\(type.qualifiedSingular)/\(name)")
    default: try Console.line("\(type.qualifiedSingular)/\(name) created\(dryRun.suffix)")
    }
  }
}

/// What the generators of `create` have in common.
struct GeneratorOptions: ParsableArguments {
  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var dryRun: DryRunOptions

  @Option(name: [.customShort("o", allowingJoined: true), .long], help: "Print the object: json, yaml or name")
  var output: String?

  func create(_ object: JSONValue) async throws {
    try await cluster.withSession(namespace: namespace) { session in
      try await ObjectCreation(dryRun: dryRun, output: output).create(object, session)
    }
  }
}
