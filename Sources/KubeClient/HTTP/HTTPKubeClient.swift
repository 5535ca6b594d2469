package import KubeModel
import NIOHTTP1
import OrderedCollections

/// The client of an API over HTTP/1.1, with TLS or without.
///
/// Requests share connections that stay open between them; the first request starts one event loop thread. Beyond
/// `KubeClient` it offers what the command line needs: raw paths, Tables, logs and the streams of exec and port-forward.
package final class HTTPKubeClient: KubeClient {
  let transport: HTTPTransport

  package init(_ configuration: ClientConfiguration) { transport = HTTPTransport(configuration: configuration) }

  /// Where requests go.
  package var configuration: ClientConfiguration { transport.configuration }

  /// Closes all connections and ends the event loop's thread; the client can be used again after it.
  package func shutdown() async { await transport.shutdown() }

  package func get(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?
  ) async throws -> JSONValue {
    try await json(.GET, path(resource, namespace, name, subresource))
  }

  package func list(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> ObjectList {
    let list = try await json(.GET, path(resource, namespace) + options.query.text)
    let metadata = list["metadata"]
    let token = metadata?["continue"]?.stringValue ?? ""
    // Items of a list carry no kind of their own; Kubernetes leaves it to the list's.
    let kind = list["kind"]?.stringValue.flatMap { $0.hasSuffix("List") ? String($0.dropLast(4)) : nil }
    let items = (list["items"]?.arrayValue ?? []).map { item -> JSONValue in
      guard let kind, item["kind"] == nil, let members = item.objectValue else { return item }
      var typed: JSONValue = ["apiVersion": .string(resource.groupVersion.description), "kind": .string(kind)]
      for (key, value) in members { typed[key] = value }
      return typed
    }
    return ObjectList(
      items: items, resourceVersion: metadata?["resourceVersion"]?.stringValue ?? "",
      continueToken: token.isEmpty ? nil : token)
  }

  package func watch(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions
  ) async throws -> WatchStream {
    let reader = try await watchReader(resource, namespace: namespace, options: options, accept: Self.jsonType)
    return WatchStream(
      AsyncThrowingStream {
        while let raw = try await reader.next() {
          if let event = WatchEvent(raw) { return event }
        }
        return nil
      })
  }

  package func create(
    _ resource: GroupVersionResource, namespace: String?, name: String?, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue {
    let path = path(resource, namespace, name, subresource) + options.query.text
    return try await json(.POST, path, body: object)
  }

  package func update(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, object: JSONValue,
    options: WriteOptions
  ) async throws -> JSONValue {
    try await json(.PUT, path(resource, namespace, name, subresource) + options.query.text, body: object)
  }

  package func patch(
    _ resource: GroupVersionResource, namespace: String?, name: String, subresource: String?, patch: Patch,
    options: WriteOptions
  ) async throws -> JSONValue {
    try await json(
      .PATCH, path(resource, namespace, name, subresource) + options.query.text, body: patch.document,
      contentType: patch.contentType)
  }

  @discardableResult
  package func delete(
    _ resource: GroupVersionResource, namespace: String?, name: String, options: DeleteOptions
  ) async throws -> JSONValue {
    try await json(.DELETE, path(resource, namespace, name), body: options.json)
  }
}

extension HTTPKubeClient {
  static let jsonType = "application/json"

  func path(
    _ resource: GroupVersionResource, _ namespace: String?, _ name: String? = nil, _ subresource: String? = nil
  ) -> String {
    // Names of RBAC objects may hold characters that a path must not.
    resource.path(
      namespace: namespace.map(QueryString.encoded), name: name.map(QueryString.encoded), subresource: subresource)
  }

  /// Sends a request and returns the answer's head and body once the status says success; throws its `StatusError`
  /// otherwise.
  func answer(
    _ method: HTTPMethod, _ path: String, accept: String = HTTPKubeClient.jsonType, body: JSONValue? = nil,
    contentType: String = HTTPKubeClient.jsonType
  ) async throws -> HTTPAnswer {
    var headers = HTTPHeaders([("Accept", accept)])
    if body != nil { headers.add(name: "Content-Type", value: contentType) }
    let answer = try await transport.send(method, path, headers: headers, body: body?.serialized())
    guard (200..<300).contains(answer.head.status.code) else {
      throw StatusError(httpStatus: Int(answer.head.status.code), body: try await bytes(answer))
    }
    return answer
  }

  func json(
    _ method: HTTPMethod, _ path: String, accept: String = HTTPKubeClient.jsonType, body: JSONValue? = nil,
    contentType: String = HTTPKubeClient.jsonType
  ) async throws -> JSONValue {
    let bytes = try await bytes(
      try await answer(method, path, accept: accept, body: body, contentType: contentType))
    guard let json = JSONValue(textOrNil: bytes) else {
      throw StatusError.internalError("the server's answer to \(method.rawValue) \(path) is not JSON")
    }
    return json
  }

  func bytes(_ answer: HTTPAnswer) async throws -> [UInt8] {
    do {
      return try await answer.bytes()
    } catch {
      throw transport.mapped(error)
    }
  }

  func watchReader(
    _ resource: GroupVersionResource, namespace: String?, options: ListOptions, accept: String
  ) async throws -> WatchReader {
    var query = options.query
    query.add("watch", true)
    let answer = try await answer(.GET, path(resource, namespace) + query.text, accept: accept)
    return WatchReader(answer.body)
  }
}
