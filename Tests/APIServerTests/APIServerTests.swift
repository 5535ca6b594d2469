import APIServer
import AsyncHTTPClient
import Foundation
import KubeClient
import KubeModel
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import ServiceLifecycle
import Testing

@Suite("The API over HTTP")
struct APIServerTests {
  /// Runs a server on a free port while `body` talks to it.
  private func withServer(_ body: @Sendable (String, TestAuthority) async throws -> Void) async throws {
    let authority = try TestAuthority()
    let client = try await InProcessKubeClient.inMemory()
    let handler = APIHandler(api: client.api, logger: Logger(label: "test"))
    let server = try await APIServer.listen(
      on: [.host("127.0.0.1", port: 0)], tls: authority.tls, handler: handler, logger: Logger(label: "test"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      try await body("https://127.0.0.1:\(server.port)", authority)
      group.cancelAll()
    }
  }

  private func httpClient(_ authority: TestAuthority, certificate: Bool, http2: Bool) throws -> HTTPClient {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.certificate.utf8)))
    if certificate {
      tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(authority.clientCertificate.utf8))
        .map { .certificate($0) }
      tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(authority.clientKey.utf8), format: .pem))
    }
    var configuration = TestAPI.clientConfiguration(tls)
    configuration.httpVersion = http2 ? .automatic : .http1Only
    return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }

  @Test("Objects are created, read, watched and refused over both versions of HTTP", arguments: [true, false])
  func crud(http2: Bool) async throws {
    try await withServer { base, authority in
      let client = try httpClient(authority, certificate: true, http2: http2)
      do {
        var create = HTTPClientRequest(url: base + "/api/v1/namespaces/default/configmaps")
        create.method = .POST
        create.headers.add(name: "content-type", value: "application/json")
        create.body = .bytes(ByteBuffer(string: #"{"metadata":{"name":"a"},"data":{"k":"v"}}"#))
        #expect(try await client.execute(create, timeout: .seconds(300)).status == .created)
        let url = base + "/api/v1/namespaces/default/configmaps"
        let list = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(300))
        let text = String(buffer: try await list.body.collect(upTo: 1 << 20))
        #expect(text.hasPrefix(#"{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"#))
        #expect(text.contains(#""k":"v""#))
        let watch = try await client.execute(
          HTTPClientRequest(url: url + "?watch=1&timeoutSeconds=1"), timeout: .seconds(300))
        #expect(String(buffer: try await watch.body.collect(upTo: 1 << 20)).hasPrefix(#"{"type":"ADDED","object":{"#))
        let missing = try await client.execute(HTTPClientRequest(url: url + "/b"), timeout: .seconds(300))
        #expect(missing.status == .notFound)
        #expect(
          String(buffer: try await missing.body.collect(upTo: 1 << 20)).contains(#"configmaps \"b\" not found"#))
        var large = create
        large.body = .bytes(ByteBuffer(repeating: 32, count: 3 * 1024 * 1024 + 1))
        #expect(try await client.execute(large, timeout: .seconds(300)).status == .payloadTooLarge)
      } catch {
        try await client.shutdown()
        throw error
      }
      try await client.shutdown()
    }
  }

  @Test("Nothing but health and version answers without credentials")
  func credentials() async throws {
    try await withServer { base, authority in
      let client = try httpClient(authority, certificate: false, http2: true)
      var codes: [String: UInt] = [:]
      do {
        for path in ["/healthz", "/readyz", "/livez", "/version", "/api", "/apis", "/api/v1/pods", "/nothing"] {
          codes[path] = try await client.execute(HTTPClientRequest(url: base + path), timeout: .seconds(300)).status
            .code
        }
      } catch {
        try await client.shutdown()
        throw error
      }
      try await client.shutdown()
      #expect(
        codes == [
          "/healthz": 200, "/readyz": 200, "/livez": 200, "/version": 200, "/api": 401, "/apis": 401,
          "/api/v1/pods": 401, "/nothing": 401,
        ])
    }
  }
}
