import LinuxSystem

/// One client's connection to sandboxd.
final class Connection {
  /// What may wait for a client that does not read; past that it is dropped.
  static let mostWaitingBytes = 16 << 20

  private struct Outgoing {
    var bytes: [UInt8]
    var start = 0
    var descriptors: [SharedDescriptor]
  }

  private let loop: EventLoop
  private let engine: Engine
  private let socket: SharedDescriptor
  private var token: EventLoop.Token?
  private var parser = FrameParser()
  private var outgoing: [Outgoing] = []
  private var waitingBytes = 0
  private var hasGreeted = false
  /// Called when the connection is over.
  var onClose: () -> Void = {}

  init(loop: EventLoop, engine: Engine, socket: consuming OwnedDescriptor) throws(SystemError) {
    self.loop = loop
    self.engine = engine
    self.socket = SharedDescriptor(socket)
    token = try loop.watch(self.socket.rawValue, .reading) { [unowned self] readiness in ready(readiness) }
    send(.greeting)
  }

  /// Tells the client of an event.
  func send(_ event: SandboxEvent) {
    if hasGreeted { send(Frame(id: 0, kind: .event, event)) }
  }

  private func ready(_ readiness: EventLoop.Readiness) {
    if readiness.contains(.writing) { flush() }
    if token != nil, !readiness.isDisjoint(with: [.reading, .hangup, .error]) { receive() }
  }

  private func receive() {
    var descriptors: [Int32] = []
    let outcome: ReadOutcome
    do {
      outcome = try UnixSocket.receive(socket.rawValue, into: &loop.buffer, descriptors: &descriptors)
    } catch {
      return close()
    }
    // No request brings descriptors.
    UnixSocket.closeAll(descriptors)
    switch outcome {
    case .wouldBlock: return
    case .end: return close()
    case .bytes(let count): parser.append(loop.buffer[..<count])
    }
    do {
      while token != nil, let frame = try parser.next() { try accept(frame) }
    } catch {
      // Who does not speak the protocol is told so and sent away; nobody else notices.
      send(Frame(id: 0, kind: .failure, SandboxError.system(operation: error.message, errno: SystemError.invalid)))
      close()
    }
  }

  private func accept(_ frame: Frame) throws(WireError) {
    guard hasGreeted else {
      guard frame.kind == .greeting else { throw WireError(message: "the greeting is missing") }
      guard try frame.value(UInt32.self) == Frame.version else { return close() }
      hasGreeted = true
      return
    }
    guard frame.kind == .request else { throw WireError(message: "a client sends requests only") }
    let id = frame.id
    engine.handle(try frame.value(Request.self)) { [weak self] result in
      // When the client is gone, the descriptors are closed with the answer.
      guard let self else { return }
      switch result {
      case .success(let answer):
        send(
          Frame(id: id, kind: .answer, descriptorCount: answer.descriptors.count, content: answer.content),
          descriptors: answer.descriptors)
      case .failure(let error): send(Frame(id: id, kind: .failure, error))
      }
    }
  }

  private func send(_ frame: Frame, descriptors: [SharedDescriptor] = []) {
    guard token != nil else { return }
    let bytes = frame.bytes
    outgoing.append(Outgoing(bytes: bytes, descriptors: descriptors))
    waitingBytes += bytes.count
    if outgoing.count == 1 { flush() }
    if waitingBytes > Connection.mostWaitingBytes { close() }
  }

  /// Sends what the socket takes now.
  func flush() {
    guard let token else { return }
    do {
      while !outgoing.isEmpty {
        let first = outgoing[0]
        let sent = try UnixSocket.send(
          socket.rawValue, first.bytes, from: first.start, descriptors: first.descriptors.map(\.rawValue))
        guard let sent else { break }
        waitingBytes -= sent
        if first.start + sent == first.bytes.count {
          outgoing.removeFirst()
        } else {
          outgoing[0].start += sent
          outgoing[0].descriptors = []
        }
      }
      try loop.change(token, socket.rawValue, outgoing.isEmpty ? .reading : [.reading, .writing])
    } catch {
      close()
    }
  }

  private func close() {
    guard let token else { return }
    loop.unwatch(token, socket.rawValue)
    self.token = nil
    outgoing = []
    UnixSocket.shutDown(socket.rawValue)
    onClose()
  }
}
