import Consul
import Kubelet
import LinuxSystem
import Logging
import Subprocess
import SystemPackage

/// Finds the programs of this machine that recipes name: Consul where it is looked for, any other one on `PATH` and
/// where administrators' programs are, which an ordinary user's `PATH` may leave out.
struct HostPrograms: Sendable {
  private let home: Home
  private let path: String
  private let fetch: ConsulFetch
  private let logger: Logger

  init(home: Home, path: String, fetch: ConsulFetch, logger: Logger) {
    self.home = home
    self.path = path
    self.fetch = fetch
    self.logger = logger
  }

  private var directories: [String] {
    let named = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    return named + ["/usr/local/sbin", "/usr/sbin"].filter { !named.contains($0) }
  }

  /// What a ``RecipeBook`` asks.
  @Sendable func lookUp(_ name: String, version: String?) async -> ProgramLookup {
    // Looked for anew each time: recipes and programs come and go while the cluster runs.
    if name == "consul" {
      if let found = await search.find() { return .found(Program(path: found.path, version: found.version)) }
      return fetch.lookUp(version: version)
    }
    guard let path = directories.map({ Path.join($0, name) }).first(where: { FileSystem.isExecutable($0) }) else {
      return .missing(reason: nil)
    }
    return .found(Program(path: path, applets: name == "busybox" ? await applets(of: path) : nil))
  }

  /// Where Consul is looked for now.
  var search: ConsulSearch { ConsulSearch(home: home, path: path, logger: logger) }

  /// The directories in which a recipe or a program may appear; localkube's own are made.
  func watchedDirectories() throws -> [String] {
    let own = [home.recipes, search.cache]
    for directory in own { try FileSystem.makeDirectory(directory, permissions: 0o700) }
    return own + directories
  }

  // MARK: Programs that are many commands in one

  /// A directory with a link to `/bin/busybox` for each command that this busybox has, made once for each build of it;
  /// nil when it does not tell its commands or the directory cannot be made.
  private func applets(of program: String) async -> String? {
    // A program that has just gone has no commands.
    guard let status = try? FileSystem.status(program) else { return nil }
    let place = "\(home.cache)/busybox/\(status.size)-\(status.modifiedAt)"
    if FileSystem.exists(place) { return place }
    let names = await commands(of: program)
    guard !names.isEmpty else { return nil }
    do {
      try Self.makeLinks(names, at: place)
      return place
    } catch {
      logger.warning("busybox's commands cannot be shown", metadata: ["program": "\(program)", "error": "\(error)"])
      return nil
    }
  }

  /// The names of the program's commands; none when it does not tell them.
  private func commands(of program: String) async -> [String] {
    let path = FilePath(program)
    // Whatever keeps it from running, there are no commands then.
    let result = try? await Subprocess.run(
      .path(path), arguments: ["--list"], output: .string(limit: 65_536), error: .discarded)
    guard let result, case .exited(0) = result.terminationStatus else { return [] }
    return result.standardOutput.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.contains("/") }
  }

  private static func makeLinks(_ names: [String], at place: String) throws {
    try FileSystem.makeDirectory(Path.parent(place), permissions: 0o700)
    let work = try FileSystem.makeTemporaryDirectory(in: Path.parent(place), prefix: ".new-")
    for name in names { try FileSystem.makeLink("\(work)/\(name)", to: "/bin/busybox") }
    try FileSystem.setPermissions(0o755, of: work)
    do {
      try FileSystem.rename(work, to: place)
    } catch {
      // Another pod's container may have made it at the same moment.
      try FileSystem.removeTree(work)
      guard FileSystem.exists(place) else { throw error }
    }
  }
}
