extension StartedProcess: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(pid)
    writer.value(startedAt)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      pid: try reader.value(),
      startedAt: try reader.value()
    )
  }
}

extension ExitStatus: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(code)
    writer.value(signal)
    writer.value(isOutOfMemory)
    writer.value(startedAt)
    writer.value(finishedAt)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      code: try reader.value(),
      signal: try reader.value(),
      isOutOfMemory: try reader.value(),
      startedAt: try reader.value(),
      finishedAt: try reader.value()
    )
  }
}

extension RuntimeState: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(bootID)
    writer.value(sandboxes)
    writer.value(containers)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      bootID: try reader.value(),
      sandboxes: try reader.value(),
      containers: try reader.value()
    )
  }
}

extension RuntimeState.Container: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(id)
    writer.value(sandbox)
    writer.value(process)
    writer.value(exit)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      id: try reader.value(),
      sandbox: try reader.value(),
      process: try reader.value(),
      exit: try reader.value()
    )
  }
}

extension SandboxEvent: WireValue {
  func write(to writer: inout WireWriter) {
    switch self {
    case .containerExited(let id, let status):
      writer.integer(0 as UInt8)
      writer.value(id)
      writer.value(status)
    case .execExited(let id, let status):
      writer.integer(1 as UInt8)
      writer.value(id)
      writer.value(status)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .containerExited(id: try reader.value(), try reader.value())
    case 1: self = .execExited(id: try reader.value(), try reader.value())
    default: throw WireError(message: "an event is of an unknown kind")
    }
  }
}

extension SandboxError: WireValue {
  func write(to writer: inout WireWriter) {
    switch self {
    case .notFound(let id):
      writer.integer(0 as UInt8)
      writer.value(id)
    case .exists(let id):
      writer.integer(1 as UInt8)
      writer.value(id)
    case .startFailed(let stage, let number, let message):
      writer.integer(2 as UInt8)
      writer.value(stage)
      writer.value(number)
      writer.value(message)
    case .system(let operation, let number):
      writer.integer(3 as UInt8)
      writer.value(operation)
      writer.value(number)
    case .disconnected: writer.integer(4 as UInt8)
    case .incompatible(let ours, let theirs):
      writer.integer(5 as UInt8)
      writer.value(ours)
      writer.value(theirs)
    case .timedOut: writer.integer(6 as UInt8)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .notFound(id: try reader.value())
    case 1: self = .exists(id: try reader.value())
    case 2: self = .startFailed(stage: try reader.value(), errno: try reader.value(), message: try reader.value())
    case 3: self = .system(operation: try reader.value(), errno: try reader.value())
    case 4: self = .disconnected
    case 5: self = .incompatible(ours: try reader.value(), theirs: try reader.value())
    case 6: self = .timedOut
    default: throw WireError(message: "an error is of an unknown kind")
    }
  }
}

extension IPv4Address: WireValue {
  func write(to writer: inout WireWriter) { writer.integer(rawValue) }
  init(from reader: inout WireReader) throws(WireError) { self.init(rawValue: try reader.integer()) }
}

extension SocketAddress: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(address)
    writer.value(port)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(try reader.value(), port: try reader.value())
  }
}

extension Transport: WireValue {
  func write(to writer: inout WireWriter) { writer.integer(rawValue) }

  init(from reader: inout WireReader) throws(WireError) {
    guard let transport = Transport(rawValue: try reader.integer()) else {
      throw WireError(message: "a transport is neither TCP nor UDP")
    }
    self = transport
  }
}
