import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Group versions that are converted")
struct OlderVersionTests {
  private let ingress: JSONValue = [
    "apiVersion": "extensions/v1beta1", "kind": "Ingress", "metadata": ["name": "web"],
    "spec": [
      "rules": [
        ["http": ["paths": [["path": "/", "backend": ["serviceName": "web", "servicePort": 80]]]]]
      ]
    ],
  ]
  private let old = "/apis/extensions/v1beta1/namespaces/default/ingresses"
  private let new = "/apis/networking.k8s.io/v1/namespaces/default/ingresses"

  private func backend(_ object: JSONValue) -> JSONValue? {
    object[path: "spec", "rules"]?.arrayValue?.first?[path: "http", "paths"]?.arrayValue?.first?["backend"]
  }

  @Test("An object that is written in one version is read in every other")
  func ingresses() async throws {
    try await TestAPI.with { api in
      let created = try await api.send(.POST, old, ingress)
      #expect(created.code == 201, "\(created)")
      #expect(created.body["apiVersion"] == "extensions/v1beta1")
      #expect(backend(created.body) == ["serviceName": "web", "servicePort": 80])
      let today = try await api.send(.GET, new + "/web")
      #expect(today.body["apiVersion"] == "networking.k8s.io/v1")
      #expect(backend(today.body) == ["service": ["name": "web", "port": ["number": 80]]])
      #expect(today.body[path: "metadata", "uid"] == created.body[path: "metadata", "uid"])
      let list = try await api.send(.GET, "/apis/networking.k8s.io/v1beta1/ingresses")
      #expect(list.body["kind"] == "IngressList")
      #expect(list.body["apiVersion"] == "networking.k8s.io/v1beta1")
      #expect(list.body["items"]?.arrayValue?.first?["apiVersion"] == "networking.k8s.io/v1beta1")
      #expect(list.body["items"]?.arrayValue?.first.flatMap(backend)?["serviceName"] == "web")
      let deleted = try await api.send(.DELETE, old + "/web")
      #expect(deleted.body["status"] == "Success")
    }
  }

  @Test("A patch is about the fields of the version that it is sent to")
  func patches() async throws {
    try await TestAPI.with { api in
      try await api.send(.POST, old, ingress)
      let patched = try await api.send(
        .PATCH, old + "/web", ["spec": ["backend": ["serviceName": "other", "servicePort": "http"]]],
        contentType: "application/strategic-merge-patch+json")
      #expect(patched.code == 200, "\(patched)")
      #expect(patched.body[path: "spec", "backend"] == ["serviceName": "other", "servicePort": "http"])
      let today = try await api.send(.GET, new + "/web")
      #expect(today.body[path: "spec", "defaultBackend"] == ["service": ["name": "other", "port": ["name": "http"]]])
      let unknown = try await api.send(
        .PATCH, old + "/web?fieldValidation=Strict", ["spec": ["defaultBackend": .emptyObject]],
        contentType: "application/merge-patch+json")
      #expect(unknown.code == 422)
      #expect(unknown.message.contains("unknown field \"spec.defaultBackend\""), "\(unknown)")
    }
  }

  @Test("A manager that applies through an old version and then through a new one drops what it no longer wants")
  func applies() async throws {
    try await TestAPI.with { api in
      let options = "/web?fieldManager=me"
      let apply = "application/apply-patch+yaml"
      var first = ingress
      first["spec"]?["backend"] = ["serviceName": "gone", "servicePort": 81]
      let created = try await api.send(.PATCH, old + options, first, contentType: apply)
      #expect(created.code == 201, "\(created)")
      let second: JSONValue = [
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": ["name": "web"],
        "spec": [
          "rules": [
            [
              "http": [
                "paths": [
                  [
                    "path": "/", "pathType": "ImplementationSpecific",
                    "backend": ["service": ["name": "web", "port": ["number": 80]]],
                  ]
                ]
              ]
            ]
          ]
        ],
      ]
      let applied = try await api.send(.PATCH, new + options, second, contentType: apply)
      #expect(applied.code == 200, "\(applied)")
      #expect(applied.body[path: "spec", "defaultBackend"] == nil)
      let managers = applied.body[path: "metadata", "managedFields"]?.arrayValue ?? []
      #expect(managers.map { $0["apiVersion"] } == ["networking.k8s.io/v1"])
      let conflict = try await api.send(
        .PATCH, old + "/web?fieldManager=other",
        [
          "apiVersion": "extensions/v1beta1", "kind": "Ingress",
          "spec": [
            "rules": [["http": ["paths": [["path": "/else", "backend": ["serviceName": "a", "servicePort": 1]]]]]]
          ],
        ], contentType: apply)
      #expect(conflict.code == 409, "\(conflict)")
      #expect(conflict.message.contains("conflict with \"me\": .spec.rules"), "\(conflict)")
    }
  }

