import ArgumentParser
import KubeClient
import KubeModel

/// `localkube top`.
struct TopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top", abstract: "Show what nodes or pods use, where the metrics API is installed.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Argument(help: "nodes or pods")
  var what: Subject

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
      var rows = [["NAME", "CPU", "MEMORY"]]
      for item in list.items {
        let usages = isNode ? [item["usage"]] : (item["containers"]?.arrayValue ?? []).map { $0["usage"] }
        func text(_ key: String) -> String {
          usages.compactMap { $0?[key]?.stringValue }.joined(separator: "+")
        }
        rows.append([item["metadata"]?["name"]?.stringValue ?? "", text("cpu"), text("memory")])
      }
      var table = TextTable()
      try Console.write(table.format(rows))
    }
  }
}
