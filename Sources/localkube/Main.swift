import CLI
import Daemon
import LinuxSystem
import SandboxRuntime

/// The executable.
///
/// The parts that must stay small are decided on before anything heavy starts.
@main
struct Main {
  static func main() async {
    let arguments = CommandLine.arguments
    let rest = Array(arguments.dropFirst(2))
    switch arguments.dropFirst().first {
    case Sandboxd.subcommand: Sandboxd.main(rest)
    case Supervise.subcommand: Supervise.main(rest, manager: .systemd)
    case Serve.subcommand: CurrentProcess.exit(await Serve.main(rest))
    default: await LocalkubeCommand.main()
    }
  }
}
