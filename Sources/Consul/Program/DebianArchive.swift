import LinuxSystem
import Subprocess
import SystemPackage

/// Debian's archive, whose suite bullseye carries Consul 1.8.7: `apt-get` fetches and verifies it with a source list
/// and state of this fetch's own, so that the system's package state is neither needed nor changed.
package struct DebianArchive: Sendable {
  /// The suite that has the package; later ones have dropped it.
  package static let suite = "bullseye"

  /// The address of the archive, as in `http://deb.debian.org/debian`.
  package let mirror: String
  /// Where `apt-get` and `dpkg-deb` are looked for; nil for this process's own PATH.
  private let path: String?

  package init(mirror: String, path: String? = nil) {
    self.mirror = mirror
    self.path = path
  }

  /// The archive that the machine's own sources name; nil when they name none of Debian's.
  ///
  /// - Parameter etc: Where apt's configuration is.
  package static func ofThisMachine(etc: String = "/etc/apt") -> DebianArchive? {
    // A directory that cannot be read names no source.
    let names = ((try? FileSystem.list("\(etc)/sources.list.d")) ?? []).sorted()
    let files = ["\(etc)/sources.list"] + names.map { "\(etc)/sources.list.d/\($0)" }
    for file in files {
      // A file that cannot be read names no source.
      guard let text = try? FileSystem.readText(file, limit: 1 << 20) else { continue }
      if let mirror = mirror(in: text) { return DebianArchive(mirror: mirror) }
    }
    return nil
  }

  /// The first address in a source list of either format (sources.list(5)) that ends in `/debian`.
  static func mirror(in text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, first == "deb" || first == "URIs:" else { continue }
      for word in words.dropFirst() where word.hasPrefix("http") {
        let address = word.last == "/" ? word.dropLast() : word
        if address.hasSuffix("/debian") { return String(address) }
      }
    }
    return nil
  }

  /// Fetches and unpacks the program into `<cache>/<version>/consul` and returns that path; a failed fetch leaves
  /// nothing.
  package func fetch(into cache: String) async throws -> String {
    try FileSystem.makeDirectory(cache, permissions: 0o755)
    let work = try FileSystem.makeTemporaryDirectory(in: cache, prefix: ".fetch-")
    // What is left of a work directory does no harm, and the error that led here counts more.
    defer { try? FileSystem.removeTree(work) }
    for directory in ["lists/partial", "cache/archives/partial", "parts"] {
      try FileSystem.makeDirectory("\(work)/\(directory)", permissions: 0o755)
    }
    try FileSystem.write(text: "deb \(mirror) \(Self.suite) main\n", to: "\(work)/sources.list")
    try FileSystem.write(text: "", to: "\(work)/status")
    try await run("apt-get", Self.options(work) + ["update"], in: work)
    try await run("apt-get", Self.options(work) + ["download", "consul"], in: work)
    guard let package = try FileSystem.list(work).first(where: { $0.hasPrefix("consul_") && $0.hasSuffix(".deb") })
    else { throw FetchError(description: "\(mirror) has no package consul in suite \(Self.suite)") }
    try await run("dpkg-deb", ["-x", "\(work)/\(package)", "\(work)/tree"], in: work)
    let program = "\(work)/tree/usr/bin/consul"
    guard let found = await ConsulProgram(at: program) else {
      throw FetchError(
        description: "the consul that \(mirror) carries does not run on this machine: put one that does on PATH")
    }
    return try ConsulCache(directory: cache).keep(program, version: found.version)
  }

  /// Everything that apt would otherwise read from or write to the system's own directories; the keyring that vouches
  /// for the archive is the system's.
  private static func options(_ work: String) -> [String] {
    [
      "-qq", "-o", "Dir::Etc::SourceList=\(work)/sources.list", "-o", "Dir::Etc::SourceParts=\(work)/parts",
      "-o", "Dir::State=\(work)", "-o", "Dir::State::Lists=\(work)/lists", "-o", "Dir::State::Status=\(work)/status",
      "-o", "Dir::Cache=\(work)/cache", "-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none",
      "-o", "Acquire::Retries=2", "-o", "Acquire::Check-Valid-Until=false",
    ]
  }

  private var environment: Environment {
    guard let path else { return .inherit }
    return .inherit.updating(["PATH": path])
  }

  private func run(_ program: String, _ arguments: [String], in directory: String) async throws {
    let failure: String?
    do {
      let result = try await Subprocess.run(
        .name(program), arguments: Arguments(arguments), environment: environment,
        workingDirectory: FilePath(directory), output: .discarded,
        error: .string(limit: 65_536))
      if case .exited(0) = result.terminationStatus {
        failure = nil
      } else {
        failure = result.standardError.split { $0.isNewline }.first.map(String.init) ?? "no reason given"
      }
    } catch {
      throw FetchError(description: "\(program) cannot be run here")
    }
    if let failure { throw FetchError(description: "\(program) failed on \(mirror): \(failure)") }
  }
}
