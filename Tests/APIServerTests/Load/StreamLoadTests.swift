import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import Testing

@testable import APIServer

@Suite("Streams under load")
struct StreamLoadTests {
  @Test("A thousand watches share one connection, and all see a change", .timeLimit(.minutes(5)))
  func watches() async throws {
    try await TestAPI.with { api in
      let client = try await HTTP2Client.connect(to: api)
      let (sightings, seen) = AsyncStream<Void>.makeStream()
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (begun, continuation) = AsyncStream<Void>.makeStream()
        for _ in 0..<ConnectionSetup.mostStreams {
          group.addTask {
            let stream = try await client.get("/api/v1/namespaces/default/configmaps?watch=true")
            do {
              try await stream.executeThenClose { inbound, _ in
                var text = ""
                for try await part in inbound {
                  switch part {
                  case .head(let head):
                    #expect(head.status == .ok)
                    continuation.yield()
                  case .body(let bytes):
                    text += String(buffer: bytes)
                    guard text.contains("\"shared\"") else { continue }
                    seen.yield()
                    return
                  case .end: return
                  }
                }
              }
            } catch is NIOHTTP2Errors.StreamClosed {
              // A watch is left by breaking its stream off.
            }
          }
        }
        var count = 0
        for await _ in begun {
          count += 1
          if count == ConnectionSetup.mostStreams { break }
        }
        try await api.client.create(ConfigMap(name: "shared", namespace: "default"))
        try await group.waitForAll()
      }
      seen.finish()
      let total = await sightings.reduce(0) { count, _ in count + 1 }
      #expect(total == ConnectionSetup.mostStreams)
      try await client.channel.close()
    }
  }
}

/// One connection of HTTP/2 to the API.
private struct HTTP2Client: Sendable {
  typealias Stream = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  let channel: any Channel
  private let streams: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>

  static func connect(to api: TestAPI) async throws -> Self {
    var tls = try api.clientTLS()
    tls.applicationProtocols = ["h2"]
    let context = try NIOSSLContext(configuration: tls)
    let port = Int(api.base.split(separator: ":").last ?? "") ?? 0
    let (channel, streams) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil))
          let streams = try pipeline.configureAsyncHTTP2Pipeline(
            mode: .client, streamInitializer: { $0.eventLoop.makeSucceededVoidFuture() })
          return (channel, streams)
        }
      }
    return Self(channel: channel, streams: streams)
  }

  /// Begins a request without a body.
  func get(_ path: String) async throws -> Stream {
    let stream = try await streams.openStream { stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https))
        return try Stream(wrappingChannelSynchronously: stream)
      }
    }
    let head = HTTPRequestHead(version: .http2, method: .GET, uri: path, headers: ["host": "127.0.0.1"])
    stream.channel.write(HTTPClientRequestPart.head(head), promise: nil)
    stream.channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    return stream
  }
}
