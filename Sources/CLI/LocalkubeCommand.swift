package import ArgumentParser
import Glibc

/// The program: every command that a person types.
package struct LocalkubeCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "localkube",
    abstract: "Kubernetes on this machine, without a virtual machine, a container engine or root.",
    version: Version.text,
    groupedSubcommands: CommandTable.groups)

  package init() {}

  /// Parses the command line, runs the command and ends the process with its status: 0 done, 1 failed, 2 usage.
  package static func main() async {
    Glibc.exit(await execute(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs a command line and returns the status to end with; errors are written to standard error.
  package static func execute(_ arguments: [String]) async -> Int32 {
    let arguments = withOptionsBehindCommand(arguments)
    do {
      try rejectUnknownCommand(arguments)
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return 0
    } catch {
      return report(error)
    }
  }

  private static func report(_ error: any Error) -> Int32 {
    switch error {
    case let status as ExitStatus: return status.code
    case let failure as CommandFailure:
      Console.complain("error: \(failure)")
      return failure.code
    default: break
    }
    let code = exitCode(for: error)
    if code == .success {
      // Help and version: what was asked for. When standard output is gone nobody reads it.
      try? Console.line(fullMessage(for: error))
      return 0
    }
    guard code != .failure else {
      Console.complain(ErrorReport.text(error))
      return 1
    }
    Console.complain("error: \(message(for: error)) (--help shows the usage)")
    return 2
  }

  /// Options that every command takes may stand before its name, as in `localkube --profile test get pods`; one that
  /// is given behind the name as well counts there.
  static func withOptionsBehindCommand(_ arguments: [String]) -> [String] {
    let shared: Set = ["--home", "--profile", "-p", "--context", "--kubeconfig", "--namespace", "-n"]
    var rest = arguments[...]
    var leading: [LeadingOption] = []
    while let first = rest.first, let name = first.split(separator: "=").first, shared.contains(String(name)) {
      var option = LeadingOption(name: String(name), words: [rest.removeFirst()])
      if !first.contains("="), let value = rest.popFirst() { option.words.append(value) }
      leading.append(option)
    }
    // What follows two dashes belongs to a program in a container.
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + leading.filter { !$0.isGiven(in: rest[..<end]) }.flatMap(\.words) + rest[end...]
  }

  /// Names the nearest command for a word that is none; the argument parser knows of no suggestions here.
  private static func rejectUnknownCommand(_ arguments: [String]) throws {
    guard let word = arguments.first, !word.hasPrefix("-"), !CommandTable.names.contains(word), word != "help" else {
      return
    }
    let hint = NearestMatch.find(word, among: CommandTable.names).map { "did you mean \"\($0)\"?" }
    throw CommandFailure.usage("unknown command \"\(word)\"; \(hint ?? "run localkube --help to see all commands")")
  }
}

/// An option before the command's name, with its value.
private struct LeadingOption {
  let name: String
  var words: [String]

  func isGiven(in arguments: ArraySlice<String>) -> Bool {
    let names: Set<String> = name == "-p" || name == "--profile" ? ["-p", "--profile"] : [name]
    return arguments.contains { names.contains(String($0.prefix { $0 != "=" })) }
  }
}
