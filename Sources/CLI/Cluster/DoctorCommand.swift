import ArgumentParser
import KubeClient

/// `localkube doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Try what keeps localkube from working here, and say how to mend it.")

  @Flag(help: "Print what localkube does otherwise than Kubernetes, with the reasons, and check nothing.")
  var conformance = false

  @OptionGroup var cluster: ProfileOptions

  func run() async throws {
    if conformance {
      for difference in KnownDifference.all { try Console.line(difference.text) }
      return
    }
    let checks = MachineCheck.all(
      of: try cluster.profileDirectory(), kubeconfig: KubeconfigSet(explicit: nil, environment: Environment.all))
    for check in checks { try Console.line(check.line) }
    if checks.contains(where: { $0.problem != nil }) { throw ExitStatus(code: 1) }
  }
}
