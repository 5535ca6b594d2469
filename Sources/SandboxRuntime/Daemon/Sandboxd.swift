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
      _ = try status.write([1])
      try giveSigns(on: status, loop: loop)
      loop.run()
      withExtendedLifetime((server, parent)) {}
    } catch {
      // The launcher waits for a byte 1 or for this sentence.
      _ = try? status.write(Array("\(error)".utf8))
      CurrentProcess.exit(1)
    }
    CurrentProcess.exit(0)
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

    init(listener: Int32, status: Int32, parent: Int32, network: PodNetwork) {
      self.listener = listener
      self.status = status
      self.parent = parent
      self.network = network
    }

    init?(_ arguments: [String]) {
      guard arguments.count == 5, let listener = Int32(arguments[0]), let status = Int32(arguments[1]),
        let parent = Int32(arguments[2]), let gateway = IPv4Address(arguments[3]), let prefix = Int32(arguments[4])
      else { return nil }
      self.init(
        listener: listener, status: status, parent: parent,
        network: PodNetwork(gateway: gateway, prefixLength: prefix))
    }

    var arguments: [String] {
      ["\(listener)", "\(status)", "\(parent)", "\(network.gateway)", "\(network.prefixLength)"]
    }
  }
}
