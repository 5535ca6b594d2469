import LinuxSystem

/// A first container, started before anybody relies on sandboxd: what a machine permits is known by trying alone.
///
/// It has a network, a root file system and walls like those of a pod, made by the same code, and runs `true`. What
/// container engines, security modules and settings refuse comes up here, and not as a node that is Ready and a pod
/// that never starts.
final class StartTrial {
  private let engine: Engine
  private let directory: String
  private let sandbox: Sandbox
  private var process: SharedDescriptor?

  /// Starts the container, and returns when its program runs.
  ///
  /// - Parameter directory: Where its files are made; what is left there of an earlier trial is removed.
  init(in directory: String, engine: Engine) throws(LaunchFailure) {
    self.engine = engine
    self.directory = directory
    do {
      try FileSystem.removeTree(directory)
      try FileSystem.makeDirectory(directory, permissions: 0o700)
      sandbox = try Sandbox.make(
        SandboxSpecification(id: "trial", hostname: "trial", address: engine.network.trialAddress),
        network: &engine.network, home: engine.home)
    } catch {
      throw LaunchFailure(error, stage: .container)
    }
    do { try start() } catch {
      cleanUp()
      throw error
    }
  }

  private func start() throws(LaunchFailure) {
    let specification = ContainerSpecification(
      id: "trial", sandbox: "trial", rootFileSystem: RootFileSystem(layer: directory, files: []),
      process: ProcessSpecification(arguments: ["true"]), logPath: "")
    let plan: ContainerPlan
    do { plan = try ContainerPlan.make(specification, namespaces: sandbox.namespaces, host: engine.host) } catch {
      throw LaunchFailure(error)
    }
    do throws(SystemError) {
      for name in plan.layerDirectories { try FileSystem.makeDirectory(Path.join(directory, name)) }
      let null = engine.null.rawValue
      let child = try plan.program.spawn(from: engine.starter, streams: (null, null, null))
      process = SharedDescriptor(try child.pidfd.duplicate())
      let report = SharedDescriptor(try child.report.duplicate())
      var poller = try Poller()
      try poller.add(report.rawValue, .reading, token: 0)
      while true {
        _ = poller.wait(milliseconds: -1)
        switch nextReport(from: report) {
        case .nothing: continue
        case .born: continue
        case .terminal: continue
        case .executed: return
        case .failed(let index, let number):
          let step = plan.program.steps.indices.contains(index) ? plan.program.steps[index] : nil
          // A machine without the program `true` starts others.
          if step == .execute, number == SystemError.notFound { return }
          throw SystemError(Self.operation(step), number: number)
        }
      }
    } catch {
      throw LaunchFailure(error, stage: .container)
    }
  }

  /// What a step does, with the kind of file system where it mounts one.
  static func operation(_ step: ChildStep?) -> String {
    if case .mount(_, _, let type, _, _) = step, !type.isEmpty { return "mount \(type)" }
    return step?.stage ?? "start"
  }

  /// Ends the container and takes away all that was made for it.
  func cleanUp() {
    do {
      if let process {
        try ProcessHandle.signal(process.rawValue, Signals.kill)
        _ = try ProcessHandle.reap(process.rawValue, waits: true)
      }
      process = nil
      if let device = sandbox.device { engine.network.disconnect(device) }
      try FileSystem.removeTree(directory)
    } catch {
      Diagnostics.report("Something of the first container is left", error)
    }
  }
}
