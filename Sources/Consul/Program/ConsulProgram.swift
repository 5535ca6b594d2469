import LinuxSystem
import Subprocess
import SystemPackage

/// A Consul program that was found, and its version.
package struct ConsulProgram: Sendable, Hashable {
  /// An absolute path.
  package let path: String
  /// As in `1.8.7`.
  package let version: String

  package init(path: String, version: String) {
    self.path = path
    self.version = version
  }

  /// Runs `consul version` and reads its first line; nil when this is no program that runs and says a version.
  package init?(at path: String) async {
    guard
      // A program that cannot be run is none, whatever the reason.
      let result = try? await Subprocess.run(
        .path(FilePath(path)), arguments: ["version"], output: .string(limit: 4_096), error: .discarded),
      case .exited(0) = result.terminationStatus,
      let version = Self.version(in: result.standardOutput)
    else { return nil }
    self.init(path: path, version: version)
  }

  /// The version in what `consul version` prints: `Consul v1.8.7+ent (abc)` gives `1.8.7+ent`.
  static func version(in output: String) -> String? {
    guard let line = output.split(whereSeparator: \.isNewline).first else { return nil }
    let words = line.split(separator: " ")
    guard words.count >= 2, words[0] == "Consul", words[1].first == "v" else { return nil }
    return String(words[1].dropFirst())
  }
}

/// Where Consul may be, in the order in which it is looked for.
package struct ConsulSearch: Sendable {
  /// The program that the recipe names; nil when it names none.
  package var recipeSetting: String?
  /// The directories of PATH.
  package var directories: [String]
  /// localkube's cache of fetched versions, one directory a version.
  package var cache: String

  package init(recipeSetting: String? = nil, path: String, cache: String) {
    self.recipeSetting = recipeSetting
    directories = path.split(separator: ":").map(String.init)
    self.cache = cache
  }

  /// The first program that runs; nil when there is none.
  package func find() async -> ConsulProgram? {
    for candidate in candidates() {
      if let program = await ConsulProgram(at: candidate) { return program }
    }
    return nil
  }

  /// The paths at which an executable file is, without running any.
  package func candidates() -> [String] {
    var paths: [String] = []
    if let recipeSetting { paths.append(recipeSetting) }
    paths += directories.map { Path.join($0, "consul") }
    // Newest version first; an unreadable cache holds nothing.
    let versions = ((try? FileSystem.list(cache)) ?? []).sorted { Self.isNewer($0, than: $1) }
    paths += versions.map { "\(cache)/\($0)/consul" }
    return paths.filter { FileSystem.isExecutable($0) }
  }

  private static func isNewer(_ left: String, than right: String) -> Bool {
    let left = left.split { !$0.isNumber }.compactMap { Int($0) }
    let right = right.split { !$0.isNumber }.compactMap { Int($0) }
    return right.lexicographicallyPrecedes(left)
  }
}
