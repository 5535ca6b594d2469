import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import ObjectStore
import Testing

@Suite("Writing over HTTP")
struct WritingTests {
  private let configMaps = "/api/v1/namespaces/default/configmaps"
  private let lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l"

  @Test("An update creates only what its kind allows to be created so")
  func createdByUpdate() async throws {
    try await TestAPI.with { api in
      let made = try await api.send(.PUT, lease, ["metadata": ["name": "l"], "spec": ["holderIdentity": "me"]])
      #expect(made.code == 201, "\(made)")
      let missing = try await api.send(.PUT, "\(configMaps)/c", ["metadata": ["name": "c"]])
      #expect(missing.code == 404)
      #expect(missing.message == "configmaps \"c\" not found")
    }
  }

  @Test("Some kinds ask of every update on which version it is based")
  func conditional() async throws {
    try await TestAPI.with { api in
      try await api.send(.PUT, lease, ["metadata": ["name": "l"]])
      let blind = try await api.send(.PUT, lease, ["metadata": ["name": "l"], "spec": ["holderIdentity": "b"]])
      #expect(blind.code == 422)
      #expect(
        blind.message == "Lease.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value: 0x0: "
          + "must be specified for an update")
      try await api.send(.POST, configMaps, ["metadata": ["name": "c"]])
      #expect(try await api.send(.PUT, "\(configMaps)/c", ["metadata": ["name": "c"], "data": ["a": "b"]]).code == 200)
    }
  }

  @Test("What is taken although it is hardly meant is told in Warning headers, of a template only when it changes")
  func warnings() async throws {
    try await TestAPI.with { api in
      let path = "/apis/apps/v1/namespaces/default/deployments"
      let container: JSONValue = [
        "name": "c", "image": "busybox", "env": [["name": "A", "value": "1"], ["name": "A", "value": "2"]],
      ]
      let made = try await api.send(
        .POST, path,
        [
          "metadata": ["name": "a.b"],
          "spec": [
            "selector": ["matchLabels": ["app": "a"]],
            "template": ["metadata": ["labels": ["app": "a"]], "spec": ["containers": [container]]],
          ],
        ])
      let twice =
        "299 - \"spec.template.spec.containers[0].env[1]: hides previous definition of \\\"A\\\", which may be dropped when "
        + "using apply\""
      #expect(
        made.warnings == [
          "299 - \"metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a "
            + "DNS label is recommended: [must not contain dots]\"", twice,
        ], "\(made)")
      func patch(_ change: JSONValue) async throws -> TestAPI.Answer {
        try await api.send(.PATCH, path + "/a.b", change, contentType: "application/merge-patch+json")
      }
      #expect(try await patch(["metadata": ["labels": ["x": "y"]]]).warnings == [])
      #expect(try await patch(["spec": ["replicas": 2]]).warnings == [twice])
      let endpoints = try await api.send(.GET, "/api/v1/endpoints")
      #expect(
        endpoints.warnings
          == ["299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\""])
    }
  }

  @Test("An object that was stored without its zero values gets them with a write, which changes nothing else")
  func zeroValues() async throws {
    try await TestAPI.with { api in
      let resource: JSONValue = ["name": "M", "valueFrom": ["resourceFieldRef": ["resource": "limits.memory"]]]
      let path = "/api/v1/namespaces/default/pods"
      let container: JSONValue = ["name": "c", "image": "busybox", "env": [resource]]
      let made = try await api.send(
        .POST, path, ["metadata": ["name": "p"], "spec": ["containers": [container]]])
      func divisor(_ pod: JSONValue) -> JSONValue? {
        pod[path: "spec", "containers"]?.arrayValue?.first?["env"]?.arrayValue?.first?[
          path: "valueFrom", "resourceFieldRef", "divisor"]
      }
      #expect(made.code == 201 && divisor(made.body) == "0", "\(made)")
      // As a localkube that did not know of them has left it.
      let text = String(decoding: made.body.serialized(), as: UTF8.self).replacing(#","divisor":"0""#, with: "")
      let early = try JSONValue(parsing: Array(text.utf8))
      #expect(divisor(early) == nil)
      let key = ObjectKey(GroupResource(resource: "pods"), namespace: "default", name: "p")
      try await api.client.api.store.write { $0.put(key, early) }
      let patched = try await api.send(
        .PATCH, path + "/p", ["metadata": ["labels": ["a": "b"]]], contentType: "application/merge-patch+json")
      #expect(patched.code == 200 && divisor(patched.body) == "0", "\(patched)")
      #expect(patched.body[path: "metadata", "generation"] == made.body[path: "metadata", "generation"])
    }
  }

  @Test("An update must name its object as the URL does")
  func names() async throws {
    try await TestAPI.with { api in
      try await api.send(.POST, configMaps, ["metadata": ["name": "c"]])
      let other = try await api.send(.PUT, "\(configMaps)/c", ["metadata": ["name": "d"]])
      #expect(other.message == "the name of the object (d) does not match the name on the URL (c)")
      let none = try await api.send(.PUT, "\(configMaps)/c", ["metadata": .emptyObject])
      #expect(none.code == 400)
      let nameless = "the name of the object (c based on URL) was undeterminable: name must be provided"
      #expect(none.message == nameless)
      let patches: [JSONValue] = [["metadata": .null], ["metadata": ["name": ""]]]
      for patch in patches {
        let merged = try await api.send(
          .PATCH, "\(configMaps)/c", patch, contentType: "application/merge-patch+json")
        #expect(merged.code == 400 && merged.message == nameless, "\(merged)")
      }
    }
  }

  @Test("What a patch makes unreadable is wrong with the patch")
  func unreadable() async throws {
    try await TestAPI.with { api in
      try await api.send(.POST, configMaps, ["metadata": ["name": "c"]])
      let path = "\(configMaps)/c"
      let wrong: JSONValue = ["data": ["a": 1]]
      let strategic = try await api.send(
        .PATCH, path, wrong, contentType: "application/strategic-merge-patch+json")
      #expect(
        strategic.code == 422
          && strategic.message.hasPrefix(
            " \"\" is invalid: patch: Invalid value: \"map[data:map[a:1]]\": json: cannot unmarshal number"),
        "\(strategic)")
      #expect(strategic.body[path: "details", "causes"]?.arrayValue?.first?["field"] == "patch")
      for change: JSONValue in [["data": 7], ["metadata": 7]] {
        let merged = try await api.send(.PATCH, path, change, contentType: "application/merge-patch+json")
        #expect(merged.code == 422 && merged.message.contains("patch: Invalid value: \"{\\\""), "\(merged)")
      }
      #expect(try await api.send(.POST, configMaps, ["metadata": 7]).code == 400)
      #expect(try await api.send(.GET, path).body["data"] == nil)
    }
  }

  @Test(
    "Options of writes that there are not are refused in kube-apiserver's words",
    arguments: [
      (
        HTTPMethod.POST, "dryRun=Some",
        "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: \"Some\": supported values: \"All\""
      ),
      (
        .PUT, "fieldValidation=Hard",
        "UpdateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Hard\": supported values: "
          + "\"\", \"Ignore\", \"Strict\", \"Warn\""
      ),
      (
        .PATCH, "force=true",
        "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch"
      ),
      (
        .DELETE, "propagationPolicy=Orphan&orphanDependents=true",
        "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Invalid value: \"Orphan\": orphanDependents and "
          + "deletionPropagation cannot be both set"
      ),
    ])
  func options(method: HTTPMethod, query: String, message: String) async throws {
    try await TestAPI.with { api in
      let path = method == .POST ? configMaps : "\(configMaps)/c"
      let answer = try await api.send(
        method, "\(path)?\(query)", method == .DELETE ? nil : ["metadata": ["name": "c"]],
        contentType: method == .PATCH ? "application/merge-patch+json" : "application/json")
      #expect(answer.code == 422, "\(answer)")
      #expect(answer.message == message)
    }
  }

  @Test("Dry runs check everything and leave nothing, deletions among them")
  func dryRuns() async throws {
    try await TestAPI.with { api in
      let tried = try await api.send(.POST, "\(configMaps)?dryRun=All", ["metadata": ["name": "c"]])
      #expect(tried.code == 201)
      #expect(try await api.send(.GET, "\(configMaps)/c").code == 404)
      try await api.send(.POST, configMaps, ["metadata": ["name": "c"]])
      #expect(try await api.send(.DELETE, "\(configMaps)/c?dryRun=All").code == 200)
      #expect(try await api.send(.DELETE, "\(configMaps)?dryRun=All").code == 200)
      #expect(try await api.send(.GET, "\(configMaps)/c").code == 200)
      let orphaned = try await api.send(
        .DELETE, "\(configMaps)/c", ["kind": "DeleteOptions", "apiVersion": "v1", "orphanDependents": true])
      #expect(orphaned.body[path: "metadata", "finalizers"] == ["orphan"])
    }
  }

  @Test("A collection is deleted as far as its selectors choose")
  func collections() async throws {
    try await TestAPI.with { api in
      for (name, label) in [("a", "x"), ("b", "x"), ("c", "y")] {
        try await api.send(.POST, configMaps, ["metadata": ["name": .string(name), "labels": ["l": .string(label)]]])
      }
      let answer = try await api.send(.DELETE, "\(configMaps)?labelSelector=l%3Dx")
      #expect(answer.body["items"]?.arrayValue?.count == 2)
      let left = try await api.send(.GET, configMaps)
      #expect(left.body["items"]?.arrayValue?.compactMap { $0[path: "metadata", "name"] } == ["c"])
    }
  }
}
