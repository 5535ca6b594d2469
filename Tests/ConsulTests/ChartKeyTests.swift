import KubeModel
import OrderedCollections
import Testing

@testable import Consul

/// Each key of the chart and what comes of it.
@Suite("Keys of the built-in chart")
struct ChartKeyTests {
  /// A key, a value for it, and what is at a place of the objects then.
  struct Case: Sendable, CustomTestStringConvertible {
    /// As in `server.replicas`.
    let key: String
    let value: JSONValue
    /// `Kind/name`, and a path in it with dots, numbers being indexes.
    let object: String
    let path: String
    /// nil when there must be nothing at that place; a text may be a part of a longer one.
    let expected: JSONValue?
    /// Values that the key needs beside it.
    var others: JSONValue = [:]

    var testDescription: String { "\(key): \(String(decoding: value.serialized(), as: UTF8.self))" }

    init(
      _ key: String, _ value: JSONValue, _ object: String, _ path: String, _ expected: JSONValue?,
      with others: JSONValue = [:]
    ) {
      self.key = key
      self.value = value
      self.object = object
      self.path = path
      self.expected = expected
      self.others = others
    }

    /// Whether the object is there: its kind, or nil.
    init(_ key: String, _ value: JSONValue, _ object: String, _ kind: JSONValue?, with others: JSONValue = [:]) {
      self.init(key, value, object, "kind", kind, with: others)
    }
  }

  private static let servers = "StatefulSet/consul-server"
  private static let clients = "DaemonSet/consul"
  private static let ui = "Service/consul-ui"
  private static let pod = "spec.template.spec"
  private static let script = "spec.template.spec.containers.0.command.2"
  private static let image = "spec.template.spec.containers.0.image"

  static let global: [Case] = [
    Case("global.enabled", false, servers, nil), Case("global.enabled", false, clients, nil),
    Case("global.enabled", false, "Service/consul-dns", nil),
    Case("global.domain", "corp", servers, script, "-domain=corp"),
    Case("global.domain", "corp", clients, script, "-domain=corp"),
    Case("global.image", "consul:1.8", servers, image, "consul:1.8"),
    Case("global.image", "consul:1.8", clients, image, "consul:1.8"),
    Case("global.datacenter", "east", servers, script, "-datacenter=east"),
    Case("global.datacenter", 7, clients, script, "-datacenter=7"),
    Case("global.gossipEncryption", gossip, servers, script, "-encrypt=\"${GOSSIP_KEY}\""),
    Case("global.gossipEncryption", gossip, servers, environment(2), gossipVariable),
    Case("global.gossipEncryption", gossip, clients, environment(3), gossipVariable),
    Case("global.gossipEncryption.enabled", true, servers, environment(2), nil),
    Case("dns.enabled", false, "Service/consul-dns", nil),
    Case("dns.enabled", true, "Service/consul-dns", "spec.ports.1.targetPort", "dns-udp", with: off),
    Case("ui.enabled", false, ui, nil), Case("ui.enabled", "-", ui, "spec.ports.0.targetPort", 8_500),
    Case("ui.service.enabled", false, ui, nil), Case("ui.service.enabled", "-", ui, "Service"),
    Case("ui.service.type", "NodePort", ui, "spec.type", "NodePort"),
    Case("ui.service.type", nil, ui, "spec.type", nil),
    Case("ui.service.annotations", "a: b", ui, "metadata.annotations.a", "b"),
    Case("ui.service.additionalSpec", "loadBalancerIP: 1.2.3.4", ui, "spec.loadBalancerIP", "1.2.3.4"),
  ]

  static let server: [Case] = [
    Case("server.enabled", false, servers, nil), Case("server.enabled", false, "Service/consul-server", nil),
    Case("server.enabled", "-", servers, nil, with: off),
    Case("server.enabled", true, servers, "StatefulSet", with: off),
    Case("server.replicas", 5, servers, "spec.replicas", 5),
    Case("server.replicas", 5, servers, script, "-retry-join=${CONSUL_FULLNAME}-server-4."),
    Case("server.bootstrapExpect", 2, servers, script, "-bootstrap-expect=2"),
    Case("server.storage", "1Gi", servers, "spec.volumeClaimTemplates.0.spec.resources.requests.storage", "1Gi"),
    Case("server.storageClass", "fast", servers, "spec.volumeClaimTemplates.0.spec.storageClassName", "fast"),
    Case("server.storageClass", nil, servers, "spec.volumeClaimTemplates.0.spec.storageClassName", nil),
    Case("server.connect", true, servers, script, "connect { enabled = true }"),
    Case("server.updatePartition", 2, servers, "spec.updateStrategy.rollingUpdate.partition", 2),
    Case("server.updatePartition", 0, servers, "spec.updateStrategy", nil),
    Case("server.disruptionBudget.enabled", false, "PodDisruptionBudget/consul-server", nil),
    Case("server.disruptionBudget.maxUnavailable", 2, "PodDisruptionBudget/consul-server", "spec.maxUnavailable", 2),
    Case("server.disruptionBudget.maxUnavailable", nil, "PodDisruptionBudget/consul-server", "spec.maxUnavailable", 1),
    Case("server.affinity", "nodeAffinity: {a: 1}", servers, "\(pod).affinity.nodeAffinity.a", 1),
    Case("server.affinity", nil, servers, "\(pod).affinity", nil),
  ]

