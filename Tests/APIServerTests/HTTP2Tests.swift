import NIOCore
import NIOEmbedded
import NIOHTTP2
import Testing

@testable import APIServer

@Suite("Connections of HTTP/2")
struct HTTP2Tests {
  /// The idle limit on its own, and what tells it of streams.
  private func connection() throws -> (EmbeddedChannel, HTTP2IdleLimit.Delegate) {
    let limit = HTTP2IdleLimit()
    let channel = EmbeddedChannel(handler: limit)
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    return (channel, HTTP2IdleLimit.Delegate(limit, eventLoop: channel.eventLoop))
  }

  @Test("A connection without a stream is told so after 90 seconds, and then closed")
  func idle() throws {
    let (channel, streams) = try connection()
    channel.embeddedEventLoop.advanceTime(by: .seconds(89))
    #expect(try channel.readOutbound(as: HTTP2Frame.self) == nil)
    streams.streamCreated(1, channel: channel)
    streams.streamCreated(3, channel: channel)
    streams.streamClosed(1, channel: channel)
    channel.embeddedEventLoop.advanceTime(by: .hours(10))
    #expect(try channel.readOutbound(as: HTTP2Frame.self) == nil)
    streams.streamClosed(3, channel: channel)
    channel.embeddedEventLoop.advanceTime(by: .seconds(89))
    #expect(try channel.readOutbound(as: HTTP2Frame.self) == nil)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    let goodbye = try #require(try channel.readOutbound(as: HTTP2Frame.self))
    guard case .goAway(let last, let code, _) = goodbye.payload else {
      Issue.record("\(goodbye)")
      return
    }
    #expect(last == 3 && code == .noError)
    #expect(channel.isActive)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("A client that is connected and silent is cut off, too")
  func silence() throws {
    let (channel, _) = try connection()
    channel.embeddedEventLoop.advanceTime(by: .seconds(91))
    #expect(!channel.isActive)
  }
}
