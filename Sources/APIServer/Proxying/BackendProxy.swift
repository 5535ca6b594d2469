import KubeClient
import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOSSL

/// Passes one request on to a server of the cluster, and its answer back, as a reverse proxy: bodies as they come,
/// upgraded connections byte by byte.
struct BackendProxy: Sendable {
  let request: HTTPRequest
  /// The path and query that the backend is asked for.
  let path: String
  /// Nil for plain HTTP.
  var tls: SocketRequest.TLS?
  /// Put in place of what the client sent of the same names.
  var headers: HTTPHeaders = [:]
  /// Headers that the client may not set.
  var removesHeader: @Sendable (String) -> Bool = { _ in false }

  /// The connections between proxies and their neighbours are theirs alone (RFC 9110, section 7.6.1).
  private static let hopByHop: Set<String> = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
  ]

  /// Sends the request over a connection and answers with what comes back.
  ///
  /// Throws what kept the backend from answering.
  func send(over descriptor: consuming OwnedDescriptor) async throws -> HTTPAnswer {
    let upgrade = request.canUpgrade ? request.headers.first(name: "upgrade") : nil
    let head = HTTPRequestHead(
      version: .http1_1, method: request.method, uri: path, headers: forwarded(upgrade: upgrade))
    let body = request.body.readableBytes > 0 ? request.body : nil
    switch try await SocketRequest(head: head, body: body).send(over: descriptor, tls: tls) {
    case .body(let head, let bytes):
      return HTTPAnswer(
        status: head.status, headers: Self.endToEnd(head.headers),
        body: .stream { writer in
          for try await chunk in bytes { try await writer.write(ByteBuffer(bytes: chunk)) }
        })
    case .upgraded(let head, let backend):
      guard upgrade != nil else { throw ChannelError.inappropriateOperationForState }
      var headers = Self.endToEnd(head.headers)
      headers.add(name: "connection", value: "Upgrade")
      headers.add(contentsOf: head.headers["upgrade"].map { ("upgrade", $0) })
      return HTTPAnswer(
        status: .switchingProtocols, headers: headers,
        body: .upgrade(ConnectionUpgrade(framing: .bytes) { try await Self.join($0, backend) }))
    }
  }

  private func forwarded(upgrade: String?) -> HTTPHeaders {
    var headers = Self.endToEnd(request.headers)
    for name in Set(headers.map { $0.name.lowercased() }) {
      // Who asked has been settled; the credentials are for the API alone.
      let isPrivate = name == "authorization" || name.hasPrefix("impersonate-")
      if isPrivate || removesHeader(name) || self.headers.contains(name: name) { headers.remove(name: name) }
    }
    headers.add(contentsOf: self.headers)
    if let address = request.clientAddress {
      let earlier = headers["x-forwarded-for"]
      headers.replaceOrAdd(name: "x-forwarded-for", value: (earlier + [address]).joined(separator: ", "))
    }
    headers.remove(name: "content-length")
    if request.body.readableBytes > 0 || [.POST, .PUT, .PATCH].contains(request.method) {
      headers.add(name: "content-length", value: String(request.body.readableBytes))
    }
    if let upgrade {
      headers.add(name: "connection", value: "Upgrade")
      headers.add(name: "upgrade", value: upgrade)
    } else {
      headers.add(name: "connection", value: "close")
    }
    return headers
  }

  /// The headers that are not about one connection.
  private static func endToEnd(_ headers: HTTPHeaders) -> HTTPHeaders {
    var removed = hopByHop
    for name in headers[canonicalForm: "connection"] { removed.insert(name.lowercased()) }
    return HTTPHeaders(headers.filter { !removed.contains($0.name.lowercased()) }.map { ($0.name, $0.value) })
  }

  /// Carries bytes both ways until either side has gone.
  private static func join(
    _ client: UpgradedConnection, _ backend: NIOAsyncChannel<ByteBuffer, ByteBuffer>
  ) async throws {
    try await backend.executeThenClose { input, output in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for try await bytes in input { try await client.outbound.write(bytes) } }
        group.addTask { for try await bytes in client.inbound { try await output.write(bytes) } }
        try await group.next()
        group.cancelAll()
      }
    }
  }
}
