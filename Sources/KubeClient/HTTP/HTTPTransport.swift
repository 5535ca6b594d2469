import KubeModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Connections to one API server: opened when needed, used again while the server keeps them open.
///
/// One event loop thread serves all connections; it is started by the first request, so that a command that asks
/// nothing starts none.
final class HTTPTransport: Sendable {
  private struct State {
    var group: MultiThreadedEventLoopGroup?
    var security: NIOSSLContext?
    var idle: [any Channel] = []
  }

  let configuration: ClientConfiguration
  private let state = Mutex(State())

  init(configuration: ClientConfiguration) { self.configuration = configuration }

  /// Closes the connections and ends the thread.
  func shutdown() async {
    let group = state.withLock { state in
      defer { state = State() }
      return state.group
    }
    // Nothing is left to do for the caller when closing fails: the process goes on without the connections.
    try? await group?.shutdownGracefully()
  }

  /// Sends a request and waits for the head of its answer.
  ///
  /// The path carries its query.
  ///
  /// Throws `StatusError` with code 0 when the server cannot be reached.
  func send(
    _ method: HTTPMethod, _ path: String, headers: HTTPHeaders, body: [UInt8]?
  ) async throws -> HTTPAnswer {
    let head = requestHead(method, path, headers: headers, bodyLength: body?.count)
    let body = body.map { ByteBuffer(bytes: $0) }
    if let channel = takeIdle() {
      do {
        return try await HTTPExchange.send(head, body, on: channel.eventLoop) {
          channel.eventLoop.makeSucceededFuture(channel)
        }
      } catch let error as ChannelError where method == .GET && (error == .eof || error == .ioOnClosedChannel) {
        // The server closed the connection while it was idle; a GET can simply be sent again.
      } catch {
        throw mapped(error)
      }
    }
    do {
      return try await HTTPExchange.send(head, body, on: eventLoop) {
        self.connect { channel in
          try channel.pipeline.syncOperations.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes)
          try channel.pipeline.syncOperations.addHandler(
            HTTPExchangeHandler { [weak self] channel in self?.putBack(channel) })
        }
      }
    } catch {
      throw mapped(error)
    }
  }

  /// Opens a connection, with TLS where the configuration has it; `initialize` adds the handlers above.
  func connect(_ initialize: @escaping @Sendable (any Channel) throws -> Void) -> EventLoopFuture<any Channel> {
    let security: NIOSSLContext?
    do { security = try securityContext() } catch { return eventLoop.makeFailedFuture(error) }
    let serverName = configuration.tls?.serverName ?? configuration.host
    let bootstrap = ClientBootstrap(group: eventLoop)
      .connectTimeout(.seconds(10))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let security {
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: security, server: serverName))
          }
          try initialize(channel)
        }
      }
    // A text that is no address is a name to look up.
    if let address = try? SocketAddress(ipAddress: configuration.host, port: configuration.port) {
      return bootstrap.connect(to: address)
    }
    return bootstrap.connect(host: configuration.host, port: configuration.port)
  }

  /// The head of a request, with the headers that every request carries.
  func requestHead(_ method: HTTPMethod, _ path: String, headers: HTTPHeaders, bodyLength: Int?) -> HTTPRequestHead {
    var headers = headers
    headers.replaceOrAdd(name: "Host", value: configuration.authority)
    headers.replaceOrAdd(name: "User-Agent", value: "localkube")
    if let token = configuration.token { headers.replaceOrAdd(name: "Authorization", value: "Bearer \(token)") }
    if let bodyLength { headers.replaceOrAdd(name: "Content-Length", value: String(bodyLength)) }
    return HTTPRequestHead(version: .http1_1, method: method, uri: configuration.pathPrefix + path, headers: headers)
  }

  private func takeIdle() -> (any Channel)? {
    state.withLock { state in
      while let channel = state.idle.popLast() {
        if channel.isActive { return channel }
      }
      return nil
    }
  }

  private func putBack(_ channel: any Channel) { state.withLock { $0.idle.append(channel) } }

  /// The loop of all connections.
  var eventLoop: any EventLoop {
    state.withLock { state in
      if let group = state.group { return group.next() }
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      state.group = group
      return group.next()
    }
  }

  private func securityContext() throws -> NIOSSLContext? {
    guard let tls = configuration.tls else { return nil }
    return try state.withLock { state in
      if let context = state.security { return context }
      let context = try NIOSSLContext(configuration: tls.nioConfiguration())
      state.security = context
      return context
    }
  }

  /// The error as `StatusError`, unless it is the task's cancellation.
  func mapped(_ error: any Error) -> any Error {
    if error is CancellationError || error is StatusError { return error }
    return ConnectionFailure.statusError(error, authority: configuration.authority)
  }
}

extension ClientConfiguration.TLS {
  func nioConfiguration() throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = ["http/1.1"]
    if let certificateAuthority {
      configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(certificateAuthority))
    }
    if let clientCertificate, let clientKey {
      let chain = try NIOSSLCertificate.fromPEMBytes(clientCertificate)
      configuration.certificateChain = chain.map { .certificate($0) }
      configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: clientKey, format: .pem))
    }
    if skipsVerification { configuration.certificateVerification = .none }
    return configuration
  }
}
