/// The defaults of `extensions/v1beta1`, where Deployments and DaemonSets began.
extension Defaulting {
  private static let unlimited: JSONValue = .integer(Int64(Int32.max))

  static func extensionsDeployment(_ deployment: inout JSONValue) {
    deployment.make("spec") { spec in
      spec.make("strategy") { strategy in
        strategy.setDefault("type", "RollingUpdate")
        guard strategy.text("type") == "RollingUpdate" else { return }
        strategy.make("rollingUpdate") { rolling in
          rolling.setDefault("maxUnavailable", 1)
          rolling.setDefault("maxSurge", 1)
        }
      }
      spec.setDefault("revisionHistoryLimit", unlimited)
      spec.setDefault("progressDeadlineSeconds", unlimited)
    }
    Defaulting.deployment(&deployment, version: "v1beta1")
  }

  static func extensionsDaemonSet(_ daemonSet: inout JSONValue) {
    daemonSet.make("spec") { spec in spec.make("updateStrategy") { $0.setDefault("type", "OnDelete") } }
    Defaulting.daemonSet(&daemonSet, version: "v1beta1")
  }
}
