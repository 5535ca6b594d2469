// Each type is written field by field, in the order of its initializer; see `Frame` for the version.

/// Without `memoryVolumes`, which `Request` writes.
extension SandboxSpecification: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(id)
    writer.value(hostname)
    writer.value(address)
    // Once a setting of the sandbox; it stays in version 1, so that a sandboxd that is older goes on.
    writer.value(false)
    writer.value(sysctls)
  }

  init(from reader: inout WireReader) throws(WireError) {
    let (id, hostname, address): (String, String, IPv4Address?) = (
      try reader.value(), try reader.value(), try reader.value()
    )
    let _: Bool = try reader.value()
    self.init(id: id, hostname: hostname, address: address, sysctls: try reader.value())
  }
}

extension MemoryVolume: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(path)
    writer.value(size)
    writer.value(group)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(path: try reader.value(), size: try reader.value(), group: try reader.value())
  }
}

/// Without `joinsProcessesOf`, which `Request` writes.
extension ContainerSpecification: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(id)
    writer.value(sandbox)
    writer.value(rootFileSystem)
    writer.value(mounts)
    writer.value(process)
    writer.value(logPath)
    writer.value(keepsStandardInput)
    writer.value(closesStandardInputOnce)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      id: try reader.value(),
      sandbox: try reader.value(),
      rootFileSystem: try reader.value(),
      mounts: try reader.value(),
      process: try reader.value(),
      logPath: try reader.value(),
      keepsStandardInput: try reader.value(),
      closesStandardInputOnce: try reader.value()
    )
  }
}

extension RootFileSystem: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(layer)
    writer.value(files)
    writer.value(isReadOnly)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      layer: try reader.value(),
      files: try reader.value(),
      isReadOnly: try reader.value()
    )
  }
}

extension RootFileSystem.File: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(path)
    writer.value(content)
    writer.value(mode)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      path: try reader.value(),
      content: try reader.value(),
      mode: try reader.value()
    )
  }
}

extension RootFileSystem.File.Content: WireValue {
  func write(to writer: inout WireWriter) {
    switch self {
    case .bytes(let bytes):
      writer.integer(0 as UInt8)
      writer.raw(bytes)
    case .host(let path):
      writer.integer(1 as UInt8)
      writer.value(path)
    case .link(let target):
      writer.integer(2 as UInt8)
      writer.value(target)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    switch try reader.integer(UInt8.self) {
    case 0: self = .bytes(try reader.raw())
    case 1: self = .host(path: try reader.value())
    case 2: self = .link(target: try reader.value())
    default: throw WireError(message: "a file's content is of an unknown kind")
    }
  }
}

extension Mount: WireValue {
  func write(to writer: inout WireWriter) {
    switch source {
    case .host(let path):
      // A kind of its own for parts, as in `Request`.
      writer.integer(subPath == nil ? 0 : 2 as UInt8)
      writer.value(path)
      if let subPath { writer.value(subPath) }
    case .memory(let size):
      writer.integer(1 as UInt8)
      writer.value(size)
    }
    writer.value(destination)
    writer.value(isReadOnly)
    writer.value(receivesHostMounts)
  }

  init(from reader: inout WireReader) throws(WireError) {
    let source: Source
    var subPath: String?
    switch try reader.integer(UInt8.self) {
    case 0: source = .host(path: try reader.value())
    case 1: source = .memory(size: try reader.value())
    case 2:
      source = .host(path: try reader.value())
      subPath = try reader.value() as String
    default: throw WireError(message: "a mount is of an unknown kind")
    }
    self.init(
      source, subPath: subPath, at: try reader.value(), isReadOnly: try reader.value(),
      receivesHostMounts: try reader.value())
  }
}

extension ProcessSpecification: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(arguments)
    writer.value(environment)
    writer.value(workingDirectory)
    writer.value(user)
    writer.value(group)
    writer.value(supplementaryGroups)
    writer.value(capabilities)
    writer.value(noNewPrivileges)
    writer.value(hasTerminal)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      arguments: try reader.value(),
      environment: try reader.value(),
      workingDirectory: try reader.value(),
      user: try reader.value(),
      group: try reader.value(),
      supplementaryGroups: try reader.value(),
      capabilities: try reader.value(),
      noNewPrivileges: try reader.value(),
      hasTerminal: try reader.value()
    )
  }
}

extension ExecSpecification: WireValue {
  func write(to writer: inout WireWriter) {
    writer.value(id)
    writer.value(container)
    writer.value(process)
    writer.value(wantsStandardInput)
  }

  init(from reader: inout WireReader) throws(WireError) {
    self.init(
      id: try reader.value(),
      container: try reader.value(),
      process: try reader.value(),
      wantsStandardInput: try reader.value()
    )
  }
}
