import Daemon
import KubeClient
import LinuxSystem
import SandboxRuntime

/// One thing that `doctor` looks at, and what it found.
struct MachineCheck: Hashable {
  let name: String
  /// What is wrong and what to do; nil when nothing is.
  let problem: String?
  /// What is said of something that is as it should be.
  var remark: String?

  var line: String { "\(name): \(problem ?? remark.map { "ok, \($0)" } ?? "ok")" }
}

extension MachineCheck {
  /// Everything that a profile's cluster needs of this machine, tried.
  static func all(of profile: Profile, kubeconfig: KubeconfigSet?) -> [MachineCheck] {
    let home = homeProblem(profile.home.path)
    let disk = DiskRoom(profile)
    var checks: [MachineCheck] = []
    if home == nil, disk?.obstacle == nil {
      checks += namespaces(in: profile.home.path)
    } else {
      // Its files would have to go somewhere.
      checks += ["namespaces", "containers"].map {
        MachineCheck(name: $0, problem: "not tried, since \(profile.home.path) cannot be written to")
      }
    }
    checks += [
      MachineCheck(name: "home", problem: home ?? ownerProblem(profile)),
      MachineCheck(name: "disk", problem: disk?.obstacle?.description),
      limits(),
      MachineCheck(name: "kubeconfig", problem: kubeconfigProblem(kubeconfig, profile)),
    ]
    return checks + programs(path: Environment.value("PATH") ?? "")
  }

  /// Starts sandboxd with a first container, as `up` does, and ends both.
  private static func namespaces(in home: String) -> [MachineCheck] {
    do {
      let directory = try FileSystem.makeTemporaryDirectory(in: home, prefix: ".doctor-")
      let result = tryStart(in: directory, of: home)
      try FileSystem.removeTree(directory)
      return checks(of: result)
    } catch {
      return [MachineCheck(name: "namespaces", problem: "\(error)")]
    }
  }

  private static func tryStart(in directory: String, of home: String) -> SandboxdLaunchError? {
    do {
      let process = try OwnProgram().start { path in
        try SandboxdLauncher.launch(
          socketPath: Path.join(directory, "socket"),
          options: SandboxdLauncher.Options(
            executable: path, trial: .only(directory: Path.join(directory, "trial"))))
      }
      defer { _ = process.waitUntilEnded() }
      try process.waitUntilReady()
      return nil
    } catch let error as SandboxdLaunchError {
      return SandboxdLaunchError(error.failure, directory: home)
    } catch {
      return SandboxdLaunchError(
        LaunchFailure(stage: .setup, operation: "\(error)", number: 0), directory: home)
    }
  }

  /// What a start, or its failure, says of namespaces and of containers.
  static func checks(of error: SandboxdLaunchError?) -> [MachineCheck] {
    guard let error else {
      return [MachineCheck(name: "namespaces", problem: nil), MachineCheck(name: "containers", problem: nil)]
    }
    guard error.failure.stage == .container else {
      return [
        MachineCheck(name: "namespaces", problem: error.description),
        MachineCheck(name: "containers", problem: "not tried without namespaces"),
      ]
    }
    return [
      MachineCheck(name: "namespaces", problem: nil), MachineCheck(name: "containers", problem: error.description),
    ]
  }

  /// What keeps this user from the home.
  private static func homeProblem(_ home: String) -> String? {
    do {
      try FileSystem.makeDirectory(home, permissions: 0o700)
      try FileSystem.removeTree(try FileSystem.makeTemporaryDirectory(in: home, prefix: ".doctor-"))
    } catch {
      return "\(error); choose another directory with --home"
    }
    return nil
  }

  /// What keeps this user from the cluster that is in the home.
  private static func ownerProblem(_ profile: Profile) -> String? {
    for path in [profile.directory, profile.run, profile.logs, profile.certificates, profile.database]
    where FileSystem.exists(path) && !FileSystem.isWritable(path) {
      return "\(path) is not yours to write; run: sudo chown -R $(id -u):$(id -g) \(profile.home.path)"
    }
    return nil
  }

  private static func limits() -> MachineCheck {
    let room: PodRoom
    do { room = try PodRoom.current() } catch { return MachineCheck(name: "limits", problem: "\(error)") }
    return limits(room)
  }

  static func limits(_ room: PodRoom) -> MachineCheck {
    let found = room.obstacles().map(\.description)
    return MachineCheck(
      name: "limits", problem: found.isEmpty ? nil : found.joined(separator: "; "),
      remark: "enough for \(room.pods(nodes: 1)) pods on a node")
  }

  private static func kubeconfigProblem(_ kubeconfig: KubeconfigSet?, _ profile: Profile) -> String? {
    // There is none that would be written to.
    guard let kubeconfig else { return nil }
    do {
      try kubeconfig.check(adding: profile.name)
      return nil
    } catch {
      return "\(error); run: localkube up --no-kubeconfig"
    }
  }

  private static func programs(path: String) -> [MachineCheck] {
    [("sh", "every container's shell"), ("curl", "the readiness probes of Consul's chart")].map { program, purpose in
      let isHere = path.split(separator: ":").contains { FileSystem.isExecutable("\($0)/\(program)") }
      return MachineCheck(
        name: program, problem: isHere ? nil : "not on PATH; install it, it is needed for \(purpose)")
    }
  }
}
