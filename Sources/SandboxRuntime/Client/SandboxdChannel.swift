import LinuxSystem
import Synchronization

/// A connection to sandboxd: requests out, answers and events in, on a thread of its own that waits in the kernel.
///
/// Any thread may send. When the connection breaks, everybody who waits gets `disconnected`, and so does everybody
/// who asks later.
final class SandboxdChannel: Sendable {
  /// An answer's content and descriptors.
  struct Answer: Sendable {
    var content: [UInt8]
    var descriptors: ReceivedDescriptors
  }

  typealias Outcome = Result<Answer, SandboxError>

  private struct State {
    var lastID: UInt32 = 0
    var waiting: [UInt32: CheckedContinuation<Outcome, Never>] = [:]
    var lastStream = 0
    var streams: [Int: AsyncStream<SandboxEvent>.Continuation] = [:]
    var closedBy: SandboxError?
  }

  // Requests are numbered from 1; whoever waits for the greeting waits under this number.
  private static let greetingID: UInt32 = 0

  private let socket: SharedDescriptor
  private let state = Mutex(State())
  private let sending = Mutex(())

  /// Connects to the socket at `path`.
  init(path: String) throws(SandboxError) {
    do {
      socket = SharedDescriptor(try UnixSocket.connect(to: path))
    } catch {
      throw .disconnected
    }
  }

  /// Exchanges greetings; nothing else may be sent before.
  func greet() async throws(SandboxError) {
    let outcome = await withCheckedContinuation { continuation in
      state.withLock { $0.waiting[Self.greetingID] = continuation }
      do throws(SystemError) {
        try SystemThread.start { [self] in readLoop() }
      } catch {
        close(with: .system(operation: error.operation, errno: error.number))
      }
      send(.greeting)
    }
    _ = try outcome.get()
  }

  /// Sends a request and waits for its answer.
  ///
  /// A request that was sent is carried out, so a cancelled task waits for the answer as well, unless
  /// `endsWhenCancelled`: then it gets `timedOut`, and what the late answer brings is closed.
  func request(_ request: Request, endsWhenCancelled: Bool = false) async throws(SandboxError) -> Answer {
    let id = state.withLock { state in
      state.lastID = state.lastID == .max ? 1 : state.lastID + 1
      return state.lastID
    }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let closedBy = state.withLock { state in
          if state.closedBy == nil { state.waiting[id] = continuation }
          return state.closedBy
        }
        if let closedBy { return continuation.resume(returning: .failure(closedBy)) }
        if endsWhenCancelled, Task.isCancelled { return resume(id, .failure(.timedOut)) }
        send(Frame(id: id, kind: .request, request))
      }
    } onCancel: {
      if endsWhenCancelled { resume(id, .failure(.timedOut)) }
    }
    return try outcome.get()
  }

  /// A stream of what happens from now on.
  func events() -> AsyncStream<SandboxEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: SandboxEvent.self, bufferingPolicy: .unbounded)
    let number: Int? = state.withLock { state in
      guard state.closedBy == nil else { return nil }
      state.lastStream += 1
      state.streams[state.lastStream] = continuation
      return state.lastStream
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      _ = self?.state.withLock { $0.streams.removeValue(forKey: number) }
    }
    return stream
  }

  /// Ends the connection; the thread ends with it.
  func shutDown() { UnixSocket.shutDown(socket.rawValue) }

  private func send(_ frame: Frame) {
    let bytes = frame.bytes
    sending.withLock { _ in
      var start = 0
      do throws(SystemError) {
        while start < bytes.count {
          if let sent = try UnixSocket.send(socket.rawValue, bytes, from: start, descriptors: []) {
            start += sent
          } else {
            UnixSocket.waitUntilWritable(socket.rawValue)
          }
        }
      } catch {
        // The reading side notices the end and tells everybody who waits.
        shutDown()
      }
    }
  }

  private func readLoop() {
    var parser = FrameParser()
    var descriptors: [Int32] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    do {
      reading: while true {
        switch try UnixSocket.receive(socket.rawValue, into: &buffer, descriptors: &descriptors) {
        case .wouldBlock: UnixSocket.waitUntilReadable(socket.rawValue)
        case .end: break reading
        case .bytes(let count):
          parser.append(buffer[..<count])
          while let frame = try parser.next() {
            let own = Array(descriptors.prefix(frame.descriptorCount))
            descriptors.removeFirst(own.count)
            try accept(frame, ReceivedDescriptors(own))
          }
        }
      }
    } catch {
      // What sandboxd says makes no sense, or the socket failed: either way this connection is over.
      shutDown()
    }
    UnixSocket.closeAll(descriptors)
    close(with: .disconnected)
  }

  private func accept(_ frame: Frame, _ descriptors: ReceivedDescriptors) throws(WireError) {
    switch frame.kind {
    case .greeting:
      let theirs: UInt32 = try frame.value()
      guard theirs == Frame.version else {
        close(with: .incompatible(ours: Frame.version, theirs: theirs))
        return shutDown()
      }
      resume(Self.greetingID, .success(Answer(content: [], descriptors: descriptors)))
    case .answer: resume(frame.id, .success(Answer(content: frame.content, descriptors: descriptors)))
    case .failure: resume(frame.id, .failure(try frame.value()))
    case .event:
      let event: SandboxEvent = try frame.value()
      for stream in state.withLock({ Array($0.streams.values) }) { stream.yield(event) }
    case .request: throw WireError(message: "sandboxd sends no requests")
    }
  }

  private func resume(_ id: UInt32, _ outcome: Outcome) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: outcome)
  }

  private func close(with error: SandboxError) {
    let (waiting, streams) = state.withLock { state in
      if state.closedBy == nil { state.closedBy = error }
      defer {
        state.waiting = [:]
        state.streams = [:]
      }
      return (Array(state.waiting.values), Array(state.streams.values))
    }
    for continuation in waiting { continuation.resume(returning: .failure(error)) }
    for stream in streams { stream.finish() }
  }
}
