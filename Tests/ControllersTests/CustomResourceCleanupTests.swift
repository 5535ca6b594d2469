import KubeClient
import KubeModel
import Testing

/// What controllers do for custom resources: definitions that go, owners, and namespaces.
@Suite("Custom resources and controllers")
struct CustomResourceCleanupTests {
  private static let widgets = GroupVersionResource(group: "example.com", version: "v1", resource: "widgets")

  private static func definition(_ plural: String = "widgets", kind: String = "Widget") -> CustomResourceDefinition {
    CustomResourceDefinition(json: [
      "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
      "metadata": ["name": .string("\(plural).example.com")],
      "spec": [
        "group": "example.com", "scope": "Namespaced",
        "names": ["plural": .string(plural), "kind": .string(kind), "singular": .string(plural)],
        "versions": [
          [
            "name": "v1", "served": true, "storage": true,
            "schema": ["openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]],
          ]
        ],
      ],
    ])
  }

  private static func create(
    _ name: String, in namespace: String = "default", finalizers: [String] = [], _ cluster: TestCluster
  ) async throws -> JSONValue {
    try await cluster.client.create(
      widgets, namespace: namespace, name: nil, subresource: nil,
      object: [
        "apiVersion": "example.com/v1", "kind": "Widget",
        "metadata": [
          "name": .string(name), "namespace": .string(namespace),
          "finalizers": .array(finalizers.map(JSONValue.string)),
        ],
      ], options: WriteOptions())
  }

  @Test("A definition goes when its objects are gone, and waits for those with finalizers")
  func deletion() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(Self.definition())
      _ = try await Self.create("a", cluster)
      _ = try await Self.create("b", finalizers: ["example.com/hold"], cluster)
      try await cluster.client.delete(
        CustomResourceDefinition.resource, namespace: nil, name: "widgets.example.com", options: DeleteOptions())
      try await cluster.wait(for: CustomResourceDefinition.self, "widgets.example.com", namespace: nil) {
        $0.status.condition("Terminating")?.reason == "InstanceDeletionInProgress"
      }
      let left = try await wait(cluster) { $0.count == 1 }
      #expect(left.first?["metadata"]?["name"] == "b")
      _ = try await cluster.client.patch(
        Self.widgets, namespace: "default", name: "b", subresource: nil,
        patch: .merge(["metadata": ["finalizers": nil]]), options: WriteOptions())
      try await cluster.wait(for: CustomResourceDefinition.self, namespace: nil) { $0.isEmpty }
      await #expect(throws: StatusError.self) {
        try await cluster.client.list(Self.widgets, namespace: nil, options: ListOptions())
      }
    }
  }

  /// Waits until the widgets satisfy the condition.
  private func wait(_ cluster: TestCluster, until condition: ([JSONValue]) -> Bool) async throws -> [JSONValue] {
    let list = try await cluster.client.list(Self.widgets, namespace: nil, options: ListOptions())
    if condition(list.items) { return list.items }
    let changes = try await cluster.client.watch(
      Self.widgets, namespace: nil, options: ListOptions(resourceVersion: list.resourceVersion))
    for try await _ in changes {
      let items = try await cluster.client.list(Self.widgets, namespace: nil, options: ListOptions()).items
      if condition(items) { return items }
    }
    throw StatusError.internalError("the watch ended before the condition held")
  }

  @Test("What a custom object owns goes with it")
  func garbageCollection() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(Self.definition())
      let owner = try await Self.create("owner", cluster)
      var owned = ConfigMap(name: "owned", namespace: "default")
      owned.metadata.ownerReferences = [
        .with {
          $0.apiVersion = "example.com/v1"
          $0.kind = "Widget"
          $0.name = "owner"
          $0.uid = owner["metadata"]?["uid"]?.stringValue
        }
      ]
      try await cluster.client.create(owned)
      try await cluster.client.delete(
        Self.widgets, namespace: "default", name: "owner", options: DeleteOptions())
      try await cluster.wait(for: ConfigMap.self) { !$0.contains { $0.name == "owned" } }
    }
  }

  @Test("Custom objects go with their namespace, and those of kinds without a controller too")
  func namespaces() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(Self.definition())
      try await cluster.client.create(Namespace(name: "short"))
      _ = try await Self.create("a", in: "short", cluster)
      let ingresses = GroupVersionResource(group: "networking.k8s.io", version: "v1", resource: "ingresses")
      _ = try await cluster.client.create(
        ingresses, namespace: "short", name: nil, subresource: nil,
        object: [
          "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": ["name": "i", "namespace": "short"],
          "spec": ["defaultBackend": ["service": ["name": "x", "port": ["number": 80]]]],
        ], options: WriteOptions())
      try await cluster.client.delete(Namespace.resource, namespace: nil, name: "short", options: DeleteOptions())
      try await cluster.wait(for: Namespace.self, namespace: nil) { !$0.contains { $0.name == "short" } }
      let widgets = try await cluster.client.list(Self.widgets, namespace: nil, options: ListOptions())
      let left = try await cluster.client.list(ingresses, namespace: nil, options: ListOptions())
      #expect(widgets.items.isEmpty && left.items.isEmpty)
    }
  }

  @Test("A definition whose names were taken gets them when they are free")
  func names() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(Self.definition())
      let second = try await cluster.client.create(Self.definition("gadgets"))
      #expect(!second.isEstablished)
      try await cluster.client.delete(
        CustomResourceDefinition.resource, namespace: nil, name: "widgets.example.com", options: DeleteOptions())
      try await cluster.wait(for: CustomResourceDefinition.self, "gadgets.example.com", namespace: nil) {
        $0.isEstablished
      }
    }
  }
}
