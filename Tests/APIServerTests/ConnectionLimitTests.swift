import Foundation
import KubeModel
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import Testing

@testable import APIServer

/// Clients that take a connection and let it wait.
@Suite("Limits of connections")
struct ConnectionLimitTests {
  private func connection(_ accept: @escaping @Sendable (Exchange) -> Bool = { _ in true }) throws -> EmbeddedChannel {
    let channel = EmbeddedChannel(handler: ExchangeHandler(isHTTP2: false, ConnectionAuthentication(), accept: accept))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return channel
  }

  private func head(_ uri: String = "/version") -> HTTPServerRequestPart {
    .head(HTTPRequestHead(version: .http1_1, method: .POST, uri: uri))
  }

  @Test("A connection without a request is closed after 90 seconds, and not before")
  func idle() throws {
    let channel = try connection()
    channel.embeddedEventLoop.advanceTime(by: .seconds(89))
    #expect(channel.isActive)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("A body that does not end within a minute ends the connection, however often a piece of it comes")
  func slowBody() throws {
    let channel = try connection()
    try channel.writeInbound(head())
    for _ in 0..<59 {
      channel.embeddedEventLoop.advanceTime(by: .seconds(1))
      try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "x")))
    }
    #expect(channel.isActive)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("A request that is being answered may take as long as it likes")
  func answering() throws {
    let channel = try connection()
    try channel.writeInbound(head())
    try channel.writeInbound(HTTPServerRequestPart.end(nil))
    channel.embeddedEventLoop.advanceTime(by: .hours(10))
    #expect(channel.isActive)
    #expect(try channel.finish().isClean)
  }

  @Test("A client that does not begin TLS is disconnected after ten seconds")
  func noHandshake() async throws {
    try await TestAPI.with { api in
      let port = try #require(URL(string: api.base)?.port)
      let begin = ContinuousClock.now
      let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: port).get()
      try await channel.closeFuture.get()
      #expect(ContinuousClock.now - begin >= .seconds(9))
    }
  }

  @Test("WebSocket without a subprotocol is bytes in channels, and the answer names none")
  func webSocketWithoutSubprotocol() throws {
    func upgrade(_ protocols: [String]) throws -> HTTPAnswer {
      var request = HTTPRequest(
        method: .GET, target: try #require(RequestTarget("/")),
        headers: ["upgrade": "websocket", "connection": "Upgrade", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="],
        canUpgrade: true)
      for name in protocols { request.headers.add(name: "sec-websocket-protocol", value: name) }
      return try StreamUpgrade(request, webSocket: ["v5.channel.k8s.io"], spdy: [], withoutName: "").answer { _ in }
    }
    let plain = try upgrade([])
    #expect(plain.status == .switchingProtocols)
    #expect(plain.headers["sec-websocket-protocol"].isEmpty)
    #expect(plain.headers["sec-websocket-accept"] == ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
    #expect(try upgrade(["v5.channel.k8s.io"]).headers["sec-websocket-protocol"] == ["v5.channel.k8s.io"])
    #expect(throws: StatusError.self) { try upgrade(["x"]) }
  }
}
