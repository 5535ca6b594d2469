package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The Kubernetes API over HTTP: TLS, HTTP/1.1 and HTTP/2 on the same ports, in front of an ``APIHandler``.
///
/// Every request runs in a child task of `run()`, on the event loop of its connection. On graceful shutdown the
/// listeners are closed first, then the requests still under way (watches among them) are cancelled.
package final class APIServer: ServiceLifecycle.Service {
  /// Where the server listens.
  package enum Address: Sendable, Hashable {
    case host(String, port: Int)
    /// A listening socket made elsewhere; the server takes it over.
    case socket(Int32)
  }

  /// Certificates and keys in PEM.
  package struct TLS: Sendable {
    package var certificateChain: String
    package var privateKey: String
    /// Whose client certificates are taken.
    package var clientAuthority: String

    package init(certificateChain: String, privateKey: String, clientAuthority: String) {
      self.certificateChain = certificateChain
      self.privateKey = privateKey
      self.clientAuthority = clientAuthority
    }
  }

  private let listeners: [any Channel]
  private let lanes: [ExchangeLane]
  private let handler: APIHandler
  private let logger: Logger

  /// The port of the first address; useful when 0 was asked for.
  package var port: Int { listeners.first?.localAddress?.port ?? 0 }

  private init(listeners: [any Channel], lanes: [ExchangeLane], handler: APIHandler, logger: Logger) {
    self.listeners = listeners
    self.lanes = lanes
    self.handler = handler
    self.logger = logger
  }

  /// Starts listening; requests wait until `run()`.
  ///
  /// Throws ``ListenError`` when an address cannot be had.
  package static func listen(
    on addresses: [Address], tls: TLS, handler: APIHandler, logger: Logger
  ) async throws -> APIServer {
    let context = try NIOSSLContext(configuration: tls.configuration())
    let group = MultiThreadedEventLoopGroup.singleton
    let lanes = group.makeIterator().map { ExchangeLane($0) }
    let byLoop = Dictionary(uniqueKeysWithValues: lanes.map { (ObjectIdentifier($0.eventLoop), $0) })
    let accept: @Sendable (Exchange) -> Bool = { exchange in
      byLoop[ObjectIdentifier(exchange.eventLoop)]?.accept(exchange) ?? false
    }
    let connections = UnauthenticatedConnections { [authenticator = handler.authenticator] headers in
      authenticator.user(withTokenIn: headers) != nil
    }
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        ConnectionSetup.configure(channel, tls: context, unauthenticated: connections, accept: accept)
      }
    var listeners: [any Channel] = []
    for address in addresses {
      do {
        switch address {
        case .host(let host, let port): listeners.append(try await bootstrap.bind(host: host, port: port).get())
        case .socket(let descriptor): listeners.append(try await bootstrap.withBoundSocket(descriptor).get())
        }
      } catch {
        for listener in listeners { listener.close(promise: nil) }
        throw ListenError(address: address, cause: error)
      }
    }
    return APIServer(listeners: listeners, lanes: lanes, handler: handler, logger: logger)
  }

  /// Serves until graceful shutdown or cancellation.
  package func run() async throws {
    await withTaskCancellationOrGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for lane in lanes {
          group.addTask(executorPreference: lane.executor) { [handler] in await lane.run(handler) }
        }
      }
    } onCancelOrGracefulShutdown: { [listeners, lanes] in
      for listener in listeners { listener.close(promise: nil) }
      for lane in lanes { lane.close() }
    }
    logger.info("API server stopped")
  }
}

/// An address that cannot be listened on.
package struct ListenError: Error, CustomStringConvertible {
  package let address: APIServer.Address
  package let cause: any Error

  /// Whether another program has the port.
  package var isTaken: Bool { (cause as? IOError)?.errnoCode == 98 }

  package var description: String {
    switch address {
    case .host(let host, let port):
      if isTaken {
        return "Port \(port) on \(host) is in use by another program; stop it, or choose another port: "
          + "localkube up --api-port PORT."
      }
      return "The API server cannot listen on \(host):\(port) (\(cause)); choose another address."
    case .socket(let descriptor):
      return "The API server cannot listen on the socket \(descriptor) that it was given (\(cause))."
    }
  }
}

extension APIServer.TLS {
  func configuration() throws -> TLSConfiguration {
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificateChain.utf8)).map {
      NIOSSLCertificateSource.certificate($0)
    }
    let key = try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["h2", "http/1.1"]
    configuration.certificateVerification = .optionalVerification
    configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(clientAuthority.utf8)))
    return configuration
  }
}
