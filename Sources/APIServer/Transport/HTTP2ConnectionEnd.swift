import NIOCore
import NIOHTTP2

/// Ends an HTTP/2 connection whose client broke the protocol (RFC 9113, section 5.4.1: after GOAWAY the connection is
/// closed): nothing more is read, and the connection is closed when the client has had the time to read why.
///
/// Stands between TLS and HTTP/2, whose handler says GOAWAY, tells the pipeline of the error, and goes on to take what
/// comes. An error of a single stream is told in the same way, without GOAWAY.
final class HTTP2ConnectionEnd: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData

  /// How long the client may take up the goodbye, as Go's server has it.
  static let farewell = TimeAmount.seconds(1)

  private var lastWriteWasGoAway = false
  private var isOver = false

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .byteBuffer(let frame) = unwrapOutboundIn(data) { lastWriteWasGoAway = Self.isGoAway(frame) }
    context.write(data, promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !isOver { context.fireChannelRead(data) }
  }

  /// Tells of an error behind this handler; when the connection was said goodbye to for it, that is its end.
  func failed(_ channel: any Channel) {
    guard lastWriteWasGoAway, !isOver else { return }
    isOver = true
    // What is not read is not kept either.
    channel.setOption(.autoRead, value: false).whenFailure { _ in channel.close(promise: nil) }
    channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
  }

  /// Whether the buffer is a GOAWAY frame without further data (RFC 9113, sections 4.1 and 6.8).
  private static func isGoAway(_ frame: ByteBuffer) -> Bool {
    let begin = frame.readerIndex
    return frame.readableBytes == 17 && frame.getInteger(at: begin + 2, as: UInt8.self) == 8
      && frame.getInteger(at: begin + 3, as: UInt8.self) == 7
      && frame.getInteger(at: begin + 5, as: UInt32.self) == 0
  }
}
