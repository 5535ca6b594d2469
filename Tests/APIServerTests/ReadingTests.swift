import APIServer
import KubeClient
import KubeModel
import NIOHTTP1
import Testing

@Suite("Reading over HTTP")
struct ReadingTests {
  private let configMaps = "/api/v1/namespaces/default/configmaps"

  private func create(_ names: String..., in api: TestAPI) async throws {
    for name in names { try await api.client.create(ConfigMap(name: name, namespace: "default")) }
  }

  private func names(_ answer: TestAPI.Answer) -> [String] {
    answer.body["items"]?.arrayValue?.compactMap { $0[path: "metadata", "name"]?.stringValue } ?? []
  }

  @Test(
    "Options that do not go together are refused in kube-apiserver's words",
    arguments: [
      (
        "resourceVersionMatch=Exact",
        "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
      ),
      (
        "resourceVersion=0&resourceVersionMatch=Exact",
        "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
      ),
      (
        "resourceVersion=1&resourceVersionMatch=x",
        "resourceVersionMatch: Unsupported value: \"x\": supported values: \"Exact\", \"NotOlderThan\", \"\""
      ),
      ("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list"),
      (
        "watch=1&sendInitialEvents=true",
        "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
      ),
    ])
  func options(query: String, problem: String) async throws {
    try await TestAPI.with { api in
      let answer = try await api.send(.GET, "\(configMaps)?\(query)")
      #expect(answer.code == 422, "\(answer)")
      #expect(answer.message == "ListOptions.meta.k8s.io \"\" is invalid: \(problem)")
    }
  }

  @Test("A list comes in pages; a token that is too old brings one that goes on at the present")
  func pages() async throws {
    try await TestAPI.with { api in
      try await create("a", "b", "c", in: api)
      let first = try await api.send(.GET, "\(configMaps)?limit=2")
      #expect(names(first) == ["a", "b"])
      #expect(first.body[path: "metadata", "remainingItemCount"] == 1)
      let token = try #require(first.body[path: "metadata", "continue"]?.stringValue)
      try await create("bb", in: api)
      #expect(names(try await api.send(.GET, "\(configMaps)?limit=2&continue=\(token)")) == ["c"])
      let both = try await api.send(.GET, "\(configMaps)?continue=\(token)&resourceVersion=1")
      #expect(both.message == "specifying resource version is not allowed when using continue")
      #expect(try await api.send(.GET, "\(configMaps)?continue=nonsense").code == 400)
    }
  }

  @Test("Fields that a kind does not support are named, and those that it does choose by the stored value")
  func fieldSelectors() async throws {
    try await TestAPI.with { api in
      try await create("a", in: api)
      let unknown = try await api.send(.GET, "\(configMaps)?fieldSelector=data.x%3D1")
      #expect(unknown.code == 400)
      #expect(
        unknown.message == "\"data.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")
      let pods = try await api.send(.GET, "/api/v1/pods?fieldSelector=spec.x%3D1")
      #expect(pods.message == "field label not supported: spec.x")
      #expect(names(try await api.send(.GET, "\(configMaps)?fieldSelector=metadata.name!%3Da")) == [])
      let job: JSONValue = [
        "metadata": ["name": "j"],
        "spec": [
          "template": [
            "spec": ["restartPolicy": "Never", "containers": [["name": "c", "image": "busybox"]]]
          ]
        ],
      ]
      let jobs = "/apis/batch/v1/namespaces/default/jobs"
      #expect(try await api.send(.POST, jobs, job).code == 201)
      #expect(names(try await api.send(.GET, "\(jobs)?fieldSelector=status.successful%3D0")) == ["j"])
      let malformed = try await api.send(.GET, "\(configMaps)?labelSelector=a%20b")
      #expect(malformed.message == "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")
    }
  }

  @Test("A watch that would begin too far back is told so by an event, and the old path for watches leads there too")
  func watches() async throws {
    try await TestAPI.with { api in
      try await create("a", in: api)
      let watch = try await api.send(
        .GET, "/api/v1/watch/namespaces/default/configmaps/a?timeoutSeconds=1&resourceVersion=0")
      #expect(watch.code == 200)
      #expect(watch.body["type"] == "ADDED")
      #expect(watch.body[path: "object", "metadata", "name"] == "a")
      let metadata = try await api.send(
        .GET,
        "\(configMaps)?watch=1&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
          + "&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dnone",
        headers: ["accept": "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"])
      #expect(metadata.body["type"] == "BOOKMARK")
      #expect(metadata.body[path: "object", "kind"] == "PartialObjectMetadata")
      #expect(metadata.body[path: "object", "metadata", "annotations", "k8s.io/initial-events-end"] == "true")
    }
  }

  @Test("The parts of the control plane are healthy, and a pod can be bound by the collection of bindings")
  func core() async throws {
    try await TestAPI.with { api in
      let list = try await api.send(.GET, "/api/v1/componentstatuses")
      #expect(names(list) == ["controller-manager", "etcd-0", "scheduler"])
      #expect(list.headers["warning"] == ["299 - \"v1 ComponentStatus is deprecated in v1.19+\""])
      #expect(try await api.send(.GET, "/api/v1/componentstatuses/nothing").code == 404)
      try await api.client.create(ServiceAccount(name: "default", namespace: "default"))
      let pods = "/api/v1/namespaces/default/pods"
      let pod: JSONValue = [
        "metadata": ["name": "p"], "spec": ["containers": [["name": "c", "image": "busybox"]]],
      ]
      let created = try await api.send(.POST, pods, pod)
      #expect(created.code == 201, "\(created)")
      let bound = try await api.send(
        .POST, "/api/v1/namespaces/default/bindings",
        ["kind": "Binding", "apiVersion": "v1", "metadata": ["name": "p"], "target": ["kind": "Node", "name": "n"]])
      #expect(bound.code == 201, "\(bound)")
      #expect(try await api.send(.GET, "\(pods)/p").body[path: "spec", "nodeName"] == "n")
    }
  }
}
