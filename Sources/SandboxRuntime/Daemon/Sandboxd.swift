import LinuxSystem

/// The process with id 1 of the cluster's own namespaces; the parent of every container.
///
/// Started by `SandboxdLauncher` inside those namespaces with an open, listening socket. One thread, no Foundation,
/// little memory; when it ends, the kernel ends everything in its PID namespace.
package enum Sandboxd {
  /// The name of the executable's hidden subcommand.
  package static let subcommand = "sandboxd"

  /// Runs until a power-off or until the parent is gone.
  ///
  /// - Parameter arguments: those after the subcommand, as `SandboxdLauncher` writes them.
  package static func main(_ arguments: [String]) -> Never {
    guard let options = Options(arguments) else {
      CurrentProcess.exit(2)
    }
    CurrentProcess.ignoreBrokenPipes()
    CurrentProcess.setFileModeMask(0o022)
    let status = SharedDescriptor(OwnedDescriptor(owning: options.status))
    do {
      try CurrentProcess.setNotDumpable()
      try ResourceLimits.setUsual()
      // Before anything comes that a container must not get hold of.
      let starter = try ChildStarter()
      // What the host mounts later shows up here too; what is mounted here stays here.
      try Namespaces.mount(source: "none", target: "/", flags: [.recursive, .receiving])
      // It goes to containers as their standard input, and root there is root of the machine.
      try Namespaces.makeUnchangeable("/dev/null")
      let loop = try EventLoop()
      let engine = try Engine(
        loop: loop, starter: starter, network: options.network, bootID: String(UInt64.random(in: 0 ... .max), radix: 16)
      )
      let server = try Server(
        loop: loop, engine: engine, listener: OwnedDescriptor(owning: options.listener))
      let parent = try watchParent(options.parent, loop: loop)
      // Without it no process could be started any more; supervise starts all anew.
      _ = try loop.watch(starter.pidfd.rawValue, .reading) { _ in CurrentProcess.exit(1) }
      engine.onPoweredOff = {
        server.flush()
        CurrentProcess.exit(0)
      }
      let trial = try tryStart(options.trial, engine)
      if case .only = options.trial {
        trial?.cleanUp()
        _ = try status.write([isReady])
        CurrentProcess.exit(0)
      }
      _ = try status.write([isReady])
      // Nobody waits for that.
      loop.after(nanoseconds: 0) { trial?.cleanUp() }
      try giveSigns(on: status, loop: loop)
      loop.run()
      withExtendedLifetime((server, parent)) {}
    } catch {
      // The launcher waits for this or for the word that all is ready.
      _ = try? status.write(failed(error))
      CurrentProcess.exit(1)
    }
    CurrentProcess.exit(0)
  }

  /// The byte by which sandboxd says that it serves requests; before a ``LaunchFailure`` is a zero.
  static let isReady: UInt8 = 1

  private static func failed(_ error: any Error) -> [UInt8] {
    var writer = WireWriter()
    writer.integer(0 as UInt8)
    switch error {
    case let failure as LaunchFailure: writer.value(failure)
    case let error as SystemError: writer.value(LaunchFailure(error, stage: .setup))
    default: writer.value(LaunchFailure(stage: .setup, operation: "\(error)", number: 0))
    }
    return writer.bytes
  }

  /// Starts a first container; nil when none is wanted, or none can be had for want of room.
  private static func tryStart(
    _ trial: SandboxdLauncher.Trial, _ engine: Engine
  ) throws(LaunchFailure) -> StartTrial? {
    switch trial {
    case .none: return nil
    case .only(let directory): return try StartTrial(in: directory, engine: engine)
    case .first(let directory):
      do { return try StartTrial(in: directory, engine: engine) } catch {
        guard error.isAboutRoom else { throw error }
        Diagnostics.report("The disk is full; containers cannot be started", error)
        return nil
      }
    }
  }

  /// How often sandboxd says that it is alive.
  private static let signInterval: Int64 = 5_000_000_000

  /// Writes a byte now and again to whoever waited for the first one: a loop that hangs writes none.
  private static func giveSigns(on status: SharedDescriptor, loop: EventLoop) throws(SystemError) {
    try status.setNonBlocking(true)
    func sign() {
      // Nobody may read them, or not any more; that is no reason to end.
      _ = try? status.write([1])
      loop.after(nanoseconds: signInterval, sign)
    }
    // The first one comes soon, and apart from the byte that says that all is ready.
    loop.after(nanoseconds: signInterval / 50, sign)
  }

  /// Ends this process, and with it the cluster, when the parent has ended: the parent-death signal alone would go
  /// with a thread of the parent.
  private static func watchParent(_ pidfd: Int32, loop: EventLoop) throws(SystemError) -> SharedDescriptor {
    let parent = SharedDescriptor(OwnedDescriptor(owning: pidfd))
    _ = try loop.watch(parent.rawValue, .reading) { _ in CurrentProcess.exit(1) }
    return parent
  }

  /// What stands on the command line.
  struct Options: Hashable {
    var listener: Int32
    var status: Int32
    var parent: Int32
    var network: PodNetwork
    var trial: SandboxdLauncher.Trial

    init(
      listener: Int32, status: Int32, parent: Int32, network: PodNetwork, trial: SandboxdLauncher.Trial = .none
    ) {
      self.listener = listener
      self.status = status
      self.parent = parent
      self.network = network
      self.trial = trial
    }

    init?(_ arguments: [String]) {
      guard [5, 7].contains(arguments.count), let listener = Int32(arguments[0]), let status = Int32(arguments[1]),
        let parent = Int32(arguments[2]), let gateway = IPv4Address(arguments[3]), let prefix = Int32(arguments[4])
      else { return nil }
      self.init(
        listener: listener, status: status, parent: parent,
        network: PodNetwork(gateway: gateway, prefixLength: prefix))
      guard arguments.count == 7 else { return }
      switch arguments[5] {
      case "first": trial = .first(directory: arguments[6])
      case "only": trial = .only(directory: arguments[6])
      default: return nil
      }
    }

    var arguments: [String] {
      let usual = ["\(listener)", "\(status)", "\(parent)", "\(network.gateway)", "\(network.prefixLength)"]
      return switch trial {
      case .none: usual
      case .first(let directory): usual + ["first", directory]
      case .only(let directory): usual + ["only", directory]
      }
    }
  }
}
