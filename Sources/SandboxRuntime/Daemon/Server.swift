import LinuxSystem

/// Takes clients' connections and tells all of them what happens.
final class Server {
  private let loop: EventLoop
  private let engine: Engine
  private let listener: OwnedDescriptor
  private var connections: [Int: Connection] = [:]
  private var lastNumber = 0

  init(loop: EventLoop, engine: Engine, listener: consuming OwnedDescriptor) throws(SystemError) {
    self.loop = loop
    self.engine = engine
    self.listener = listener
    _ = try loop.watch(self.listener.rawValue, .reading) { [unowned self] _ in accept() }
    engine.onEvent = { [unowned self] event in
      for connection in connections.values { connection.send(event) }
    }
  }

  /// Sends what waits, as far as the clients take it at once.
  func flush() { for connection in connections.values { connection.flush() } }

  private func accept() {
    do {
      guard let socket = try UnixSocket.accept(listener.rawValue) else { return }
      // The socket's file is its owner's alone; this holds where permissions do not (root of another container).
      guard try UnixSocket.peerUser(socket.rawValue) == CurrentProcess.effectiveUser else { return }
      lastNumber += 1
      let number = lastNumber
      let connection = try Connection(loop: loop, engine: engine, socket: socket)
      connection.onClose = { [unowned self] in connections[number] = nil }
      connections[number] = connection
    } catch {
      Diagnostics.report("A connection was not accepted", error)
    }
  }
}
