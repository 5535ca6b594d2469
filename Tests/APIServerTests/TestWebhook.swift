import APIServer
import KubeModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import OrderedCollections
import Synchronization

/// An admission webhook of a test's own: HTTPS on a loopback port.
final class TestWebhook: Sendable {
  /// The members of `response` for a request; nil lets the caller wait for ever.
  typealias Answer = @Sendable (_ request: JSONValue) async -> JSONValue?

  let port: Int
  private let authority: TestAuthority
  private let log: Mutex<[(path: String, review: JSONValue)]>

  private init(_ port: Int, _ authority: TestAuthority) {
    self.port = port
    self.authority = authority
    log = Mutex([])
  }

  /// What it was asked: the `request` of each review.
  var requests: [JSONValue] { log.withLock { $0.map { $0.review["request"] ?? .null } } }

  /// The paths that it was asked at.
  var paths: [String] { log.withLock { $0.map(\.path) } }

  /// A webhook of a configuration that calls this one, with what `change` adds.
  func webhook(_ name: String, path: String = "/", _ change: JSONValue = .emptyObject) -> JSONValue {
    var webhook: JSONValue = [
      "name": .string(name), "sideEffects": "None", "admissionReviewVersions": ["v1"], "timeoutSeconds": 30,
      "clientConfig": ["url": .string("https://127.0.0.1:\(port)\(path)"), "caBundle": .string(caBundle)],
      "rules": [
        ["operations": ["*"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"]]
      ],
    ]
    for (key, value) in change.objectValue ?? [:] { webhook[key] = value }
    return webhook
  }

  /// The authority that its certificate is from, as a configuration carries it.
  var caBundle: String { Base64.encode(Array(authority.certificate.utf8)) }

  /// Runs `body` with a webhook that answers by `answer`.
  static func run(_ answer: @escaping Answer, _ body: (TestWebhook) async throws -> Void) async throws {
    let authority = try TestAuthority()
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(authority.tls.certificateChain.utf8)).map {
        .certificate($0)
      },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(authority.tls.privateKey.utf8), format: .pem)))
    tls.applicationProtocols = ["http/1.1"]
    let context = try NIOSSLContext(configuration: tls)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          return try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(
            wrappingChannelSynchronously: channel)
        }
      }
    let webhook = TestWebhook(server.channel.localAddress?.port ?? 0, authority)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await server.executeThenClose { connections in
          await withTaskGroup(of: Void.self) { each in
            do {
              for try await connection in connections {
                // A caller that goes away is none of the webhook's business.
                each.addTask { try? await webhook.serve(connection, answer) }
              }
            } catch {
              each.cancelAll()
            }
          }
        }
      }
      do {
        try await body(webhook)
      } catch {
        group.cancelAll()
        throw error
      }
      group.cancelAll()
      // What a cancelled server throws is of no interest here.
      while let result = await group.nextResult() { _ = result }
    }
  }

  private func serve(
    _ connection: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, _ answer: Answer
  ) async throws {
    try await connection.executeThenClose { inbound, outbound in
      var path = ""
      var body: [UInt8] = []
      for try await part in inbound {
        switch part {
        case .head(let head): path = head.uri
        case .body(let buffer): body += buffer.readableBytesView
        case .end:
          let review = try JSONValue(parsing: body)
          log.withLock { $0.append((path, review)) }
          guard var response = await answer(review["request"] ?? .null) else { continue }
          response["uid"] = response["uid"] ?? review["request"]?["uid"]
          let document: JSONValue = [
            "kind": review["kind"] ?? .null, "apiVersion": review["apiVersion"] ?? .null, "response": response,
          ]
          let bytes = ByteBuffer(bytes: document.serialized())
          let head = HTTPResponseHead(
            version: .http1_1, status: .ok,
            headers: ["content-type": "application/json", "content-length": String(bytes.readableBytes)])
          try await outbound.write(.head(head))
          try await outbound.write(.body(.byteBuffer(bytes)))
          try await outbound.write(.end(nil))
        }
      }
    }
  }

  /// A permission with a JSON patch.
  static func patch(_ operations: JSONValue) -> JSONValue {
    ["allowed": true, "patchType": "JSONPatch", "patch": .string(Base64.encode(operations.serialized()))]
  }
}
