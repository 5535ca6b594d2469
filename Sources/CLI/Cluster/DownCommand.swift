import ArgumentParser
import Daemon
import KubeClient
import LinuxSystem

/// `localkube down`.
struct DownCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Power the cluster off; the next up brings the same pods back.")

  @OptionGroup var cluster: ClusterOptions

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

  @OptionGroup var cluster: ClusterOptions

  func run() async throws {
    let profile = try cluster.profileDirectory()
    try ClusterProcess(profile: profile).stop()
    if let path = KubeconfigWriter.target(environment: Environment.all), FileSystem.exists(path) {
      try KubeconfigWriter.remove(profile.name, from: path)
    }
    guard FileSystem.exists(profile.directory) else {
      try Console.line("There is no cluster \(profile.name).")
      return
    }
    try FileSystem.removeTree(profile.directory)
    try Console.line("The cluster \(profile.name) is removed.")
  }
}
