import KubeModel
import Testing

@testable import Consul

@Suite("The built-in chart")
struct ConsulChartTests {
  private func objects(_ overrides: JSONValue..., release: String = "consul") throws -> [JSONValue] {
    try ConsulChart(release: release, namespace: "default", values: ChartValues(overrides: overrides)).objects()
  }

  private func only<Kind: KubeObject>(_ kind: Kind.Type, _ objects: [JSONValue]) throws -> Kind {
    let found = objects.filter { $0["kind"]?.stringValue == Kind.kind }
    return Kind(json: try #require(found.count == 1 ? found[0] : nil))
  }

  @Test("The objects have the names that the chart gives them, in an order in which they can be created")
  func names() throws {
    let list = try objects().map { "\($0["kind"]?.stringValue ?? "")/\($0["metadata"]?["name"]?.stringValue ?? "")" }
    #expect(
      list == [
        "ServiceAccount/consul-server", "ClusterRole/consul-server", "ClusterRoleBinding/consul-server",
        "ConfigMap/consul-server-config", "ServiceAccount/consul-client", "ClusterRole/consul-client",
        "ClusterRoleBinding/consul-client", "ConfigMap/consul-client-config", "Service/consul-server",
        "Service/consul-dns", "Service/consul-ui", "PodDisruptionBudget/consul-server", "StatefulSet/consul-server",
        "DaemonSet/consul",
      ])
  }

  @Test("A release of another name names its objects after itself and the chart")
  func otherNames() throws {
    let set = try only(StatefulSet.self, objects(release: "prod"))
    #expect(set.name == "prod-consul-server")
    #expect(set.spec.selector?.matchLabels["release"] == "prod")
  }

  @Test("The servers run the chart's command line")
  func serverCommand() throws {
    let set = try only(StatefulSet.self, objects())
    let script = try #require(set.spec.template.spec.containers.first?.command.last)
    for argument in [
      "CONSUL_FULLNAME=\"consul\"", "exec /bin/consul agent", "-advertise=\"${POD_IP}\"", "-bind=0.0.0.0",
      "-bootstrap-expect=3", "-client=0.0.0.0", "-config-dir=/consul/config", "-datacenter=dc1",
      "-data-dir=/consul/data", "-domain=consul", "-hcl=\"connect { enabled = true }\"", "-ui",
      "-retry-join=${CONSUL_FULLNAME}-server-2.${CONSUL_FULLNAME}-server.${NAMESPACE}.svc", "-retry-interval=1s",
    ] {
      #expect(script.contains(argument), "\(argument) is missing in \(script)")
    }
    #expect(script.hasSuffix("-server\n"))
    #expect(set.spec.podManagementPolicy == "Parallel")
    #expect(set.spec.volumeClaimTemplates.first?.name == "data-default")
    #expect(set.spec.template.spec.securityContext?.fsGroup == 1_000)
  }

  @Test("Servers leave before they stop when they are scaled away, or always if asked for; clients always do")
  func leaving() throws {
    let leave = ["/bin/sh", "-c", "consul leave"]
    func hook(_ template: PodTemplateSpec) -> [String]? {
      template.spec.containers.first?.lifecycle?.preStop?.exec?.command
    }
    let list = try objects()
    let farewell = try #require(hook(try only(StatefulSet.self, list).spec.template)?.last)
    #expect(farewell.contains("/statefulsets/consul-server/scale") && farewell.hasSuffix("|| consul leave\n"))
    let role = try #require(list.first { $0["kind"] == "ClusterRole" && $0["metadata"]?["name"] == "consul-server" })
    #expect(role["rules"]?.arrayValue?.first?["resources"] == ["statefulsets/scale"])
    #expect(hook(try only(DaemonSet.self, list).spec.template) == leave)
    let asked = try objects(["localkube": ["leaveBeforeStop": true]])
    #expect(hook(try only(StatefulSet.self, asked).spec.template) == leave)
  }

  @Test("A client that comes back without its data has the same node id, one on another node another")
  func nodeID() throws {
    let set = try only(DaemonSet.self, objects())
    let script = try #require(set.spec.template.spec.containers.first?.command.last)
    #expect(script.contains("| md5sum \\\n"), "\(script)")
    #expect(script.contains("-node-id=\"${NODE_ID}\""))
    let drawn = try only(DaemonSet.self, objects(["localkube": ["stableNodeID": false]]))
    #expect(drawn.spec.template.spec.containers.first?.command.last?.contains("node-id") == false)
  }

