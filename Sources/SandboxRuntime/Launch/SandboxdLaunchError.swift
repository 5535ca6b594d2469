/// Why sandboxd could not be started, with what can be done about it.
package struct SandboxdLaunchError: Error, Sendable, Hashable, CustomStringConvertible {
  package let failure: LaunchFailure
  /// What a person has to mend; nil when the failure has no explanation, and may be gone the next time.
  package let obstacle: HostObstacle?

  /// - Parameter directory: Where the cluster's files are.
  package init(_ failure: LaunchFailure, in situation: HostSituation = .current(), directory: String) {
    self.failure = failure
    obstacle = HostObstacle.find(failure, in: situation, directory: directory)
  }

  package var description: String {
    if let obstacle { return obstacle.description }
    return switch failure.stage {
    case .namespaces: "the cluster's namespaces could not be made (\(failure)); run: sudo dmesg | tail"
    case .setup: "the cluster's namespaces could not be set up (\(failure)); run: sudo dmesg | tail"
    case .container: "no pod could be started here (\(failure)); run: sudo dmesg | tail"
    }
  }
}
