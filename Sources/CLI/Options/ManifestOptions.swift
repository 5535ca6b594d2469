import ArgumentParser
import KubeClient

/// Where a command's manifests come from.
struct ManifestOptions: ParsableArguments {
  @Option(name: [.customShort("f"), .long], help: "A manifest: a file, a directory, or - for standard input")
  var filename: [String] = []

  @Flag(name: [.customShort("R"), .long], help: "Take directories with those below them")
  var recursive = false
}

/// Whether a write is really made.
struct DryRunOptions: ParsableArguments {
  @Option(help: "none, server (everything but the storing) or client (nothing is sent)")
  var dryRun: DryRun = .none

  enum DryRun: String, ExpressibleByArgument, CaseIterable {
    case none
    case client
    case server
  }

  /// What messages end in.
  var suffix: String {
    switch dryRun {
    case .none: ""
    case .client: " (dry run)"
    case .server: " (server dry run)"
    }
  }
}
