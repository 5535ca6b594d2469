import KubeModel

/// The client agents: account, configuration and DaemonSet.
extension ConsulChart {
  func clientAccess() throws(ChartValues.ValueError) -> [JSONValue] {
    access("-client") + [try configuration("client").json]
  }

  func clients() throws(ChartValues.ValueError) -> [JSONValue] {
    var set = object(DaemonSet.self)
    set.spec.selector = .with { $0.matchLabels = names.selector(component: "client") }
    set.spec.template = try clientTemplate()
    return [set.json]
  }

  private func clientTemplate() throws(ChartValues.ValueError) -> PodTemplateSpec {
    var template = try agentTemplate("client")
    // A client's data may go with its pod.
    template.spec.volumes.insert(
      .with {
        $0.name = "data"
        $0.emptyDir = EmptyDirVolumeSource()
      }, at: 0)
    var container = try agentContainer(
      "client", arguments: try clientArguments(),
      ports: [.named("http", 8500, hostPort: 8500), .named("grpc", 8502, hostPort: 8502)] + ContainerPort.ofAgents,
      dataVolume: "data")
    container.readinessProbe = try leaderProbe()
    template.spec.containers = [container]
    return template
  }

  private func clientArguments() throws(ChartValues.ValueError) -> [String] {
    var arguments = [
      "-node=\"${NODE}\"", "-advertise=\"${POD_IP}\"", "-bind=0.0.0.0", "-client=0.0.0.0",
    ]
    if values.flag("client.grpc") { arguments.append("-hcl=\"ports { grpc = 8502 }\"") }
    arguments += try commonArguments("client")
    if let addresses = values["client.join"]?.arrayValue, !addresses.isEmpty {
      for address in addresses {
        guard let text = address.stringValue else {
          throw ChartValues.ValueError("client.join must be a list of addresses")
        }
        arguments.append("-retry-join=\"\(text)\"")
      }
    } else if values.isEnabled("server.enabled") {
      arguments += try joinArguments()
    }
    return arguments + ["-domain=\(values.text("global.domain") ?? "consul")"]
  }
}
