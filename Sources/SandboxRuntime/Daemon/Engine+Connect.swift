import LinuxSystem

extension Engine {
  /// Makes a socket in a sandbox's network namespace and connects it; answers when the connection stands.
  func connect(
    _ address: SocketAddress, _ transport: Transport, sandbox id: String?, timeout: Duration, reply: @escaping Reply
  ) throws(SandboxError) {
    var sandbox: Sandbox?
    if let id {
      guard let found = sandboxes[id] else { throw .notFound(id: id) }
      sandbox = found
    }
    let socket = try system { () throws(SystemError) in
      try openSocket(in: sandbox?.namespaces.network, isStream: transport == .tcp)
    }
    let answer = Answer(0 as UInt8, descriptors: [socket])
    guard transport == .tcp else { return reply(.success(answer)) }
    let stands = try system { () throws(SystemError) in
      try InternetSocket.connect(socket.rawValue, address: address.address.rawValue, port: address.port)
    }
    if stands { return reply(.success(answer)) }
    var token: EventLoop.Token?
    var timer: EventLoop.Token?
    let finish = { [loop] (result: Result<Answer, SandboxError>) in
      if let token { loop.unwatch(token, socket.rawValue) }
      if let timer { loop.cancel(timer) }
      token = nil
      timer = nil
      reply(result)
    }
    token = try system { () throws(SystemError) in
      try loop.watch(socket.rawValue, .writing) { _ in
        let number = InternetSocket.pendingError(socket.rawValue)
        finish(number == 0 ? .success(answer) : .failure(.system(operation: "connect", errno: number)))
      }
    }
    timer = loop.after(nanoseconds: timeout.nanoseconds) { finish(.failure(.timedOut)) }
  }

  private func openSocket(in namespace: Int32?, isStream: Bool) throws(SystemError) -> SharedDescriptor {
    guard let namespace, namespace != network.namespace else {
      return SharedDescriptor(try InternetSocket.open(isStream: isStream))
    }
    try Namespaces.enter(namespace, .network)
    let result: Result<SharedDescriptor, SystemError>
    do {
      result = .success(SharedDescriptor(try InternetSocket.open(isStream: isStream)))
    } catch {
      result = .failure(error)
    }
    try Namespaces.enter(network.namespace, .network)
    return try result.get()
  }
}
