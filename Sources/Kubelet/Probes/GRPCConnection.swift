import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// The error that a gRPC call ended with.
struct GRPCError: Error {
  var status: GRPCStatus
}

/// A connection to a gRPC server that has greeted.
struct GRPCConnection: Sendable {
  let channel: any Channel
  private let streams: NIOHTTP2Handler.StreamMultiplexer

  /// Takes a connected socket over; nil when the server has not sent its settings by the deadline.
  static func open(
    _ socket: Int32, on loop: any EventLoop, deadline: ContinuousClock.Instant
  ) async -> GRPCConnection? {
    let greeted = loop.makePromise(of: NIOHTTP2Handler.StreamMultiplexer.self)
    let connecting = ClientBootstrap(group: loop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        let streams = try pipeline.configureHTTP2Pipeline(
          mode: .client, connectionConfiguration: .init(), streamConfiguration: .init()
        ) { stream in stream.close() }
        try pipeline.addHandler(GreetingHandler(streams: streams, greeted: greeted))
      }
    }.withConnectedSocket(socket)
    connecting.whenFailure { greeted.fail($0) }
    let expiry = loop.scheduleTask(in: TimeAmount(deadline - ContinuousClock.now)) {
      greeted.fail(ChannelError.connectTimeout(.zero))
    }
    defer { expiry.cancel() }
    do {
      let streams = try await withTaskCancellationHandler {
        try await greeted.futureResult.get()
      } onCancel: {
        greeted.fail(CancellationError())
      }
      return GRPCConnection(channel: try await connecting.get(), streams: streams)
    } catch {
      connecting.whenSuccess { $0.close(promise: nil) }
      return nil
    }
  }

  /// Asks for the health of a service and returns the status in the answer.
  func call(
    _ service: String, authority: String, agent: String, deadline: ContinuousClock.Instant
  ) async -> Result<Int, GRPCError> {
    let left = max(deadline - ContinuousClock.now, .zero)
    let timeout = TimeAmount(left)
    let headers = HPACKHeaders([
      (":method", "POST"), (":scheme", "http"), (":path", GRPCHealthMessage.method), (":authority", authority),
      ("content-type", "application/grpc"), ("user-agent", agent), ("te", "trailers"),
      ("grpc-timeout", "\(max(timeout.nanoseconds / 1_000, 1))u"),
    ])
    let answer = channel.eventLoop.makePromise(of: Int.self)
    let stream = streams.createStreamChannel { stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(
          GRPCCallHandler(
            headers: headers, message: GRPCHealthMessage.request(service: service), answer: answer, timeout: timeout))
      }
    }
    stream.whenFailure { _ in
      answer.fail(GRPCError(status: .init(code: GRPCStatus.unavailable, message: "the connection is draining")))
    }
    do {
      return .success(
        try await withTaskCancellationHandler {
          try await answer.futureResult.get()
        } onCancel: {
          answer.fail(CancellationError())
        })
    } catch let error as GRPCError {
      return .failure(error)
    } catch {
      return .failure(GRPCError(status: .init(code: 1, message: "context canceled")))
    }
  }
}

/// Waits for the server's settings, which are the first that a server of HTTP/2 sends (RFC 9113, section 3.4).
private final class GreetingHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame

  private let streams: NIOHTTP2Handler.StreamMultiplexer
  private let greeted: EventLoopPromise<NIOHTTP2Handler.StreamMultiplexer>

  init(streams: NIOHTTP2Handler.StreamMultiplexer, greeted: EventLoopPromise<NIOHTTP2Handler.StreamMultiplexer>) {
    self.streams = streams
    self.greeted = greeted
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .settings(.settings) = unwrapInboundIn(data).payload { greeted.succeed(streams) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    greeted.fail(ChannelError.eof)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    greeted.fail(error)
    context.close(promise: nil)
  }
}
