import ArgumentParser

/// `localkube completion`.
struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print a completion script for a shell.",
    discussion: "For bash: source <(localkube completion bash)")

  @Argument(help: "bash, zsh or fish")
  var shell: Shell

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash
    case zsh
    case fish
  }

  func run() throws {
    let shell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    try Console.line(LocalkubeCommand.completionScript(for: shell))
  }
}
