package import ArgumentParser
import KubeClient
import LinuxSystem

/// Which of localkube's own clusters a command is about: one that starts, ends or looks after it.
package struct ProfileOptions: ParsableArguments {
  @Option(help: "localkube's directory (default: $LOCALKUBE_HOME, or ~/.localkube)")
  package var home: String?

  @Option(name: [.customShort("p"), .long], help: "The cluster's name")
  package var profile: String = "localkube"

  package init() {}
}

extension ProfileOptions {
  /// localkube's directory.
  package func homeDirectory() throws -> String {
    if let home = home ?? Environment.value("LOCALKUBE_HOME") { return home }
    guard let home = Environment.value("HOME") else {
      throw CommandFailure("neither LOCALKUBE_HOME nor HOME is set; name localkube's directory with --home")
    }
    return "\(home)/.localkube"
  }

  /// The kubeconfig that `up` writes for the profile.
  package func kubeconfigPath() throws -> String { "\(try homeDirectory())/profiles/\(profile)/kubeconfig" }

  /// The client of the profile's cluster and the namespace of commands that name none.
  func connect() throws -> Session {
    let path = try kubeconfigPath()
    guard FileSystem.exists(path) else { throw notRunning }
    return Session(try Kubeconfig(reading: [path]).context())
  }

  /// What is said when nothing answers.
  var notRunning: CommandFailure {
    let arguments = profile == "localkube" ? "" : " --profile \(profile)"
    return CommandFailure("the cluster \"\(profile)\" is not running; run: localkube up\(arguments)")
  }
}
