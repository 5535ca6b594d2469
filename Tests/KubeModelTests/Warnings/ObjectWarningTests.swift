import KubeModel
import Testing

@Suite("Warnings about objects")
struct ObjectWarningTests {
  private func texts(
    _ apiVersion: String, _ kind: String, _ object: JSONValue, old: JSONValue? = nil, isSpecChanged: Bool = true
  ) throws -> [String] {
    let version = try #require(GroupVersion(apiVersion: apiVersion))
    return ObjectWarnings.texts(
      about: object, old: old, kind: GroupVersionKind(version, kind: kind), isSpecChanged: isSpecChanged)
  }

  private func pod(_ spec: JSONValue, annotations: JSONValue = .emptyObject, name: String = "a") -> JSONValue {
    ["metadata": ["name": .string(name), "annotations": annotations], "spec": spec]
  }

  @Test("Names that make surprising host names, where pods are named by them")
  func names() throws {
    #expect(try texts("v1", "Pod", pod(.emptyObject)) == [])
    #expect(
      try texts("v1", "Pod", pod(.emptyObject, name: "a.b")) == [
        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is "
          + "recommended: [must not contain dots]"
      ])
    let long = pod(.emptyObject, name: "b." + String(repeating: "a", count: 62))
    for (version, kind) in [("apps/v1", "Deployment"), ("batch/v1", "Job"), ("v1", "ReplicationController")] {
      #expect(
        try texts(version, kind, long) == [
          "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS "
            + "label is recommended: [must be no more than 63 bytes must not contain dots]"
        ])
      #expect(try texts(version, kind, long, old: long) == [], "of an update there is nothing new to say")
    }
    #expect(try texts("apps/v1", "StatefulSet", long) == [])
  }

  @Test("What a pod asks twice for")
  func duplicates() throws {
    let found = try texts(
      "v1", "Pod",
      pod([
        "hostAliases": [["ip": "10.0.0.1"], ["ip": "10.0.0.1"]],
        "imagePullSecrets": [["name": "x"], ["name": "x"], .emptyObject],
        "containers": [
          [
            "name": "c",
            "env": [
              ["name": "A", "value": "1"], ["name": "A", "value": "$(A)2"], ["name": "A", "value": "3"],
              ["name": "A", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]],
            ],
            "ports": [
              ["containerPort": 80, "protocol": "TCP"], ["containerPort": 80, "protocol": "TCP"],
              ["containerPort": 80, "protocol": "UDP", "hostIP": "10.0.0.1", "name": "u"],
            ],
          ],
          ["name": "d", "ports": [["containerPort": 80, "protocol": "TCP", "hostPort": 8080]]],
          [
            "name": "e",
            "ports": [["containerPort": 80, "protocol": "TCP", "hostPort": 8080, "hostIP": "10.0.0.1"]],
          ],
        ],
      ]))
    #expect(
      found == [
        #"spec.hostAliases[1].ip: duplicate ip "10.0.0.1""#, #"spec.imagePullSecrets[1].name: duplicate name "x""#,
        #"spec.imagePullSecrets[2].name: invalid empty name """#,
        #"spec.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply"#,
        #"spec.containers[0].env[3]: hides previous definition of "A", which may be dropped when using apply"#,
        "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]",
        "spec.containers[0].ports[2]: hostIP set without hostPort: {Name:u HostPort:0 ContainerPort:80 Protocol:UDP "
          + "HostIP:10.0.0.1}",
        "spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]",
        "spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[1]",
        "spec.containers[2].ports[0]: overlapping port definition with spec.containers[0].ports[0]",
        "spec.containers[2].ports[0]: overlapping port definition with spec.containers[0].ports[1]",
        "spec.containers[2].ports[0]: dangerously ambiguous port definition with spec.containers[1].ports[0]",
      ])
  }

  @Test("What a template of pods asks for that is deprecated or means nothing")
  func deprecated() throws {
    let template = pod(
      [
        "nodeSelector": ["beta.kubernetes.io/os": "linux", "x": "y"], "terminationGracePeriodSeconds": -1,
        "affinity": [
          "nodeAffinity": [
            "requiredDuringSchedulingIgnoredDuringExecution": [
              "nodeSelectorTerms": [["matchExpressions": [["key": "beta.kubernetes.io/arch", "operator": "Exists"]]]]
            ]
          ],
          "podAntiAffinity": [
            "preferredDuringSchedulingIgnoredDuringExecution": [
              ["weight": 1, "podAffinityTerm": ["topologyKey": "x"]]
            ]
          ],
        ],
        "volumes": [
          ["name": "g", "gitRepo": ["repository": "x"]],
          [
            "name": "p",
            "projected": [
              "sources": [
                ["serviceAccountToken": ["path": "token"]],
                ["configMap": ["items": [["key": "a", "path": "token"]]]],
              ]
            ],
          ],
        ],
        "containers": [["name": "c", "resources": ["limits": ["memory": "100m"], "requests": ["memory": "1Gi"]]]],
      ],
      annotations: [
        "seccomp.security.alpha.kubernetes.io/pod": "x", "container.apparmor.security.beta.kubernetes.io/c": "x",
      ])
    let deployment: JSONValue = ["metadata": ["name": "web"], "spec": ["template": template]]
    #expect(
      try texts("apps/v1", "Deployment", deployment) == [
        #"spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead"#,
        "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
          + ".matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use \"kubernetes.io/arch\" "
          + "instead",
        "spec.template.spec.volumes[0].gitRepo: deprecated in v1.11",
        "spec.template.spec.volumes[1].projected.sources.configMap[0]: has duplicated path with ServiceAccountToken "
          + "\"token\"",
        "spec.template.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "
          + "\"seccompProfile\" field instead",
        "spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; "
          + "use the \"appArmorProfile\" field instead",
        "spec.template.spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is invalid, must be "
          + "an integer",
        "spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be "
          + "treated as 1",
        "spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm"
          + ".labelSelector: a null labelSelector results in matching no pod",
      ])
    #expect(try texts("apps/v1", "Deployment", deployment, old: deployment, isSpecChanged: false) == [])
  }

  @Test("Services, Ingresses, volumes and claims")
  func others() throws {
    #expect(
      try texts(
        "v1", "Service",
        [
          "metadata": ["name": "a"],
          "spec": [
            "type": "ClusterIP", "clusterIP": "None", "sessionAffinity": "ClientIP", "externalIPs": ["10.0.0.1"],
            "externalName": "x",
          ],
        ]) == [
          "spec.externalIPs is ignored for headless services", "spec.SessionAffinity is ignored for headless services",
          "spec.externalName is ignored when spec.type is not \"ExternalName\"",
        ])
    let ingress: JSONValue = ["metadata": ["annotations": ["kubernetes.io/ingress.class": "nginx"]]]
    let text = "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"
    #expect(try texts("networking.k8s.io/v1", "Ingress", ingress) == [text])
    #expect(try texts("networking.k8s.io/v1", "Ingress", ingress, old: ingress) == [])
    #expect(
      try texts(
        "v1", "PersistentVolume",
        [
          "metadata": ["annotations": ["volume.beta.kubernetes.io/storage-class": "x"]],
          "spec": ["persistentVolumeReclaimPolicy": "Recycle", "rbd": .emptyObject, "capacity": ["storage": "1500m"]],
        ]) == [
          "metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "
            + "\"storageClassName\" attribute instead",
          "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended "
            + "approach is to use dynamic provisioning.",
          "spec.rbd: deprecated in v1.28, non-functional in v1.31+",
          "spec.capacity[storage]: fractional byte value \"1500m\" is invalid, must be an integer",
        ])
    #expect(
      try texts(
        "apps/v1", "StatefulSet",
        [
          "spec": [
            "revisionHistoryLimit": -1,
            "volumeClaimTemplates": [["spec": ["resources": ["requests": ["storage": "0.5"]]]]],
          ]
        ]) == [
          "spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value \"0.5\" is invalid, must be an "
            + "integer",
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended",
        ])
    #expect(
      ObjectWarnings.finalizers(["example.org/x", "foregroundDeletion", "mine"]) == [
        "metadata.finalizers: \"mine\": prefer a domain-qualified finalizer name including a path (/) to avoid "
          + "accidental conflicts with other finalizer writers"
      ])
  }
}
