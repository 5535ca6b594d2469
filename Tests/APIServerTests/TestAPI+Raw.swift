import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Requests whose answers are no JSON.
extension TestAPI {
  private func rawClient() throws -> HTTPClient {
    var tls = try clientTLS()
    tls.applicationProtocols = ["http/1.1"]
    var configuration = Self.clientConfiguration(tls)
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }

  /// A client of the administrator's that opens as many connections as it has requests; to be shut down.
  func manyConnections(_ count: Int) throws -> HTTPClient {
    var tls = try clientTLS()
    tls.applicationProtocols = ["http/1.1"]
    var configuration = Self.clientConfiguration(tls)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = count
    return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }

  /// What a client with a certificate says in TLS.
  func clientTLS() throws -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.certificate.utf8)))
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(authority.clientCertificate.utf8))
    tls.certificateChain = chain.map { .certificate($0) }
    tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(authority.clientKey.utf8), format: .pem))
    return tls
  }

  private func get(_ path: String, headers: HTTPHeaders) async throws -> (HTTPClientResponse, String) {
    let http = try rawClient()
    do {
      var request = HTTPClientRequest(url: base + path)
      request.headers = headers
      let response = try await http.execute(request, timeout: .seconds(300))
      let text = String(buffer: try await response.body.collect(upTo: 1 << 22))
      try await http.shutdown()
      return (response, text)
    } catch {
      try await http.shutdown()
      throw error
    }
  }

  /// The status and headers of the answer to a GET, without following redirects.
  func head(_ path: String) async throws -> (status: HTTPResponseStatus, headers: HTTPHeaders) {
    let (response, _) = try await get(path, headers: [:])
    return (response.status, response.headers)
  }

  /// The body of the answer to a GET.
  func text(_ path: String, headers: HTTPHeaders = [:]) async throws -> String {
    try await get(path, headers: headers).1
  }

  /// What comes back over a connection that was upgraded to `name`, as much as was sent.
  func upgrade(_ path: String, to name: String, sending text: String) async throws -> String {
    let context = try NIOSSLContext(configuration: try clientTLS())
    let port = Int(base.split(separator: ":").last ?? "") ?? 0
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try NIOSSLClientHandler(context: context, serverHostname: nil)
          try channel.pipeline.syncOperations.addHandler(handler)
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: \(name)\r\n\r\n"
      // The first bytes come in one piece with the request.
      try await outbound.write(ByteBuffer(string: request + text.prefix(4)))
      var received = ""
      for try await bytes in inbound {
        let hadHead = received.contains("\r\n\r\n")
        received += String(buffer: bytes)
        guard let end = received.firstRange(of: "\r\n\r\n") else { continue }
        if !hadHead { try await outbound.write(ByteBuffer(string: String(text.dropFirst(4)))) }
        let body = received[end.upperBound...]
        if body.utf8.count >= text.utf8.count { return String(body) }
        guard received.hasPrefix("HTTP/1.1 101") else { return received }
      }
      return received
    }
  }
}
