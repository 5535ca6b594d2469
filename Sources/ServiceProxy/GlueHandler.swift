import NIOCore

/// Passes what one channel reads to its partner on the same event loop, with back-pressure and half-close.
final class GlueHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var partner: GlueHandler?
  private var context: ChannelHandlerContext?
  private var hasPendingRead = false

  /// Two handlers for the two ends of a connection.
  static func pair() -> (GlueHandler, GlueHandler) {
    let left = GlueHandler()
    let right = GlueHandler()
    left.partner = right
    right.partner = left
    return (left, right)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    partner = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { partner?.context?.write(data, promise: nil) }

  func channelReadComplete(context: ChannelHandlerContext) { partner?.context?.flush() }

  func channelInactive(context: ChannelHandlerContext) { partner?.context?.close(promise: nil) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent {
      partner?.context?.flush()
      partner?.context?.close(mode: .output, promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable, let partner, partner.hasPendingRead else { return }
    partner.hasPendingRead = false
    partner.context?.read()
  }

  func read(context: ChannelHandlerContext) {
    if partner?.context?.channel.isWritable ?? false { context.read() } else { hasPendingRead = true }
  }
}
