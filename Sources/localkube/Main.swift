import CLI
import SandboxRuntime

/// The executable.
///
/// The parts that must stay small are decided on before anything heavy starts.
@main
struct Main {
  static func main() async {
    let arguments = CommandLine.arguments
    if arguments.count > 1, arguments[1] == Sandboxd.subcommand { Sandboxd.main(Array(arguments.dropFirst(2))) }
    await LocalkubeCommand.main()
  }
}
