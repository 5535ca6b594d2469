import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite(.serialized, .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
struct ExecTests {
  private func exec(
    _ id: String, in container: String, _ arguments: [String], terminal: Bool = false, input: Bool = false
  ) -> ExecSpecification {
    ExecSpecification(
      id: id, container: container,
      process: ProcessSpecification(
        arguments: arguments, environment: ["PATH=/usr/bin:/bin", "TERM=xterm"], hasTerminal: terminal),
      wantsStandardInput: input)
  }

  @Test("A process in a running container has its input, its output, its namespaces and an exit code")
  func exec() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: "10.244.0.5")
      _ = try await cluster.client.startContainer(
        try cluster.specification("a", in: "one", ["sh", "-c", "echo mine > /etc/mine; sleep 1000"]))
      while try await cluster.client.state().containers.isEmpty {}
      let events = cluster.client.events()
      var streams = try await cluster.client.exec(
        exec(
          "e", in: "a",
          ["sh", "-c", "hostname; cat /proc/1/comm; cat; echo err >&2; while [ ! -e /etc/mine ]; do :; done; exit 5"],
          input: true))
      let input = try taken(streams.standardInput.take())
      try input.writeAll(Array("given\n".utf8))
      _ = consume input
      let output = try taken(streams.standardOutput.take())
      let error = try taken(streams.standardError.take())
      let text = try await readAll(output)
      #expect(text == "one\nsh\ngiven\n" || text == "one\nsleep\ngiven\n")
      #expect(try await readAll(error) == "err\n")
      #expect(try await cluster.exit(of: "e", in: events).code == 5)
      await #expect(throws: SandboxError.notFound(id: "e")) { try await cluster.client.signalExec("e", signal: 9) }
    }
  }

  @Test("A terminal is a terminal, with the size asked for, and ends with its process")
  func terminal() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      var streams = try await cluster.client.exec(
        exec("e", in: "a", ["sh", "-c", "read line; tty; stty size; echo $line"], terminal: true, input: true))
      try await cluster.client.resizeTerminal("e", columns: 132, rows: 43)
      let input = try taken(streams.standardInput.take())
      #expect(throws: SandboxError.disconnected) { _ = try taken(streams.standardError.take()) }
      try input.writeAll(Array("typed\n".utf8))
      let output = try taken(streams.standardOutput.take())
      #expect(try await readAll(output) == "typed\r\n/dev/pts/0\r\n43 132\r\ntyped\r\n")
    }
  }

  @Test("Processes that exec started die with the container and can be signalled")
  func dies() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      _ = try await cluster.client.exec(exec("e1", in: "a", ["sleep", "1000"]))
      _ = try await cluster.client.exec(exec("e2", in: "a", ["sleep", "1000"]))
      try await cluster.client.signalExec("e1", signal: 15)
      #expect(try await cluster.exit(of: "e1", in: events).code == 143)
      let more = cluster.client.events()
      try await cluster.client.signalContainer("a", signal: 9)
      #expect(try await cluster.exit(of: "e2", in: more).code == 137)
      await #expect(throws: SandboxError.notFound(id: "a")) {
        _ = try await cluster.client.exec(exec("e3", in: "a", ["true"]))
      }
    }
  }

  @Test("Processes that end at once end as what they are, and none stays in the process table")
  func manyShortOnes() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      // Several at once, so that the steps of a start come in every order.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            for number in 0..<40 {
              let id = "e\(worker)-\(number)"
              if number % 2 == 0 {
                _ = try await cluster.client.exec(self.exec(id, in: "a", ["true"]))
              } else {
                await #expect(
                  throws: SandboxError.startFailed(
                    stage: "execve", errno: 2, message: "exec: \"nonesuch\": executable file not found in $PATH")
                ) { _ = try await cluster.client.exec(self.exec(id, in: "a", ["nonesuch"])) }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      // The starter and the container.
      while try cluster.children().count > 2 { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  @Test("The end of a process that the container traces is told once its tracer has seen it")
  func traced() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      // Seizes the next process of the container, and waits for it long after its end.
      let tracer = "1 until syscall(101, 0x4206, 2, 0, 0) == 0; sleep 1; waitpid(2, 0x40000000); sleep 1000"
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["perl", "-e", tracer]))
      let events = cluster.client.events()
      _ = try await cluster.client.exec(exec("e", in: "a", ["sleep", "0.3"]))
      #expect(try await cluster.exit(of: "e", in: events).code == 0)
    }
  }

  @Test("What cannot be executed is told in container runtimes' words")
  func notFound() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      _ = try await cluster.client.startContainer(try cluster.specification("a", in: "one", ["sleep", "1000"]))
      await #expect(
        throws: SandboxError.startFailed(
          stage: "execve", errno: 2, message: "exec: \"nonesuch\": executable file not found in $PATH")
      ) { _ = try await cluster.client.exec(exec("e", in: "a", ["nonesuch"])) }
      await #expect(throws: SandboxError.notFound(id: "b")) {
        _ = try await cluster.client.exec(exec("e", in: "b", ["true"]))
      }
    }
  }

  @Test("An attached client gets the output from now on and gives input, whose end ends the container's")
  func attach() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(
        try cluster.specification("a", in: "one", ["sh", "-c", "cat; exit 6"]) {
          $0.keepsStandardInput = true
          $0.closesStandardInputOnce = true
        })
      var streams = try await cluster.client.attach(container: "a")
      let input = try taken(streams.standardInput.take())
      try input.writeAll(Array("given\n".utf8))
      _ = consume input
      let output = try taken(streams.standardOutput.take())
      #expect(try await readAll(output) == "given\n")
      #expect(try await cluster.exit(of: "a", in: events).code == 6)
      #expect(try cluster.output("a") == "given")
    }
  }

  @Test("A client that takes nothing does not hold up the container")
  func slowClient() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let events = cluster.client.events()
      _ = try await cluster.client.startContainer(
        try cluster.specification("a", in: "one", ["sh", "-c", "read go; seq 1 400000"]) {
          $0.keepsStandardInput = true
        })
      var streams = try await cluster.client.attach(container: "a")
      let input = try taken(streams.standardInput.take())
      try input.writeAll([10])
      #expect(try await cluster.exit(of: "a", in: events).code == 0)
      let kept = try FileSystem.readText(cluster.logPath("a")).split(separator: "\n").last
      #expect(kept?.hasSuffix(" 400000") == true)
      _ = streams.standardOutput.take()
    }
  }

  @Test("A container with a terminal logs what the terminal shows")
  func containerTerminal() async throws {
    try await Cluster.run { cluster in
      try await cluster.sandbox("one", address: nil)
      let status = try await cluster.finish("a", in: "one", ["sh", "-c", "tty; echo bye; exit 3"]) {
        $0.process.hasTerminal = true
      }
      #expect(status.code == 3)
      #expect(try cluster.output("a") == "/dev/pts/0\r\nbye\r")
    }
  }
}
