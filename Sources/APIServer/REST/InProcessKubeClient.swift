package import KubeClient
package import KubeModel
import ObjectStore

/// A client that calls the API without HTTP: the same admission, validation and storage, at the cost of a call.
///
/// In tests, `try await InProcessKubeClient.inMemory()` is a whole API with an empty store.
package struct InProcessKubeClient: KubeClient {
  package let api: ResourceAPI
  package let user: UserInfo

  package init(api: ResourceAPI, user: UserInfo = .administrator) {
    self.api = api
    self.user = user
  }

  /// A new API over a new store in memory, with the namespaces that every cluster has.
  package static func inMemory(user: UserInfo = .administrator) async throws -> Self {
    let client = Self(api: ResourceAPI(store: try ObjectStore(inMemoryWith: .init())), user: user)
    try await client.api.bootstrapNamespaces()
    return client
  }

  private func answer(_ request: ResourceRequest) async throws -> ResourceResponse {
    try Task.checkCancellation()
    return try await api.handle(request, context: RequestContext(user: user))
  }

  private func object(_ request: ResourceRequest) async throws -> JSONValue {
    switch try await answer(request) {
    case .object(let object, _): return object.value
    case .status(let status, _): return status
    case .list, .watch: throw StatusError.internalError("a list or watch where an object was expected")
    }
  }

  package func get(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?
  ) async throws -> JSONValue {
    try await object(ResourceRequest(.get, resource, namespace: namespace, name: name, subresource: subresource))
  }

  package func list(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> ObjectList {
    var request = ResourceRequest(.list, resource, namespace: namespace)
    request.list = options
    guard case .list(let list) = try await answer(request) else {
      throw StatusError.internalError("an object where a list was expected")
    }
    return ObjectList(
      items: list.items.map(\.value), resourceVersion: list.resourceVersion, continueToken: list.continueToken)
  }

  package func watch(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> WatchStream {
    var request = ResourceRequest(.watch, resource, namespace: namespace)
    request.list = options
    guard case .watch(let watch) = try await answer(request) else {
      throw StatusError.internalError("an object where a watch was expected")
    }
    let cursor = WatchCursor(watch)
    return WatchStream(
      AsyncThrowingStream(unfolding: {
        switch await cursor.next() {
        case .added(let object): return .added(object.value)
        case .modified(let object): return .modified(object.value)
        case .deleted(let object): return .deleted(object.value)
        case .bookmark(_, let resourceVersion, let endsInitialEvents):
          return .bookmark(resourceVersion: resourceVersion, endsInitialEvents: endsInitialEvents)
        case .failed(let error): throw error
        case nil:
          try Task.checkCancellation()
          return nil
        }
      }))
  }

  package func create(
    _ resource: GroupVersionResource, namespace: String?, name: String?, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue {
    var request = ResourceRequest(.create, resource, namespace: namespace, name: name, subresource: subresource)
    request.write = options
    request.body = .object(object)
    return try await self.object(request)
  }

  package func update(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue {
    var request = ResourceRequest(.update, resource, namespace: namespace, name: name, subresource: subresource)
    request.write = options
    request.body = .object(object)
    return try await self.object(request)
  }

  package func patch(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, patch: Patch,
    options: WriteOptions
  ) async throws -> JSONValue {
    var request = ResourceRequest(.patch, resource, namespace: namespace, name: name, subresource: subresource)
    request.write = options
    request.body = .patch(patch)
    return try await object(request)
  }

  @discardableResult
  package func delete(
    _ resource: GroupVersionResource, namespace: String?, name: String, options: DeleteOptions
  ) async throws -> JSONValue {
    var request = ResourceRequest(.delete, resource, namespace: namespace, name: name)
    request.delete = options
    return try await object(request)
  }
}
