import NIOCore
import Synchronization

/// The server's side of SPDY/3.1 on an upgraded connection, whether the bytes come as they are or in WebSocket messages.
///
/// As in Kubernetes, neither side waits for the other's windows (draft 3.1, section 2.6.8): clients send no updates of
/// them. What keeps a fast sender in check is the connection itself: a stream whose bytes nobody takes stops the
/// reading of the whole connection once `StreamInbox.limit` is reached.
final class SPDYSession: Sendable {
  /// More streams at once are refused.
  static let mostStreams = 4096

  private struct OpenStream {
    let inbox: StreamInbox
    var clientFinished: Bool
    var serverFinished = false
  }

  private struct State {
    var streams: [SPDYStreamID: OpenStream] = [:]
    var last: SPDYStreamID = 0
  }

  private let connection: UpgradedConnection
  private let state = Mutex(State())

  init(_ connection: UpgradedConnection) { self.connection = connection }

  /// Reads the connection, and hands its streams to `serve`, until either comes to its end.
  ///
  /// - Parameters:
  ///   - admits: Whether a stream with these headers is taken; others are broken off.
  ///   - serve: Takes the streams; it is cancelled when the client goes.
  /// - Returns: Whether `serve` came to its end before the client went.
  @discardableResult
  func run(
    admits: @escaping @Sendable ([String: String]) -> Bool = { _ in true },
    serve: @escaping @Sendable (AsyncStream<SPDYStream>) async throws -> Void
  ) async throws -> Bool {
    let (streams, continuation) = AsyncStream<SPDYStream>.makeStream()
    defer { breakAll() }
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        defer { continuation.finish() }
        try await self.read(admits: admits) { continuation.yield($0) }
        return false
      }
      group.addTask {
        try await serve(streams)
        return true
      }
      let wasServed = try await group.next() ?? false
      if wasServed { try await self.send(SPDYEncoder.goAway(last: self.state.withLock { $0.last }, .ok)) }
      group.cancelAll()
      return wasServed
    }
  }

  // MARK: For the streams

  func send(_ frame: ByteBuffer) async throws { try await connection.outbound.write(frame) }

  /// The server sends nothing more on a stream.
  func serverFinished(_ id: SPDYStreamID) {
    state.withLock { state in
      state.streams[id]?.serverFinished = true
      if state.streams[id]?.clientFinished == true { state.streams[id] = nil }
    }
  }

  /// A stream was broken off.
  func forget(_ id: SPDYStreamID) {
    let stream = state.withLock { $0.streams.removeValue(forKey: id) }
    stream?.inbox.abandon()
  }

  // MARK: Reading

  private func read(admits: ([String: String]) -> Bool, onStream: (SPDYStream) -> Void) async throws {
    do {
      var decoder = try SPDYDecoder()
      let encoder = try SPDYEncoder()
      for try await bytes in connection.inbound {
        decoder.append(bytes)
        while let frame = try decoder.next() {
          try await handle(frame, encoder, admits: admits, onStream: onStream)
        }
      }
    } catch let error as SPDYError {
      // Section 2.4.1: the other side is told before the connection ends.
      try await send(SPDYEncoder.goAway(last: state.withLock { $0.last }, .protocolError))
      throw error
    }
  }

  private func handle(
    _ frame: SPDYFrame, _ encoder: SPDYEncoder, admits: ([String: String]) -> Bool, onStream: (SPDYStream) -> Void
  ) async throws {
    switch frame {
    case .open(let id, let headers, let isLast):
      let count = try state.withLock { state in
        guard id % 2 == 1, id > state.last else { throw SPDYError("a stream numbered \(id) after \(state.last)") }
        state.last = id
        return state.streams.count
      }
      guard count < Self.mostStreams else { return try await send(SPDYEncoder.reset(id, .refusedStream)) }
      guard admits(headers) else { return try await send(SPDYEncoder.reset(id, .cancel)) }
      let inbox = StreamInbox()
      if isLast { inbox.finish() }
      state.withLock { $0.streams[id] = OpenStream(inbox: inbox, clientFinished: isLast) }
      try await send(try encoder.reply(id))
      onStream(SPDYStream(id: id, headers: headers, inbox: inbox, session: self))
    case .data(let id, let bytes, let isLast):
      let (stream, last) = state.withLock { ($0.streams[id], $0.last) }
      // On one that is over already it crossed with the end; on one that never was it is a mistake.
      guard let stream else {
        if id > last { try await send(SPDYEncoder.reset(id, .invalidStream)) }
        return
      }
      await stream.inbox.put(bytes)
      if isLast { clientFinished(id) }
    case .reset(let id): forget(id)
    case .ping(let id):
      // Section 2.6.5: even numbers are the server's own, and it asks for nothing.
      if id % 2 == 1 { try await send(SPDYEncoder.ping(id)) }
    case .goAway: break
    }
  }

  private func clientFinished(_ id: SPDYStreamID) {
    let stream = state.withLock { state in
      state.streams[id]?.clientFinished = true
      let stream = state.streams[id]
      if stream?.serverFinished == true { state.streams[id] = nil }
      return stream
    }
    stream?.inbox.finish()
  }

  private func breakAll() {
    let streams = state.withLock { state in
      defer { state.streams = [:] }
      return state.streams
    }
    for stream in streams.values { stream.inbox.abandon() }
  }
}
