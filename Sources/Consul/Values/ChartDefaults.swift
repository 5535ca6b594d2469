package import KubeModel

extension ChartValues {
  /// The defaults: those of consul-helm v0.7.0 but for `server.affinity`, which prefers different nodes instead of
  /// requiring them, so that three servers run on one node.
  package static let defaults: JSONValue = [
    "global": [
      "enabled": true,
      "domain": "consul",
      "image": "consul:1.4.4",
      "imageK8S": "hashicorp/consul-k8s:0.7.0",
      "datacenter": "dc1",
      "enablePodSecurityPolicies": false,
      "gossipEncryption": ["enabled": false, "secretName": nil, "secretKey": nil],
    ],
    "server": [
      "enabled": "-",
      "image": nil,
      "replicas": 3,
      "bootstrapExpect": 3,
      "enterpriseLicense": ["secretName": nil, "secretKey": nil],
      "storage": "10Gi",
      "storageClass": nil,
      "connect": true,
      "resources": nil,
      "updatePartition": 0,
      "disruptionBudget": ["enabled": true, "maxUnavailable": nil],
      "extraConfig": "{}\n",
      "extraVolumes": [],
      "affinity": .string(preferredAntiAffinity),
      "tolerations": "",
      "nodeSelector": nil,
      "priorityClassName": "",
      "annotations": nil,
      "extraEnvironmentVars": [:],
    ],
    "client": [
      "enabled": "-",
      "image": nil,
      "join": nil,
      "grpc": false,
      "resources": nil,
      "extraConfig": "{}\n",
      "extraVolumes": [],
      "tolerations": "",
      "nodeSelector": nil,
      "priorityClassName": "",
      "annotations": nil,
      "extraEnvironmentVars": [:],
    ],
    "dns": ["enabled": "-"],
    "ui": [
      "enabled": "-",
      "service": ["enabled": true, "type": nil, "annotations": nil, "additionalSpec": nil],
    ],
    "syncCatalog": ["enabled": false],
    "connectInject": ["enabled": false],
    "nameOverride": nil,
    "fullnameOverride": nil,
    "localkube": [
      "raftMultiplier": 1,
      "leaveBeforeStop": false,
      "stableNodeID": true,
      "retryInterval": "1s",
      "updateCheck": false,
      "readiness": ["initialDelaySeconds": 0],
    ],
  ]

  /// The keys that are known: those of the defaults, and below the two components that are refused anything.
  static let known: JSONValue = {
    var known = defaults
    known["syncCatalog"] = [:]
    known["connectInject"] = [:]
    for component in ["server", "client"] {
      var section = known[component] ?? [:]
      section["extraEnvironmentVars"] = [:]
      known[component] = section
    }
    return known
  }()

  private static let preferredAntiAffinity = """
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 100
          podAffinityTerm:
            labelSelector:
              matchLabels:
                app: {{ template "consul.name" . }}
                release: "{{ .Release.Name }}"
                component: server
            topologyKey: kubernetes.io/hostname
    """
}
