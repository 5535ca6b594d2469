import NIOCore
import NIOWebSocket

/// Cuts a client off whose frames break the rules although they are well formed, and tells it so.
///
/// A client's frames are masked (RFC 6455, section 5.1), of a known kind, and without the bits of extensions, of which
/// none was agreed on (section 5.2).
final class WebSocketFrameCheck: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private static let known: Set<WebSocketOpcode> = [.continuation, .text, .binary, .connectionClose, .ping, .pong]

  private var isOver = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    let frame = unwrapInboundIn(data)
    let isExtended = frame.rsv1 || frame.rsv2 || frame.rsv3
    if frame.maskKey != nil, !isExtended, Self.known.contains(frame.opcode) { return context.fireChannelRead(data) }
    isOver = true
    // Section 7.4.1: a protocol error.
    let goodbye = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: UInt16(1002)))
    context.writeAndFlush(wrapOutboundOut(goodbye), promise: nil)
    context.close(promise: nil)
  }
}
