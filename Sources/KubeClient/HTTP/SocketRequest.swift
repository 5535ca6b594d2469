package import LinuxSystem
package import NIOCore
package import NIOHTTP1
import NIOPosix
package import NIOSSL

/// One HTTP/1.1 request over a socket that somebody else has connected, such as one inside a cluster's network.
package struct SocketRequest: Sendable {
  /// TLS on top of the socket.
  package struct TLS: Sendable {
    package var context: NIOSSLContext
    /// The name that the server's certificate must carry, and that it is asked for.
    package var serverName: String

    package init(context: NIOSSLContext, serverName: String) {
      self.context = context
      self.serverName = serverName
    }

    /// A context from settings; worth keeping, for making one takes longer than a request.
    package static func context(_ settings: ClientConfiguration.TLS) throws -> NIOSSLContext {
      try NIOSSLContext(configuration: settings.nioConfiguration())
    }
  }

  /// What came back.
  package enum Answer: Sendable {
    /// An answer whose body is still on its way; dropping it closes the connection.
    case body(HTTPResponseHead, ByteStream)
    /// `101 Switching Protocols`: the connection is the caller's from here on.
    case upgraded(HTTPResponseHead, NIOAsyncChannel<ByteBuffer, ByteBuffer>)
  }

  package var head: HTTPRequestHead
  package var body: ByteBuffer?

  /// - Parameters:
  ///   - head: Sent as it is; its headers must say how long the body is.
  ///   - body: Nil for none.
  package init(head: HTTPRequestHead, body: ByteBuffer?) {
    self.head = head
    self.body = body
  }

  /// Sends the request and waits for the head of its answer; the connection serves this one request.
  ///
  /// Throws `CancellationError` when the task is cancelled, and otherwise what broke the connection.
  package func send(over descriptor: consuming OwnedDescriptor, tls: TLS? = nil) async throws -> Answer {
    let socket = descriptor.release()
    return try await send { Self.bootstrap(on: $0, tls).withConnectedSocket(socket) }
  }

  /// The same over a connection of its own to a server on the host's network.
  package func send(to host: String, port: Int, tls: TLS? = nil) async throws -> Answer {
    try await send { Self.bootstrap(on: $0, tls).connect(host: host, port: port) }
  }

  private func send(connect: @escaping @Sendable (any EventLoop) -> EventLoopFuture<any Channel>) async throws -> Answer
  {
    let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    let answer = try await HTTPExchange.send(head, body, on: eventLoop) { connect(eventLoop) }
    if let channel = answer.upgraded { return .upgraded(answer.head, channel) }
    return .body(answer.head, answer.body)
  }

  private static func bootstrap(on eventLoop: any EventLoop, _ tls: TLS?) -> ClientBootstrap {
    ClientBootstrap(group: eventLoop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls.context, server: tls.serverName)) }
        try pipeline.addHTTPClientHandlers(leftOverBytesStrategy: .forwardBytes)
        try pipeline.addHandler(HTTPExchangeHandler { $0.close(promise: nil) })
      }
    }
  }
}
