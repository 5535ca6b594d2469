import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@testable import APIServer

@Suite("Server-side apply and subresources over HTTP")
struct AppliedTests {
  private let apps = "/apis/apps/v1/namespaces/default/deployments"
  private let configMaps = "/api/v1/namespaces/default/configmaps"
  private let applyPatch = "application/apply-patch+yaml"

  private func deployment(_ spec: JSONValue = .emptyObject, containers: JSONValue = [["name": "a", "image": "b"]])
    -> JSONValue
  {
    let plain: JSONValue = [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "x"],
      "spec": [
        "selector": ["matchLabels": ["app": "x"]],
        "template": ["metadata": ["labels": ["app": "x"]], "spec": ["containers": containers]],
      ],
    ]
    return MergePatch.apply(["spec": spec], to: plain)
  }

  private func managers(_ object: JSONValue) -> [String: JSONValue] {
    var result: [String: JSONValue] = [:]
    for entry in ObjectMeta(json: object["metadata"] ?? .emptyObject).managedFields {
      let key = [entry.manager, entry.operation, entry.apiVersion, entry.subresource].compactMap(\.self)
      result[key.joined(separator: " ")] = entry.fieldsV1
    }
    return result
  }

  @Test("What is no value of the kind's type is refused by path, whatever the field validation")
  func types() async throws {
    let container = #".spec.template.spec.containers[name="a"]"#
    let cases: [(JSONValue, String)] = [
      (deployment(["foo": 1]), ".spec.foo: field not declared in schema"),
      (deployment(["replicas": "3"]), ".spec.replicas: expected numeric (int or float), got string"),
      (
        deployment(["paused": "yes"]),
        ".spec.paused: expected boolean, got &value.valueUnstructured{Value:\"yes\"}"
      ),
      (deployment(["strategy": ["a"]]), ".spec.strategy: expected map, got &{[a]}"),
      (
        deployment(containers: ["a": ["b": 1]]),
        ".spec.template.spec.containers: expected list, got &{map[a:map[b:1]]}"
      ),
      (
        deployment(containers: [["image": "b"]]),
        ".spec.template.spec.containers: element 0: associative list with keys has an element that omits key field "
          + "\"name\" (and doesn't have default value)"
      ),
      (
        deployment(containers: [["name": "a", "image": "b"], ["name": "a", "image": ["x": true]]]),
        "errors:\n  .spec.template.spec.containers: duplicate entries for key [name=\"a\"]\n  \(container).image: "
          + "expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"x\":true}}"
      ),
      (
        deployment(containers: [["name": "a", "ports": [["containerPort": 80], ["containerPort": 80, "x": 1]]]]),
        "errors:\n  \(container).ports: duplicate entries for key [containerPort=80,protocol=\"TCP\"]\n  "
          + "\(container).ports[containerPort=80,protocol=\"TCP\"].x: field not declared in schema"
      ),
    ]
    try await TestAPI.with { api in
      for (object, problem) in cases {
        let answer = try await api.send(
          .PATCH, "\(apps)/x?fieldManager=m&fieldValidation=Ignore", object, contentType: applyPatch)
        #expect(answer.code == 500 && answer.body["reason"] == nil, "\(answer)")
        #expect(
          answer.message
            == "failed to create typed patch object (default/x; apps/v1, Kind=Deployment): \(problem)")
      }
      let map: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"], "data": ["n": 1]]
      let answer = try await api.send(.PATCH, "\(configMaps)/c?fieldManager=m", map, contentType: applyPatch)
      #expect(
        answer.message == "failed to create typed patch object (default/c; /v1, Kind=ConfigMap): .data.n: "
          + "expected string, got &value.valueUnstructured{Value:1}")
      let good = deployment(["replicas": 1, "strategy": nil], containers: [["name": "a", "image": "b", "ports": []]])
      let made = try await api.send(.PATCH, "\(apps)/x?fieldManager=m", good, contentType: applyPatch)
      #expect(made.code == 201, "\(made)")
    }
  }

  @Test("Who scales owns the replicas through the subresource, and an apply of them can conflict")
  func scale() async throws {
    try await TestAPI.with { api in
      try await api.send(.PATCH, "\(apps)/x?fieldManager=m", deployment(["replicas": 1]), contentType: applyPatch)
      let scale: JSONValue = [
        "apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": ["name": "x"], "spec": ["replicas": 3],
      ]
      let conflict = try await api.send(
        .PATCH, "\(apps)/x/scale?fieldManager=s", scale, contentType: applyPatch)
      #expect(conflict.code == 409, "\(conflict)")
      #expect(conflict.message == "Apply failed with 1 conflict: conflict with \"m\": .spec.replicas")
      let forced = try await api.send(
        .PATCH, "\(apps)/x/scale?fieldManager=s&force=true", scale, contentType: applyPatch)
      #expect(forced.code == 200 && forced.body[path: "spec", "replicas"] == 3, "\(forced)")
      let replicas: JSONValue = ["f:spec": ["f:replicas": [:]]]
      var owners = managers(try await api.send(.GET, "\(apps)/x").body)
      #expect(owners["s Apply apps/v1 scale"] == replicas, "\(owners)")
      #expect(owners["m Apply apps/v1"]?[path: "f:spec", "f:replicas"] == nil)

      let written = try await api.send(
        .PATCH, "\(apps)/x/scale?fieldManager=k", ["spec": ["replicas": 5]],
        contentType: "application/merge-patch+json")
      #expect(written.body[path: "spec", "replicas"] == 5, "\(written)")
      let object = try await api.send(.GET, "\(apps)/x").body
      owners = managers(object)
      #expect(owners["k Update apps/v1 scale"] == replicas, "\(owners)")
      #expect(owners["s Apply apps/v1 scale"] == nil)
      #expect(object[path: "metadata", "generation"] == 3)
    }
  }

  @Test("A write of the status changes as much of the metadata as its kind lets it")
  func statusMetadata() async throws {
    try await TestAPI.with { api in
      try await api.client.create(Pod.busybox("p"))
      try await api.send(.POST, apps, deployment())
      let metadata: JSONValue = ["labels": ["l": "new"], "annotations": ["a": "new"]]
      func write(_ path: String) async throws -> TestAPI.Answer {
        try await api.send(
          .PATCH, "\(path)/status", ["metadata": metadata, "spec": ["x": 1]],
          contentType: "application/merge-patch+json")
      }
      let pod = try await write("/api/v1/namespaces/default/pods/p")
      #expect(pod.body[path: "metadata", "labels"] == ["l": "new"], "\(pod)")
      #expect(pod.body[path: "metadata", "annotations"] == ["a": "new"])
      let deployment = try await write("\(apps)/x")
      #expect(deployment.body[path: "metadata", "labels"] == nil, "\(deployment)")
      #expect(deployment.body[path: "metadata", "annotations"] == ["a": "new"])
      let service = try await write("/apis/apiregistration.k8s.io/v1/apiservices/v1.apps")
      #expect(service.body[path: "metadata", "annotations"] == nil, "\(service)")

      let bad = try await api.send(
        .PATCH, "/api/v1/namespaces/default/pods/p/status", ["metadata": ["labels": ["l": "-"]]],
        contentType: "application/merge-patch+json")
      #expect(bad.code == 422 && bad.message.hasPrefix("Pod \"p\" is invalid: metadata.labels:"), "\(bad)")
    }
  }
}
