import ArgumentParser
import Daemon
import KubeClient
import LinuxSystem

/// `localkube down`.
struct DownCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Power the cluster off; the next up brings the same pods back.")

  @OptionGroup var cluster: ProfileOptions

  func run() async throws {
    let process = ClusterProcess(profile: try cluster.profileDirectory())
    guard try process.runningID() != nil else {
      try Console.line("The cluster \(process.profile.name) is not running.")
      return
    }
    try process.stop()
    try Console.line("The cluster \(process.profile.name) is down.")
  }
}

/// `localkube delete-cluster`.
struct DeleteClusterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete-cluster", abstract: "Power the cluster off and remove everything that it stored.")

  @OptionGroup var cluster: ProfileOptions

  @Option(help: "The kubeconfig to take the context from (default: every file of $KUBECONFIG, or ~/.kube/config)")
  var kubeconfig: String?

  func run() async throws {
    let profile = try cluster.profileDirectory()
    try ClusterProcess(profile: profile).stop()
    let wasThere = FileSystem.exists(profile.directory)
    if wasThere { try FileSystem.removeTree(profile.directory) }
    // Comes last: a kubeconfig that cannot be changed keeps nothing of the cluster here.
    try KubeconfigSet(explicit: kubeconfig, environment: Environment.all)?.remove(profile.name)
    try Console.line(
      wasThere ? "The cluster \(profile.name) is removed." : "There is no cluster \(profile.name).")
  }
}
