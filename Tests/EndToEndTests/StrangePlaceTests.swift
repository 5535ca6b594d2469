import Foundation
import Testing

extension EndToEnd {
  /// Places that keep localkube from working, or look as if they did: containers of others, low limits, full disks.
  @Suite("Strange places")
  struct StrangePlaceTests {
    private static let isRoot = geteuid() == 0

    @Test(
      "A filter of system calls, as container engines have one, is named by doctor and by up before anything starts",
      arguments: Machine.User.available, ["clone3", "mount"])
    func filter(user: Machine.User, call: String) async throws {
      try await Cluster.with(user: user) { cluster in
        let place = ["/usr/bin/python3", "-c", refuse, call]
        let cause = "a filter of system calls (seccomp), as container engines and services have one, refuses what pods"
        let doctor = try await localkube(cluster, in: place, "doctor")
        #expect(doctor.status == 1, "\(doctor)")
        #expect(doctor.output.contains("namespaces: \(cause)"), "\(doctor)")
        #expect(doctor.output.contains("run: docker run --security-opt seccomp=unconfined"), "\(doctor)")
        #expect(doctor.output.contains("containers: not tried"), "\(doctor)")
        for arguments in [["up"], ["up", "--foreground"]] {
          let up = try await localkube(cluster, in: place, arguments)
          #expect(up.status == 78, "\(up)")
          #expect(up.errors.hasPrefix("error: \(cause)"), "\(up)")
          #expect(up.errors.split(separator: "\n").count == 1, "one sentence: \(up)")
          #expect(up.duration < .seconds(10), "\(up)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(cluster.home)/lk/profiles/\(cluster.profile)/state.db"))
        #expect(try await !cluster.localkube("status").output.contains("without a power-off"))
      }
    }

    @Test("Root without CAP_SYS_ADMIN takes the ordinary user's way", .enabled(if: isRoot))
    func rootByName() async throws {
      try await Cluster.with(user: .root) { cluster in
        let place = ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin", "--"]
        let doctor = try await localkube(cluster, in: place, "doctor")
        #expect(doctor.output.contains("namespaces: ok\ncontainers: ok\n"), "\(doctor)")
        try await runsPods(cluster, in: place)
      }
    }

    @Test(
      "The root of a user namespace runs pods with the one user that it has",
      arguments: Machine.User.available)
    func rootOfUserNamespace(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        let place = ["unshare", "-Ur", "--"]
        let doctor = try await localkube(cluster, in: place, "doctor")
        #expect(doctor.output.contains("namespaces: ok\ncontainers: ok\n"), "\(doctor)")
        try await runsPods(cluster, in: place)
        let other = try await cluster.kubectl(
          "run", "other", "--image=busybox", "--restart=Never",
          #"--overrides={"spec": {"securityContext": {"runAsUser": 1000}}}"#, "--", "id")
        #expect(other.status == 0, "\(other)")
        _ = try await eventually("the event says why another user cannot be had") { () -> Bool? in
          try await cluster.kubectl("describe", "pod", "other").output.contains("Id 1000 does not exist without root")
            ? true : nil
        }
      }
    }

    @Test(
      "Where a container engine hides parts of /proc, up says so and does not start a node that runs nothing",
      .enabled(if: isRoot))
    func maskedProc() async throws {
      try await Cluster.with(user: .ordinary) { cluster in
        let script =
          "mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys && exec \"$@\""
        let place = ["unshare", "--mount", "--propagation=private", "sh", "-c", script, "sh"] + cluster.user.prefix
        let doctor = try await run(place + command(cluster, ["doctor"]), environment: cluster.environment)
        #expect(doctor.output.contains("namespaces: ok\ncontainers: parts of /proc are hidden here"), "\(doctor)")
        let up = try await run(place + command(cluster, ["up"]), environment: cluster.environment)
        #expect(up.status == 78, "\(up)")
        #expect(up.errors.hasPrefix("error: parts of /proc are hidden here (/proc/sys"), "\(up)")
        #expect(up.errors.hasSuffix("run: docker run --security-opt systempaths=unconfined …\n"), "\(up)")
      }
    }

    @Test("A low limit of open files is said in pods, and the node offers no more than that", arguments: [256, 4_096])
    func descriptors(limit: Int) async throws {
      try await Cluster.with(user: .ordinary) { cluster in
        let place = ["prlimit", "--nofile=\(limit)", "--"]
        let pods = (limit - 96) / 10
        let said =
          "the hard limit of open files, \(limit), is enough for \(pods) pods; run: sudo prlimit --nofile=10096"
        let doctor = try await localkube(cluster, in: place, "doctor")
        #expect(doctor.output.contains("limits: \(said)"), "\(doctor)")
        let up = try await localkube(cluster, in: place, "up")
        #expect(up.status == 0 && up.errors == "warning: \(said) --pid $$\n", "\(up)")
        let path = "jsonpath={.items[0].status.allocatable.pods}"
        #expect(try await cluster.kubectl("get", "nodes", "-o", path).output == "\(pods)")
        guard limit == 256 else { return }
        try await refusesExec(cluster)
        // As many as that do run, and the rest waits.
        _ = try await cluster.kubectl(
          "create", "deployment", "d", "--image=busybox", "--replicas=\(pods + 2)", "--", "sleep", "100000")
        _ = try await eventually("all that fit run, and two wait") { () -> Bool? in
          let states = try await cluster.kubectl("get", "pods", "--no-headers").table.map { $0[2] }
          return states.count { $0 == "Running" } == pods && states.count { $0 == "Pending" } == 2 ? true : nil
        }
      }
    }

    @Test("A low soft limit is raised, and is nothing to speak of")
    func softLimit() async throws {
      try await Cluster.with { cluster in
        let doctor = try await localkube(cluster, in: ["prlimit", "--nofile=1024:16384", "--"], "doctor")
        #expect(doctor.output.contains("limits: ok, enough for 1000 pods on a node\n"), "\(doctor)")
      }
    }

    @Test("A low limit of processes is said in pods")
    func processes() async throws {
      try await Cluster.with(user: .ordinary) { cluster in
        let doctor = try await localkube(cluster, in: ["prlimit", "--nproc=250", "--"], "doctor")
        #expect(
          doctor.output.contains(#/limits: the limit of processes leaves \d+, which is enough for \d+ pods; run: /#),
          "\(doctor)")
      }
    }

    @Test(
      "On a full disk and on one that is read-only up starts nothing and says what to do", .enabled(if: isRoot),
      arguments: Machine.User.available, ["size=1m", "size=64m,ro"])
    func disks(user: Machine.User, options: String) async throws {
      try await Cluster.with(user: user) { cluster in
        try FileManager.default.createDirectory(atPath: "\(cluster.home)/small", withIntermediateDirectories: true)
        let script = "mount -t tmpfs -o mode=777,\(options) small \(cluster.home)/small && exec \"$@\""
        let place = ["unshare", "--mount", "--propagation=private", "sh", "-c", script, "sh"] + cluster.user.prefix
        let home = ["--home", "\(cluster.home)/small/lk"]
        let up = try await run(place + command(cluster, ["up"] + home), environment: cluster.environment)
        #expect(up.status == 78, "\(up)")
        let doctor = try await run(place + command(cluster, ["doctor"] + home), environment: cluster.environment)
        #expect(doctor.status == 1, "\(doctor)")
        if options.hasSuffix("ro") {
          #expect(up.errors.contains("read-only file system); choose another directory with --home"), "\(up)")
          #expect(doctor.output.contains("home: mkdir"), "\(doctor)")
        } else {
          #expect(up.errors.contains("/small/lk is nearly full: 1024 KiB are free, 8192 KiB are needed"), "\(up)")
          #expect(up.errors.contains("run: localkube up --home DIRECTORY"), "\(up)")
          #expect(doctor.output.contains("disk: the disk that holds"), "\(doctor)")
        }
      }
    }

    @Test("Doctor says when the home or the kubeconfig is somebody else's", .enabled(if: isRoot))
    func ofOthers() async throws {
      try await Cluster.with(user: .ordinary) { cluster in
        let profile = "\(cluster.home)/lk/profiles/\(cluster.profile)"
        try FileManager.default.createDirectory(atPath: profile, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: "\(cluster.home)/kubeconfig"))
        _ = try await run(["chown", "\(Machine.User.ordinaryID)", "\(cluster.home)/lk", "\(cluster.home)/lk/profiles"])
        _ = try await run(["chmod", "600", "\(cluster.home)/kubeconfig"])
        let doctor = try await cluster.localkube("doctor")
        #expect(doctor.status == 1, "\(doctor)")
        #expect(doctor.output.contains("home: \(profile) is not yours to write; run: sudo chown -R"), "\(doctor)")
        #expect(doctor.output.contains("namespaces: ok\ncontainers: ok\n"), "\(doctor)")
        #expect(
          doctor.output.contains("kubeconfig: cannot read the kubeconfig \(cluster.home)/kubeconfig"), "\(doctor)")
        _ = try await run(["chown", "-R", "\(Machine.User.ordinaryID)", cluster.home])
      }
    }

