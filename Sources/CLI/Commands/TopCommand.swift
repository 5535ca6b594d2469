import ArgumentParser
import KubeClient
import KubeModel

/// `localkube top`.
struct TopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top", abstract: "Show what nodes or pods use.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Argument(help: "nodes or pods")
  var what: Subject

  @Flag(name: .long, help: "Show the containers of the pods.")
  var containers = false

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case node
    case nodes
    case pod
    case pods
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let isNode = what == .node || what == .nodes
      let resource = GroupVersionResource(
        group: "metrics.k8s.io", version: "v1beta1", resource: isNode ? "nodes" : "pods")
      let list: ObjectList
      do {
        list = try await session.client.list(
          resource, namespace: isNode ? nil : session.namespace, options: ListOptions())
      } catch let error as StatusError where error.reason == .notFound {
        throw CommandFailure("Metrics API not available: nothing serves metrics.k8s.io on this cluster")
      }
      var rows = [(containers && !isNode ? ["POD"] : []) + ["NAME", "CPU(cores)", "MEMORY(bytes)"]]
      for item in list.items {
        let name = item["metadata"]?["name"]?.stringValue ?? ""
        let parts = isNode ? [item] : item["containers"]?.arrayValue ?? []
        if containers, !isNode {
          rows += parts.map { [name, $0["name"]?.stringValue ?? ""] + Self.cells([$0]) }
        } else {
          rows.append([name] + Self.cells(parts))
        }
      }
      var table = TextTable()
      try Console.write(table.format(rows))
    }
  }

  /// CPU and memory together, in the units that kubectl takes.
  private static func cells(_ parts: [JSONValue]) -> [String] {
    func sum(_ name: String, _ measure: (Quantity) -> Int64?) -> Int64 {
      parts.compactMap { $0["usage"]?[name].flatMap { Quantity(json: $0) }.flatMap(measure) }.reduce(0, +)
    }
    return ["\(sum("cpu", \.milliValue))m", "\(sum("memory", \.value) >> 20)Mi"]
  }
}
