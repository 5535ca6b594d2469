import ArgumentParser
import KubeClient
import KubeModel
import LinuxSystem

/// How exec and attach use this terminal.
struct TerminalOptions: ParsableArguments {
  @Option(name: [.customShort("c"), .long], help: "The container (default: the pod's first)")
  var container: String?

  @Flag(name: [.customShort("i"), .long], help: "Pass standard input on")
  var stdin = false

  @Flag(name: [.customShort("t"), .long], help: "Give the process a terminal")
  var tty = false

  /// Whether a terminal is asked for and there is one to pass on.
  var usesTerminal: Bool {
    guard tty else { return false }
    if TerminalMode.isTerminal(0) || !stdin { return true }
    Console.complain("Unable to use a TTY - input is not a terminal or the right kind of file")
    return false
  }
}

/// `localkube exec`.
struct ExecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command in a container.",
    discussion: "Example: localkube exec -it web -- sh")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var terminal: TerminalOptions

  @Argument(help: "The pod, or TYPE/NAME of something that has pods")
  var pod: String

  @Argument(parsing: .postTerminator, help: "The command, after --")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("you must specify at least one command for the container, after --") }
  }

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let target = try await PodTarget.find(pod, container: terminal.container, session)
      let hasTerminal = terminal.usesTerminal
      let stream = try await session.client.exec(
        command, in: target, sendsInput: terminal.stdin, hasTerminal: hasTerminal)
      let code = try await RemoteSession(stream: stream, sendsInput: terminal.stdin, hasTerminal: hasTerminal).run()
      guard code != 0 else { return }
      Console.complain("command terminated with exit code \(code)")
      throw ExitStatus(code: code)
    }
  }
}

/// `localkube attach`.
struct AttachCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Join a container's main process.")

  @OptionGroup var cluster: ClusterOptions
  @OptionGroup var namespace: NamespaceOptions
  @OptionGroup var terminal: TerminalOptions

  @Argument(help: "The pod, or TYPE/NAME of something that has pods")
  var pod: String

  func run() async throws {
    try await cluster.withSession(namespace: namespace) { session in
      let target = try await PodTarget.find(pod, container: terminal.container, session)
      let hasTerminal = terminal.usesTerminal
      var query = QueryString()
      query.add("container", target.container)
      query.add("stdin", terminal.stdin)
      query.add("stdout", true)
      query.add("stderr", !hasTerminal)
      query.add("tty", hasTerminal)
      let stream = try await session.client.openStream(target.path("attach", query))
      let code = try await RemoteSession(stream: stream, sendsInput: terminal.stdin, hasTerminal: hasTerminal).run()
      if code != 0 { throw ExitStatus(code: code) }
    }
  }
}

extension HTTPKubeClient {
  /// Starts a command in a container.
  func exec(
    _ command: [String], in target: PodTarget, sendsInput: Bool, hasTerminal: Bool = false
  ) async throws -> StreamConnection {
    var query = QueryString()
    for word in command { query.add("command", word) }
    query.add("container", target.container)
    query.add("stdin", sendsInput)
    query.add("stdout", true)
    query.add("stderr", !hasTerminal)
    query.add("tty", hasTerminal)
    return try await openStream(target.path("exec", query))
  }
}
