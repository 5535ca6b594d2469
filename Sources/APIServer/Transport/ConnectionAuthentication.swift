import NIOCore
import NIOHTTP1
import OrderedCollections
import Synchronization

/// The connections of a server whose clients have not shown who they are.
///
/// They are bounded: when there are too many, the one that has waited longest is closed. So nobody without credentials
/// takes the descriptors that others need.
final class UnauthenticatedConnections: Sendable {
  /// How many there may be; a client with credentials is one of them for the time of its handshake or first request.
  static let limit = 512

  private struct State {
    var waiting: OrderedDictionary<Int, any Channel> = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let recognizes: @Sendable (HTTPHeaders) -> Bool

  /// - Parameter recognizes: Whether a request with these headers carries valid credentials.
  init(recognizes: @escaping @Sendable (HTTPHeaders) -> Bool) { self.recognizes = recognizes }

  /// Takes a new connection in, until it is closed or `remove`d.
  func add(_ channel: any Channel) -> Int {
    let (id, excess) = state.withLock { state in
      let id = state.next
      state.next += 1
      state.waiting[id] = channel
      return (id, state.waiting.count > Self.limit ? state.waiting.removeFirst().value : nil)
    }
    channel.closeFuture.whenComplete { [weak self] _ in self?.remove(id) }
    excess?.close(promise: nil)
    return id
  }

  func remove(_ id: Int) { state.withLock { _ = $0.waiting.removeValue(forKey: id) } }

  func areCredentials(_ headers: HTTPHeaders) -> Bool { recognizes(headers) }
}

/// Whether the client of one connection has shown who it is: by a certificate, or by the token of any request.
///
/// Belongs to the connection's event loop; the streams of a connection share it.
final class ConnectionAuthentication {
  /// How many requests may be on their way at the same time on a connection whose client is not known.
  static let mostUnfinished = 16

  /// Who the client's certificate says it is; nil without one.
  let identity: CertificateIdentity?
  private(set) var isKnown: Bool
  private let connections: UnauthenticatedConnections?
  private let id: Int
  private var unfinished = 0

  /// - Parameter id: What `connections` knows the connection by.
  init(identity: CertificateIdentity?, in connections: UnauthenticatedConnections, id: Int) {
    self.identity = identity
    self.connections = connections
    self.id = id
    isKnown = identity != nil
    if isKnown { connections.remove(id) }
  }

  /// A connection whose client is known.
  init(identity: CertificateIdentity? = nil) {
    self.identity = identity
    connections = nil
    id = 0
    isKnown = true
  }

  /// Looks at the head of a request that begins; false when there are too many of an unknown client.
  func begin(_ headers: HTTPHeaders) -> Bool {
    if !isKnown, let connections, connections.areCredentials(headers) {
      isKnown = true
      connections.remove(id)
    }
    unfinished += 1
    return isKnown || unfinished <= Self.mostUnfinished
  }

  /// A request has come to its end, or is given up.
  func end() { unfinished -= 1 }
}
