import LinuxSystem
import Testing

@testable import SandboxRuntime

/// Attempts to get out of a container, each of which works without its wall.
@Suite(.serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct WallTests {
  /// Looks, for as long as its input is open, at every process that appears, and tells of those that run sandboxd's
  /// program: that is a child before its exec.
  private static func spy(_ action: String) -> String {
    """
    use Fcntl; $| = 1; print "ready\\n"; fcntl(STDIN, F_SETFL, O_NONBLOCK);
    my $next = $$ + 1;
    while (1) {
      last if defined(sysread(STDIN, $b, 1));
      # The end of what is traced is told to its parent when its tracer has seen it (ptrace(2)): __WALL, WNOHANG.
      1 while waitpid(-1, 0x40000001) > 0;
      for my $pid ($next .. $next + 3) {
        next unless -d "/proc/$pid";
        for (1 .. 20000) {
          my $exe = readlink("/proc/$pid/exe");
          last if !defined $exe && !-d "/proc/$pid";
          my $traced = syscall(101, 0x4206, $pid, 0, 0) == 0;
          $exe = readlink("/proc/$pid/exe") if $traced;
          if (defined $exe && $exe =~ /localkube/) { \(action) }
          last if defined $exe || $traced;
        }
        $next = $pid + 1;
      }
    }
    print "done\\n";
    """
  }

  /// Starts a container that spies, has it see many further processes of its own start, and answers what it tells.
  ///
  /// - Parameter sought: What it is to see; it then sees more of them, if need be.
  private func spied(
    _ cluster: Cluster, _ action: String, until sought: String? = nil,
    _ change: (inout ContainerSpecification) -> Void = { _ in }
  ) async throws -> String {
    try await cluster.sandbox("one", address: nil)
    let events = cluster.client.events()
    let specification = try cluster.specification("spy", in: "one", ["perl", "-e", Self.spy(action)]) {
      $0.keepsStandardInput = true
      $0.closesStandardInputOnce = true
      change(&$0)
    }
    _ = try await cluster.client.startContainer(specification)
    while try cluster.output("spy").isEmpty { try await Task.sleep(for: .milliseconds(2)) }
    var process = specification.process
    process.arguments = ["true"]
    process.capabilities = ProcessSpecification.defaultCapabilities
    for number in 0..<2_000 {
      if number >= 100, try sought.map(cluster.output("spy").contains) ?? true { break }
      let ends = cluster.client.events()
      _ = try await cluster.client.exec(ExecSpecification(id: "e\(number)", container: "spy", process: process))
      _ = try await cluster.exit(of: "e\(number)", in: ends)
    }
    // The end of its input ends it.
    var streams = try await cluster.client.attach(container: "spy")
    let input = streams.standardInput.take()
    _ = consume input
    _ = try await cluster.exit(of: "spy", in: events)
    return try cluster.output("spy")
  }

  @Test("A container can neither trace nor look into a further process before its exec")
  func beforeExec() async throws {
    try await Cluster.run { cluster in
      let told = try await spied(cluster, #"print "saw $pid\n"; last"#)
      #expect(told == "ready\ndone")
    }
  }

  @Test("One that may trace everything finds nothing but what the further process has in any case")
  func tracer() async throws {
    try await Cluster.run { cluster in
      // Other containers, whose output and input sandboxd holds.
      try await cluster.sandbox("other", address: "10.244.0.5")
      _ = try await cluster.client.startContainer(
        try cluster.specification("victim", in: "other", ["sleep", "1000"]) { $0.keepsStandardInput = true })
      let action = #"""
        if (open(S, "/proc/$pid/status")) { while (<S>) { print "effective $1\n" if /^CapEff:\s*(\S+)/ } close S }
        for my $fd (glob "/proc/$pid/fd/*") { my $to = readlink $fd; $to =~ s/\d+/N/g; print "has $to\n" if $to }
        last
        """#
      let told = try await spied(cluster, action, until: "effective") {
        $0.process.capabilities.append("CAP_SYS_PTRACE")
      }
      let lines = Set(told.split(separator: "\n").map(String.init))
      #expect(lines.contains { $0.hasPrefix("effective ") }, "it saw none: the test shows nothing")
      for line in lines {
        switch line {
        case "ready", "done", "has pipe:[N]", "has socket:[N]", "has /dev/null": break
        case _ where line.hasPrefix("effective "):
          let set = try #require(UInt64(line.dropFirst(10), radix: 16).map(CapabilitySet.init))
          #expect(CapabilitySet.named(ProcessSpecification.defaultCapabilities).set.isSuperset(of: set), "\(line)")
        default: Issue.record("a child had before its exec: \(line)")
        }
      }
      // Nor can it write into the program that it finds behind /proc/PID/exe.
      let executable = try FileSystem.realPath(try #require(Cluster.executable))
      let mounts = try FileSystem.readText("/proc/\(cluster.pid)/mountinfo").split(separator: "\n")
      let own = try #require(mounts.first { $0.contains(" \(executable) ") })
      #expect(own.split(separator: " ")[5].split(separator: ",").contains("ro"))
    }
  }

  @Test("A dead process that its container traces keeps nobody busy, and its end is told when the tracer has seen it")
  func tracedToTheEnd() async throws {
    // PTRACE_SEIZE of the next process that appears; its end is taken only at the end of the input.
    let tracer = """
      $| = 1; print "ready\\n"; my $pid = $$ + 1;
      $pid++ until syscall(101, 0x4206, $pid % 100, 0, 0) == 0;
      print "traced\\n"; sysread(STDIN, $b, 1); waitpid(-1, 0x40000000); print "done\\n";
      """
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let specification = try cluster.specification("tracer", in: "one", ["perl", "-e", tracer]) {
        $0.keepsStandardInput = true
        $0.closesStandardInputOnce = true
      }
      _ = try await cluster.client.startContainer(specification)
      var process = specification.process
      process.arguments = ["sleep", "0.5"]
      process.capabilities = ProcessSpecification.defaultCapabilities
      let ends = cluster.client.events()
      _ = try await cluster.client.exec(ExecSpecification(id: "e", container: "tracer", process: process))
      while try !cluster.output("tracer").contains("traced") { try await Task.sleep(for: .milliseconds(5)) }
      let children = try FileSystem.readText("/proc/\(cluster.pid)/task/\(cluster.pid)/children")
      let sleeper = try #require(children.split(separator: " ").compactMap { Int32($0) }.max())
      while try Self.status(sleeper).state != "Z" { try await Task.sleep(for: .milliseconds(5)) }
      let before = try Self.status(cluster.pid).ticks
      try await Task.sleep(for: .seconds(1))
      // A hundred ticks a second is one that is busy.
      #expect(try Self.status(cluster.pid).ticks - before < 40)
      var streams = try await cluster.client.attach(container: "tracer")
      let input = streams.standardInput.take()
      _ = consume input
      #expect(try await cluster.exit(of: "e", in: ends).code == 0)
    }
  }

  /// The state and the processor time of a process (proc_pid_stat(5)).
  private static func status(_ pid: Int32) throws -> (state: Substring, ticks: Int) {
    let fields = try FileSystem.readText("/proc/\(pid)/stat").split(separator: ")")[1].split(separator: " ")
    return (fields[0], (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0))
  }

  @Test("A device node that a container makes or finds does not open, unless it has every right")
  func devices() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let volume = Path.join(cluster.directory, "volume")
      try FileSystem.makeDirectory(volume)
      // The null device: harmless where a wall is missing.
      let script = """
        for place in / /tmp /var/tmp /dev /dev/shm /run /root /usr/local /volume /memory; do
          mknod $place/node c 1 3 2>/dev/null && cat $place/node 2>/dev/null && echo opened $place
        done; cat /dev/null && echo x >/dev/null && head -c1 /dev/zero >/dev/null && echo usable
        """
      func mounts(_ specification: inout ContainerSpecification) {
        specification.mounts = [Mount(.host(path: volume), at: "/volume"), Mount(.memory(size: nil), at: "/memory")]
      }
      #expect(try await cluster.script("plain", in: "one", script, mounts) == "usable")
      guard CurrentProcess.effectiveUser == 0 else { return }
      try FileSystem.remove(Path.join(volume, "node"))
      let privileged = try await cluster.script("privileged", in: "one", script) {
        mounts(&$0)
        $0.process.capabilities = ["ALL"]
      }
      #expect(privileged.split(separator: "\n").contains("opened /dev"))
      #expect(privileged.split(separator: "\n").contains("opened /volume"))
    }
  }

  @Test("What is shown of the host's devices keeps its owner and its mode, also as a standard stream")
  func hostDevices() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let before = try FileSystem.status("/dev/null")
      // To what they are already, in case a wall is missing.
      let script = """
        for file in /dev/null /dev/tty /proc/self/fd/0 /proc/keys /proc/kcore; do
          [ -e $file ] || continue
          chown 0:0 $file 2>/dev/null && [ "$(stat -Lc %u $file)" = 0 ] && echo chown $file
          chmod 666 $file 2>/dev/null && echo chmod $file
        done; echo end
        """
      #expect(try await cluster.script("root", in: "one", script) == "end")
      if CurrentProcess.effectiveUser == 0 {
        let told = try await cluster.script("user", in: "one", "id -u; stat -Lc %u /proc/self/fd/0 /dev/stdout") {
          $0.process.user = 1_234
        }
        // Its own output is its own.
        #expect(told == "1234\n\(before.user)\n1234")
      }
      let after = try FileSystem.status("/dev/null")
      #expect((after.user, after.group, after.permissions) == (before.user, before.group, before.permissions))
    }
  }

  @Test("A container makes no namespaces, enters none and has none of the kernel's keys, unless it may administer")
  func confinement() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let keyctl: Int32 = 250
      let script = """
        unshare -U true 2>/dev/null && echo user; unshare -UrmC true 2>/dev/null && echo cgroup
        nsenter -t 1 -i true 2>/dev/null && echo entered
        perl -e 'print "keys\\n" if syscall(\(keyctl), 0, -4, 1) >= 0'; (true) && echo forks
        grep Seccomp: /proc/self/status | tr -d '\\t'
        """
      #expect(try await cluster.script("plain", in: "one", script) == "forks\nSeccomp:2")
      let may = try await cluster.script("may", in: "one", "unshare -i true && echo made") {
        $0.process.capabilities.append("CAP_SYS_ADMIN")
      }
      #expect(may == "made")
      // A further process is as confined as the first.
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      var process = try cluster.specification("b", in: "one", ["sh", "-c", script]).process
      process.noNewPrivileges = true
      var streams = try await cluster.client.exec(ExecSpecification(id: "e", container: "a", process: process))
      #expect(try await readAll(try taken(streams.standardOutput.take())) == "forks\nSeccomp:2\n")
      _ = try await cluster.exit(of: "e", in: events)
    }
  }

  @Test("Containers that share processes see each other, and the end of those ends a start among them")
  func sharedProcesses() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      let seen = try await cluster.script("b", in: "one", "cat /proc/1/comm; echo $$") { $0.joinsProcessesOf = "a" }
      let lines = seen.split(separator: "\n")
      #expect(lines.first == "sleep")
      #expect(lines.count == 2 && lines[1] != "1")
    }
  }

  @Test("The gateway keeps its hardware address, whichever pod comes and goes")
  func gateway() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("watch", address: nil)
      let read = "cat /sys/class/net/lk0/address"
      let first = try await cluster.script("w0", in: "watch", read)
      #expect(first == "02:6b:0a:f4:00:01")
      for number in 1...6 {
        try await cluster.sandbox("p\(number)", address: "10.244.0.\(10 + number)")
        #expect(try await cluster.script("w\(number)", in: "watch", read) == first)
      }
      for number in 1...6 {
        try await cluster.client.removeSandbox("p\(number)")
        #expect(try await cluster.script("v\(number)", in: "watch", read) == first)
      }
    }
  }

  @Test("The settings of a pod in the cluster's network never touch that network")
  func sysctls() async throws {
    try await Cluster.run { cluster in
      func make(_ id: String, _ address: String?, _ sysctls: [String: String]) async throws {
        try await cluster.client.createSandbox(
          SandboxSpecification(
            id: id, hostname: id, address: address.flatMap { IPv4Address($0) }, sysctls: sysctls))
      }
      for name in ["net.ipv4.ip_forward", "net/ipv4/ip_forward", "kernel.shm/../../net/ipv4/ip_forward"] {
        await #expect(throws: SandboxError.self) {
          try await make("bad", nil, ["kernel.shmmni": "123", name: "0"])
        }
      }
      try await make("ipc", nil, ["kernel.shmmni": "123", "kernel/msgmax": "4096"])
      let script = "cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmni /proc/sys/kernel/msgmax"
      #expect(try await cluster.script("i", in: "ipc", script) == "1\n123\n4096")
      try await make("own", "10.244.0.9", ["net.ipv4.ip_forward": "1", "net/ipv4/conf/eth0/rp_filter": "2"])
      let own = "cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/eth0/rp_filter"
      #expect(try await cluster.script("o", in: "own", own) == "1\n2")
    }
  }

  @Test("A setting's file is found by either kind of name, and nothing outside of the settings")
  func settingNames() {
    #expect(
      Sysctls.path(of: "net.ipv4.conf.eth0/1.rp_filter", sharesNetwork: false)
        == "/proc/sys/net/ipv4/conf/eth0.1/rp_filter")
    #expect(
      Sysctls.path(of: "net/ipv4/conf/eth0.1/rp_filter", sharesNetwork: false)
        == "/proc/sys/net/ipv4/conf/eth0.1/rp_filter")
    for name in ["net.ipv4..x", "net.", "net...", "net.//.x", "vm.swappiness", "kernel.shm x", "", "kernel.pid_max"] {
      #expect(Sysctls.path(of: name, sharesNetwork: false) == nil, "\(name)")
    }
  }
}
