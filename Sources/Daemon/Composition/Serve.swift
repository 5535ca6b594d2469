import KubeModel
import LinuxSystem
import Logging
import SandboxRuntime
import ServiceLifecycle
import UnixSignals

/// The control plane's process: the composition root.
package enum Serve {
  /// The name of the executable's hidden subcommand.
  package static let subcommand = "serve"

  /// What it is started with.
  package struct Options: Sendable, Hashable {
    package var home: Home
    package var profile: Profile
    package var progress: Int32?
    /// How often `supervise` wants a sign of life; nil when it wants none.
    package var signInterval: Duration?

    /// The arguments by which `supervise` starts it, the subcommand first.
    package static func arguments(profile: Profile) -> [String] {
      [Serve.subcommand, "--home", profile.home.path, "--profile", profile.name]
    }

    /// Reads the arguments after the subcommand; nil for anything but what ``arguments(profile:)`` and `supervise`
    /// write.
    package init?(_ arguments: [String]) {
      var values: [String: String] = [:]
      var rest = arguments[...]
      while let name = rest.popFirst(), let value = rest.popFirst() { values[name] = value }
      guard let home = values["--home"], let name = values["--profile"] else { return nil }
      self.home = Home(path: home)
      // A name that is none is refused like any other wrong argument.
      guard let profile = try? self.home.profile(name) else { return nil }
      self.profile = profile
      progress = values["--progress"].flatMap(Int32.init)
      signInterval = values["--sign-milliseconds"].flatMap { Int64($0) }.map { .milliseconds($0) }
    }
  }

  /// Runs the control plane until it is asked to stop, and returns the exit code.
  ///
  /// A stop (SIGTERM) is the cluster's power-off; a process that is killed instead leaves the pods running.
  package static func main(_ arguments: [String]) async -> Int32 {
    guard let options = Options(arguments) else { return 2 }
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    CurrentProcess.ignoreBrokenPipes()
    CurrentProcess.setFileModeMask(0o022)
    let logger = Logger(label: "localkube")
    let progress = Progress(descriptor: options.progress)
    do {
      try await run(options, progress: progress, logger: logger)
      return 0
    } catch {
      let sentence = "\(error)"
      logger.critical("The control plane has ended", metadata: ["error": "\(sentence)"])
      progress.failed(sentence)
      return SupervisionState.cannotStart
    }
  }

  private static func run(_ options: Options, progress: Progress, logger: Logger) async throws {
    let plane = try await ControlPlane.start(options.profile, progress: progress, logger: logger)
    var services = plane.services
    if let interval = options.signInterval {
      services.append(
        LifeSigns(interval: interval, isAlive: plane.isAlive, write: plane.waitForWriter, give: progress.sign))
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { ServiceGroupConfiguration.ServiceConfiguration(service: UntilCancelled(service: $0)) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    progress.ready("The cluster \(options.profile.name) is up at 127.0.0.1:\(plane.apiPort)")
    try await group.run()
    try await plane.powerOff()
  }
}

/// A service that ends by a `CancellationError` has done what it was asked to: a shutdown cancels what it waits for.
private struct UntilCancelled: ServiceLifecycle.Service {
  let service: any ServiceLifecycle.Service

  func run() async throws {
    do { try await service.run() } catch is CancellationError {}
  }
}
