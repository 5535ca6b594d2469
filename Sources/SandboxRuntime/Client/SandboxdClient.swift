package import LinuxSystem

/// The client of a running sandboxd, over its Unix socket.
package final class SandboxdClient: SandboxClient {
  private let channel: SandboxdChannel

  private init(channel: SandboxdChannel) { self.channel = channel }

  deinit { channel.shutDown() }

  /// Connects to the sandboxd that listens at `socketPath`.
  ///
  /// - Throws: `disconnected` when nobody listens there, `incompatible` when it speaks another version.
  package static func connect(to socketPath: String) async throws(SandboxError) -> SandboxdClient {
    let channel = try SandboxdChannel(path: socketPath)
    do {
      try await channel.greet()
    } catch {
      channel.shutDown()
      throw error
    }
    return SandboxdClient(channel: channel)
  }

  package func state() async throws(SandboxError) -> RuntimeState { try await value(.state) }

  package func events() -> AsyncStream<SandboxEvent> { channel.events() }

  package func createSandbox(_ specification: SandboxSpecification) async throws(SandboxError) {
    _ = try await channel.request(.createSandbox(specification))
  }

  package func removeSandbox(_ id: String) async throws(SandboxError) {
    _ = try await channel.request(.removeSandbox(id: id))
  }

  package func startContainer(
    _ specification: ContainerSpecification
  ) async throws(SandboxError) -> StartedProcess {
    try await value(.startContainer(specification))
  }

  package func signalContainer(_ id: String, signal: Int32) async throws(SandboxError) {
    _ = try await channel.request(.signalContainer(id: id, signal: signal))
  }

  package func removeContainer(_ id: String) async throws(SandboxError) {
    _ = try await channel.request(.removeContainer(id: id))
  }

  package func exec(_ specification: ExecSpecification) async throws(SandboxError) -> ProcessStreams {
    try await streams(.exec(specification))
  }

  package func signalExec(_ id: String, signal: Int32) async throws(SandboxError) {
    _ = try await channel.request(.signalExec(id: id, signal: signal))
  }

  package func attach(container id: String) async throws(SandboxError) -> ProcessStreams {
    try await streams(.attach(id: id))
  }

  package func resizeTerminal(_ id: String, columns: UInt16, rows: UInt16) async throws(SandboxError) {
    _ = try await channel.request(.resizeTerminal(id: id, columns: columns, rows: rows))
  }

  package func bind(_ address: SocketAddress, transport: Transport) async throws(SandboxError) -> OwnedDescriptor {
    try descriptor(of: try await channel.request(.bind(address, transport)))
  }

  package func connect(
    _ address: SocketAddress, transport: Transport, sandbox: String?, timeout: Duration
  ) async throws(SandboxError) -> OwnedDescriptor {
    let request = Request.connect(address, transport, sandbox: sandbox, timeout: timeout)
    return try descriptor(of: try await channel.request(request, endsWhenCancelled: true))
  }

  package func addAddress(_ address: IPv4Address) async throws(SandboxError) {
    _ = try await channel.request(.addAddress(address))
  }

  package func removeAddress(_ address: IPv4Address) async throws(SandboxError) {
    _ = try await channel.request(.removeAddress(address))
  }

  package func powerOff(grace: Duration) async throws(SandboxError) {
    do {
      _ = try await channel.request(.powerOff(grace: grace))
    } catch .disconnected {
      // It ended before its answer got through: that is what was asked for.
    }
  }

  private func value<Value: WireValue>(_ request: Request) async throws(SandboxError) -> Value {
    let answer = try await channel.request(request)
    do {
      return try Frame(id: 0, kind: .answer, content: answer.content).value()
    } catch {
      throw .disconnected
    }
  }

  private func descriptor(of answer: SandboxdChannel.Answer) throws(SandboxError) -> OwnedDescriptor {
    guard let descriptor = answer.descriptors.take() else { throw .disconnected }
    return descriptor
  }

  private func streams(_ request: Request) async throws(SandboxError) -> ProcessStreams {
    let answer = try await channel.request(request)
    // The content says which there are, in the order of `AnswerStreams.descriptors`.
    let flags = answer.content.first ?? 0
    return ProcessStreams(
      standardInput: flags & 1 == 0 ? nil : answer.descriptors.take(),
      standardOutput: flags & 2 == 0 ? nil : answer.descriptors.take(),
      standardError: flags & 4 == 0 ? nil : answer.descriptors.take())
  }
}
