import ArgumentParser
import KubeClient
import KubeModel
import LinuxSystem

/// `localkube cp`: files to and from containers, as tar archives through exec.
struct CopyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cp", abstract: "Copy files to or from a container.",
    discussion: "Examples: localkube cp ./file web:/tmp/file; localkube cp default/web:/etc/hosts ./hosts")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions

  @Option(name: [.customShort("c"), .long], help: "The container (default: the pod's first)")
  var container: String?

  @Argument(help: "A file or directory, or [NAMESPACE/]POD:PATH")
  var source: String

  @Argument(help: "Where to: a path, or [NAMESPACE/]POD:PATH")
  var destination: String

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      switch (RemotePath(source), RemotePath(destination)) {
      case (nil, let remote?): try await upload(remote, session)
      case (let remote?, nil): try await download(remote, session)
      default: throw CommandFailure.usage("one of the two must be in a pod (POD:PATH), and the other one local")
      }
    }
  }

  private func target(_ remote: RemotePath, _ session: Session) async throws -> PodTarget {
    var session = session
    if let namespace = remote.namespace { session.namespace = namespace }
    return try await PodTarget.find(remote.pod, container: container, session)
  }

  private func upload(_ remote: RemotePath, _ session: Session) async throws {
    guard FileSystem.exists(source) else { throw CommandFailure("\(source) doesn't exist in local filesystem") }
    let target = try await target(remote, session)
    let isDirectory =
      remote.path.hasSuffix("/") ? true : try await succeeds(["test", "-d", remote.path], target, session)
    let name = Path.name(try FileSystem.realPath(source))
    let destination = isDirectory ? Path.join(remote.path, name) : remote.path
    let stream = try await session.client.exec(
      ["tar", "-xmf", "-", "-C", Path.parent(destination)], in: target, sendsInput: true)
    let (local, remoteName) = (source, Path.name(destination))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await LocalFiles.send(local, as: remoteName) { bytes in
          try await stream.send(bytes, on: ExecOutput.Channel.standardInput)
        }
        try await stream.close(channel: ExecOutput.Channel.standardInput)
      }
      group.addTask { try await Self.finish(stream) { _ in } }
      try await group.waitForAll()
    }
  }

  private func download(_ remote: RemotePath, _ session: Session) async throws {
    let target = try await target(remote, session)
    let path = remote.path.count > 1 && remote.path.hasSuffix("/") ? String(remote.path.dropLast()) : remote.path
    let isInside = try FileSystem.exists(destination) && FileSystem.status(destination).kind == .directory
    let place = isInside ? Path.join(destination, Path.name(path)) : destination
    let stream = try await session.client.exec(
      ["tar", "cf", "-", "-C", Path.parent(path), Path.name(path)], in: target, sendsInput: false)
    var reader = TarArchive.Reader()
    var files = LocalFiles(root: place, strippedName: Path.name(path))
    try await Self.finish(stream) { bytes in
      for entry in try reader.append(bytes) { try files.write(entry) }
    }
  }

  private func succeeds(_ command: [String], _ target: PodTarget, _ session: Session) async throws -> Bool {
    let stream = try await session.client.exec(command, in: target, sendsInput: false)
    for try await message in stream.messages {
      if case .exited(let code) = ExecOutput(message) { return code == 0 }
    }
    return false
  }

  /// Reads a stream to the command's end; throws when it failed.
  private static func finish(_ stream: StreamConnection, _ output: ([UInt8]) throws -> Void) async throws {
    var complaint: [UInt8] = []
    for try await message in stream.messages {
      switch ExecOutput(message) {
      case .standardOutput(let bytes): try output(bytes)
      case .standardError(let bytes): complaint += bytes
      case .exited(0): return
      case .exited(let code):
        let reason = String(decoding: complaint, as: UTF8.self).trimmed
        throw CommandFailure("tar in the container ended with exit code \(code): \(reason)")
      case .failed(let error): throw error
      case nil: break
      }
    }
    throw CommandFailure("the connection to the container was lost before everything was copied")
  }
}

/// `[NAMESPACE/]POD:PATH`.
struct RemotePath: Hashable {
  let namespace: String?
  let pod: String
  let path: String

  /// Nil for a local path: one without a colon, or with a slash at its start or a dot.
  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("/"), !text.hasPrefix(".") else { return nil }
    let parts = text[..<colon].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), !parts.contains("") else { return nil }
    namespace = parts.count == 2 ? parts[0] : nil
    pod = parts[parts.count - 1]
    let path = String(text[text.index(after: colon)...])
    self.path = path.isEmpty ? "." : path
  }
}
