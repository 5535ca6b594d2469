import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2

/// One unary gRPC call on a stream of HTTP/2 (gRPC over HTTP/2).
final class GRPCCallHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  /// More than any answer has.
  private static let mostBytes = 65_536

  private let headers: HPACKHeaders
  private let message: [UInt8]
  private let timeout: TimeAmount
  /// nil once it was kept.
  private var answer: EventLoopPromise<Int>?
  private var received: [UInt8] = []
  private var deadline: Scheduled<Void>?

  init(headers: HPACKHeaders, message: [UInt8], answer: EventLoopPromise<Int>, timeout: TimeAmount) {
    self.headers = headers
    self.message = message
    self.answer = answer
    self.timeout = timeout
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: timeout) {
      handler.value.fail(GRPCStatus.deadlineExceeded, "context deadline exceeded")
    }
  }

  func channelActive(context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
    let data = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer(bytes: message)), endStream: true)
    context.writeAndFlush(wrapOutboundOut(.data(data)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let frame): read(frame.headers, isLast: frame.endStream)
    case .data(let frame):
      if case .byteBuffer(let bytes) = frame.data, received.count < Self.mostBytes {
        received += bytes.readableBytesView
      }
      if frame.endStream {
        fail(GRPCStatus.internalError, "server closed the stream without sending trailers")
      }
    default: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(GRPCStatus.unavailable, "error reading from server: EOF")
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let reset = error as? NIOHTTP2Errors.StreamClosed {
      // RFC 9113, section 7: the server wants no more of it, or the client does not.
      let codes: [HTTP2ErrorCode: (Int, String)] = [
        .noError: (GRPCStatus.internalError, "NO_ERROR"), .refusedStream: (GRPCStatus.unavailable, "REFUSED_STREAM"),
        .cancel: (1, "CANCEL"), .enhanceYourCalm: (8, "ENHANCE_YOUR_CALM"),
      ]
      let (code, name) = codes[reset.errorCode] ?? (GRPCStatus.internalError, "INTERNAL_ERROR")
      fail(code, "stream terminated by RST_STREAM with error code: \(name)")
    } else {
      fail(GRPCStatus.unavailable, "error reading from server: EOF")
    }
    context.close(promise: nil)
  }

  /// Takes the headers of the answer, or its trailers.
  private func read(_ headers: HPACKHeaders, isLast: Bool) {
    if let text = headers.first(name: "grpc-status") {
      let code = Int(text) ?? GRPCStatus.unknown
      guard code == GRPCStatus.success else {
        return fail(code, GRPCStatus.decoded(headers.first(name: "grpc-message") ?? ""))
      }
      guard let status = GRPCHealthMessage.status(of: received) else {
        return fail(
          GRPCStatus.internalError, "cardinality violation: received no response message from non-server-streaming RPC")
      }
      answer?.succeed(status)
      answer = nil
      deadline?.cancel()
      return
    }
    let status = Int(headers.first(name: ":status") ?? "") ?? 0
    let type = headers.first(name: "content-type")
    if status != 0, status != 200 || type?.hasPrefix("application/grpc") != true {
      let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
      let wrong = GRPCStatus(httpStatus: status, reason: reason, contentType: type)
      fail(wrong.code, wrong.message)
    } else if isLast {
      fail(GRPCStatus.internalError, "server closed the stream without sending trailers")
    }
  }

  private func fail(_ code: Int, _ message: String) {
    answer?.fail(GRPCError(status: .init(code: code, message: message)))
    answer = nil
    deadline?.cancel()
  }
}
