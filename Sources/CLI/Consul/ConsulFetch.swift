import Consul
import Daemon
import LinuxSystem
import Logging

extension ConsulProvider {
  /// Looks where the control plane looks (the recipe's setting, PATH, localkube's cache), and fetches from `archive` or
  /// Debian's.
  ///
  /// - Parameter image: The image that Consul is wanted for.
  static func ofThisMachine(
    home: Home, image: String = "consul", version: String, archive: String
  ) -> ConsulProvider {
    // A recipe that cannot be read is reported where it is used, in the control plane's log.
    let logger = Logger(label: "localkube") { _ in SwiftLogNoOpLogHandler() }
    return ConsulProvider(
      search: ConsulSearch(home: home, image: image, path: Environment.value("PATH") ?? "", logger: logger),
      archive: ReleaseArchive(base: archive, version: version))
  }

  /// The program, as ``provide(onProgress:)`` gets it; a fetch shows on a terminal how far it has come.
  func provideShowingProgress() async throws -> ConsulProgram {
    let line = ProgressLine()
    defer { line.clear() }
    return try await provide { line.show($0.text) }
  }
}

extension FetchProgress {
  /// What a person sees.
  var text: String {
    switch self {
    case .release(let version, let received, let total):
      let megabytes = "\(received >> 20)" + (total.map { " of \($0 >> 20)" } ?? "")
      return "Fetching Consul \(version): \(megabytes) MB"
    case .debian: return "Fetching Consul from Debian's archive"
    }
  }
}
