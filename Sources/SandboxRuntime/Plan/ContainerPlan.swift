import LinuxSystem

/// What is done, in which order, to start a container: a value, made without looking at the system.
struct ContainerPlan: Hashable {
  /// The descriptors of the namespaces that the container joins.
  struct Namespaces: Hashable {
    var network: Int32
    var ipc: Int32
    var hostname: Int32
  }

  var program: ChildProgram
  /// Directories that must exist below the container's layer.
  var layerDirectories: [String]

  /// Plans a container.
  ///
  /// - Parameter processes: The process whose PID namespace it joins; nil has one of its own.
  ///
  /// - Throws: `startFailed` for what cannot work on this host.
  static func make(
    _ specification: ContainerSpecification, namespaces: Namespaces, joining processes: Int32? = nil, host: HostFacts
  ) throws(SandboxError) -> ContainerPlan {
    let process = specification.process
    var program = try ProcessPlan.program(process, host: host)
    let root = RootPlan(
      specification.rootFileSystem, mounts: specification.mounts,
      permitsDevices: CapabilitySet.named(process.capabilities).set.isSuperset(of: .everything), host: host)
    program.steps = [
      .join(descriptor: namespaces.network, .network), .join(descriptor: namespaces.ipc, .ipc),
      .join(descriptor: namespaces.hostname, .hostname),
    ]
    // The rest takes place among the joined processes, since /proc shows those of whoever mounts it.
    if let processes { program.steps += [.join(descriptor: processes, .process), .birth] }
    program.steps += root.stepsBeforePivot + [.pivot(root.path)] + root.stepsAfterPivot
    program.steps.append(.directory(process.workingDirectory, permissions: 0o755))
    program.steps += root.finalSteps
    program.steps += ProcessPlan.finalSteps(process)
    program.namespaces = processes == nil ? [.process, .mount] : .mount
    return ContainerPlan(program: program, layerDirectories: root.layerDirectories)
  }
}

/// What is done to start any process in a container.
enum ProcessPlan {
  /// The program without its steps.
  static func program(_ process: ProcessSpecification, host: HostFacts) throws(SandboxError) -> ChildProgram {
    guard let name = process.arguments.first, !name.isEmpty else {
      throw .startFailed(stage: "execve", errno: SystemError.invalid, message: "no command specified")
    }
    try check(process.user, "user", "runAsUser", host.users)
    try check(process.group, "group", "runAsGroup", host.groups)
    let named = CapabilitySet.named(process.capabilities)
    if let unknown = named.unknown {
      throw .startFailed(
        stage: "capabilities", errno: SystemError.invalid, message: "the capability \(unknown) is not known")
    }
    var program = ChildProgram(
      steps: [], arguments: process.arguments, environment: process.environment,
      candidates: candidates(for: name, environment: process.environment))
    program.user = process.user
    program.group = process.group
    // Without root there is one group, and the kernel refuses setgroups; further groups would give nothing there,
    // since every file belongs to the one user.
    let groups = process.supplementaryGroups.filter(host.groups.contains)
    program.supplementaryGroups = host.groups == .everything || host.groups.ranges.count > 1 ? groups : nil
    program.capabilities = named.set.intersection(host.capabilities)
    return program
  }

  private static func check(
    _ id: UInt32, _ kind: String, _ field: String, _ known: IdentityRanges
  ) throws(SandboxError) {
    guard !known.contains(id) else { return }
    throw .startFailed(
      stage: kind, errno: SystemError.invalid,
      message: "the \(kind) id \(id) does not exist in a cluster that runs without root: "
        + "leave \(field) out or set it to 0, or run localkube as root")
  }

  /// The paths to try for a program's name: itself when it has a slash, else in each directory of `PATH`.
  static func candidates(for name: String, environment: [String]) -> [String] {
    if name.contains("/") { return [name] }
    let path = environment.last { $0.hasPrefix("PATH=") }?.dropFirst(5)
    return (path ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false)
      .map { Path.join($0.isEmpty ? "." : String($0), name) }
  }

  /// From the finished root file system to exec.
  static func finalSteps(_ process: ProcessSpecification) -> [ChildStep] {
    let streams: [ChildStep] = process.hasTerminal ? [.terminal(ptmx: "/dev/pts/ptmx")] : [.session, .streams]
    return streams + [.workingDirectory(process.workingDirectory)] + identitySteps(process) + [.execute]
  }

  /// A further process in a running container, whose main process is behind the descriptor `target`.
  ///
  /// All that takes more than the container's own rights comes before the birth in its PID namespace.
  static func joining(
    _ target: Int32, _ process: ProcessSpecification, host: HostFacts
  ) throws(SandboxError) -> ChildProgram {
    var program = try program(process, host: host)
    program.steps = [
      .join(descriptor: target, [.mount, .network, .ipc, .hostname]), .join(descriptor: target, .process),
    ]
    if !process.hasTerminal { program.steps.append(.streams) }
    program.steps.append(.workingDirectory(process.workingDirectory))
    program.steps += identitySteps(process)
    program.steps += [.birth, process.hasTerminal ? .terminal(ptmx: "/dev/pts/ptmx") : .session, .execute]
    return program
  }

  private static func identitySteps(_ process: ProcessSpecification) -> [ChildStep] {
    // A kernel may have no keys, and an ordinary user has few; the filter keeps containers from them in any case.
    var steps: [ChildStep] = [.optionally(.keyring)]
    // As container engines' default profiles have it: who may administer the system may make namespaces.
    if !CapabilitySet.named(process.capabilities).set.contains(.systemAdministration) { steps.append(.confine) }
    steps.append(.identity)
    if process.noNewPrivileges { steps.append(.noNewPrivileges) }
    return steps
  }

  /// Whether a start failed because the processes that it was to join are at their end.
  static func isGone(_ error: SandboxError) -> Bool {
    guard case .startFailed(let stage, let number, _) = error else { return false }
    // A PID namespace whose first process is dead takes nobody: ENOMEM, see pid_namespaces(7).
    return stage == ChildStep.join(descriptor: 0, []).stage && number == SystemError.noSuchProcess
      || stage == ChildStep.birth.stage && number == SystemError.noMemory
  }

  /// What is said when a step failed, in the words of container runtimes where they have some.
  static func failure(step: ChildStep?, number: Int32, program: ChildProgram) -> SandboxError {
    let text = SystemError.text(number)
    guard case .execute = step, let name = program.arguments.first else {
      let stage = step?.stage ?? "start"
      return .startFailed(stage: stage, errno: number, message: "\(stage): \(text)")
    }
    let reason =
      switch number {
      case SystemError.notFound where name.contains("/"): "stat \(name): no such file or directory"
      case SystemError.notFound: "executable file not found in $PATH"
      default: text
      }
    return .startFailed(stage: "execve", errno: number, message: "exec: \"\(name)\": \(reason)")
  }
}
