package import KubeModel

/// The same calls with typed kinds.
extension KubeClient {
  /// The object; throws `notFound` when there is none.
  package func get<Kind: KubeObject>(_ kind: Kind.Type, namespace: String? = nil, name: String) async throws -> Kind {
    Kind(json: try await get(Kind.resource, namespace: namespace, name: name, subresource: nil))
  }

  /// The object; nil when there is none.
  package func find<Kind: KubeObject>(_ kind: Kind.Type, namespace: String? = nil, name: String) async throws -> Kind? {
    do {
      return try await get(kind, namespace: namespace, name: name)
    } catch let error as StatusError where error.reason == .notFound {
      return nil
    }
  }

  /// All objects that match.
  package func list<Kind: KubeObject>(
    _ kind: Kind.Type, namespace: String? = nil, options: ListOptions = ListOptions()
  ) async throws -> [Kind] {
    try await list(Kind.resource, namespace: namespace, options: options).items.map(Kind.init(json:))
  }

  /// Creates the object in the namespace that it names.
  @discardableResult
  package func create<Kind: KubeObject>(_ object: Kind, options: WriteOptions = WriteOptions()) async throws -> Kind {
    Kind(
      json: try await create(
        Kind.resource, namespace: object.namespace, name: nil, subresource: nil, object: object.json, options: options))
  }

  /// Replaces the object; its `resourceVersion` must be the stored one.
  @discardableResult
  package func update<Kind: KubeObject>(_ object: Kind, options: WriteOptions = WriteOptions()) async throws -> Kind {
    Kind(
      json: try await update(
        Kind.resource, namespace: object.namespace, name: object.name, subresource: nil, object: object.json,
        options: options))
  }

  /// Replaces the object's status; its `resourceVersion` must be the stored one.
  @discardableResult
  package func updateStatus<Kind: KubeObject>(_ object: Kind) async throws -> Kind {
    Kind(
      json: try await update(
        Kind.resource, namespace: object.namespace, name: object.name, subresource: "status", object: object.json,
        options: WriteOptions()))
  }

  /// Changes the object by a patch.
  @discardableResult
  package func patch<Kind: KubeObject>(
    _ kind: Kind.Type, namespace: String? = nil, name: String, subresource: String? = nil, _ patch: Patch,
    options: WriteOptions = WriteOptions()
  ) async throws -> Kind {
    Kind(
      json: try await self.patch(
        Kind.resource, namespace: namespace, name: name, subresource: subresource, patch: patch, options: options))
  }

  /// Asks for deletion; a missing object is no error.
  package func deleteIfPresent<Kind: KubeObject>(
    _ kind: Kind.Type, namespace: String? = nil, name: String, options: DeleteOptions = DeleteOptions()
  ) async throws {
    do {
      try await delete(Kind.resource, namespace: namespace, name: name, options: options)
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, which was the aim.
    }
  }

  /// Reads, changes and writes an object until no other write came between; `change` runs once a try and returns
  /// false to leave the object as it is.
  ///
  /// Gives up after 10 conflicts with the last one.
  @discardableResult
  package func modify<Kind: KubeObject>(
    _ kind: Kind.Type, namespace: String? = nil, name: String, subresource: String? = nil,
    change: (inout Kind) throws -> Bool
  ) async throws -> Kind {
    var conflicts = 0
    while true {
      var object = try await get(kind, namespace: namespace, name: name)
      guard try change(&object) else { return object }
      do {
        return Kind(
          json: try await update(
            Kind.resource, namespace: namespace, name: name, subresource: subresource, object: object.json,
            options: WriteOptions()))
      } catch let error as StatusError where error.reason == .conflict && conflicts < 10 {
        conflicts += 1
      }
    }
  }
}
