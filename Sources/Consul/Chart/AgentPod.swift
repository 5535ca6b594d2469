import KubeModel
import OrderedCollections

/// What the pods of servers and clients have in common.
extension ConsulChart {
  /// The pod template of a component; what it has of its own is added by the caller.
  func agentTemplate(_ component: String) throws(ChartValues.ValueError) -> PodTemplateSpec {
    var template = PodTemplateSpec()
    template.metadata.labels = names.selector(component: component)
    template.metadata.annotations = try annotations(component)
    // A server that is scaled away leaves first, which takes longer than the chart's 10 seconds.
    template.spec.terminationGracePeriodSeconds = component == "server" ? 30 : 10
    template.spec.serviceAccountName = "\(names.fullName)-\(component)"
    template.spec.priorityClassName = values.text("\(component).priorityClassName")
    template.spec.json["tolerations"] = try structured("\(component).tolerations")
    template.spec.json["nodeSelector"] = try structured("\(component).nodeSelector")
    template.spec.volumes = [
      .with {
        $0.name = "config"
        $0.configMap = .with { $0.name = "\(names.fullName)-\(component)-config" }
      }
    ]
    template.spec.volumes += try extraVolumes(component).map(\.volume)
    return template
  }

  private func annotations(_ component: String) throws(ChartValues.ValueError) -> [String: String] {
    var annotations = ["consul.hashicorp.com/connect-inject": "false"]
    let path = "\(component).annotations"
    for (key, value) in try structured(path)?.objectValue ?? [:] {
      guard let text = value.stringValue else {
        throw ChartValues.ValueError("\(path): \(key) must be a text; put it in quotes")
      }
      annotations[key] = text
    }
    return annotations
  }

  /// The container of an agent with its environment, ports and hooks.
  func agentContainer(
    _ component: String, arguments: [String], ports: [ContainerPort], dataVolume: String
  ) throws(ChartValues.ValueError) -> Container {
    var container = Container()
    container.name = "consul"
    container.image = values.text("\(component).image") ?? values.text("global.image")
    container.env = try environment(component)
    container.command = ["/bin/sh", "-ec", script(component, arguments: arguments)]
    container.ports = ports
    container.volumeMounts = [
      .with {
        $0.name = dataVolume
        $0.mountPath = "/consul/data"
      },
      .with {
        $0.name = "config"
        $0.mountPath = "/consul/config"
      },
    ]
    container.volumeMounts += try extraVolumes(component).map(\.mount)
    // A server that leaves takes 14 seconds and shrinks the raft peers, so it only does when it is not to come back, or
    // always when asked for; a client has nothing to hand over and leaves at once.
    let leaves = component == "client" || values.flag("localkube.leaveBeforeStop")
    let farewell = leaves ? "consul leave" : Self.leaveWhenScaledAway(set: "\(names.fullName)-server")
    container.lifecycle = .with {
      $0.preStop = .with { $0.exec = .with { $0.command = ["/bin/sh", "-c", farewell] } }
    }
    if let resources = try structured("\(component).resources") { container.json["resources"] = resources }
    return container
  }

  /// The probe by which an agent is ready as soon as it knows a leader.
  func leaderProbe() throws(ChartValues.ValueError) -> Probe {
    let delay = try values.number("localkube.readiness.initialDelaySeconds")
    return .with {
      $0.exec = .with {
        $0.command = [
          "/bin/sh", "-ec", "curl http://127.0.0.1:8500/v1/status/leader 2>/dev/null | \\\ngrep -E '\".+\"'\n",
        ]
      }
      $0.initialDelaySeconds = delay
    }
  }

  /// The arguments that tell an agent where the servers are.
  func joinArguments() throws(ChartValues.ValueError) -> [String] {
    let replicas = try values.number("server.replicas")
    return (0..<replicas).map {
      "-retry-join=${CONSUL_FULLNAME}-server-\($0).${CONSUL_FULLNAME}-server.${NAMESPACE}.svc"
    }
  }

  /// Arguments that both kinds of agent take.
  func commonArguments(_ component: String) throws(ChartValues.ValueError) -> [String] {
    var arguments = ["-config-dir=/consul/config"]
    arguments += try extraVolumes(component).filter(\.isLoaded).map { "-config-dir=/consul/userconfig/\($0.name)" }
    arguments += ["-datacenter=\(values.text("global.datacenter") ?? "dc1")", "-data-dir=/consul/data"]
    if gossipKey != nil { arguments.append("-encrypt=\"${GOSSIP_KEY}\"") }
    if let interval = values.text("localkube.retryInterval") { arguments.append("-retry-interval=\(interval)") }
    return arguments
  }

