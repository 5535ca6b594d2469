import APIServer
import KubeClient
import KubeModel
import Testing

@Suite("Reading and writing through the API")
struct ResourceAPITests {
  private func configMap(_ name: String, data: [String: String] = [:]) -> ConfigMap {
    var object = ConfigMap(name: name, namespace: "default")
    object.data = data
    return object
  }

  private func pod(_ name: String, node: String? = nil) -> Pod {
    var pod = Pod(name: name, namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "busybox"]]]
    pod.spec.nodeName = node
    return pod
  }

  @Test("A created object has a uid, a creation time and a revision, and can be read, listed, changed and deleted")
  func crud() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let created = try await client.create(configMap("a", data: ["k": "v"]))
    #expect(!created.uid.isEmpty)
    #expect(created.metadata.creationTimestamp != nil)
    #expect(created.metadata.resourceVersion != nil)
    var changed = created
    changed.json["data"]?["k"] = "w"
    let updated = try await client.update(changed)
    #expect(updated.json["data"]?["k"] == "w")
    #expect(updated.uid == created.uid)
    #expect(try await client.get(ConfigMap.self, namespace: "default", name: "a") == updated)
    #expect(try await client.list(ConfigMap.self).map(\.name) == ["a"])
    try await client.delete(ConfigMap.resource, namespace: "default", name: "a", options: DeleteOptions())
    #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
  }

  @Test("A write that is based on an old revision is told of the conflict")
  func conflict() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let created = try await client.create(configMap("a"))
    var first = created
    first.metadata.labels["x"] = "1"
    try await client.update(first)
    var second = created
    second.metadata.labels["x"] = "2"
    await #expect(throws: StatusError.modified(GroupResource(resource: "configmaps"), name: "a")) {
      try await client.update(second)
    }
  }

  @Test("Existing names, missing namespaces and missing objects are told as Kubernetes tells them")
  func refusals() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(configMap("a"))
    await #expect(throws: StatusError.alreadyExists(GroupResource(resource: "configmaps"), name: "a")) {
      try await client.create(configMap("a"))
    }
    await #expect(throws: StatusError.notFound(GroupResource(resource: "namespaces"), name: "nope")) {
      try await client.create(ConfigMap(name: "a", namespace: "nope"))
    }
    await #expect(throws: StatusError.notFound(GroupResource(resource: "pods"), name: "p")) {
      try await client.get(Pod.self, namespace: "default", name: "p")
    }
  }

  @Test("A watch with a selector tells an object that stops matching as deleted")
  func selectedWatch() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let stream = try await client.watch(
      ConfigMap.resource, namespace: "default", options: ListOptions(labelSelector: "app=web"))
    var object = configMap("a")
    object.metadata.labels["app"] = "web"
    var stored = try await client.create(object)
    stored.metadata.labels["app"] = "db"
    stored = try await client.update(stored)
    var events = stream.makeAsyncIterator()
    guard case .added(let added)? = try await events.next() else {
      Issue.record("expected the addition")
      return
    }
    #expect(added["metadata"]?["name"] == "a")
    guard case .deleted(let deleted)? = try await events.next() else {
      Issue.record("expected the deletion")
      return
    }
    #expect(deleted["metadata"]?["resourceVersion"]?.stringValue == stored.metadata.resourceVersion)
    #expect(deleted["metadata"]?["labels"]?["app"] == "web")
  }

  @Test("A streaming list ends with a bookmark that says so")
  func streamingList() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(configMap("a"))
    let stream = try await client.watch(
      ConfigMap.resource, namespace: nil,
      options: ListOptions(resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true, sendInitialEvents: true))
    var events = stream.makeAsyncIterator()
    guard case .added? = try await events.next(), case .bookmark(_, let ends)? = try await events.next() else {
      Issue.record("expected the object and the bookmark")
      return
    }
    #expect(ends)
  }

  @Test("Pages show one state and cover everything")
  func pages() async throws {
    let client = try await InProcessKubeClient.inMemory()
    for index in 0..<5 { try await client.create(configMap("c\(index)")) }
    var names: [String] = []
    var token: String?
    repeat {
      let page = try await client.list(
        ConfigMap.resource, namespace: "default", options: ListOptions(limit: 2, continueToken: token))
      names += page.items.compactMap { $0["metadata"]?["name"]?.stringValue }
      token = page.continueToken
      if token != nil { try await client.deleteIfPresent(ConfigMap.self, namespace: "default", name: "c4") }
    } while token != nil
    #expect(names == ["c0", "c1", "c2", "c3", "c4"])
  }

  @Test("A pod on a node is deleted after its grace period, one without a node at once")
  func gracefulDeletion() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(pod("bound", node: "n1"))
    try await client.create(pod("waiting"))
    for name in ["bound", "waiting"] {
      try await client.delete(Pod.resource, namespace: "default", name: name, options: DeleteOptions())
    }
    let bound = try await client.get(Pod.self, namespace: "default", name: "bound")
    #expect(bound.metadata.deletionGracePeriodSeconds == 30)
    #expect(try await client.find(Pod.self, namespace: "default", name: "waiting") == nil)
    try await client.delete(
      Pod.resource, namespace: "default", name: "bound", options: DeleteOptions(gracePeriodSeconds: 0))
    #expect(try await client.find(Pod.self, namespace: "default", name: "bound") == nil)
  }

  @Test("An object with a finalizer stays until the finalizer is taken away")
  func finalizers() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var object = configMap("a")
    object.metadata.finalizers = ["example.com/hold"]
    try await client.create(object)
    try await client.delete(ConfigMap.resource, namespace: "default", name: "a", options: DeleteOptions())
    #expect(try await client.get(ConfigMap.self, namespace: "default", name: "a").metadata.isBeingDeleted)
    try await client.patch(
      ConfigMap.self, namespace: "default", name: "a", .merge(["metadata": ["finalizers": nil]]))
    #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
  }

  @Test("Updates of the object leave its status alone, and the other way round; only the first counts a generation")
  func statusIsApart() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var deployment = Deployment(name: "d", namespace: "default")
    deployment.json["spec"] = [
      "replicas": 1, "selector": ["matchLabels": ["app": "d"]],
      "template": [
        "metadata": ["labels": ["app": "d"]], "spec": ["containers": [["name": "c", "image": "i"]]],
      ],
    ]
    var stored = try await client.create(deployment)
    #expect(stored.metadata.generation == 1)
    let unchanged = try await client.update(stored)
    #expect(unchanged.metadata.generation == 1)
    #expect(unchanged.metadata.resourceVersion == stored.metadata.resourceVersion)
    stored.json["status"] = ["replicas": 7]
    stored.json["spec"]?["replicas"] = 2
    stored = try await client.update(stored)
    #expect(stored.metadata.generation == 2)
    #expect(stored.json["status"] == .emptyObject)
    stored.json["status"] = ["replicas": 2]
    stored.json["spec"]?["replicas"] = 9
    stored = try await client.updateStatus(stored)
    #expect(stored.json["spec"]?["replicas"] == 2)
    #expect(stored.json["status"]?["replicas"] == 2)
    #expect(stored.metadata.generation == 2)
  }

  @Test("Services get addresses of their own, and an address that is taken is refused")
  func clusterAddresses() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var service = Service(name: "a", namespace: "default")
    service.json["spec"] = ["clusterIP": "10.96.0.10", "ports": [["port": 53]]]
    #expect(try await client.create(service).spec.clusterIP == "10.96.0.10")
    service.metadata.name = "b"
    await #expect(throws: StatusError.self) { try await client.create(service) }
    service.json["spec"] = ["type": "NodePort", "ports": [["port": 80]]]
    let stored = try await client.create(service)
    #expect(stored.spec.clusterIP?.hasPrefix("10.96.") == true)
    #expect((30_000...32_767).contains(stored.spec.ports.first?.nodePort ?? 0))
  }

  @Test("A dry run answers as if, and stores nothing")
  func dryRun() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let answer = try await client.create(configMap("a"), options: WriteOptions(dryRun: true))
    #expect(!answer.uid.isEmpty)
    #expect(try await client.find(ConfigMap.self, namespace: "default", name: "a") == nil)
  }

  @Test("A dry run of an update shows the revision that the object still has, one of a creation none")
  func dryRunRevision() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let new = try await client.create(configMap("a"), options: WriteOptions(dryRun: true))
    #expect(new.metadata.resourceVersion == nil)
    var stored = try await client.create(configMap("a"))
    stored.metadata.labels["x"] = "1"
    let answer = try await client.update(
      ConfigMap.resource, namespace: "default", name: "a", subresource: nil, object: stored.json,
      options: WriteOptions(dryRun: true))
    #expect(answer["metadata"]?["resourceVersion"]?.stringValue == stored.metadata.resourceVersion)
    #expect(answer["metadata"]?["labels"] == ["x": "1"])
  }

  @Test("Who made an object by applying it can change and remove what it applied")
  func applyTwice() async throws {
    let client = try await InProcessKubeClient.inMemory()
    func apply(_ data: JSONValue) async throws -> JSONValue {
      try await client.patch(
        ConfigMap.resource, namespace: "default", name: "a", subresource: nil,
        patch: .apply(["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"], "data": data]),
        options: WriteOptions(fieldManager: "helm"))
    }
    let first = try await apply(["k": "v", "l": "w"])
    #expect(first["metadata"]?["managedFields"]?.arrayValue?.map { $0["operation"] } == ["Apply"])
    let second = try await apply(["k": "x"])
    #expect(second["data"] == ["k": "x"])
    await #expect(throws: StatusError.self) {
      try await client.patch(
        ConfigMap.resource, namespace: "default", name: "a", subresource: nil,
        patch: .apply(["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"], "data": ["k": "y"]]),
        options: WriteOptions(fieldManager: "other"))
    }
  }

  @Test("Empty lists and maps that may be missing are left out, however they came")
  func emptyMembers() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var object = configMap("a")
    object.json["metadata"]?["labels"] = [:]
    object.json["metadata"]?["finalizers"] = []
    let stored = try await client.create(object)
    #expect(stored.metadata.json["labels"] == nil)
    #expect(stored.metadata.json["finalizers"] == nil)
    let patched = try await client.patch(
      ConfigMap.resource, namespace: "default", name: "a", subresource: nil,
      patch: .strategic(["metadata": ["annotations": [:], "ownerReferences": []]]), options: WriteOptions())
    #expect(patched["metadata"]?["annotations"] == nil)
    #expect(patched["metadata"]?["ownerReferences"] == nil)
  }

  @Test("The default service account's token is mounted into every container")
  func tokenVolume() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let stored = try await client.create(pod("p"))
    #expect(stored.spec.serviceAccountName == "default")
    let mounts = stored.json["spec"]?["containers"]?.arrayValue?.first?["volumeMounts"]?.arrayValue
    #expect(mounts?.first?["mountPath"] == "/var/run/secrets/kubernetes.io/serviceaccount")
    #expect(stored.json["status"]?["phase"] == "Pending")
    #expect(stored.json["status"]?["qosClass"] == "BestEffort")
  }
}
