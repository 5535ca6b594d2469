package import KubeModel
import NIOHTTP1

/// What the command line asks beyond objects: Tables, discovery, logs.
extension HTTPKubeClient {
  /// Asks for Tables of `meta/v1`, and takes objects where a server has none.
  private static let tableType =
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"

  /// The document at a path, such as `/version` or `/apis`; the path may carry a query.
  package func raw(_ path: String, accept: String = "application/json") async throws -> JSONValue {
    try await json(.GET, path, accept: accept)
  }

  /// The bytes at a path that need not be JSON, such as a log; they come as the server sends them.
  package func stream(_ path: String) async throws -> ByteStream {
    try await answer(.GET, path, accept: "*/*").body
  }

  /// One object as a Table.
  package func table(
    _ resource: GroupVersionResource, namespace: String?, name: String
  ) async throws -> JSONValue {
    try await json(.GET, path(resource, namespace, name), accept: Self.tableType)
  }

  /// The objects that match as a Table, in pages when `options.limit` says so.
  package func table(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> JSONValue {
    try await json(.GET, path(resource, namespace) + options.query.text, accept: Self.tableType)
  }

  /// The objects that match as the API sends them: a List.
  package func rawList(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> JSONValue {
    try await json(.GET, path(resource, namespace) + options.query.text)
  }

  /// The changes, each as a Table with one row (or as an object, with `asTable` false).
  ///
  /// The stream ends when the server closes the watch.
  package func rawWatch(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions, asTable: Bool
  ) async throws -> AsyncThrowingStream<RawWatchEvent, any Error> {
    let reader = try await watchReader(
      resource, namespace: namespace, options: options, accept: asTable ? Self.tableType : Self.jsonType)
    return AsyncThrowingStream { try await reader.next() }
  }

  /// Sends `object` to a path with a method of the caller's choice (`POST`, `PUT`), as generic commands need it.
  package func post(_ path: String, _ object: JSONValue) async throws -> JSONValue {
    try await json(.POST, path, body: object)
  }

  /// Deletes all objects that match, in one request.
  package func deleteCollection(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions, deletion: DeleteOptions
  ) async throws {
    _ = try await json(.DELETE, path(resource, namespace) + options.query.text, body: deletion.json)
  }
}
