import KubeModel
import OrderedCollections
import Testing

@Suite("Conversion between group versions")
struct VersionConversionTests {
  private func conversion(_ apiVersion: String, _ kind: String) throws -> VersionConversion {
    let version = try #require(
      OlderVersion.all.first {
        $0.conversion.served.groupVersion.description == apiVersion && $0.conversion.served.kind == kind
      })
    return version.conversion
  }

  private func text(_ value: JSONValue) -> String { String(decoding: value.serialized(), as: UTF8.self) }

  /// The object in the stored version, after checking that it comes back as it went in.
  private func stored(_ apiVersion: String, _ kind: String, _ content: JSONValue) throws -> JSONValue {
    let conversion = try conversion(apiVersion, kind)
    var object: JSONValue = ["kind": .string(kind), "apiVersion": .string(apiVersion)]
    for name in ["metadata", "spec", "status", "endpoints"] { object[name] = content[name] }
    for (name, value) in content.objectValue ?? [:] where object[name] == nil { object[name] = value }
    let stored = conversion.toStored(object)
    #expect(stored["apiVersion"]?.stringValue == conversion.stored.groupVersion.description)
    let back = conversion.fromStored(stored)
    #expect(back.isSame(as: object), "\(text(back)) is not \(text(object))")
    return stored
  }

  @Test("Every older version has a row in the table, with a type, and so has the stored one")
  func table() {
    let table = KubernetesTable.builtin
    for version in OlderVersion.all {
      #expect(table.definition(version.resource)?.typeName.flatMap(table.type(named:)) != nil, "\(version.resource)")
      #expect(table.definition(version.storage)?.kind == version.conversion.stored.kind, "\(version.storage)")
      // Reviews are asked and never listed.
      guard table.definition(version.resource)?.verbs.contains("list") == true else { continue }
      let list = GroupVersionKind(version.resource.groupVersion, kind: version.conversion.served.kind + "List")
      #expect(table.type(of: list) != nil, "\(version.resource)")
    }
  }

  @Test("An Ingress' backends name a service and a port by name or number")
  func ingress() throws {
    let stored = try stored(
      "extensions/v1beta1", "Ingress",
      [
        "metadata": ["name": "web"],
        "spec": [
          "backend": ["serviceName": "fallback", "servicePort": 80],
          "rules": [
            [
              "host": "example.org",
              "http": [
                "paths": [
                  ["path": "/", "backend": ["serviceName": "web", "servicePort": "http"]],
                  ["backend": ["resource": ["kind": "Bucket", "name": "static"]]],
                ]
              ],
            ]
          ],
        ],
      ])
    #expect(stored[path: "spec", "defaultBackend"] == ["service": ["name": "fallback", "port": ["number": 80]]])
    let paths = stored[path: "spec", "rules"]?.arrayValue?.first?[path: "http", "paths"]?.arrayValue ?? []
    #expect(paths.first?["backend"] == ["service": ["name": "web", "port": ["name": "http"]]])
    #expect(paths.last?["backend"] == ["resource": ["kind": "Bucket", "name": "static"]])
  }

  @Test("An empty selector of a v1beta1 disruption budget goes on covering no pods, and one of v1 all")
  func disruptionBudget() throws {
    let stored = try stored("policy/v1beta1", "PodDisruptionBudget", ["spec": ["selector": .emptyObject]])
    #expect(stored[path: "spec", "selector", "matchExpressions"]?.arrayValue?.first?["operator"] == "Exists")
    let served = try conversion("policy/v1beta1", "PodDisruptionBudget").fromStored([
      "kind": "PodDisruptionBudget", "apiVersion": "policy/v1", "spec": ["selector": .emptyObject],
    ])
    #expect(served[path: "spec", "selector", "matchExpressions"]?.arrayValue?.first?["operator"] == "DoesNotExist")
    _ = try self.stored(
      "policy/v1beta1", "PodDisruptionBudget", ["spec": ["selector": ["matchLabels": ["app": "a"]]]])
  }

  @Test("What a Deployment is to be rolled back to is kept in an annotation")
  func deployment() throws {
    let stored = try stored(
      "apps/v1beta1", "Deployment", ["metadata": ["name": "a"], "spec": ["rollbackTo": ["revision": 3]]])
    #expect(stored[path: "metadata", "annotations", "deprecated.deployment.rollback.to"] == "3")
    #expect(stored[path: "spec", "rollbackTo"] == nil)
  }

  @Test("Events of both groups are the same objects")
  func event() throws {
    let stored = try stored(
      "events.k8s.io/v1", "Event",
      [
        "regarding": ["kind": "Pod", "name": "a"], "note": "said", "reportingController": "me", "deprecatedCount": 2,
        "deprecatedSource": ["component": "kubelet"],
      ])
    #expect(stored[path: "involvedObject", "name"] == "a")
    #expect(stored["message"] == "said")
    #expect(stored["reportingComponent"] == "me")
    #expect(stored["count"] == 2)
    #expect(stored[path: "source", "component"] == "kubelet")
  }

  @Test("What autoscaling/v1 cannot say of an autoscaler is carried in annotations, both ways")
  func autoscaler() throws {
    let conversion = try conversion("autoscaling/v1", "HorizontalPodAutoscaler")
    let metrics: JSONValue = [
      [
        "type": "Resource", "resource": ["name": "memory", "target": ["type": "AverageValue", "averageValue": "1Gi"]],
      ],
      [
        "type": "Pods",
        "pods": [
          "metric": ["name": "packets", "selector": ["matchLabels": ["a": "b"]]],
          "target": ["type": "AverageValue", "averageValue": "1k"],
        ],
      ],
      [
        "type": "Object",
        "object": [
          "metric": ["name": "requests"], "describedObject": ["kind": "Ingress", "name": "main"],
          "target": ["type": "Value", "value": "2k"],
        ],
      ],
      [
        "type": "External",
        "external": ["metric": ["name": "queue"], "target": ["type": "AverageValue", "averageValue": "30"]],
      ],
      ["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 60]]],
    ]
    let object: JSONValue = [
      "kind": "HorizontalPodAutoscaler", "apiVersion": "autoscaling/v2",
      "metadata": ["name": "a", "annotations": ["own": "1"]],
      "spec": ["maxReplicas": 3, "metrics": metrics, "behavior": ["scaleDown": ["selectPolicy": "Max"]]],
      "status": [
        "currentReplicas": 0, "desiredReplicas": 1, "conditions": [["type": "AbleToScale", "status": "True"]],
      ],
    ]
    let served = conversion.fromStored(object)
    #expect(served[path: "spec", "targetCPUUtilizationPercentage"] == 60)
    #expect(served[path: "spec", "metrics"] == nil)
    let carried = try #require(
      served[path: "metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics"]?.stringValue)
    let first = try JSONValue(parsing: Array(carried.utf8)).arrayValue?.first
    #expect(
      first?.isSame(as: ["type": "Resource", "resource": ["name": "memory", "targetAverageValue": "1Gi"]]) == true)
    let back = conversion.toStored(served)
    #expect(back.isSame(as: object), "\(text(back)) is not \(text(object))")
    let simple = try stored(
      "autoscaling/v1", "HorizontalPodAutoscaler", ["spec": ["maxReplicas": 2, "targetCPUUtilizationPercentage": 50]])
    #expect(simple[path: "spec", "metrics"]?.arrayValue?.count == 1)
    // Without any target, the share that kube-apiserver takes for v1.
    let bare = conversion.toStored(
      ["kind": "HorizontalPodAutoscaler", "apiVersion": "autoscaling/v1", "spec": ["maxReplicas": 2]])
    #expect(conversion.fromStored(bare)[path: "spec", "targetCPUUtilizationPercentage"] == 80)
  }

  @Test("autoscaling/v2beta1 has the values of metrics in members of their own")
  func earlyAutoscaler() throws {
    let stored = try stored(
      "autoscaling/v2beta1", "HorizontalPodAutoscaler",
      [
        "metadata": [
          "name": "a",
          "annotations": ["autoscaling.alpha.kubernetes.io/behavior": #"{"scaleDown":{"selectPolicy":"Max"}}"#],
        ],
        "spec": [
          "maxReplicas": 3,
          "metrics": [
            ["type": "Resource", "resource": ["name": "cpu", "targetAverageUtilization": 60]],
            ["type": "Pods", "pods": ["metricName": "packets", "targetAverageValue": "1k"]],
            [
              "type": "Object",
              "object": [
                "target": ["kind": "Ingress", "name": "main"], "metricName": "requests", "targetValue": "2k",
              ],
            ],
            ["type": "External", "external": ["metricName": "queue", "targetAverageValue": "30"]],
          ],
        ],
        "status": [
          "currentReplicas": 1, "desiredReplicas": 1,
          "currentMetrics": [["type": "Resource", "resource": ["name": "cpu", "currentAverageValue": "10m"]]],
          "conditions": [["type": "AbleToScale", "status": "True"]],
        ],
      ])
    let metrics = stored[path: "spec", "metrics"]?.arrayValue ?? []
    #expect(metrics.first?[path: "resource", "target"] == ["averageUtilization": 60, "type": "Utilization"])
    #expect(metrics.dropFirst(2).first?[path: "object", "describedObject", "name"] == "main")
    #expect(metrics.last?[path: "external", "metric", "name"] == "queue")
    #expect(stored[path: "spec", "behavior", "scaleDown", "selectPolicy"] == "Max")
    #expect(stored[path: "metadata", "annotations"] == nil)
    let measured = stored[path: "status", "currentMetrics"]?.arrayValue?.first
    #expect(measured?[path: "resource", "current", "averageValue"] == "10m")
  }

  @Test("A v1beta1 definition of custom resources says for all versions what v1 says for each")
  func definition() throws {
    let schema: JSONValue = ["openAPIV3Schema": ["type": "object", "properties": ["spec": ["type": "object"]]]]
    let stored = try stored(
      "apiextensions.k8s.io/v1beta1", "CustomResourceDefinition",
      [
        "metadata": ["name": "foos.example.org"],
        "spec": [
          "group": "example.org", "version": "v1", "scope": "Namespaced", "preserveUnknownFields": false,
          "names": ["plural": "foos", "kind": "Foo"], "validation": schema, "subresources": ["status": .emptyObject],
          "additionalPrinterColumns": [["name": "Size", "type": "integer", "JSONPath": ".spec.size"]],
          "versions": [
            ["name": "v1", "served": true, "storage": true], ["name": "v2", "served": true, "storage": false],
          ],
        ],
      ])
    let versions = stored[path: "spec", "versions"]?.arrayValue ?? []
    #expect(versions.map { $0["schema"] } == [schema, schema])
    #expect(versions.last?["additionalPrinterColumns"]?.arrayValue?.first?["jsonPath"] == ".spec.size")
    #expect(stored[path: "spec", "version"] == nil)

    let bare = try conversion("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition").toStored([
      "kind": "CustomResourceDefinition", "apiVersion": "apiextensions.k8s.io/v1beta1",
      "spec": ["group": "example.org", "version": "v1alpha1"],
    ])
    let only = bare[path: "spec", "versions"]?.arrayValue?.first
    #expect(only?["name"] == "v1alpha1")
    #expect(only?["storage"] == true)
    #expect(only?[path: "schema", "openAPIV3Schema", "x-kubernetes-preserve-unknown-fields"] == true)
  }

  @Test("The topology of v1beta1 endpoint slices becomes zone and node name")
  func endpointSlice() throws {
    let stored = try stored(
      "discovery.k8s.io/v1beta1", "EndpointSlice",
      [
        "endpoints": [
          [
            "addresses": ["10.0.0.1"], "nodeName": "n",
            "topology": ["topology.kubernetes.io/zone": "z", "kubernetes.io/hostname": "n", "rack": "7"],
          ]
        ]
      ])
    let endpoint = stored["endpoints"]?.arrayValue?.first
    #expect(endpoint?["zone"] == "z")
    #expect(endpoint?["deprecatedTopology"] == ["rack": "7"])
  }

  @Test("Dropped versions fill in what they once filled in")
  func defaults() {
    func completed(_ apiVersion: String, _ kind: String) -> JSONValue {
      var object: JSONValue = [
        "spec": ["template": ["metadata": ["labels": ["app": "a"]], "spec": ["containers": [["name": "c"]]]]]
      ]
      if let version = GroupVersion(apiVersion: apiVersion) {
        Defaulting.apply(to: &object, kind: GroupVersionKind(version, kind: kind))
      }
      return object
    }
    let first = completed("apps/v1beta1", "Deployment")
    #expect(first[path: "spec", "selector"] == ["matchLabels": ["app": "a"]])
    #expect(first[path: "metadata", "labels"] == ["app": "a"])
    #expect(first[path: "spec", "revisionHistoryLimit"] == 2)
    #expect(first[path: "spec", "strategy", "rollingUpdate", "maxSurge"] == "25%")
    let extensions = completed("extensions/v1beta1", "Deployment")
    #expect(extensions[path: "spec", "strategy", "rollingUpdate", "maxSurge"] == 1)
    #expect(extensions[path: "spec", "revisionHistoryLimit"] == 2_147_483_647)
    #expect(completed("apps/v1beta1", "StatefulSet")[path: "spec", "updateStrategy", "type"] == "OnDelete")
    #expect(completed("extensions/v1beta1", "DaemonSet")[path: "spec", "updateStrategy", "type"] == "OnDelete")
    #expect(completed("apps/v1beta2", "DaemonSet")[path: "spec", "updateStrategy", "type"] == "RollingUpdate")
    #expect(completed("apps/v1beta2", "Deployment")[path: "spec", "selector"] == nil)
  }

  @Test("The warning is worded as kube-apiserver words it")
  func warning() throws {
    let budget = try #require(OlderVersion.all.first { $0.resource.group == "policy" })
    #expect(
      budget.deprecation
        == "policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 "
        + "PodDisruptionBudget")
    #expect(OlderVersion.all.first { $0.resource.version == "v1" }?.deprecation == nil)
  }
}
