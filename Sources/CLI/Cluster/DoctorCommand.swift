import ArgumentParser
import Daemon
import KubeModel
import LinuxSystem
import SandboxRuntime

/// `localkube doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look for what keeps localkube from working here, and say how to mend it.")

  @Flag(help: "Print what localkube does otherwise than Kubernetes, with the reasons, and check nothing.")
  var conformance = false

  @OptionGroup var cluster: ProfileOptions

  func run() async throws {
    if conformance {
      for difference in KnownDifference.all { try Console.line(difference.text) }
      return
    }
    var problems = 0
    func check(_ what: String, _ problem: String?) throws {
      if problem != nil { problems += 1 }
      try Console.line(problem.map { "\(what): \($0)" } ?? "\(what): ok")
    }
    try check("namespaces", NamespaceSupport.obstacle().map { "\($0.cause); run: \($0.command)" })
    try check("home", homeProblem())
    for (program, purpose) in [("sh", "every container's shell"), ("curl", "the readiness probes of Consul's chart")] {
      let isHere = (Environment.value("PATH") ?? "").split(separator: ":")
        .contains { FileSystem.isExecutable("\($0)/\(program)") }
      try check(program, isHere ? nil : "not on PATH; install it, it is needed for \(purpose)")
    }
    if problems > 0 { throw ExitStatus(code: 1) }
  }

  private func homeProblem() -> String? {
    do {
      let home = try cluster.homeDirectory()
      try FileSystem.makeDirectory(home, permissions: 0o700)
      try FileSystem.removeTree(try FileSystem.makeTemporaryDirectory(in: home, prefix: ".doctor-"))
      return nil
    } catch {
      return "\(error); choose another directory with --home"
    }
  }
}