  static let client: [Case] = [
    Case("client.enabled", false, clients, nil), Case("client.enabled", "-", clients, nil, with: off),
    Case("client.enabled", true, clients, "DaemonSet", with: off),
    Case("client.join", ["10.0.0.9"], clients, script, "-retry-join=\"10.0.0.9\""),
    Case("client.join", [], clients, script, "-retry-join=${CONSUL_FULLNAME}-server-0."),
    Case("client.grpc", true, clients, script, "-hcl=\"ports { grpc = 8502 }\""),
    Case("client.grpc", true, clients, "\(pod).containers.0.ports.1.hostPort", 8_502),
  ]

  /// The keys that servers and clients share.
  static let both: [Case] = [("server", servers, 2), ("client", clients, 3)].flatMap { name, object, variables in
    [
      Case("\(name).image", "own/consul:9", object, image, "own/consul:9"),
      Case("\(name).image", nil, object, image, "consul:1.4.4"),
      Case("\(name).resources", "limits: {cpu: 1}", object, "\(pod).containers.0.resources.limits.cpu", 1),
      Case("\(name).resources", ["limits": ["cpu": 2]], object, "\(pod).containers.0.resources.limits.cpu", 2),
      Case(
        "\(name).extraConfig", #"{"log_level": "DEBUG"}"#, "ConfigMap/consul-\(name)-config",
        "data.extra-from-values~json", #"{"log_level": "DEBUG"}"#),
      Case(
        "\(name).extraVolumes", secret, object, "\(pod).volumes.\(variables - 1)",
        ["name": "userconfig-tls", "secret": ["secretName": "tls"]]),
      Case(
        "\(name).extraVolumes", [["type": "configMap", "name": "more"]], object, "\(pod).volumes.\(variables - 1)",
        ["name": "userconfig-more", "configMap": ["name": "more"]]),
      Case(
        "\(name).extraVolumes", secret, object, "\(pod).containers.0.volumeMounts.2.mountPath",
        "/consul/userconfig/tls"),
      Case("\(name).extraVolumes", secret, object, script, "-config-dir=/consul/userconfig/tls"),
      Case("\(name).tolerations", "- key: a", object, "\(pod).tolerations.0.key", "a"),
      Case("\(name).tolerations", "", object, "\(pod).tolerations", nil),
      Case("\(name).nodeSelector", "disk: {{ .Release.Name }}", object, "\(pod).nodeSelector.disk", "consul"),
      Case("\(name).priorityClassName", "high", object, "\(pod).priorityClassName", "high"),
      Case("\(name).priorityClassName", "", object, "\(pod).priorityClassName", nil),
      Case("\(name).annotations", "a: b", object, "spec.template.metadata.annotations.a", "b"),
      Case("\(name).extraEnvironmentVars", ["N": 1], object, environment(variables), ["name": "N", "value": "1"]),
    ]
  }

  private static let off: JSONValue = ["global": ["enabled": false]]
  private static let secret: JSONValue = [["type": "secret", "name": "tls", "load": true]]
  private static let gossip: JSONValue = ["enabled": true, "secretName": "gossip", "secretKey": "key"]
  private static let gossipVariable: JSONValue = [
    "name": "GOSSIP_KEY", "valueFrom": ["secretKeyRef": ["name": "gossip", "key": "key"]],
  ]

  private static func environment(_ index: Int) -> String { "\(pod).containers.0.env.\(index)" }

  @Test("Each key does what the chart's does", arguments: global + server + client + both)
  func key(_ item: Case) throws {
    var override = item.value
    for part in item.key.split(separator: ".").reversed() { override = [String(part): override] }
    let values = try ChartValues(overrides: [item.others, override])
    let objects = try ConsulChart(release: "consul", namespace: "default", values: values).objects()
    let found = objects.first {
      "\($0["kind"]?.stringValue ?? "")/\($0["metadata"]?["name"]?.stringValue ?? "")" == item.object
    }
    let actual = found.flatMap { value(at: item.path, in: $0) }
    if let text = actual?.stringValue, let part = item.expected?.stringValue {
      #expect(text.contains(part))
    } else {
      #expect(actual == item.expected)
    }
  }

  /// The value at a path with dots, in which a tilde stands for a dot of a key; nil for a missing one.
  private func value(at path: String, in object: JSONValue) -> JSONValue? {
    var current = object
    for part in path.split(separator: ".") {
      if let index = Int(part) {
        guard let elements = current.arrayValue, elements.indices.contains(index) else { return nil }
        current = elements[index]
      } else {
        guard let member = current[String(part).replacing("~", with: ".")] else { return nil }
        current = member
      }
    }
    return current
  }

  @Test("Every key of the chart's values is among them")
  func completeness() {
    let tested = Set((Self.global + Self.server + Self.client + Self.both).map(\.key))
    let elsewhere: Set = [
      // Not of Consul, refused by name, or of localkube's own.
      "global.imageK8S", "global.enablePodSecurityPolicies", "server.enterpriseLicense", "syncCatalog", "connectInject",
      "nameOverride", "fullnameOverride", "localkube",
    ]
    func leaves(_ value: JSONValue, _ path: String) -> [String] {
      guard !tested.contains(path), !elsewhere.contains(path), let members = value.objectValue, !members.isEmpty else {
        return [path]
      }
      return members.flatMap { leaves($1, path.isEmpty ? $0 : "\(path).\($0)") }
    }
    let missing = leaves(ChartValues.defaults, "").filter { !tested.contains($0) && !elsewhere.contains($0) }
    #expect(missing.isEmpty)
  }
}