    @Test("On a machine where all is well doctor says so, and leaves nothing", arguments: Machine.User.available)
    func well(user: Machine.User) async throws {
      try await Cluster.with(user: user) { cluster in
        let doctor = try await cluster.localkube("doctor")
        #expect(doctor.status == 0, "\(doctor)")
        for check in ["namespaces", "containers", "home", "disk", "kubeconfig", "sh", "curl"] {
          #expect(doctor.output.contains("\(check): ok\n"), "\(doctor)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(cluster.home)/lk").isEmpty)
      }
    }

    // MARK: Steps

    /// Refuses one system call to what it executes then: clone3(2) as container engines do, which has C libraries go
    /// back to clone(2), or mount(2).
    private let refuse = """
      import ctypes, os, platform, struct, sys
      numbers = {"x86_64": {"clone3": 435, "mount": 165}, "aarch64": {"clone3": 435, "mount": 40}}
      call = numbers[platform.machine()][sys.argv[1]]
      error = 38 if sys.argv[1] == "clone3" else 1
      code = b"".join(struct.pack("HBBI", *step) for step in [
          (0x20, 0, 0, 0), (0x15, 0, 1, call), (0x06, 0, 0, 0x00050000 | error), (0x06, 0, 0, 0x7fff0000)])
      class Program(ctypes.Structure):
          _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]
      buffer = ctypes.create_string_buffer(code, len(code))
      program = Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
      library = ctypes.CDLL(None, use_errno=True)
      for arguments in [(38, 1, 0, 0, 0), (22, 2, ctypes.byref(program), 0, 0)]:
          if library.prctl(*arguments) != 0:
              sys.exit("prctl: " + os.strerror(ctypes.get_errno()))
      os.execvp(sys.argv[2], sys.argv[2:])
      """

    private func command(_ cluster: Cluster, _ arguments: [String]) -> [String] {
      ["\(cluster.home)/bin/localkube", "--profile", cluster.profile] + arguments
    }

    private func localkube(_ cluster: Cluster, in place: [String], _ arguments: String...) async throws -> CommandResult
    {
      try await localkube(cluster, in: place, arguments)
    }

    private func localkube(_ cluster: Cluster, in place: [String], _ arguments: [String]) async throws -> CommandResult
    {
      try await run(
        cluster.user.prefix + place + command(cluster, arguments), environment: cluster.environment)
    }

    /// Starts more processes in a container than so few descriptors are enough for.
    private func refusesExec(_ cluster: Cluster) async throws {
      _ = try await cluster.kubectl("run", "p", "--image=busybox", "--", "sleep", "100000")
      _ = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/p")
      let refused = try await cluster.shell(
        """
        kubectl="kubectl --context \(cluster.profile)"
        for _ in 1 2 3 4 5 6; do $kubectl exec p -- sleep 1000 > /dev/null 2>&1 & done
        for _ in $(seq 100); do $kubectl exec p -- true || break; sleep 0.1; done
        $kubectl delete pod p --now > /dev/null
        wait
        """)
      #expect(
        refused.errors.contains("exec: 4 processes that were started like this run in this container already"),
        "\(refused)")
    }

    private func runsPods(_ cluster: Cluster, in place: [String]) async throws {
      let up = try await localkube(cluster, in: place, "up")
      try #require(up.status == 0, "\(up)")
      _ = try await cluster.kubectl("run", "p", "--image=busybox", "--", "sleep", "100000")
      let ready = try await cluster.kubectl("wait", "--for=condition=Ready", "pod/p", "--timeout=60s")
      #expect(ready.status == 0, "\(ready)")
      let id = try await cluster.kubectl("exec", "p", "--", "id", "-u")
      #expect(id.output == "0\n", "\(id)")
    }
  }
}
