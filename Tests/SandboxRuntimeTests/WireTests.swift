import LinuxSystem
import Testing

@testable import SandboxRuntime

@Suite struct WireTests {
  private static let requests: [Request] = [
    .state,
    .createSandbox(
      SandboxSpecification(
        id: "a", hostname: "b", address: IPv4Address("10.1.2.3"), sysctls: ["net.core.somaxconn": "9"])),
    .createSandbox(
      SandboxSpecification(
        id: "m", hostname: "b", address: nil,
        memoryVolumes: [MemoryVolume(path: "/m", size: 5), MemoryVolume(path: "/n", size: nil, group: 7)])),
    .removeSandbox(id: "a"),
    .startContainer(
      ContainerSpecification(
        id: "c", sandbox: "a",
        rootFileSystem: RootFileSystem(
          layer: "/l",
          files: [
            .init(path: "/a", content: .bytes([0, 255])), .init(path: "/b", content: .host(path: "/c")),
            .init(path: "/d", content: .link(target: "e"), mode: 0o600),
          ], isReadOnly: true),
        mounts: [
          Mount(.memory(size: 5), at: "/m"), Mount(.host(path: "/h"), at: "/n", isReadOnly: true),
          Mount(.host(path: "/h"), subPath: "a/b", at: "/o"),
        ],
        process: ProcessSpecification(arguments: ["x", "ä"], user: 7), logPath: "/log")),
    .startContainer(
      ContainerSpecification(
        id: "d", sandbox: "a", rootFileSystem: RootFileSystem(layer: "/l", files: []),
        process: ProcessSpecification(arguments: ["x"]), logPath: "/log", joinsProcessesOf: "c")),
    .signalContainer(id: "a", signal: -1), .removeContainer(id: ""),
    .exec(ExecSpecification(id: "e", container: "c", process: ProcessSpecification(arguments: []))),
    .signalExec(id: "e", signal: 9), .attach(id: "a"), .resizeTerminal(id: "a", columns: 1, rows: 65_535),
    .bind(SocketAddress(IPv4Address(rawValue: 1), port: 2), .udp),
    .connect(SocketAddress(IPv4Address(rawValue: 1), port: 2), .tcp, sandbox: nil, timeout: .seconds(3)),
    .addAddress(IPv4Address(rawValue: 5)), .removeAddress(IPv4Address(rawValue: 6)), .powerOff(grace: .zero),
  ]

  @Test("Every request comes out as it went in, whatever the pieces in which it arrives")
  func roundTrip() throws {
    var stream: [UInt8] = []
    for (index, request) in Self.requests.enumerated() {
      stream += Frame(id: UInt32(index), kind: .request, request).bytes
    }
    for size in [1, 3, 7, stream.count] {
      var parser = FrameParser()
      var found: [Request] = []
      for start in stride(from: 0, to: stream.count, by: size) {
        parser.append(stream[start..<min(start + size, stream.count)])
        while let frame = try parser.next() {
          #expect(frame.id == UInt32(found.count))
          found.append(try frame.value())
        }
      }
      #expect(found == Self.requests)
    }
  }

  @Test("States, events and errors come out as they went in")
  func answers() throws {
    let exit = ExitStatus(code: 137, signal: 9, isOutOfMemory: true, startedAt: -1, finishedAt: .max)
    let state = RuntimeState(
      bootID: "b", sandboxes: ["s"],
      containers: [.init(id: "c", sandbox: "s", process: StartedProcess(pid: 4, startedAt: 5), exit: exit)])
    #expect(try Frame(id: 0, kind: .answer, state).value() == state)
    for event in [SandboxEvent.containerExited(id: "c", exit), .execExited(id: "e", exit)] {
      #expect(try Frame(id: 0, kind: .event, event).value() == event)
    }
    let errors: [SandboxError] = [
      .notFound(id: "a"), .exists(id: "b"), .startFailed(stage: "s", errno: 2, message: "m"),
      .system(operation: "o", errno: 1), .disconnected, .incompatible(ours: 1, theirs: 2), .timedOut,
    ]
    for error in errors { #expect(try Frame(id: 0, kind: .failure, error).value() == error) }
  }

  @Test("Damaged requests are refused, and never take the process down")
  func damaged() {
    var generator = SystemRandomNumberGenerator()
    for request in Self.requests {
      let content = Frame(id: 0, kind: .request, request).content
      for length in 0..<content.count {
        #expect(throws: WireError.self) {
          try Frame(id: 0, kind: .request, content: Array(content[..<length])).value(Request.self)
        }
      }
      for _ in 0..<500 {
        var damaged = content
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
        }
        // Either it is a request still, or an error says what is wrong; both are fine.
        _ = try? Frame(id: 0, kind: .request, content: damaged).value(Request.self)
      }
    }
  }

  @Test(
    "A client that does not speak the protocol is sent away, and the others notice nothing",
    .enabled(if: Cluster.obstacle == nil, "\(Cluster.obstacle ?? "")"))
  func strangers() async throws {
    try await Cluster.run { cluster in
      var generator = SystemRandomNumberGenerator()
      var strangers: [[UInt8]] = [
        [], [0, 0, 0, 0], [255, 255, 255, 255, 1], Frame(id: 1, kind: .request, Request.state).bytes,
        Frame(id: 0, kind: .greeting, UInt32(99)).bytes,
        Frame.greeting.bytes + Frame(id: 0, kind: .answer, content: []).bytes,
      ]
      for _ in 0..<50 {
        strangers.append(
          Frame.greeting.bytes + (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) } + [0, 0, 0, 0])
      }
      for bytes in strangers {
        let socket = try UnixSocket.connect(to: cluster.socket)
        _ = try UnixSocket.send(socket.rawValue, bytes, from: 0, descriptors: [])
      }
      #expect(try await cluster.client.state().containers == [])
    }
  }
}
