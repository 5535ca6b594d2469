import APIServer
import ControllerKit
import Controllers
import KubeClient
import KubeModel
import Logging
import ServiceLifecycle
import Testing

/// A real API over a store in memory, with all controllers, and a stand-in for the scheduler and the kubelets.
struct TestCluster: Sendable {
  let client: any KubeClient
  let informers: InformerSet
  let kubelet: StandInKubelet

  /// Runs `body` against a cluster with `nodes` nodes, and stops everything afterwards.
  static func run(
    nodes: Int = 1, volumes: String = "/nonexistent", nodeGracePeriod: Duration = .seconds(50),
    body: @Sendable (TestCluster) async throws -> Void
  ) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let client = try await InProcessKubeClient.inMemory()
    let informers = InformerSet(client: client, logger: logger)
    let controllers = ControllerSet(
      client: client, informers: informers,
      settings: .init(
        certificateAuthority: "PEM", volumesDirectory: volumes, nodeGracePeriod: nodeGracePeriod,
        namespacedResources: { client.api.namespacedResources }),
      logger: logger)
    let kubelet = StandInKubelet(client: client, informers: informers)
    let cluster = TestCluster(client: client, informers: informers, kubelet: kubelet)
    for index in 0..<nodes { try await cluster.addNode("node-\(index)") }
    let services: [any ServiceLifecycle.Service] = controllers.services + [informers, kubelet.controller]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for service in services { group.addTask { try await service.run() } }
      do {
        try await body(cluster)
      } catch {
        group.cancelAll()
        throw error
      }
      group.cancelAll()
      // What a cancelled service throws is of no interest here.
      while let result = await group.nextResult() { _ = result }
    }
  }

  func addNode(_ name: String) async throws {
    var node = Node(name: name)
    node.metadata.labels["kubernetes.io/hostname"] = name
    try await client.create(node)
    try await client.modify(Node.self, name: name, subresource: "status") { node in
      node.status.conditions = [
        .with {
          $0.type = "Ready"
          $0.status = "True"
        }
      ]
      return true
    }
  }

  /// Waits until the objects of a kind in `default` satisfy the condition, and returns them sorted by name.
  @discardableResult
  func wait<Kind: KubeObject>(
    for kind: Kind.Type, namespace: String? = "default", until condition: ([Kind]) -> Bool
  ) async throws -> [Kind] {
    let list = try await client.list(Kind.resource, namespace: namespace, options: ListOptions())
    var objects = list.items.map(Kind.init(json:))
    if condition(objects) { return objects }
    let changes = try await client.watch(
      Kind.resource, namespace: namespace, options: ListOptions(resourceVersion: list.resourceVersion))
    for try await _ in changes {
      objects = try await client.list(kind, namespace: namespace)
      if condition(objects) { return objects }
    }
    throw StatusError.internalError("the watch ended before the condition held")
  }

  /// Waits until the object satisfies the condition.
  @discardableResult
  func wait<Kind: KubeObject>(
    for kind: Kind.Type, _ name: String, namespace: String? = "default", until condition: (Kind) -> Bool
  ) async throws -> Kind {
    let objects = try await wait(for: kind, namespace: namespace) { objects in
      objects.first { $0.name == name }.map(condition) ?? false
    }
    return try #require(objects.first { $0.name == name })
  }
}
