import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite(.serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct SandboxTests {
  @Test("A container runs in its sandbox, with its own host name and address, and its exit code is told")
  func runs() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      let status = try await cluster.finish("a", in: "one", ["sh", "-c", "hostname; echo no >&2; exit 7"])
      #expect(status.code == 7)
      #expect(status.signal == 0)
      #expect(status.finishedAt >= status.startedAt)
      let lines = try FileSystem.readText(cluster.logPath("a")).split(separator: "\n")
      #expect(lines.count == 2)
      let output = try #require(lines.first { $0.contains(" stdout ") })
      #expect(output.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stdout F one$/))
      #expect(lines.contains { $0.contains(/Z stderr F no$/) })
    }
  }

  @Test("Two pods speak TCP with each other, and serve connects to both and listens for them")
  func network() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("server", address: "10.244.0.6")
      try await cluster.sandbox("client", address: "10.244.0.7")
      let server = """
        use Socket; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(8500, INADDR_ANY)) or die; listen(S, 5);
        print "ready\\n"; $| = 1; while (accept(C, S)) { print C "hello\\n"; close C }
        """
      _ = try await cluster.client.startContainer(
        try cluster.specification("s", in: "server", ["perl", "-e", "$|=1;" + server]))
      let client = """
        use Socket; for (1..200) { socket(S, PF_INET, SOCK_STREAM, 0);
        if (connect(S, sockaddr_in(8500, inet_aton("10.244.0.6")))) { print <S>; exit 3 } select(undef,undef,undef,0.02) }
        """
      let status = try await cluster.finish("c", in: "client", ["perl", "-e", client])
      #expect(status.code == 3)
      #expect(try cluster.output("c") == "hello")
      // The server listens now, so serve's own connections stand at once, from the cluster and from another pod.
      let address = SocketAddress(try #require(IPv4Address("10.244.0.6")), port: 8500)
      for sandbox in [nil, "client"] {
        let socket = try await cluster.client.connect(
          address, transport: .tcp, sandbox: sandbox, timeout: .seconds(5))
        #expect(try await readAll(socket) == "hello\n")
      }
      await #expect(throws: SandboxError.system(operation: "connect", errno: 111)) {
        _ = try await cluster.client.connect(
          SocketAddress(address.address, port: 9), transport: .tcp, sandbox: nil, timeout: .seconds(5))
      }
      await #expect(throws: SandboxError.notFound(id: "nobody")) {
        _ = try await cluster.client.connect(address, transport: .tcp, sandbox: "nobody", timeout: .seconds(5))
      }
    }
  }

  @Test("A service's address is there once it was added, and gone once it was removed")
  func addresses() async throws {
    try await Cluster.run { cluster in
      let address = try #require(IPv4Address("10.96.0.10"))
      let endpoint = SocketAddress(address, port: 53)
      // Its ports can be had before it is there.
      let socket = try await cluster.client.bind(endpoint, transport: .tcp)
      try await cluster.client.addAddress(address)
      try await cluster.client.addAddress(address)
      #expect(try InternetSocket.localAddress(socket.rawValue) == (address.rawValue, 53))
      // A pod reaches it through the bridge.
      try await cluster.sandbox("pod", address: "10.244.0.8")
      let stream = try await cluster.client.connect(endpoint, transport: .tcp, sandbox: "pod", timeout: .seconds(5))
      _ = try taken(try UnixSocket.accept(socket.rawValue))
      _ = stream.rawValue
      try await cluster.client.removeAddress(address)
      try await cluster.client.removeAddress(address)
      await #expect(throws: SandboxError.self) {
        _ = try await cluster.client.connect(endpoint, transport: .tcp, sandbox: "pod", timeout: .milliseconds(300))
      }
    }
  }

  @Test("A pod that comes back with its address is reached at once")
  func sameAddress() async throws {
    try await Cluster.run { cluster in
      let endpoint = SocketAddress(try #require(IPv4Address("10.244.0.9")), port: 1)
      for _ in 0..<5 {
        try await cluster.sandbox("pod", address: "10.244.0.9")
        // Nobody listens there: the pod's own kernel says so, which takes a working network.
        await #expect(throws: SandboxError.system(operation: "connect", errno: SystemError.connectionRefused)) {
          _ = try await cluster.client.connect(endpoint, transport: .tcp, sandbox: nil, timeout: .seconds(2))
        }
        try await cluster.client.removeSandbox("pod")
      }
    }
  }

  @Test("serve finds everything again after it was away, with exit codes")
  func reconnect() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      let started = try await cluster.client.startContainer(
        try cluster.specification("stays", in: "one", ["sleep", "1000"]))
      _ = try await cluster.finish("ends", in: "one", ["sh", "-c", "exit 9"])
      let before = try await cluster.client.state()
      let other = try await SandboxdClient.connect(to: cluster.socket)
      let state = try await other.state()
      #expect(state == before)
      #expect(state.sandboxes == ["one"])
      #expect(state.containers.map(\.id) == ["ends", "stays"])
      #expect(state.containers[0].exit?.code == 9)
      #expect(state.containers[1].exit == nil)
      #expect(state.containers[1].process == started)
      // The process id is the host's.
      #expect(try FileSystem.readText("/proc/\(started.pid)/comm") == "sleep\n")
      try await other.removeContainer("ends")
      #expect(try await other.state().containers.map(\.id) == ["stays"])
    }
  }

  @Test("Removal leaves no process, no device and no files")
  func removal() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      let started = try await cluster.client.startContainer(
        try cluster.specification("a", in: "one", ["sh", "-c", "echo x > /usr/x; sleep 1000 & sleep 1000"]))
      try await cluster.client.removeSandbox("one")
      #expect(!FileSystem.exists("/proc/\(started.pid)"))
      #expect(try FileSystem.list(Path.join(cluster.directory, "layer-a")) == [])
      #expect(try await cluster.client.state().containers == [])
      try await cluster.client.removeSandbox("one")
      try await cluster.client.removeContainer("a")
      let links = try FileSystem.readText("/proc/\(cluster.pid)/net/dev")
      #expect(links.contains("lk0:"))
      #expect(!links.contains("lk-"))
    }
  }

  @Test("A power-off ends those who listen at once, the others after the grace, and sandboxd last")
  func powerOff() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(
        try cluster.specification(
          "listens", in: "one", ["perl", "-e", "$SIG{TERM} = sub { exit 4 }; $|=1; print \"up\\n\"; sleep 1 while 1"]))
      _ = try await cluster.client.startContainer(try cluster.specification("deaf", in: "one", ["sleep", "1000"]))
      while try FileSystem.readText(cluster.logPath("listens")).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      try await cluster.client.powerOff(grace: .seconds(20))
      var codes: [String: Int32] = [:]
      for await case .containerExited(let id, let status) in events { codes[id] = status.code }
      #expect(codes == ["listens": 4, "deaf": 137])
      #expect(try cluster.waitUntilEnded() == 0)
      await #expect(throws: SandboxError.disconnected) { _ = try await cluster.client.state() }
    }
  }

  @Test("When sandboxd is killed, everything in it dies and every waiting call is told")
  func crash() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      let started = try await cluster.client.startContainer(
        try cluster.specification("a", in: "one", ["sleep", "1000"]))
      let events = cluster.client.events()
      let nobody = SocketAddress(try #require(IPv4Address("10.244.0.77")), port: 1)
      // Nobody answers for this address, so the call is still waiting when the end comes.
      let waiting = Task {
        do {
          _ = try await cluster.client.connect(nobody, transport: .tcp, sandbox: nil, timeout: .seconds(60))
          return nil as SandboxError?
        } catch {
          return error as? SandboxError
        }
      }
      try await Task.sleep(for: .milliseconds(20))
      try cluster.kill()
      for await _ in events {}
      #expect(await waiting.value == .disconnected)
      _ = try cluster.waitUntilEnded()
      #expect(!FileSystem.exists("/proc/\(started.pid)"))
    }
  }
}
