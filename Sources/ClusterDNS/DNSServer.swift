import DNSWire
import NIOCore
import NIOPosix
import SandboxRuntime

/// Answers datagrams on the event loop that reads them.
final class DatagramDNSHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias OutboundOut = AddressedEnvelope<ByteBuffer>

  private let respond: @Sendable ([UInt8], Bool) -> DNSResponder.Response
  private let forward: DNSForwarding

  init(
    respond: @escaping @Sendable ([UInt8], Bool) -> DNSResponder.Response, forward: @escaping DNSForwarding
  ) {
    self.respond = respond
    self.forward = forward
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    let query = Array(envelope.data.readableBytesView)
    switch respond(query, false) {
    case .nothing: break
    case .answer(let octets):
      let answer = AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: ByteBuffer(bytes: octets))
      context.write(wrapOutboundOut(answer), promise: nil)
    case .forward(let domain, let refusal):
      let channel = context.channel
      let client = envelope.remoteAddress
      context.eventLoop.makeFutureWithTask { [forward] in
        await forward(query, domain, refusal, client.ipAddress ?? "")
      }
      .whenSuccess { octets in
        channel.writeAndFlush(
          AddressedEnvelope(remoteAddress: client, data: ByteBuffer(bytes: octets)), promise: nil)
      }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

  // A datagram socket outlives errors about single datagrams (an ICMP message for a client that is gone).
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

/// Answers queries of a connection, each behind its length (RFC 1035 section 4.2.2).
final class StreamDNSHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let respond: @Sendable ([UInt8], Bool) -> DNSResponder.Response
  private let forward: DNSForwarding
  private var pending = ByteBuffer()

  init(
    respond: @escaping @Sendable ([UInt8], Bool) -> DNSResponder.Response, forward: @escaping DNSForwarding
  ) {
    self.respond = respond
    self.forward = forward
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    pending.writeBuffer(&part)
    while let length = pending.getInteger(at: pending.readerIndex, as: UInt16.self),
      pending.readableBytes >= 2 + Int(length)
    {
      pending.moveReaderIndex(forwardBy: 2)
      let query = pending.readBytes(length: Int(length)) ?? []
      switch respond(query, true) {
      case .nothing: context.close(promise: nil)
      case .answer(let octets): context.write(wrapOutboundOut(Self.framed(octets)), promise: nil)
      case .forward(let domain, let refusal):
        let channel = context.channel
        let client = channel.remoteAddress?.ipAddress ?? ""
        context.eventLoop.makeFutureWithTask { [forward] in await forward(query, domain, refusal, client) }
          .whenSuccess { channel.writeAndFlush(Self.framed($0), promise: nil) }
      }
    }
    pending.discardReadBytes()
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private static func framed(_ octets: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeInteger(UInt16(truncatingIfNeeded: octets.count))
    buffer.writeBytes(octets)
    return buffer
  }
}
