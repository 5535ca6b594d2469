import KubeModel

/// The server cluster: account, configuration, disruption budget and StatefulSet.
extension ConsulChart {
  func serverAccess() throws(ChartValues.ValueError) -> [JSONValue] {
    // A server that stops asks whether it is to come back.
    let rules: JSONValue = [
      [
        "apiGroups": ["apps"], "resources": ["statefulsets/scale"],
        "resourceNames": [.string("\(names.fullName)-server")], "verbs": ["get"],
      ]
    ]
    return access("-server", rules: values.flag("localkube.leaveBeforeStop") ? nil : rules)
      + [try configuration("server").json]
  }

  func servers() throws(ChartValues.ValueError) -> [JSONValue] {
    var objects: [JSONValue] = []
    if values.flag("server.disruptionBudget.enabled") { objects.append(try disruptionBudget().json) }
    objects.append(try statefulSet().json)
    return objects
  }

  private func disruptionBudget() throws(ChartValues.ValueError) -> PodDisruptionBudget {
    let budget = try mostUnavailable()
    var object = object(PodDisruptionBudget.self, "-server")
    object.spec.maxUnavailable = .int(budget)
    object.spec.selector = .with { $0.matchLabels = names.serverSelector }
    return object
  }

  /// How many servers may be away: fewer than would cost the quorum, unless set.
  private func mostUnavailable() throws(ChartValues.ValueError) -> Int {
    let replicas = try values.number("server.replicas")
    if replicas == 1 { return 0 }
    if values["server.disruptionBudget.maxUnavailable"] != nil {
      return try values.number("server.disruptionBudget.maxUnavailable")
    }
    return replicas == 3 ? 1 : max(0, replicas / 2 - 1)
  }

  private func statefulSet() throws(ChartValues.ValueError) -> StatefulSet {
    let replicas = try values.number("server.replicas")
    let partition = try values.number("server.updatePartition")
    var set = object(StatefulSet.self, "-server")
    set.spec.serviceName = "\(names.fullName)-server"
    set.spec.podManagementPolicy = "Parallel"
    set.spec.replicas = replicas
    if partition > 0 {
      set.spec.updateStrategy = .with {
        $0.type = "RollingUpdate"
        $0.rollingUpdate = .with { $0.partition = partition }
      }
    }
    set.spec.selector = .with { $0.matchLabels = names.selector(component: "server") }
    set.spec.template = try serverTemplate()
    set.spec.volumeClaimTemplates = [dataClaim]
    return set
  }

  private var dataVolume: String { "data-\(names.namespace)" }

  private var dataClaim: PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(json: .emptyObject)
    claim.metadata.name = dataVolume
    claim.spec.accessModes = ["ReadWriteOnce"]
    claim.spec.json["resources"] = ["requests": ["storage": .string(values.text("server.storage") ?? "10Gi")]]
    claim.spec.storageClassName = values.text("server.storageClass")
    return claim
  }

  private func serverTemplate() throws(ChartValues.ValueError) -> PodTemplateSpec {
    var template = try agentTemplate("server")
    template.spec.json["affinity"] = try structured("server.affinity")
    template.spec.securityContext = .with { $0.fsGroup = 1_000 }
    var probe = try leaderProbe()
    probe.failureThreshold = 2
    probe.periodSeconds = 3
    probe.successThreshold = 1
    probe.timeoutSeconds = 5
    var container = try agentContainer(
      "server", arguments: try serverArguments(), ports: [.named("http", 8500)] + ContainerPort.ofAgents,
      dataVolume: dataVolume)
    container.readinessProbe = probe
    template.spec.containers = [container]
    return template
  }

  private func serverArguments() throws(ChartValues.ValueError) -> [String] {
    var arguments = [
      "-advertise=\"${POD_IP}\"", "-bind=0.0.0.0",
      "-bootstrap-expect=\(try values.bootstrapExpect)", "-client=0.0.0.0",
    ]
    arguments += try commonArguments("server")
    arguments.append("-domain=\(values.text("global.domain") ?? "consul")")
    if values.flag("server.connect") { arguments.append("-hcl=\"connect { enabled = true }\"") }
    if values.isEnabled("ui.enabled") { arguments.append("-ui") }
    arguments += try joinArguments()
    return arguments + ["-server"]
  }
}
