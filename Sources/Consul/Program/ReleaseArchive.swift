import LinuxSystem

/// HashiCorp's release archive: `<base>/<version>/consul_<version>_linux_<architecture>.zip`, beside it the checksums
/// `consul_<version>_SHA256SUMS`.
package struct ReleaseArchive: Sendable {
  package let base: String
  package let version: String

  /// The archive's own address.
  package static let defaultBase = "https://releases.hashicorp.com/consul"
  /// The version that is fetched unless another one is asked for.
  package static let defaultVersion = "1.15.4"

  package init(base: String = ReleaseArchive.defaultBase, version: String = ReleaseArchive.defaultVersion) {
    self.base = base
    self.version = version
  }

  /// Fetches, verifies and unpacks the program into `<cache>/<version>/consul` and returns that path.
  ///
  /// Nothing appears under that path before the checksum was right; what a failed fetch left is removed.
  ///
  /// - Throws: ``FetchError`` when the archive does not give the program; other errors are of this machine's own.
  package func fetch(
    into cache: String, onProgress: @Sendable (FetchProgress) -> Void = { _ in }
  ) async throws -> String {
    try await ArchiveTransfer.with { transfer in
      try await fetch(into: cache, by: transfer, onProgress: onProgress)
    }
  }

  private func fetch(
    into cache: String, by transfer: ArchiveTransfer, onProgress: @Sendable (FetchProgress) -> Void
  ) async throws -> String {
    let name = "consul_\(version)_linux_\(Self.architecture).zip"
    let sums = try await transfer.text(url("consul_\(version)_SHA256SUMS"))
    guard let expected = Self.checksum(of: name, in: sums) else {
      throw FetchError(description: "the checksums of Consul \(version) do not name \(name): is the version right?")
    }
    try FileSystem.makeDirectory(cache, permissions: 0o755)
    let work = try FileSystem.makeTemporaryDirectory(in: cache, prefix: ".fetch-")
    // What is left of a work directory does no harm, and the error that led here counts more.
    defer { try? FileSystem.removeTree(work) }
    let archive = "\(work)/\(name)"
    let actual = try await transfer.download(url(name), to: archive) { received, total in
      onProgress(.release(version: version, received: received, total: total))
    }
    guard actual == expected else {
      throw FetchError(
        description: "\(url(name)) has another checksum than published and was thrown away: try again, "
          + "or put a consul program on PATH")
    }
    let program = "\(work)/consul"
    do {
      try ZipArchive(FileSystem.read(archive)).extract("consul", to: program)
    } catch let error as ZipArchive.DamagedArchiveError {
      throw FetchError(description: "\(url(name)) cannot be unpacked: \(error.description)")
    }
    try FileSystem.setPermissions(0o755, of: program)
    return try ConsulCache(directory: cache).keep(program, version: version)
  }

  #if arch(arm64)
    private static let architecture = "arm64"
  #else
    private static let architecture = "amd64"
  #endif

  private func url(_ name: String) -> String { "\(base)/\(version)/\(name)" }

  /// A line is `<64 hex digits>  <name>`.
  static func checksum(of name: String, in sums: String) -> String? {
    for line in sums.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      if words.count == 2, words[1] == name, words[0].utf8.count == 64 { return words[0].lowercased() }
    }
    return nil
  }
}

/// The directory that keeps fetched programs, one directory a version.
struct ConsulCache {
  let directory: String

  /// Moves a verified program to its place and returns its path.
  ///
  /// Who watches the cache is told of it as of a new directory with the program in it.
  func keep(_ program: String, version: String) throws -> String {
    let place = "\(directory)/\(version)"
    guard !FileSystem.exists(place) else {
      try FileSystem.rename(program, to: "\(place)/consul")
      return "\(place)/consul"
    }
    let new = Path.parent(program) + "/.new"
    try FileSystem.makeDirectory(new, permissions: 0o755)
    try FileSystem.rename(program, to: "\(new)/consul")
    try FileSystem.rename(new, to: place)
    return "\(place)/consul"
  }
}
