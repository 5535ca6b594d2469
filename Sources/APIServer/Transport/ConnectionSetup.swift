import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import SwiftASN1
import X509

/// The pipeline of a new connection.
enum ConnectionSetup {
  /// How long a client may take until TLS stands.
  private static let handshakeLimit = TimeAmount.seconds(10)
  /// Ten times what kube-apiserver allows unless told otherwise (`--http2-max-streams-per-connection`), and as much as
  /// Kubernetes' other API servers do: an operator's watches share one connection, also with clients that do not open a
  /// second one when it is full.
  static let mostStreams = 1_000
  /// How long a request's head may be over HTTP/1.1, in bytes; over HTTP/2 it is NIO's own limit of 16 KiB.
  static let mostHeaderBytes = 128 << 10

  static func configure(
    _ channel: any Channel, tls: NIOSSLContext, unauthenticated connections: UnauthenticatedConnections,
    accept: @escaping @Sendable (Exchange) -> Bool
  ) -> EventLoopFuture<Void> {
    let id = connections.add(channel)
    let authenticate: @Sendable (any Channel) -> ConnectionAuthentication = { channel in
      ConnectionAuthentication(identity: identity(of: channel), in: connections, id: id)
    }
    let silence = channel.eventLoop.scheduleTask(in: handshakeLimit) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in silence.cancel() }
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
    }.flatMap {
      channel.configureHTTP2SecureUpgrade(
        h2ChannelConfigurator: { channel in
          silence.cancel()
          return configureHTTP2(channel, authenticate(channel), accept: accept)
        },
        http1ChannelConfigurator: { channel in
          silence.cancel()
          return configureHTTP1(channel, authenticate(channel), accept: accept)
        })
    }
  }

  private static func configureHTTP2(
    _ channel: any Channel, _ authentication: ConnectionAuthentication, accept: @escaping @Sendable (Exchange) -> Bool
  ) -> EventLoopFuture<Void> {
    var connection = NIOHTTP2Handler.ConnectionConfiguration()
    connection.initialSettings = nioDefaultSettings.filter { $0.parameter != .maxConcurrentStreams }
    connection.initialSettings.append(HTTP2Setting(parameter: .maxConcurrentStreams, value: mostStreams))
    // Frames that cross with the end of their stream are no mistake, however many streams end at once.
    connection.maximumRecentlyResetStreams = mostStreams
    // A watch is left by breaking its stream off. Clients may do so with all of theirs, and more than once; the limit is
    // for those who do nothing else.
    var streams = NIOHTTP2Handler.StreamConfiguration()
    streams.streamResetFrameRateLimit.maximumCount = mostStreams * 4
    let shared = NIOLoopBound(authentication, eventLoop: channel.eventLoop)
    return channel.eventLoop.makeCompletedFuture { [connection, streams] in
      let end = HTTP2ConnectionEnd()
      let idleLimit = HTTP2IdleLimit(end)
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(end)
      _ = try pipeline.configureHTTP2Pipeline(
        mode: .server, connectionConfiguration: connection, streamConfiguration: streams,
        streamDelegate: HTTP2IdleLimit.Delegate(idleLimit, eventLoop: channel.eventLoop)
      ) { stream in
        stream.eventLoop.makeCompletedFuture {
          let pipeline = stream.pipeline.syncOperations
          try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
          try pipeline.addHandler(ExchangeHandler(isHTTP2: true, shared.value, accept: accept))
        }
      }
      try pipeline.addHandler(idleLimit)
    }
  }

  private static func configureHTTP1(
    _ channel: any Channel, _ authentication: ConnectionAuthentication, accept: @escaping @Sendable (Exchange) -> Bool
  ) -> EventLoopFuture<Void> {
    let shared = NIOLoopBound(authentication, eventLoop: channel.eventLoop)
    return channel.eventLoop.makeCompletedFuture {
      let authentication = shared.value
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(HTTPResponseEncoder())
      // Whoever sends a head need not have shown who he is.
      var limits = NIOHTTPDecoderLimitConfiguration()
      limits.maxHeaderListSize = mostHeaderBytes
      try pipeline.addHandler(
        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)))
      try pipeline.addHandler(HTTPServerPipelineHandler())
      try pipeline.addHandler(ExchangeHandler(isHTTP2: false, authentication, accept: accept))
    }
  }

  /// The subject of the client's certificate; nil without one, or when its subject cannot be read.
  private static func identity(of channel: any Channel) -> CertificateIdentity? {
    do {
      guard
        let peer = try channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self).peerCertificate
      else { return nil }
      let certificate = try Certificate(derEncoded: try peer.toDERBytes())
      var identity = CertificateIdentity(commonName: "", organizations: [])
      for name in certificate.subject {
        for attribute in name {
          guard let text = String(attribute.value) else { continue }
          switch attribute.type {
          case .RDNAttributeType.commonName: identity.commonName = text
          case .RDNAttributeType.organizationName: identity.organizations.append(text)
          default: break
          }
        }
      }
      return identity.commonName.isEmpty ? nil : identity
    } catch {
      return nil  // Requests are then judged by their other credentials, or answered 401.
    }
  }
}
