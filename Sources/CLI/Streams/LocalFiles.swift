import LinuxSystem

/// The local side of `cp`.
struct LocalFiles {
  /// What the archive's first name becomes.
  let root: String
  /// The first name itself.
  let strippedName: String

  init(root: String, strippedName: String) {
    self.root = root
    self.strippedName = strippedName
  }

  /// Writes a member below `root`; one that would leave it is refused.
  mutating func write(_ entry: TarArchive.Entry) throws {
    var parts = entry.path.split(separator: "/").map(String.init).filter { $0 != "." }
    if parts.first == strippedName { parts.removeFirst() }
    guard !parts.contains("..") else {
      throw CommandFailure(
        "the archive from the container holds the path \(entry.path), which leads out of the destination")
    }
    let path = parts.reduce(root) { Path.join($0, $1) }
    switch entry.kind {
    case .directory: try FileSystem.makeDirectory(path)
    case .file:
      try refuseLinks(on: parts)
      try FileSystem.makeDirectory(Path.parent(path))
      try FileSystem.write(entry.content, to: path, permissions: entry.permissions)
    case .link: Console.complain("warning: skipping symlink: \(entry.path) -> \(entry.target)")
    }
  }

  /// A directory on the way that is a link could lead anywhere.
  private func refuseLinks(on parts: [String]) throws {
    var path = root
    for part in parts.dropLast() {
      path = Path.join(path, part)
      if FileSystem.exists(path), try FileSystem.status(path, followsLinks: false).kind == .link {
        throw CommandFailure("\(path) is a link; nothing is written through it")
      }
    }
  }

  /// Sends a file or a directory as an archive in which it is called `name`.
  static func send(_ path: String, as name: String, _ output: ([UInt8]) async throws -> Void) async throws {
    try await sendEntry(path, as: name, output)
    try await output(TarArchive.end)
  }

  private static func sendEntry(
    _ path: String, as name: String, _ output: ([UInt8]) async throws -> Void
  ) async throws {
    let status = try FileSystem.status(path)
    switch status.kind {
    case .directory:
      try await output(
        TarArchive.bytes(.init(path: name + "/", kind: .directory, permissions: status.permissions)))
      for child in try FileSystem.list(path).sorted() {
        try await sendEntry(Path.join(path, child), as: Path.join(name, child), output)
      }
    case .file:
      let bytes = TarArchive.bytes(
        .init(path: name, kind: .file, permissions: status.permissions, content: try FileSystem.read(path)))
      // A message of moderate size keeps memory on both sides small.
      for start in stride(from: 0, to: bytes.count, by: 65_536) {
        try await output(Array(bytes[start..<min(start + 65_536, bytes.count)]))
      }
    default: Console.complain("warning: skipping \(path), which is neither a file nor a directory")
    }
  }
}