  @Test("A watch shows events in its version")
  func watches() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let resource = GroupVersionResource(group: "extensions", version: "v1beta1", resource: "ingresses")
    _ = try await client.create(
      resource, namespace: "default", name: nil, subresource: nil, object: ingress, options: WriteOptions())
    var seen: [JSONValue] = []
    let watch = try await client.watch(resource, namespace: "default", options: ListOptions(resourceVersion: "1"))
    try await client.delete(resource, namespace: "default", name: "web", options: DeleteOptions())
    for try await event in watch {
      switch event {
      case .added(let object), .modified(let object): seen.append(object)
      case .deleted(let object):
        seen.append(object)
        #expect(seen.map { $0["apiVersion"] } == ["extensions/v1beta1", "extensions/v1beta1"])
        #expect(seen.allSatisfy { backend($0)?["serviceName"] == "web" })
        return
      case .bookmark: break
      }
    }
    Issue.record("the watch ended")
  }

  @Test("A dropped version answers with a warning, and discovery shows today's version first")
  func discovery() async throws {
    try await TestAPI.with { api in
      let groups = try await api.send(.GET, "/apis")
      let names = groups.body["groups"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
      #expect(names.first == "apiregistration.k8s.io")
      #expect(names.last == "metrics.k8s.io" && names.dropLast().last == "extensions")
      for (group, preferred) in [
        ("policy", "v1"), ("autoscaling", "v2"), ("apps", "v1"), ("networking.k8s.io", "v1"), ("events.k8s.io", "v1"),
      ] {
        let document = try await api.send(.GET, "/apis/" + group)
        #expect(document.body[path: "preferredVersion", "version"]?.stringValue == preferred)
        #expect((document.body["versions"]?.arrayValue?.count ?? 0) > 1)
      }
      let budget: JSONValue = ["metadata": ["name": "a"], "spec": ["minAvailable": 1, "selector": .emptyObject]]
      let answer = try await api.send(.POST, "/apis/policy/v1beta1/namespaces/default/poddisruptionbudgets", budget)
      #expect(answer.code == 201, "\(answer)")
      #expect(
        answer.headers["warning"] == [
          "299 - \"policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 "
            + "PodDisruptionBudget\""
        ])
    }
  }

  @Test("A Table of an old version has today's columns")
  func tables() async throws {
    try await TestAPI.with { api in
      var named = ingress
      named["spec"]?["backend"] = ["serviceName": "a", "servicePort": 1]
      try await api.send(.POST, old, named)
      let accept: HTTPHeaders = ["accept": "application/json;as=Table;v=v1;g=meta.k8s.io"]
      let one = try await api.send(.GET, old + "?includeObject=Object", headers: accept)
      let two = try await api.send(.GET, new, headers: accept)
      let rows = one.body["rows"]?.arrayValue
      let cells = rows?.first?["cells"]?.arrayValue?.dropLast()  // The age aside.
      #expect(cells == two.body["rows"]?.arrayValue?.first?["cells"]?.arrayValue?.dropLast())
      #expect(rows?.first?[path: "object", "apiVersion"] == "extensions/v1beta1")
    }
  }

  @Test("Events of the core group can be found by the names of events.k8s.io")
  func events() async throws {
    try await TestAPI.with { api in
      let event: JSONValue = [
        "metadata": ["name": "e"], "involvedObject": ["kind": "Pod", "name": "p", "namespace": "default"],
        "message": "hello", "reason": "Hello", "type": "Normal",
      ]
      #expect(try await api.send(.POST, "/api/v1/namespaces/default/events", event).code == 201)
      let path = "/apis/events.k8s.io/v1/namespaces/default/events?fieldSelector=regarding.name%3D"
      let found = try await api.send(.GET, path + "p")
      #expect(found.body["items"]?.arrayValue?.first?["note"] == "hello")
      #expect(try await api.send(.GET, path + "q").body["items"] == [])
    }
  }
}
