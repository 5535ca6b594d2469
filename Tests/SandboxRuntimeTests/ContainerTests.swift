import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite(.serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct ContainerTests {
  @Test("The root file system shows the host's programs and nothing else of the host")
  func root() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      let output = try await cluster.script(
        "a", in: "one",
        """
        ls /etc /home /root /opt /srv /var/lib; ls -d /work /old_root 2>/dev/null
        cat /etc/hosts; cat /usr/bin/tool; cat /bin/linked; echo $$
        echo x > /usr/bin/new && echo x > /tmp/new && echo x > /var/lib/new && echo x > /new && echo writable
        test -c /dev/null && test -c /dev/tty && echo y > /dev/null && test -e /dev/ptmx && echo devices
        (echo z > /proc/sys/kernel/hostname) 2>/dev/null || echo guarded
        ls /proc | grep -c '^[0-9]'
        echo out > /dev/stdout
        """
      ) { specification in
        specification.rootFileSystem.files = [
          .init(path: "/etc/hosts", content: .bytes(Array("127.0.0.1 localhost\n".utf8))),
          .init(path: "/bin/tool", content: .host(path: "/etc/passwd"), mode: 0o755),
          .init(path: "/bin/linked", content: .link(target: "/etc/hosts")),
        ]
      }
      let passwd = try FileSystem.readText("/etc/passwd").split(separator: "\n").joined(separator: "\n")
      let expected = [
        "127.0.0.1 localhost", passwd, "127.0.0.1 localhost", "1", "writable", "devices", "guarded",
      ].joined(separator: "\n")
      #expect(output.contains(expected), "\(output)")
      #expect(output.contains("/etc:\n"))
      #expect(!output.contains("shadow\n"))
      #expect(!output.contains("/work"))
      #expect(output.hasSuffix("out"))
      #expect(!FileSystem.exists("/usr/bin/new"))
    }
  }

  @Test("A container that joins another's processes sees them, and ends with them")
  func joinsProcesses() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      _ = try await cluster.client.startContainer(
        try cluster.specification("target", in: "one", ["/bin/sleep", "1000"]))
      let seen = try await cluster.script("debugger", in: "one", "echo $$; tr '\\0' ' ' </proc/1/cmdline") {
        $0.joinsProcessesOf = "target"
      }
      #expect(seen.hasPrefix("2\n") || seen.hasPrefix("3\n"), "\(seen)")
      #expect(seen.contains("1000"), "\(seen)")
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(
        try cluster.specification("watcher", in: "one", ["/bin/sleep", "1000"]) { $0.joinsProcessesOf = "target" })
      try await cluster.client.signalContainer("target", signal: 9)
      #expect(try await cluster.exit(of: "watcher", in: events).signal == 9)
      await #expect(throws: SandboxError.notFound(id: "target")) {
        try await cluster.client.startContainer(
          try cluster.specification("late", in: "one", ["/bin/true"]) { $0.joinsProcessesOf = "target" })
      }
    }
  }

  @Test("A read-only root file system takes nothing but what is mounted over it")
  func readOnly() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let output = try await cluster.script(
        "a", in: "one",
        "for f in /a /usr/a /tmp/a /var/a /etc/a; do echo > $f && echo wrote $f; done 2>/dev/null; echo > /data/a && echo data; echo > /dev/shm/a && echo shm"
      ) { specification in
        specification.rootFileSystem.isReadOnly = true
        specification.mounts = [Mount(.memory(size: 1 << 20), at: "/data")]
      }
      #expect(output == "data\nshm")
    }
  }

  @Test("Volumes are mounted where they are asked for, in order, read-only where asked for")
  func mounts() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let volume = Path.join(cluster.directory, "volume")
      try FileSystem.makeDirectory(Path.join(volume, "sub"))
      try FileSystem.write(text: "content\n", to: Path.join(volume, "file"))
      // A link that leads out of the volume is followed inside the container, never on the host.
      try FileSystem.makeLink(Path.join(volume, "escape"), to: "/opt")
      let output = try await cluster.script(
        "a", in: "one",
        """
        cat /data/file /new/one; echo > /data/file && echo wrote; (echo > /new/one) 2>/dev/null || echo refused
        cat /opt/evil/file; pwd
        """
      ) { specification in
        specification.mounts = [
          Mount(.host(path: volume), at: "/data"),
          Mount(.host(path: Path.join(volume, "file")), at: "/new/one", isReadOnly: true),
          Mount(.host(path: volume), at: "/data/escape/evil", isReadOnly: true),
        ]
        specification.process.workingDirectory = "/made/for/it"
      }
      #expect(output == "content\ncontent\nwrote\nrefused\n\n/made/for/it")
      #expect(!FileSystem.exists("/opt/evil"))
    }
  }

  @Test(
    "A container that cannot start says at which stage and why",
    arguments: [
      (["nonesuch"], "execve", "exec: \"nonesuch\": executable file not found in $PATH"),
      (["/bin/nonesuch"], "execve", "exec: \"/bin/nonesuch\": stat /bin/nonesuch: no such file or directory"),
      (["/etc"], "execve", "exec: \"/etc\": is a directory"),
      (["/tmp/plain"], "execve", "exec: \"/tmp/plain\": permission denied"),
      ([], "execve", "no command specified"),
    ])
  func startFailure(arguments: [String], stage: String, message: String) async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let specification = try cluster.specification("a", in: "one", arguments) {
        $0.rootFileSystem.files = [.init(path: "/tmp/plain", content: .bytes([]))]
      }
      do {
        _ = try await cluster.client.startContainer(specification)
        Issue.record("it started")
      } catch SandboxError.startFailed(let failedStage, _, let text) {
        #expect(failedStage == stage)
        #expect(text == message)
      }
      #expect(try await cluster.client.state().containers == [])
    }
  }

  @Test("A volume that does not exist is named")
  func missingVolume() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let specification = try cluster.specification("a", in: "one", ["true"]) {
        $0.mounts = [Mount(.host(path: "/nowhere"), at: "/data")]
      }
      await #expect(
        throws: SandboxError.startFailed(
          stage: "open /nowhere", errno: 2, message: "open /nowhere: no such file or directory")
      ) { _ = try await cluster.client.startContainer(specification) }
      await #expect(throws: SandboxError.notFound(id: "nosuch")) {
        _ = try await cluster.client.startContainer(try cluster.specification("b", in: "nosuch", ["true"]))
      }
    }
  }

  @Test("A killed container ended with 137")
  func killed() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      try await cluster.client.signalContainer("a", signal: 9)
      let status = try await cluster.exit(of: "a", in: events)
      #expect(status.code == 137)
      #expect(status.signal == 9)
      try await cluster.client.signalContainer("a", signal: 9)
      await #expect(throws: SandboxError.notFound(id: "b")) {
        try await cluster.client.signalContainer("b", signal: 9)
      }
    }
  }

  @Test("Its output is complete, though a grandchild still holds the pipe, and long lines come in parts")
  func output() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      _ = try await cluster.finish(
        "a", in: "one", ["perl", "-e", "$|=1; if (!fork) { sleep 1000 } print 'x' x 40000, \"\\n\"; print 'end'"])
      let lines = try FileSystem.readText(cluster.logPath("a")).split(separator: "\n")
      let parts = lines.map { $0.split(separator: " ", maxSplits: 3) }
      #expect(parts.map { String($0[2]) } == ["P", "P", "F", "P"])
      #expect(parts.map { $0[3].count } == [16_384, 16_384, 7_232, 3])
    }
  }

  @Test("Capabilities, user and groups are those asked for")
  func identity() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let root = try await cluster.script("a", in: "one", "grep -E 'Cap(Eff|Bnd)|NoNewPrivs' /proc/self/status; id -u")
      {
        $0.process.capabilities = ["CAP_CHOWN", "NET_BIND_SERVICE"]
        $0.process.noNewPrivileges = true
      }
      #expect(root == "CapEff:\t0000000000000401\nCapBnd:\t0000000000000401\nNoNewPrivs:\t1\n0")
      let other = try cluster.specification(
        "b", in: "one", ["sh", "-c", "id -u; id -g; id -G; echo > /dev/stdout; grep CapEff /proc/self/status"]
      ) {
        $0.process.user = 1000
        $0.process.group = 1001
        $0.process.supplementaryGroups = [1002]
      }
      guard CurrentProcess.effectiveUser == 0 else {
        do {
          _ = try await cluster.client.startContainer(other)
          Issue.record("it started")
        } catch SandboxError.startFailed(let stage, _, let message) {
          #expect(stage == "user")
          #expect(message.hasPrefix("the user id 1000 does not exist in a cluster that runs without root"))
        }
        return
      }
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(other)
      _ = try await cluster.exit(of: "b", in: events)
      #expect(try cluster.output("b") == "1000\n1001\n1001 1002\n\nCapEff:\t0000000000000000")
    }
  }
}
