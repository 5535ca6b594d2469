import KubeModel
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import Testing

@testable import Kubelet

@Suite("gRPC probes")
struct GRPCProbeTests {
  private static func probe(_ port: Int, service: String? = nil, seconds: Int64 = HTTPProbeTests.patience) async
    -> ProbeOutcome
  {
    await HTTPProbeTests.probe(
      ["grpc": ["port": .integer(Int64(port)), "service": service.map { .string($0) } ?? .null]], seconds: seconds)
  }

  @Test("The health of the server, or of one of its services, is asked for by the health protocol")
  func asks() async throws {
    try await HealthServer.with { port in
      #expect(await Self.probe(port) == .success)
      #expect(await Self.probe(port, service: "ready") == .success)
      #expect(await Self.probe(port, service: "down") == .failure("service unhealthy (responded with \"NOT_SERVING\")"))
      #expect(
        await Self.probe(port, service: "none")
          == .failure("error: health rpc probe failed: rpc error: code = NotFound desc = unknown service: 100%"))
      let none = "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
      #expect(await Self.probe(port, service: "unimplemented") == .failure(none + "unknown method"))
      #expect(
        await Self.probe(port, service: "web")
          == .failure(
            none + "unexpected HTTP status code received from server: 404 (Not Found); transport: received unexpected "
              + "content-type \"text/plain\""))
      #expect(
        await Self.probe(port, service: "slow", seconds: 1)
          == .failure("timeout: health rpc did not complete within 1s"))
      #expect(
        await Self.probe(port, service: "reset")
          == .failure(
            "error: health rpc probe failed: rpc error: code = Unavailable desc = stream terminated by RST_STREAM with "
              + "error code: REFUSED_STREAM"))
    }
  }

  @Test("A server that does not listen, or speaks something else, is tried until the time is up")
  func waits() async throws {
    let port = try await FreePort.find()
    let text = "timeout: failed to connect service \"127.0.0.1:\(port)\" within 1s: context deadline exceeded"
    #expect(await Self.probe(port, seconds: 1) == .failure(text))
    try await GreetingServer.with(text: "220 mail.example.org\r\n") { port in
      let text = "timeout: failed to connect service \"127.0.0.1:\(port)\" within 1s: context deadline exceeded"
      #expect(await Self.probe(port, seconds: 1) == .failure(text))
    }
  }

  @Test("The messages are those of the definition of the service")
  func writesMessages() {
    #expect(GRPCHealthMessage.request(service: "") == [0, 0, 0, 0, 0])
    #expect(GRPCHealthMessage.request(service: "a") == [0, 0, 0, 0, 3, 0x0A, 1, 97])
    #expect(GRPCHealthMessage.status(of: [0, 0, 0, 0, 2, 8, 1]) == 1)
    #expect(GRPCHealthMessage.status(of: [0, 0, 0, 0, 0]) == 0)
    #expect(GRPCHealthMessage.status(of: [0, 0, 0, 0, 5, 0x12, 1, 9, 8, 2]) == 2)
    for wrong: [UInt8] in [
      [], [0, 0, 0, 0, 2, 8], [1, 0, 0, 0, 0], [0, 0, 0, 0, 2, 0x12, 9], [0, 0, 0, 0, 1, 0x80],
    ] {
      #expect(GRPCHealthMessage.status(of: wrong) == nil)
    }
    #expect(GoText.duration(seconds: 3_725) == "1h2m5s" && GoText.duration(seconds: 60) == "1m0s")
  }
}

/// A gRPC server on the loopback with the health service; what it says depends on the name that it is asked about.
private enum HealthServer {
  static func with(_ body: (Int) async throws -> Void) async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          _ = try child.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
          ) { stream in
            stream.eventLoop.makeCompletedFuture { try stream.pipeline.syncOperations.addHandler(Handler()) }
          }
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    defer { channel.close(promise: nil) }
    try await body(channel.localAddress?.port ?? 0)
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private var isRight = false
    private var request: [UInt8] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .headers(let frame):
        isRight =
          frame.headers.first(name: ":path") == "/grpc.health.v1.Health/Check"
          && frame.headers.first(name: "content-type") == "application/grpc"
          && frame.headers.first(name: "te") == "trailers"
          && frame.headers.first(name: "user-agent")?.hasPrefix("kube-probe/1.33 ") == true
      case .data(let frame):
        if case .byteBuffer(let bytes) = frame.data { request += bytes.readableBytesView }
        if frame.endStream { answer(String(decoding: request.dropFirst(7), as: UTF8.self), context) }
      default: break
      }
    }

    private func answer(_ service: String, _ context: ChannelHandlerContext) {
      switch isRight ? service : "unimplemented" {
      case "", "ready": send(status: 1, context)
      case "down": send(status: 2, context)
      case "none": end([("grpc-status", "5"), ("grpc-message", "unknown service: 100%25")], isOnly: true, context)
      case "unimplemented": end([("grpc-status", "12"), ("grpc-message", "unknown method")], isOnly: true, context)
      case "web": head([(":status", "404"), ("content-type", "text/plain")], isLast: true, context)
      case "reset": context.writeAndFlush(wrapOutboundOut(.rstStream(.refusedStream)), promise: nil)
      default: break
      }
    }

    private func send(status: UInt8, _ context: ChannelHandlerContext) {
      head([(":status", "200"), ("content-type", "application/grpc")], isLast: false, context)
      let message = ByteBuffer(bytes: [0, 0, 0, 0, 2, 8, status])
      context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(message)))), promise: nil)
      end([("grpc-status", "0")], isOnly: false, context)
    }

    private func end(_ trailers: [(String, String)], isOnly: Bool, _ context: ChannelHandlerContext) {
      head(
        (isOnly ? [(":status", "200"), ("content-type", "application/grpc")] : []) + trailers, isLast: true, context)
    }

    private func head(_ headers: [(String, String)], isLast: Bool, _ context: ChannelHandlerContext) {
      context.writeAndFlush(
        wrapOutboundOut(.headers(.init(headers: HPACKHeaders(headers), endStream: isLast))), promise: nil)
    }
  }
}
