/// What a client asks of sandboxd; one case a method of `SandboxClient`.
enum Request: Hashable {
  case state
  case createSandbox(SandboxSpecification)
  case removeSandbox(id: String)
  case startContainer(ContainerSpecification)
  case signalContainer(id: String, signal: Int32)
  case removeContainer(id: String)
  case exec(ExecSpecification)
  case signalExec(id: String, signal: Int32)
  case attach(id: String)
  case resizeTerminal(id: String, columns: UInt16, rows: UInt16)
  case bind(SocketAddress, Transport)
  case connect(SocketAddress, Transport, sandbox: String?, timeout: Duration)
  case addAddress(IPv4Address)
  case removeAddress(IPv4Address)
  case powerOff(grace: Duration)
}

extension Request: WireValue {
  func write(to writer: inout WireWriter) {
    switch self {
    case .state: writer.integer(0 as UInt8)
    case .createSandbox(let specification):
      // As for containers below: only what needs it is of the newer kind.
      writer.integer(specification.memoryVolumes.isEmpty ? 1 : 16 as UInt8)
      writer.value(specification)
      if !specification.memoryVolumes.isEmpty { writer.value(specification.memoryVolumes) }
    case .removeSandbox(let id):
      writer.integer(2 as UInt8)
      writer.value(id)
    case .startContainer(let specification):
      // A kind of its own, so that a sandboxd that does not know it, and goes on while serve is replaced by a newer
      // one, understands every other container.
      writer.integer(specification.joinsProcessesOf == nil ? 3 : 15 as UInt8)
      writer.value(specification)
      if let container = specification.joinsProcessesOf { writer.value(container) }
    case .signalContainer(let id, let signal):
      writer.integer(4 as UInt8)
      writer.value(id)
      writer.value(signal)
    case .removeContainer(let id):
      writer.integer(5 as UInt8)
      writer.value(id)
    case .exec(let specification):
      writer.integer(6 as UInt8)
      writer.value(specification)
    case .signalExec(let id, let signal):
      writer.integer(7 as UInt8)
      writer.value(id)
      writer.value(signal)
    case .attach(let id):
      writer.integer(8 as UInt8)
      writer.value(id)
    case .resizeTerminal(let id, let columns, let rows):
      writer.integer(9 as UInt8)
      writer.value(id)
      writer.value(columns)
      writer.value(rows)
    case .bind(let address, let transport):
      writer.integer(10 as UInt8)
      writer.value(address)
      writer.value(transport)
    case .connect(let address, let transport, let sandbox, let timeout):
      writer.integer(11 as UInt8)
      writer.value(address)
      writer.value(transport)
      writer.value(sandbox)
      writer.value(timeout)
    case .addAddress(let address):
      writer.integer(12 as UInt8)
      writer.value(address)
    case .removeAddress(let address):
      writer.integer(13 as UInt8)
      writer.value(address)
    case .powerOff(let grace):
      writer.integer(14 as UInt8)
      writer.value(grace)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .state
    case 1: self = .createSandbox(try reader.value())
    case 2: self = .removeSandbox(id: try reader.value())
    case 3: self = .startContainer(try reader.value())
    case 4: self = .signalContainer(id: try reader.value(), signal: try reader.value())
    case 5: self = .removeContainer(id: try reader.value())
    case 6: self = .exec(try reader.value())
    case 7: self = .signalExec(id: try reader.value(), signal: try reader.value())
    case 8: self = .attach(id: try reader.value())
    case 9: self = .resizeTerminal(id: try reader.value(), columns: try reader.value(), rows: try reader.value())
    case 10: self = .bind(try reader.value(), try reader.value())
    case 11:
      self = .connect(try reader.value(), try reader.value(), sandbox: try reader.value(), timeout: try reader.value())
    case 12: self = .addAddress(try reader.value())
    case 13: self = .removeAddress(try reader.value())
    case 14: self = .powerOff(grace: try reader.value())
    case 15:
      var specification: ContainerSpecification = try reader.value()
      specification.joinsProcessesOf = try reader.value() as String
      self = .startContainer(specification)
    case 16:
      var specification: SandboxSpecification = try reader.value()
      specification.memoryVolumes = try reader.value()
      self = .createSandbox(specification)
    default: throw WireError(message: "a request is of an unknown kind")
    }
  }
}