  @Test("localkube's own settings come before the user's, which win")
  func configuration() throws {
    let maps = try objects(["server": ["extraConfig": #"{"performance": {"raft_multiplier": 5}}"#]])
      .filter { $0["kind"] == "ConfigMap" }.map(ConfigMap.init(json:))
    let server = try #require(maps.first { $0.name == "consul-server-config" })
    #expect(server.data.keys.sorted() == ["00-localkube.json", "extra-from-values.json"])
    #expect(server.data["00-localkube.json"]?.contains(#""raft_multiplier":1"#) == true)
    #expect(server.data["extra-from-values.json"] == #"{"performance": {"raft_multiplier": 5}}"#)
    #expect(throws: ChartValues.ValueError.self) { try objects(["client": ["extraConfig": "{"]]) }
  }

  @Test("The affinity of the walk-through is taken as it is")
  func affinity() throws {
    let text = """
      podAntiAffinity:
        requiredDuringSchedulingIgnoredDuringExecution:
          - labelSelector:
              matchLabels:
                app: {{ template "consul.name" . }}
                release: "{{ .Release.Name }}"
                component: "{{ .Values.Component }}"
            topologyKey: kubernetes.io/hostname
      """
    let set = try only(StatefulSet.self, objects(["server": ["affinity": .string(text)]]))
    let term = set.spec.template.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution.first
    #expect(term?.labelSelector?.matchLabels == ["app": "consul", "release": "consul", "component": ""])
    #expect(term?.topologyKey == "kubernetes.io/hostname")
  }

  @Test("gRPC, more servers and a partition are as the values say")
  func variations() throws {
    let list = try objects(
      ["client": ["grpc": true], "server": ["replicas": 5, "bootstrapExpect": 5, "updatePartition": 2]])
    let set = try only(StatefulSet.self, list)
    #expect(set.spec.replicas == 5)
    #expect(set.spec.updateStrategy?.rollingUpdate?.partition == 2)
    #expect(try only(PodDisruptionBudget.self, list).spec.maxUnavailable == .int(1))
    let client = try only(DaemonSet.self, list).spec.template.spec.containers[0]
    #expect(client.command.last?.contains("-hcl=\"ports { grpc = 8502 }\"") == true)
    #expect(client.command.last?.contains("server-4.") == true)
    #expect(client.ports.first { $0.name == "grpc" }?.hostPort == 8_502)
  }

  @Test("Gossip encryption, extra volumes and environment reach both kinds of agent")
  func extras() throws {
    let extra: JSONValue = [
      "extraVolumes": [["type": "secret", "name": "vault", "load": true]], "extraEnvironmentVars": ["a": "b"],
    ]
    let list = try objects(
      [
        "global": ["gossipEncryption": ["enabled": true, "secretName": "gossip", "secretKey": "key"]],
        "server": extra, "client": extra,
      ])
    for template in [
      try only(StatefulSet.self, list).spec.template, try only(DaemonSet.self, list).spec.template,
    ] {
      let container = template.spec.containers[0]
      #expect(container.command.last?.contains("-encrypt=\"${GOSSIP_KEY}\"") == true)
      #expect(container.command.last?.contains("-config-dir=/consul/userconfig/vault") == true)
      #expect(container.env.contains { $0.name == "GOSSIP_KEY" && $0.valueFrom?.secretKeyRef?.name == "gossip" })
      #expect(container.env.contains { $0.name == "a" && $0.value == "b" })
      #expect(template.spec.volumes.contains { $0.secret?.secretName == "vault" })
    }
  }

  @Test("The services have the chart's ports")
  func services() throws {
    let list = try objects().filter { $0["kind"] == "Service" }.map(Service.init(json:))
    let server = try #require(list.first { $0.name == "consul-server" })
    #expect(server.spec.clusterIP == "None")
    #expect(server.spec.publishNotReadyAddresses == true)
    #expect(server.spec.ports.map(\.port) == [8_500, 8_301, 8_301, 8_302, 8_302, 8_300, 8_600, 8_600])
    let ui = try #require(list.first { $0.name == "consul-ui" })
    #expect(ui.spec.ports.map(\.targetPort) == [.int(8_500)])
  }

  @Test("What is switched off is not rendered")
  func switches() throws {
    let list = try objects(["client": ["enabled": false], "dns": ["enabled": false], "ui": ["enabled": false]])
    let names = list.compactMap { $0["metadata"]?["name"]?.stringValue }
    #expect(names.allSatisfy { $0.hasPrefix("consul-server") })
    #expect(try only(StatefulSet.self, list).spec.template.spec.containers[0].command.last?.contains("-ui ") == false)
  }
}
