import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite("What keeps a machine from running pods")
struct HostObstacleTests {
  private static let clone = LaunchFailure(
    stage: .namespaces, operation: "clone3", number: SystemError.notPermitted)
  private static let mountProc = LaunchFailure(
    stage: .container, operation: "mount proc", number: SystemError.notPermitted)

  /// An ordinary user on a machine where nothing is in the way.
  private static var ordinary: HostSituation {
    var situation = HostSituation()
    situation.user = 1_000
    situation.capabilities = []
    situation.kernel = "6.1.0"
    return situation
  }

  private func found(
    _ failure: LaunchFailure, _ change: (inout HostSituation) -> Void = { _ in }
  ) -> HostObstacle? {
    var situation = Self.ordinary
    change(&situation)
    return HostObstacle.find(failure, in: situation, directory: "/home/u/.localkube")
  }

  @Test(
    "A setting that switches namespaces off is named, with the command that switches them on",
    arguments: [
      ("user/max_user_namespaces", "0", "user namespaces are switched off", "sudo sysctl -w user.max_user_namespaces="),
      ("user/max_net_namespaces", "0", "net namespaces are switched off", "sudo sysctl -w user.max_net_namespaces="),
      (
        "kernel/unprivileged_userns_clone", "0", "switched off for ordinary users",
        "sudo sysctl -w kernel.unprivileged_userns_clone=1"
      ),
      (
        "kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
      ),
    ])
  func settings(name: String, value: String, cause: String, command: String) throws {
    #expect(HostSituation.settingNames.contains(name))
    let obstacle = try #require(found(Self.clone) { $0.settings[name] = value })
    #expect(obstacle.cause.contains(cause), "\(obstacle)")
    #expect(obstacle.command.hasPrefix(command), "\(obstacle)")
  }

