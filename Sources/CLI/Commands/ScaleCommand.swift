import ArgumentParser
import KubeClient
import KubeModel

/// `localkube scale`.
struct ScaleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale", abstract: "Set the number of pods of a Deployment, StatefulSet or ReplicaSet.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var selection: SelectionOptions

  @Option(help: "How many pods there shall be")
  var replicas: Int

  @Option(help: "Only when there are this many now")
  var currentReplicas: Int?

  @Flag(help: "All objects of the type in the namespace")
  var all = false

  @Argument(help: "TYPE NAME or TYPE/NAME")
  var resources: [String]

  func validate() throws {
    if replicas < 0 { throw ValidationError("--replicas must not be negative") }
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      for reference in try await session.references(words: resources, selection: selection, all: all) {
        let resource = reference.type.resource
        if let currentReplicas {
          let scale = try await session.client.get(
            resource, namespace: reference.namespace, name: reference.name, subresource: "scale")
          let now = scale["spec"]?["replicas"]?.integerValue ?? 0
          guard now == currentReplicas else {
            throw CommandFailure(
              "\(reference.text) has \(now) replicas, not the expected \(currentReplicas); nothing was changed")
          }
        }
        try await ServerScaling(client: session.client).check(reference, to: replicas)
        _ = try await session.client.patch(
          resource, namespace: reference.namespace, name: reference.name, subresource: "scale",
          patch: .merge(["spec": ["replicas": .integer(Int64(replicas))]]), options: WriteOptions())
        try Console.line("\(reference.text) scaled")
      }
    }
  }
}
