import KubeModel
import OrderedCollections

/// Keys that consul-helm got after v0.7.0, up to v0.32.1, so that a later chart's file of values can be used here as long
/// as it asks for nothing that only the later chart has.
enum LaterKeys {
  /// Components that this chart does not have: whatever is set below them means nothing while they are off.
  private static let components = [
    "meshGateway", "ingressGateways", "terminatingGateways", "controller", "prometheus", "grafana", "externalServers",
    "client.snapshotAgent", "global.federation", "ui.ingress",
  ]

  /// Single keys, and what they are by default, in any of those versions.
  private static let defaults: [String: [JSONValue]] = [
    "client.affinity": [[:], .null], "client.dataDirectoryHostPath": [.null], "client.dnsPolicy": [.null],
    "client.exposeGossipPorts": [false], "client.extraLabels": [.null], "client.hostNetwork": [false],
    "client.securityContext": [securityContext], "client.serviceAccount": [serviceAccount],
    "client.updateStrategy": [.null], "dns.additionalSpec": [.null], "dns.annotations": [.null],
    "dns.clusterIP": [.null], "dns.type": ["ClusterIP"],
    "global.acls": [
      [
        "manageSystemACLs": false, "bootstrapToken": secret, "createReplicationToken": false,
        "replicationToken": secret,
      ]
    ],
    "global.bootstrapACLs": [false], "global.consulSidecarContainer": [sidecar("20m", "50Mi", "25Mi")],
    "global.enableConsulNamespaces": [false],
    "global.imageEnvoy": [
      "envoyproxy/envoy-alpine:v1.14.2", "envoyproxy/envoy-alpine:v1.14.4", "envoyproxy/envoy-alpine:v1.16.0",
      "envoyproxy/envoy-alpine:v1.18.3",
    ],
    "global.imagePullSecrets": [[]], "global.lifecycleSidecarContainer": [sidecar("20m", "50Mi", "25Mi")],
    "global.metrics": [
      [
        "enabled": false, "enableAgentMetrics": false, "agentMetricsRetentionTime": "1m", "enableGatewayMetrics": true,
      ]
    ],
    "global.name": [.null], "global.openshift": [["enabled": false]], "global.recursors": [[]],
    "global.tls": [
      [
        "enabled": false, "enableAutoEncrypt": false, "serverAdditionalDNSSANs": [], "serverAdditionalIPSANs": [],
        "verify": true, "httpsOnly": true, "caCert": secret, "caKey": secret,
      ]
    ],
    "server.disableFsGroupSecurityContext": [false], "server.enterpriseLicense.enableLicenseAutoload": [true],
    "server.exposeGossipAndRPCPorts": [false], "server.extraLabels": [.null],
    "server.ports": [["serflan": ["port": 8_301]]], "server.securityContext": [securityContext],
    "server.service": [["annotations": .null]], "server.serviceAccount": [serviceAccount],
    "server.topologySpreadConstraints": [""], "tests.enabled": [true, false],
    "ui.metrics": [["enabled": "-", "provider": "prometheus", "baseURL": "http://prometheus-server"]],
    "ui.service.nodePort": [["http": .null, "https": .null]],
  ]

  private static let secret: JSONValue = ["secretName": .null, "secretKey": .null]
  private static let serviceAccount: JSONValue = ["annotations": .null]
  private static let securityContext: JSONValue = [
    "runAsNonRoot": true, "runAsGroup": 1_000, "runAsUser": 100, "fsGroup": 1_000,
  ]

  private static func sidecar(_ cpu: JSONValue, _ most: JSONValue, _ least: JSONValue) -> JSONValue {
    ["resources": ["requests": ["memory": least, "cpu": cpu], "limits": ["memory": most, "cpu": cpu]]]
  }

  /// What a value below a key that v0.7.0 does not know comes to.
  enum Finding: Hashable {
    /// It asks for nothing.
    case meaningless
    /// It asks for what only later charts do; the key is the one that does.
    case later(key: String)
    /// No version of the chart knows it.
    case unknown
  }

  static func find(_ value: JSONValue, at path: String) -> Finding {
    if path == "tests", value["enabled"] != nil { return .meaningless }
    if let component = components.first(where: { path == $0 }) {
      return isOff(value) ? .meaningless : .later(key: "\(component).enabled")
    }
    guard let known = defaults[path] else { return .unknown }
    if known.contains(value) { return .meaningless }
    // A part of the section, each member as it is by default.
    for case .object(let members) in known {
      guard case .object(let given) = value else { continue }
      let other = given.first { key, inner in members[key].map { !isPart(inner, of: $0) } ?? true }
      return other.map { .later(key: "\(path).\($0.key)") } ?? .meaningless
    }
    return .later(key: path)
  }

  private static func isOff(_ component: JSONValue) -> Bool {
    guard case .object(let members) = component else { return component.isNull }
    return members["enabled"].map { $0 == false || $0 == "false" || $0.isNull } ?? true
  }

  private static func isPart(_ value: JSONValue, of known: JSONValue) -> Bool {
    guard case .object(let given) = value, case .object(let members) = known else { return value == known }
    return given.allSatisfy { key, inner in members[key].map { isPart(inner, of: $0) } ?? false }
  }
}