  @Test("A limit of user namespaces is nothing to root, who needs none")
  func rootNeedsNoUserNamespace() {
    #expect(
      found(Self.clone) {
        $0 = HostSituation()
        $0.settings["user/max_user_namespaces"] = "0"
      } == nil)
  }

  @Test("A filter of system calls is named with what whoever set it calls that")
  func filters() throws {
    let unknown = LaunchFailure(stage: .namespaces, operation: "clone3", number: SystemError.notImplemented)
    let docker = try #require(
      found(unknown) {
        $0.hasFilter = true
        $0.engine = .docker
      })
    #expect(docker.cause.contains("seccomp") && docker.cause.contains("clone3: function not implemented"))
    #expect(docker.command.hasPrefix("docker run --security-opt seccomp=unconfined"))
    let podman = try #require(
      found(unknown) {
        $0.hasFilter = true
        $0.engine = .podman
      })
    #expect(podman.command.hasPrefix("podman run --security-opt seccomp=unconfined"))
    let service = try #require(
      found(unknown) {
        $0.hasFilter = true
        $0.service = "ci.service"
      })
    #expect(service.command.hasPrefix("sudo systemctl edit ci.service"))
    #expect(found(unknown)?.command == "uname -r", "without a filter it is an old kernel")
  }

  @Test("A /proc that is hidden in parts is the reason why none can be mounted, whatever else there is")
  func coveredProc() throws {
    let obstacle = try #require(
      found(Self.mountProc) {
        $0.coveredProc = ["/proc/sys", "/proc/keys", "/proc/kcore", "/proc/irq"]
        $0.hasFilter = true
      })
    #expect(obstacle.cause.contains("(/proc/sys, /proc/keys, /proc/kcore, …)"), "\(obstacle)")
    #expect(obstacle.command == "docker run --security-opt systempaths=unconfined …")
    let other = LaunchFailure(stage: .container, operation: "mount tmpfs", number: SystemError.notPermitted)
    #expect(found(other) { $0.coveredProc = ["/proc/sys"] } == nil)
  }

  @Test("Root without CAP_SYS_ADMIN is like an ordinary user, and is told what it lacks where that does not help")
  func rootByName() throws {
    var root = HostSituation()
    #expect(!root.needsUserNamespace && root.isWholeMachine)
    #expect(root.containerUsers == 0...(UInt32.max - 1))
    root.capabilities.remove(.systemAdministration)
    #expect(root.needsUserNamespace)
    #expect(root.containerUsers == 0...0)
    let obstacle = try #require(HostObstacle.find(Self.clone, in: root, directory: "/root"))
    #expect(obstacle.cause.hasPrefix("root lacks CAP_SYS_ADMIN here"))
  }

  @Test("Disks, kernel modules and limits have causes of their own")
  func others() throws {
    func failure(_ operation: String, _ number: Int32) -> LaunchFailure {
      LaunchFailure(stage: .container, operation: operation, number: number)
    }
    let full = try #require(found(failure("mkdir /home/u/.localkube/x", SystemError.noSpace)))
    #expect(full.cause.contains("/home/u/.localkube is full"))
    let readOnly = try #require(found(failure("mkdir /x", SystemError.readOnlyFileSystem)))
    #expect(readOnly.cause.contains("read-only"))
    #expect(found(failure("mount overlay", SystemError.noDevice))?.command == "sudo modprobe overlay")
    #expect(found(failure("RTM_NEWLINK veth lk-1", SystemError.notSupported))?.command == "sudo modprobe veth")
    let overlay = try #require(found(failure("mount overlay", SystemError.invalid)))
    #expect(overlay.command == "localkube up --home DIRECTORY")
    let processes = LaunchFailure(stage: .namespaces, operation: "clone3", number: SystemError.wouldBlock)
    #expect(found(processes)?.command == "ulimit -u unlimited")
    #expect(found(failure("pivot_root", SystemError.invalid)) == nil, "what has no explanation gets none")
  }

  @Test("A failure without an explanation says what failed, and where the kernel may say more")
  func unexplained() {
    let failure = LaunchFailure(stage: .container, operation: "pivot_root", number: SystemError.invalid)
    let error = SandboxdLaunchError(failure, in: Self.ordinary, directory: "/home/u")
    #expect(error.obstacle == nil)
    #expect(error.description == "no pod could be started here (pivot_root: invalid argument); run: sudo dmesg | tail")
  }

  @Test("What a process is kept from is read from /proc as the kernel writes it")
  func situations() {
    var situation = HostSituation()
    situation.read(status: "Name:\tx\nCapEff:\t00000000a80425fb\nSeccomp:\t2\nSeccomp_filters:\t1\n")
    #expect(situation.hasFilter && situation.needsUserNamespace)
    #expect(!situation.capabilities.contains(.systemAdministration))
    situation.read(
      mounts: """
        22 1 0:21 / /proc rw - proc proc rw
        30 22 0:40 / /proc/sys/fs/binfmt_misc rw - binfmt_misc none rw
        31 22 0:21 /sys /proc/sys ro - proc proc rw
        32 22 0:6 /null /proc/kcore rw - tmpfs tmpfs rw
        33 1 0:50 / /procession rw - tmpfs tmpfs rw
        """)
    #expect(situation.coveredProc == ["/proc/sys", "/proc/kcore"])
    situation.read(profile: "docker-default (enforce)\n")
    #expect(situation.confinement == "docker-default")
    situation.read(profile: "unconfined\n")
    #expect(situation.confinement == nil)
    situation.read(groups: "0::/system.slice/ci.service\n")
    #expect(situation.service == "ci.service")
    situation.read(groups: "0::/user.slice/user-1000.slice/user@1000.service/app.slice/a.scope\n")
    #expect(situation.service == nil)
  }

  @Test("A failure of sandboxd reaches whoever started it as it was")
  func wire() throws {
    var writer = WireWriter()
    writer.value(Self.mountProc)
    var reader = WireReader(writer.bytes)
    #expect(try LaunchFailure(from: &reader) == Self.mountProc)
    var cut = WireReader(Array(writer.bytes.dropLast()))
    #expect(throws: WireError.self) { try LaunchFailure(from: &cut) }
  }

  @Test("What sandboxd is to try stands on its command line")
  func arguments() {
    for trial in [SandboxdLauncher.Trial.none, .first(directory: "/a b"), .only(directory: "/t")] {
      let options = Sandboxd.Options(listener: 3, status: 4, parent: 5, network: .standard, trial: trial)
      #expect(Sandboxd.Options(options.arguments) == options)
    }
    #expect(Sandboxd.Options(["3", "4", "5", "10.244.0.1", "16", "some", "/t"]) == nil)
  }

  @Test("Limits are said in pods, and only where they are enough for fewer than a node offers")
  func room() throws {
    let usual = PodRoom(descriptors: 1 << 20, processes: nil)
    #expect(usual.obstacles().isEmpty && usual.pods(nodes: 3) == 3_000)
    let few = PodRoom(descriptors: 256, processes: 148)
    #expect(few.podsByDescriptors == 16 && few.podsByProcesses == 50 && few.pods(nodes: 1) == 16)
    let said = few.obstacles().map(\.description)
    #expect(said.count == 2)
    #expect(said[0].contains("open files, 256, is enough for 16 pods; run: sudo prlimit --nofile=10096"), "\(said)")
    #expect(said[1].contains("leaves 148, which is enough for 50 pods"), "\(said)")
    #expect(PodRoom(descriptors: 12, processes: 3).pods(nodes: 1) == 0)
    #expect(PodRoom(descriptors: 20_096, processes: nil).obstacles(nodes: 3).count == 1)
  }
}
