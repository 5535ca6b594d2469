package import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Creates the namespaces that every cluster has, where they are missing.
  package func bootstrapNamespaces() async throws {
    for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
      var request = ResourceRequest(.create, Namespace.resource)
      request.body = .object(Namespace(name: name).json)
      do {
        _ = try await handle(request, context: RequestContext(user: .administrator))
      } catch let error as StatusError where error.reason == .alreadyExists {
        // It is there from an earlier start.
      }
    }
  }

  /// The stored resources whose objects a namespace can hold, each in one version.
  package var namespacedResources: [GroupVersionResource] {
    table.all.filter { $0.isNamespaced && $0.isStored && $0.resource == $0.storage && $0.verbs.contains("delete") }
      .map(\.resource)
  }
}
