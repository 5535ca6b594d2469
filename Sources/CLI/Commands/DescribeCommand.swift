import ArgumentParser
import KubeClient
import KubeModel

/// `localkube describe`.
struct DescribeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Show an object with everything around it, its events included.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var selection: SelectionOptions

  @Argument(help: "TYPE, TYPE NAME, TYPE/NAME; a name may be the beginning of one")
  var resources: [String]

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      var texts: [String] = []
      for chosen in try ResourceArguments(resources).selections {
        let type = try await session.catalog.type(named: chosen.type)
        for object in try await objects(type, chosen.names, session) {
          texts.append(try await Description(session: session, type: type).text(of: object))
        }
      }
      if texts.isEmpty { return Console.complain("No resources found in \(session.namespace) namespace.") }
      try Console.write(texts.joined(separator: "\n\n"))
    }
  }

  private func objects(_ type: ResourceType, _ names: [String], _ session: Session) async throws -> [JSONValue] {
    let place = selection.allNamespaces ? nil : session.namespace(for: type)
    guard !names.isEmpty else {
      return try await session.client.list(type.resource, namespace: place, options: selection.listOptions).items
    }
    var objects: [JSONValue] = []
    for name in names {
      do {
        objects.append(try await session.client.get(type.resource, namespace: place, name: name, subresource: nil))
      } catch let error as StatusError where error.reason == .notFound {
        let all = try await session.client.list(type.resource, namespace: place, options: ListOptions()).items
        let found = all.filter { $0["metadata"]?["name"]?.stringValue?.hasPrefix(name) == true }
        guard !found.isEmpty else { throw error }
        objects += found
      }
    }
    return objects
  }
}