  private func script(_ component: String, arguments: [String]) -> String {
    var text = "CONSUL_FULLNAME=\"\(names.fullName)\"\n\n"
    var lines = ["exec /bin/consul agent"]
    if component == "client", values.flag("localkube.stableNodeID") {
      // A client that comes back without its data is the same node: with an id of its own the servers would keep the
      // node's name for the one before for ever, and register nothing.
      text += """
        NODE_ID=$(printf %s "${NAMESPACE}/${CONSUL_FULLNAME}/${NODE}" | md5sum \\
          | sed -E 's/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/\\1-\\2-\\3-\\4-\\5/')


        """
      lines.append("-node-id=\"${NODE_ID}\"")
    }
    return text + (lines + arguments).joined(separator: " \\\n  ") + "\n"
  }

  /// Leaves the cluster if the StatefulSet has no place for this server any more, so that the servers that stay keep
  /// their quorum.
  ///
  /// One that is to come back keeps its vote. A StatefulSet that is gone, or scaled to none, takes nobody's vote: its
  /// servers find their data when they come back. Who cannot ask does nothing.
  private static func leaveWhenScaledAway(set name: String) -> String {
    """
    account=/var/run/secrets/kubernetes.io/serviceaccount
    scale=$(curl -sf -m 3 --cacert "$account/ca.crt" -H "Authorization: Bearer $(cat "$account/token")" \
      "https://${KUBERNETES_SERVICE_HOST}:${KUBERNETES_SERVICE_PORT}/apis/apps/v1/namespaces/${NAMESPACE}/statefulsets/\(name)/scale" \
      | tr -d ' \\n' | sed -n 's/.*"spec":{"replicas":\\([0-9]*\\)}.*/\\1/p')
    [ -z "$scale" ] || [ "${HOSTNAME##*-}" -lt "$scale" ] || consul leave

    """
  }

  // MARK: Environment

  private func environment(_ component: String) throws(ChartValues.ValueError) -> [EnvVar] {
    var environment: [EnvVar] = [
      .field("POD_IP", "status.podIP"), .field("NAMESPACE", "metadata.namespace"),
    ]
    if component == "client" { environment.append(.field("NODE", "spec.nodeName")) }
    if let gossipKey {
      environment.append(
        .with {
          $0.name = "GOSSIP_KEY"
          $0.valueFrom = .with { $0.secretKeyRef = gossipKey }
        })
    }
    let path = "\(component).extraEnvironmentVars"
    for (name, value) in values[path]?.objectValue ?? [:] {
      environment.append(
        .with {
          $0.name = name
          $0.value = value.stringValue ?? String(decoding: value.serialized(), as: UTF8.self)
        })
    }
    return environment
  }

  private var gossipKey: SecretKeySelector? {
    guard values.flag("global.gossipEncryption.enabled"),
      let name = values.text("global.gossipEncryption.secretName"),
      let key = values.text("global.gossipEncryption.secretKey")
    else { return nil }
    return .with {
      $0.name = name
      $0.key = key
    }
  }

  // MARK: Volumes of the user's own

  private struct ExtraVolume {
    let name: String
    let volume: Volume
    let isLoaded: Bool

    var mount: VolumeMount {
      .with {
        $0.name = "userconfig-\(name)"
        $0.readOnly = true
        $0.mountPath = "/consul/userconfig/\(name)"
      }
    }
  }

  private func extraVolumes(_ component: String) throws(ChartValues.ValueError) -> [ExtraVolume] {
    var volumes: [ExtraVolume] = []
    for entry in values["\(component).extraVolumes"]?.arrayValue ?? [] {
      guard let name = entry["name"]?.stringValue, let type = entry["type"]?.stringValue else {
        throw ChartValues.ValueError("\(component).extraVolumes: each entry needs a name and a type")
      }
      var volume = Volume()
      volume.name = "userconfig-\(name)"
      switch type {
      case "configMap": volume.configMap = .with { $0.name = name }
      case "secret": volume.secret = .with { $0.secretName = name }
      default:
        throw ChartValues.ValueError("\(component).extraVolumes: the type of \(name) must be configMap or secret")
      }
      volumes.append(ExtraVolume(name: name, volume: volume, isLoaded: entry["load"] == .bool(true)))
    }
    return volumes
  }
}

extension EnvVar {
  /// A variable that holds a field of the pod.
  fileprivate static func field(_ name: String, _ path: String) -> EnvVar {
    .with {
      $0.name = name
      $0.valueFrom = .with { $0.fieldRef = .with { $0.fieldPath = path } }
    }
  }
}

extension ContainerPort {
  /// A named port; Kubernetes takes it for TCP unless `transport` says otherwise.
  static func named(_ name: String, _ port: Int, transport: String? = nil, hostPort: Int? = nil) -> ContainerPort {
    .with {
      $0.name = name
      $0.containerPort = port
      $0.hostPort = hostPort
      $0.protocol = transport
    }
  }

  /// The ports that every agent has behind its HTTP port.
  static let ofAgents: [ContainerPort] = [
    .named("serflan", 8301), .named("serfwan", 8302), .named("server", 8300),
    .named("dns-tcp", 8600, transport: "TCP"), .named("dns-udp", 8600, transport: "UDP"),
  ]
}
