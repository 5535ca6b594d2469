import Crypto
import Foundation
import KubeClient
import KubeModel
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import APIServer

/// What a client gets that has not shown who it is: little, and nothing that lasts.
@Suite("Clients that are not known", .serialized)
struct UnknownClientTests {
  /// What a client of HTTP/2 breaks the protocol with, after its preface and settings.
  enum Violation: String, CaseIterable, Sendable {
    case garbage
    case continuationWithoutHeaders
    case dataOnStreamZero
    case manyPings
    case manySettings

    private static func frame(_ type: UInt8, stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
      let length = UInt32(payload.count)
      return [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), type, 0]
        + (0..<4).reversed().map { UInt8(stream >> UInt32($0 * 8) & 255) } + payload
    }

    var bytes: [UInt8] {
      switch self {
      case .garbage: Array(repeating: 0xA7, count: 16_384)
      case .continuationWithoutHeaders: Self.frame(9, stream: 1, [0])
      case .dataOnStreamZero: Self.frame(0, stream: 0, [1, 2, 3])
      case .manyPings: Array((0..<1_000).map { _ in Self.frame(6, stream: 0, Array("12345678".utf8)) }.joined())
      case .manySettings: Array((0..<1_000).map { _ in Self.frame(4, stream: 0, [0, 4, 0, 0, 255, 255]) }.joined())
      }
    }
  }

  @Test("A connection of HTTP/2 in error is told so, read no further, and closed", arguments: Violation.allCases)
  func connectionErrors(violation: Violation) async throws {
    try await TestAPI.with { api in
      try await RawClient.run(api, security: .anonymous(["h2"])) { client in
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
        try await client.outbound.write(ByteBuffer(bytes: preface))
        let received = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
          group.addTask {
            // Goes on whatever it is told, until it cannot.
            do {
              for _ in 0..<20_000 {
                try await client.outbound.write(ByteBuffer(bytes: violation.bytes))
              }
            } catch {}
            return nil
          }
          group.addTask {
            var received: [UInt8] = []
            do {
              for try await bytes in client.inbound { received += bytes.readableBytesView }
            } catch {
              // However it is closed: what was sent and not read makes it a reset.
            }
            return received
          }
          var received: [UInt8] = []
          while let next = try await group.next() {
            guard let next else { continue }
            received = next
            group.cancelAll()
          }
          return received
        }
        let goodbyes = received.indices.filter { Array(received[$0...].prefix(5)) == [0, 0, 8, 7, 0] }.count
        // More than one would mean that it went on to read.
        #expect(goodbyes == 1, "\(violation): \(received.count) bytes came back")
      }
    }
  }

  private func conversation(
    _ api: TestAPI, _ security: RawClient.Security, _ text: String
  ) async throws -> String {
    let answer = Mutex("")
    try await RawClient.run(api, security: security) { client in
      try await client.outbound.write(ByteBuffer(string: text))
      for try await bytes in client.inbound { answer.withLock { $0 += String(buffer: bytes) } }
    }
    return answer.withLock { $0 }
  }

  @Test("A body of somebody unknown is refused before it has come, over HTTP/1.1")
  func bodies() async throws {
    try await TestAPI.with { api in
      let head = "POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n"
      for credentials in ["", "Authorization: Bearer abc.def.ghi\r\n"] {
        // The connection ends by itself, with most of the body still to come.
        let answer = try await conversation(api, .anonymous([]), head + credentials + "\r\n{\"metadata\"")
        #expect(answer.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"), "\(answer)")
      }
      let token = try await api.account("robot")
      let body = #"{"metadata":{"name":"a"}}"#
      let known = try await conversation(
        api, .anonymous([]),
        "POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
          + "Authorization: Bearer \(token)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
          + body)
      #expect(known.hasPrefix("HTTP/1.1 403 Forbidden\r\n"), "\(known)")
    }
  }

  @Test("What is no HTTP, and a head without end, are answered 400, and the connection is closed")
  func malformed() async throws {
    try await TestAPI.with { api in
      #expect(try await conversation(api, .anonymous([]), "hello\r\n\r\n").hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      let long = String(repeating: "x", count: 60_000)
      let heads = (0..<10).map { "x-\($0): \(long)\r\n" }.joined()
      let answer = try await conversation(api, .anonymous([]), "GET /version HTTP/1.1\r\nHost: x\r\n" + heads)
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer.prefix(200))")
    }
  }

  @Test("A client of HTTP/1.0 that asks to keep the connection is told that it is kept, and otherwise it is closed")
  func http10() async throws {
    try await TestAPI.with { api in
      let request = "GET /api/v1/namespaces/default HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
      let last = "GET /api/v1/namespaces/default HTTP/1.0\r\n\r\n"
      let answers = try await conversation(api, .tls([]), request + request + last)
      let heads = answers.components(separatedBy: "HTTP/1.0 200 OK\r\n").dropFirst()
      #expect(
        heads.map { $0.lowercased().contains("connection: keep-alive\r\n") } == [true, true, false], "\(answers)")
      #expect(heads.last?.lowercased().contains("connection: close\r\n") == true, "\(answers)")
      // A stream has no length, so its end is the connection's.
      let watch = try await conversation(
        api, .tls([]),
        "GET /api/v1/namespaces?watch=1&timeoutSeconds=1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
      #expect(
        watch.lowercased().contains("connection: close\r\n") && !watch.lowercased().contains("chunked"), "\(watch)")
      #expect(watch.contains("\r\n\r\n{\"type\":\"ADDED\""), "\(watch)")
    }
  }

  @Test("Of too many connections of unknown clients the oldest are closed, and those of known ones stay")
  func manyConnections() throws {
    let loop = EmbeddedEventLoop()
    let connections = UnauthenticatedConnections { $0.contains(name: "authorization") }
    func connect() throws -> (channel: EmbeddedChannel, authentication: ConnectionAuthentication) {
      let channel = EmbeddedChannel(loop: loop)
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
      let id = connections.add(channel)
      return (channel, ConnectionAuthentication(identity: nil, in: connections, id: id))
    }
    let known = try connect()
    #expect(known.authentication.begin(["authorization": "Bearer x"]))
    known.authentication.end()
    let all = try (0..<UnauthenticatedConnections.limit + 3).map { _ in try connect() }
    loop.run()
    #expect(all.prefix(3).allSatisfy { !$0.channel.isActive })
    #expect(all.dropFirst(3).allSatisfy(\.channel.isActive) && known.channel.isActive)
    let stranger = all[5].authentication
    let begun = (0..<ConnectionAuthentication.mostUnfinished + 1).map { _ in stranger.begin([:]) }
    #expect(begun.filter { $0 }.count == ConnectionAuthentication.mostUnfinished && begun.last == false)
  }

  @Test("A token is verified once in ten seconds, and what is no token every time")
  func rememberedTokens() async throws {
    let key = P256.Signing.PrivateKey()
    let tokens = try await ServiceAccountTokens(key: key.pemRepresentation)
    let text = try await tokens.token(
      for: ServiceAccount(name: "robot", namespace: "default"), audiences: [],
      expiresAt: Timestamp(nanoseconds: 4_000_000_000_000_000_000), warnsAfter: nil, boundTo: nil)
    #expect(tokens.content(of: text)?.account.name == "robot")
    let verified = VerifiedTokens()
    var count = 0
    for _ in 0..<3 {
      _ = verified.token(text) { text in
        count += 1
        return SignedToken(text, key: key.publicKey, keyID: "", issuer: ServiceAccountTokens.audience)
      }
    }
    // Signed under another name of the key, so it is nothing, which is not remembered.
    #expect(count == 3)
    var changed = Array(text)
    changed[changed.count / 2] = changed[changed.count / 2] == "A" ? "B" : "A"
    #expect(tokens.content(of: String(changed)) == nil)
    let parts = text.split(separator: ".")
    let none = "eyJhbGciOiJub25lIn0"
    #expect(tokens.content(of: "\(none).\(parts[1]).") == nil)
    #expect(tokens.content(of: "\(none).\(parts[1]).\(parts[2])") == nil)
  }

  @Test("What a remembered token dies with is looked at each time")
  func revocation() async throws {
    try await TestAPI.with { api in
      let token = try await api.account("robot")
      #expect(try await api.send(.GET, "/api", as: .token(token)).code == 200)
      try await api.client.deleteIfPresent(ServiceAccount.self, namespace: "default", name: "robot")
      #expect(try await api.send(.GET, "/api", as: .token(token)).code == 401)
    }
  }
}
