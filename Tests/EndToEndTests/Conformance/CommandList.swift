import Foundation

/// The commands that a client says it has, with their subcommands, as its `--help` lists them.
struct CommandList: Sendable {
  /// `apply`, `apply view-last-applied`, and so on.
  let commands: [String]

  /// Asks a program, and each of its commands that has commands of its own.
  init(program: String, skipping: Set<String> = []) async throws {
    var found: [String] = []
    var open = [""]
    while let command = open.popLast() {
      let help = try await run([program] + command.split(separator: " ").map(String.init) + ["--help"])
      guard help.status == 0 else { throw Transcript.Malformed(description: "\(help)") }
      for name in Self.names(in: help.output) {
        let path = command.isEmpty ? name : "\(command) \(name)"
        guard !skipping.contains(path) else { continue }
        found.append(path)
        open.append(path)
      }
    }
    commands = found.sorted()
  }

  /// The names below the headings that end in `Commands:`.
  static func names(in help: String) -> [String] {
    var isListing = false
    var names: [String] = []
    for line in help.components(separatedBy: "\n") {
      if let match = line.wholeMatch(of: #/ {2}([a-z-]+) +\S.*/#), isListing {
        names.append(String(match.1))
      } else if !line.isEmpty {
        isListing = line.hasSuffix("Commands:") || line.contains(#/Commands \(.*\):$/#)
      }
    }
    return names
  }
}
