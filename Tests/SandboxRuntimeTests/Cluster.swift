import LinuxSystem
import Testing

@testable import SandboxRuntime

/// A sandboxd of a test's own, with a directory for what its containers need.
final class Cluster: Sendable {
  let directory: String
  let client: SandboxdClient
  let pid: Int32
  private let pidfd: SharedDescriptor

  /// The executable with the hidden subcommand, which the build puts beside the tests; nil when it is not there.
  static let executable: String? = {
    // The test runner's own path lies in .build/debug or in a bundle there.
    var place = (try? FileSystem.readLink("/proc/self/exe")) ?? ""
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
    for start in bundles + [place] {
      place = start
      for _ in 0..<3 {
        place = Path.parent(place)
        let candidate = Path.join(place, "localkube")
        if FileSystem.isExecutable(candidate) { return candidate }
      }
    }
    return nil
  }()

  /// Why sandboxes cannot be had here; nil when they can.
  static let obstacle: String? = {
    guard let executable else { return "the localkube executable is not built" }
    do {
      let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-probe-")
      defer { try? FileSystem.removeTree(base) }
      let process = try SandboxdLauncher.launch(
        socketPath: Path.join(base, "socket"), options: .init(executable: executable))
      try process.waitUntilReady()
      try process.kill()
      _ = process.waitUntilEnded()
      return nil
    } catch {
      return "\(error)"
    }
  }()

  init() async throws {
    directory = try FileSystem.makeTemporaryDirectory(prefix: "lk-sandbox-")
    let socket = Path.join(directory, "sandboxd.sock")
    let process = try SandboxdLauncher.launch(
      socketPath: socket, options: .init(executable: try #require(Cluster.executable)))
    pid = process.pid
    pidfd = SharedDescriptor(try process.pidfd.duplicate())
    try process.waitUntilReady()
    client = try await SandboxdClient.connect(to: socket)
  }

  var socket: String { Path.join(directory, "sandboxd.sock") }

  /// The ids of sandboxd's children, dead ones that it has not waited for among them.
  func children() throws -> [String] {
    try FileSystem.readText("/proc/\(pid)/task/\(pid)/children").split(separator: " ").map(String.init)
  }

  /// Ends it as a crash would.
  func kill() throws { try ProcessHandle.signal(pidfd.rawValue, 9) }

  /// Waits for its end: the exit code.
  func waitUntilEnded() throws -> Int32? { try ProcessHandle.reap(pidfd.rawValue, waits: true)?.code }

  /// Ends it and removes its directory.
  func tearDown() throws {
    try kill()
    _ = try? waitUntilEnded()
    try FileSystem.removeTree(directory)
  }

  /// Runs a test against a cluster of its own.
  static func run(_ body: (Cluster) async throws -> Void) async throws {
    let cluster = try await Cluster()
    do { try await body(cluster) } catch {
      try cluster.tearDown()
      throw error
    }
    try cluster.tearDown()
  }

  func sandbox(_ id: String, address: String?) async throws {
    try await client.createSandbox(
      SandboxSpecification(id: id, hostname: id, address: address.flatMap { IPv4Address($0) }))
  }

  func specification(
    _ id: String, in sandbox: String, _ arguments: [String],
    _ change: (inout ContainerSpecification) -> Void = { _ in }
  ) throws -> ContainerSpecification {
    let layer = Path.join(directory, "layer-\(id)")
    try FileSystem.makeDirectory(layer)
    var specification = ContainerSpecification(
      id: id, sandbox: sandbox, rootFileSystem: RootFileSystem(layer: layer, files: []),
      process: ProcessSpecification(
        arguments: arguments, environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/root"]),
      logPath: logPath(id))
    change(&specification)
    return specification
  }

  func logPath(_ id: String) -> String { Path.join(directory, "\(id).log") }

  /// Starts a container and waits for its end.
  func finish(
    _ id: String, in sandbox: String, _ arguments: [String],
    _ change: (inout ContainerSpecification) -> Void = { _ in }
  ) async throws -> SandboxRuntime.ExitStatus {
    let events = client.events()
    _ = try await client.startContainer(try specification(id, in: sandbox, arguments, change))
    return try await exit(of: id, in: events)
  }

  func exit(of id: String, in events: AsyncStream<SandboxEvent>) async throws -> SandboxRuntime.ExitStatus {
    for await event in events {
      switch event {
      case .containerExited(id, let status), .execExited(id, let status): return status
      default: break
      }
    }
    throw SandboxError.disconnected
  }

  /// A container's output without times and tags.
  func output(_ id: String) throws -> String {
    // By bytes: to Swift, a carriage return and a line feed are one character.
    try FileSystem.read(logPath(id)).split(separator: UInt8(ascii: "\n")).map { line in
      let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
      return String(decoding: parts.last ?? [], as: UTF8.self)
    }.joined(separator: "\n")
  }

  /// Runs a shell script in a container and answers its output.
  func script(
    _ id: String, in sandbox: String, _ text: String, _ change: (inout ContainerSpecification) -> Void = { _ in }
  ) async throws -> String {
    _ = try await finish(id, in: sandbox, ["/bin/sh", "-c", text], change)
    return try output(id)
  }
}

/// Reads a blocking descriptor to its end, off the cooperative threads.
func readAll(_ descriptor: consuming OwnedDescriptor) async throws -> String {
  let shared = SharedDescriptor(descriptor)
  try shared.setNonBlocking(false)
  return await withCheckedContinuation { continuation in
    let body: @Sendable () -> Void = {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while case .bytes(let count)? = try? shared.read(into: &buffer) { all += buffer[..<count] }
      continuation.resume(returning: String(decoding: all, as: UTF8.self))
    }
    if (try? SystemThread.start(body)) == nil { continuation.resume(returning: "") }
  }
}

/// A descriptor that must be there.
func taken(_ descriptor: consuming OwnedDescriptor?) throws -> OwnedDescriptor {
  if let descriptor { return descriptor }
  throw SandboxError.disconnected
}
