import APIServer
import AsyncHTTPClient
import Crypto
import Foundation
import KubeClient
import KubeModel
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import ServiceLifecycle
import Testing

/// A whole API over a real socket, with the roles of every cluster, and clients of any user.
struct TestAPI: Sendable {
  /// An answer that has been read.
  struct Answer: CustomStringConvertible {
    let code: UInt
    let body: JSONValue
    var headers = HTTPHeaders()
    /// The body as it came.
    var text = ""

    var warnings: [String] { headers["warning"] }
    var message: String { body["message"]?.stringValue ?? "" }
    var description: String { "\(code) \(body.compactText)" }
  }

  /// Who makes a request.
  enum Caller: Hashable, Sendable {
    /// With a certificate.
    case user(String, groups: [String] = [])
    /// With a service account's token.
    case token(String)
    case nobody

    static let admin = Caller.user("tester", groups: ["system:masters"])
  }

  /// The API from inside the process.
  let client: InProcessKubeClient
  let base: String
  let authority: TestAuthority
  /// What passes requests on to other servers; nil without a dialer.
  let aggregator: Aggregator?

  /// Runs `body` against a new API.
  static func with(
    audit: AuditLog? = nil, pods: (any PodStreams)? = nil, dialer: (any ClusterDialer)? = nil,
    usage: (any UsageReader)? = nil, logs: String? = nil,
    aggregates identity: Aggregator.Identity? = nil, _ body: @Sendable (TestAPI) async throws -> Void
  ) async throws {
    let logger = Logger(label: "test")
    let authority = try TestAuthority()
    let tokens = try await ServiceAccountTokens(key: P256.Signing.PrivateKey().pemRepresentation)
    let store = try await InProcessKubeClient.inMemory().api.store
    let client = InProcessKubeClient(api: ResourceAPI(store: store, signer: tokens))
    try await client.api.bootstrapPolicy()
    let aggregator = dialer.map { Aggregator(store: store, dialer: $0, identity: identity) }
    let server = try await APIServer.listen(
      on: [.host("127.0.0.1", port: 0)], tls: authority.tls,
      handler: APIHandler(
        api: client.api, pods: pods, dialer: dialer, aggregator: aggregator, usage: usage, logsDirectory: logs,
        audit: audit, logger: logger),
      logger: logger)
    let api = TestAPI(
      client: client, base: "https://127.0.0.1:\(server.port)", authority: authority, aggregator: aggregator)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      try await body(api)
      group.cancelAll()
    }
  }

  /// The settings of clients, which have patience with a busy machine.
  static func clientConfiguration(_ tls: TLSConfiguration) -> HTTPClient.Configuration {
    HTTPClient.Configuration(tlsConfiguration: tls, timeout: .init(connect: .minutes(2)))
  }

  /// Sends a request and reads the answer.
  @discardableResult
  func send(
    _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, as caller: Caller = .admin,
    headers: HTTPHeaders = [:], contentType: String = "application/json"
  ) async throws -> Answer {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.certificate.utf8)))
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    request.headers = headers
    switch caller {
    case .user(let name, let groups):
      let (certificate, key) = try authority.client(name, groups: groups)
      tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) }
      tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
    case .token(let token): request.headers.add(name: "authorization", value: "Bearer \(token)")
    case .nobody: break
    }
    if let body {
      request.headers.add(name: "content-type", value: contentType)
      request.body = .bytes(ByteBuffer(bytes: body.serialized()))
    }
    let http = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: Self.clientConfiguration(tls))
    do {
      let response = try await http.execute(request, timeout: .seconds(300))
      let bytes = try await response.body.collect(upTo: 1 << 24)
      try await http.shutdown()
      return Answer(
        code: response.status.code, body: (try? JSONValue(parsing: Array(bytes.readableBytesView))) ?? .null,
        headers: response.headers, text: String(buffer: bytes))
    } catch {
      try await http.shutdown()
      throw error
    }
  }

  /// Makes a role in `default` with one rule, and binds it to a subject.
  func grant(_ name: String, verbs: [String], group: String = "", resources: [String], to subject: JSONValue)
    async throws
  {
    var role = Role(name: name, namespace: "default")
    role.rules = [
      .with {
        $0.verbs = verbs
        $0.apiGroups = [group]
        $0.resources = resources
      }
    ]
    try await client.create(role)
    var binding = RoleBinding(name: name, namespace: "default")
    binding.roleRef = .with {
      $0.kind = "Role"
      $0.name = name
    }
    binding.subjects = [Subject(json: subject)]
    try await client.create(binding)
  }

  /// A new service account in `default`, and a token of its own.
  func account(_ name: String) async throws -> String {
    try await client.create(ServiceAccount(name: name, namespace: "default"))
    let answer = try await client.create(
      ServiceAccount.resource, namespace: "default", name: name, subresource: "token", object: ["spec": .emptyObject],
      options: WriteOptions())
    return try #require(answer["status"]?["token"]?.stringValue)
  }
}

extension JSONValue {
  /// The value as JSON in one line.
  var compactText: String { String(decoding: serialized(), as: UTF8.self) }
}
