import OrderedCollections

extension Defaulting {
  /// A pod of its own: what its specification and its containers leave out.
  static func pod(_ pod: inout JSONValue) {
    pod.make("spec") { spec in
      podSpec(&spec)
      spec.setDefault("enableServiceLinks", true)
      spec.updateEach("containers", requestsFromLimits)
      spec.updateEach("initContainers", requestsFromLimits)
    }
  }

  /// The template of a controller's pods.
  static func podTemplate(_ template: inout JSONValue) {
    template.make("metadata") { _ in }
    template.make("spec", podSpec)
  }

  /// What every pod specification gets, in a pod or in a template.
  static func podSpec(_ spec: inout JSONValue) {
    spec.setDefault("restartPolicy", "Always")
    spec.setDefault("terminationGracePeriodSeconds", 30)
    spec.setDefault("dnsPolicy", "ClusterFirst")
    if let account = spec["serviceAccountName"] ?? spec["serviceAccount"], account != "" {
      spec["serviceAccountName"] = account
      spec["serviceAccount"] = account
    }
    spec.setDefault("securityContext", .emptyObject)
    spec.setDefault("schedulerName", "default-scheduler")
    let usesHostNetwork = spec["hostNetwork"]?.boolValue == true
    for list in ["initContainers", "containers", "ephemeralContainers"] {
      spec.updateEach(list) { container in
        self.container(&container)
        guard usesHostNetwork else { return }
        container.updateEach("ports") { port in
          if port["hostPort"]?.integerValue ?? 0 == 0 { port["hostPort"] = port["containerPort"] }
        }
      }
    }
    spec.update("overhead", amounts)
    spec.update("resources", resources)
    spec.updateEach("volumes", volume)
  }

  /// A limit without a request of the same resource is its request too.
  private static func requestsFromLimits(_ container: inout JSONValue) {
    container.update("resources") { resources in
      guard let limits = resources["limits"]?.objectValue, !limits.isEmpty else { return }
      resources.make("requests") { requests in
        for (name, limit) in limits { requests.setDefault(name, limit) }
      }
    }
  }
}
