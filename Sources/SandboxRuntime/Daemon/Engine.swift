import LinuxSystem

/// What sandboxd keeps and does: its table of sandboxes and containers, and every request's effect.
final class Engine {
  /// What a request is answered with: content and descriptors, or an error.
  struct Answer {
    var content: [UInt8] = []
    var descriptors: [SharedDescriptor] = []

    static let done = Answer()

    init() {}

    init(_ value: some WireValue, descriptors: [SharedDescriptor] = []) {
      var writer = WireWriter()
      writer.value(value)
      content = writer.bytes
      self.descriptors = descriptors
    }
  }

  typealias Reply = (Result<Answer, SandboxError>) -> Void

  let loop: EventLoop
  let host: HostFacts
  var network: ClusterNetwork
  let home: HomeNamespaces
  let starter: ChildStarter
  let null: SharedDescriptor
  let bootID: String
  /// How many processes `exec` may have running at once.
  let mostExecs: Int
  var sandboxes: [String: Sandbox] = [:]
  var containers: [String: Container] = [:]
  var execs: [String: ExecProcess] = [:]
  var isPoweringOff = false
  /// Where events go.
  var onEvent: (SandboxEvent) -> Void = { _ in }
  /// Called when everything is off and sandboxd is to end.
  var onPoweredOff: () -> Void = {}

  init(loop: EventLoop, starter: ChildStarter, network: PodNetwork, bootID: String) throws(SystemError) {
    self.loop = loop
    self.starter = starter
    self.bootID = bootID
    mostExecs = Self.mostExecs(descriptors: try ResourceLimits.descriptors().soft)
    host = HostFacts.current()
    home = try HomeNamespaces()
    self.network = try ClusterNetwork(network)
    null = SharedDescriptor(try FileSystem.open("/dev/null", .updating))
  }

  /// Carries out a request; `reply` is called once, now or later.
  func handle(_ request: Request, reply: @escaping Reply) {
    do {
      if let answer = try handleNow(request, reply: reply) { reply(.success(answer)) }
    } catch {
      reply(.failure(error))
    }
  }

  /// The answer; nil when it is given later.
  private func handleNow(_ request: Request, reply: @escaping Reply) throws(SandboxError) -> Answer? {
    switch request {
    case .state: return Answer(state)
    case .createSandbox(let specification): try createSandbox(specification)
    case .removeSandbox(let id):
      removeSandbox(id) { reply(.success(.done)) }
      return nil
    case .startContainer(let specification):
      try startContainer(specification, reply: reply)
      return nil
    case .signalContainer(let id, let signal):
      guard let container = containers[id] else { throw .notFound(id: id) }
      try system { () throws(SystemError) in try container.process.signal(signal) }
    case .removeContainer(let id):
      removeContainer(id) { reply(.success(.done)) }
      return nil
    case .exec(let specification):
      try exec(specification, reply: reply)
      return nil
    case .signalExec(let id, let signal):
      guard let exec = execs[id] else { throw .notFound(id: id) }
      try system { () throws(SystemError) in try exec.process.signal(signal) }
    case .attach(let id):
      guard let container = containers[id], container.process.isAlive else { throw .notFound(id: id) }
      let streams = try system { () throws(SystemError) in try container.attach() }
      return Answer(streams.flags, descriptors: streams.descriptors)
    case .resizeTerminal(let id, let columns, let rows):
      try resizeTerminal(id, columns: columns, rows: rows)
    case .bind(let address, let transport):
      let socket = try system { () throws(SystemError) in
        SharedDescriptor(
          try InternetSocket.bind(
            address: address.address.rawValue, port: address.port, isStream: transport == .tcp))
      }
      return Answer(0 as UInt8, descriptors: [socket])
    case .connect(let address, let transport, let sandbox, let timeout):
      try connect(address, transport, sandbox: sandbox, timeout: timeout, reply: reply)
      return nil
    case .addAddress(let address):
      try system { () throws(SystemError) in try network.addAddress(address) }
    case .removeAddress(let address):
      try system { () throws(SystemError) in try network.removeAddress(address) }
    case .powerOff(let grace):
      powerOff(grace: grace) { reply(.success(.done)) }
      return nil
    }
    return .done
  }

  /// Runs system calls and says their errors in the protocol's terms.
  func system<Value>(_ body: () throws(SystemError) -> Value) throws(SandboxError) -> Value {
    do { return try body() } catch {
      throw .system(operation: "\(error.operation) \(error.operand)".trimmed, errno: error.number)
    }
  }

  private var state: RuntimeState {
    RuntimeState(
      bootID: bootID, sandboxes: sandboxes.keys.sorted(),
      containers: containers.values.map(\.state).sorted { $0.id < $1.id })
  }

  private func createSandbox(_ specification: SandboxSpecification) throws(SandboxError) {
    guard sandboxes[specification.id] == nil else { throw .exists(id: specification.id) }
    guard !isPoweringOff else { throw .system(operation: "power off", errno: SystemError.brokenPipe) }
    sandboxes[specification.id] = try system { () throws(SystemError) in
      try Sandbox.make(specification, network: &network, home: home)
    }
  }

  private func resizeTerminal(_ id: String, columns: UInt16, rows: UInt16) throws(SandboxError) {
    guard let process = containers[id]?.process ?? execs[id]?.process else { throw .notFound(id: id) }
    // The device's side stays open while the process lives, whoever holds the other one.
    guard let terminal = process.terminal else { return }
    try system { () throws(SystemError) in
      try Terminal.setSize(terminal.device.rawValue, columns: columns, rows: rows)
    }
  }
}

extension String {
  fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
