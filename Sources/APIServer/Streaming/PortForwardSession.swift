import KubeModel
import NIOCore
import Synchronization

/// `port-forward` over SPDY (`portforward.k8s.io`): each connection is a pair of streams, *error* and *data*, that name
/// the same request and port.
struct PortForwardSession: Sendable {
  /// The name of the protocol in the negotiation.
  static let protocolName = "portforward.k8s.io"
  /// A stream whose other half has not come by then is broken off.
  static let pairLimit = Duration.seconds(30)

  let pods: any PodStreams
  let pod: Pod

  /// The halves of a connection.
  private struct Pair {
    var data: SPDYStream?
    var errors: SPDYStream?
  }

  func run(_ connection: UpgradedConnection) async throws {
    try await SPDYSession(connection).run(
      admits: { Self.port($0) != nil && ["error", "data"].contains($0["streamtype"]) },
      serve: { streams in
        let incomplete = IncompletePairs()
        await withDiscardingTaskGroup { group in
          for await stream in streams {
            if let (data, errors) = incomplete.add(stream) {
              group.addTask { await forward(data: data, errors: errors) }
            } else {
              group.addTask { await incomplete.expire(stream) }
            }
          }
          group.cancelAll()
        }
      })
  }

  /// The port that a stream is for.
  private static func port(_ headers: [String: String]) -> UInt16? {
    headers["port"].flatMap { UInt16($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  private func forward(data: SPDYStream, errors: SPDYStream) async {
    guard let port = Self.port(data.headers) else { return }
    do {
      let connection = try await PodPort(pods: pods, pod: pod, port: port).connect()
      do {
        try await PodPort.carry(
          connection, inbox: data.inbox, send: { try await data.write($0) },
          finish: {
            try await data.finish()
            // Clients keep their side open until they are told that nothing went wrong.
            try await errors.finish()
          })
      } catch {
        // The pod or the client broke the connection off: so is the stream. It is no failure of the forwarding.
        try await data.reset()
        try await errors.finish()
      }
    } catch let error as StatusError {
      await report(error, data: data, errors: errors)
    } catch {
      // The whole session has ended, and with it everything on it.
    }
  }

  private func report(_ error: StatusError, data: SPDYStream, errors: SPDYStream) async {
    do {
      try await errors.write(ByteBuffer(string: error.message))
      try await errors.finish()
      try await data.finish()
    } catch {
      // The client has gone: there is nobody to tell.
    }
  }

  /// The streams that wait for their other half.
  private final class IncompletePairs: Sendable {
    private let pairs = Mutex<[String: Pair]>([:])

    /// The pair that a stream completes; nil while its other half is missing.
    func add(_ stream: SPDYStream) -> (data: SPDYStream, errors: SPDYStream)? {
      let key = Self.key(stream)
      return pairs.withLock { pairs in
        var pair = pairs.removeValue(forKey: key) ?? Pair()
        if stream.headers["streamtype"] == "data" { pair.data = stream } else { pair.errors = stream }
        if let data = pair.data, let errors = pair.errors { return (data, errors) }
        pairs[key] = pair
        return nil
      }
    }

    /// Waits for the other half of a stream, and breaks the stream off when it does not come.
    func expire(_ stream: SPDYStream) async {
      do {
        try await Task.sleep(for: PortForwardSession.pairLimit)
        let key = Self.key(stream)
        let isAlone = pairs.withLock { pairs in
          guard (pairs[key]?.data ?? pairs[key]?.errors)?.id == stream.id else { return false }
          pairs[key] = nil
          return true
        }
        if isAlone { try await stream.reset() }
      } catch {
        // The session has ended.
      }
    }

    /// Clients of the first Kubernetes give no request id: their error stream is followed by its data stream.
    private static func key(_ stream: SPDYStream) -> String {
      if let id = stream.headers["requestid"] { return id }
      let first = stream.headers["streamtype"] == "data" && stream.id > 2 ? stream.id - 2 : stream.id
      return "stream \(first)"
    }
  }
}
