import APIServer
import KubeClient
import KubeModel
import Testing

@Suite("Resource quotas")
struct QuotaTests {
  private func quota(_ name: String, _ hard: [String: Quantity], spec: JSONValue = .emptyObject) -> ResourceQuota {
    var quota = ResourceQuota(name: name, namespace: "default")
    quota.json["spec"] = spec
    quota.spec.hard = hard
    return quota
  }

  private func used(_ client: InProcessKubeClient, _ name: String) async throws -> [String: Quantity] {
    try await client.get(ResourceQuota.self, namespace: "default", name: name).status.used
  }

  private func message(_ write: () async throws -> Void) async throws -> String {
    let error = try await refusal(write)
    #expect(error.code == 403)
    return error.message
  }

  // MARK: Arithmetic

  @Test("Amounts are added, compared and written in Kubernetes' forms")
  func amounts() {
    let sum = ResourceList(["cpu": "500m", "memory": "1Gi"]).adding(ResourceList(["cpu": "1500m", "pods": "1"]))
    #expect(sum.text == "cpu=2,memory=1Gi,pods=1")
    #expect(sum.subtracting(ResourceList(["cpu": "2"])).withoutZeros.names == ["memory", "pods"])
    #expect(ResourceList().subtracting(ResourceList(["pods": "1"])).negativeNames == ["pods"])
    #expect(sum.names(exceeding: ResourceList(["cpu": "1999m", "memory": "1Gi"])) == ["cpu"])
    #expect(sum.maximum(ResourceList(["cpu": "3", "memory": "1Mi"]))["cpu"] == "3")
  }

  @Test("A pod takes up what its containers need together, or its largest init container beside the sidecars")
  func podUsage() {
    func container(_ cpu: Quantity, sidecar: Bool = false) -> JSONValue {
      var json: JSONValue = ["name": "c", "resources": ["requests": ["cpu": cpu.json], "limits": ["cpu": cpu.json]]]
      if sidecar { json["restartPolicy"] = "Always" }
      return json
    }
    let pod: JSONValue = [
      "spec": [
        "initContainers": [container("100m", sidecar: true), container("2")],
        "containers": [container("1"), container("500m")], "overhead": ["cpu": "50m", "memory": "1Mi"],
      ]
    ]
    let usage = QuotaUsage.of(pod, Pod.resource.groupResource)
    #expect(usage["requests.cpu"] == "2150m")
    #expect(usage["cpu"] == "2150m")
    // Memory is not limited, so that its overhead does not count as a limit.
    #expect(usage["limits.cpu"] == "2150m")
    #expect(usage["limits.memory"] == nil)
    #expect(usage["pods"] == "1")
    var ended = pod
    ended["status"] = ["phase": "Succeeded"]
    #expect(QuotaUsage.of(ended, Pod.resource.groupResource).text == "count/pods=1")
  }

  @Test("Services and claims take up ports, balancers and storage")
  func otherUsage() {
    let services = GroupResource(resource: "services")
    let balancer: JSONValue = ["spec": ["type": "LoadBalancer", "ports": [["port": 80], ["port": 81]]]]
    #expect(
      QuotaUsage.of(balancer, services).text
        == "count/services=1,services=1,services.loadbalancers=1,services.nodeports=2")
    let claim: JSONValue = [
      "spec": ["storageClassName": "fast", "resources": ["requests": ["storage": "1500m"]]]
    ]
    let usage = QuotaUsage.of(claim, PersistentVolumeClaim.resource.groupResource)
    #expect(usage["requests.storage"] == "2")
    #expect(usage["fast.storageclass.storage.k8s.io/requests.storage"] == "2")
    #expect(usage["fast.storageclass.storage.k8s.io/persistentvolumeclaims"] == "1")
    #expect(
      QuotaUsage.of(.emptyObject, GroupResource(group: "apps", resource: "deployments")).text
        == "count/deployments.apps=1")
  }

  // MARK: Through the API

  @Test("A quota counts what is there, refuses what exceeds it in kube-apiserver's words, and frees what is deleted")
  func pods() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(Pod.busybox("first", requests: ["cpu": "200m"], limits: ["cpu": "400m"]))
    let created = try await client.create(quota("compute", ["pods": "2", "requests.cpu": "500m", "limits.cpu": "1"]))
    #expect(created.status.used == ["pods": "1", "requests.cpu": "200m", "limits.cpu": "400m"])
    #expect(created.status.hard == ["pods": "2", "requests.cpu": "500m", "limits.cpu": "1"])
    #expect(
      try await message { try await client.create(Pod.busybox("silent", requests: ["cpu": "1m"])) }
        == "pods \"silent\" is forbidden: failed quota: compute: must specify limits.cpu for: main")
    #expect(
      try await message {
        try await client.create(Pod.busybox("large", requests: ["cpu": "400m"], limits: ["cpu": "900m"]))
      }
        == "pods \"large\" is forbidden: exceeded quota: compute, requested: limits.cpu=900m,requests.cpu=400m, "
        + "used: limits.cpu=400m,requests.cpu=200m, limited: limits.cpu=1,requests.cpu=500m")
    try await client.create(Pod.busybox("second", requests: ["cpu": "300m"], limits: ["cpu": "300m"]))
    #expect(try await used(client, "compute") == ["pods": "2", "requests.cpu": "500m", "limits.cpu": "700m"])
    try await client.delete(Pod.resource, namespace: "default", name: "first", options: DeleteOptions())
    #expect(try await used(client, "compute") == ["pods": "1", "requests.cpu": "300m", "limits.cpu": "300m"])
    try await client.modify(Pod.self, namespace: "default", name: "second", subresource: "status") { pod in
      pod.status.phase = "Succeeded"
      return true
    }
    #expect(try await used(client, "compute") == ["pods": "0", "requests.cpu": "0", "limits.cpu": "0"])
  }

  @Test("Of many writes at the same moment no more pass than the quota allows")
  func sameMoment() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(quota("objects", ["count/configmaps": "5", "configmaps": "6"]))
    let passed = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<40 {
        group.addTask {
          (try? await client.create(ConfigMap(name: "c\(index)", namespace: "default"))) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(passed == 5)
    #expect(try await used(client, "objects") == ["count/configmaps": "5", "configmaps": "5"])
  }

  @Test("A dry run is refused like the real thing and charges nothing")
  func dryRun() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(quota("objects", ["secrets": "1"]))
    let secret = Secret(name: "s", namespace: "default")
    _ = try await client.create(
      Secret.resource, namespace: "default", name: nil, subresource: nil, object: secret.json,
      options: WriteOptions(dryRun: true))
    #expect(try await used(client, "objects") == ["secrets": "0"])
    try await client.create(secret)
    let refusal = try await message {
      _ = try await client.create(
        Secret.resource, namespace: "default", name: nil, subresource: nil,
        object: Secret(name: "t", namespace: "default").json, options: WriteOptions(dryRun: true))
    }
    #expect(
      refusal == "secrets \"t\" is forbidden: exceeded quota: objects, requested: secrets=1, used: secrets=1, "
        + "limited: secrets=1")
  }

  @Test("Scopes say which pods a quota is about")
  func scopes() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var important = PriorityClass(name: "important")
    important.json["value"] = 1000
    try await client.create(important)
    try await client.create(quota("besteffort", ["pods": "1"], spec: ["scopes": ["BestEffort"]]))
    try await client.create(
      quota(
        "important", ["pods": "5"],
        spec: [
          "scopeSelector": [
            "matchExpressions": [["scopeName": "PriorityClass", "operator": "In", "values": ["important"]]]
          ]
        ]))
    try await client.create(Pod.busybox("burstable", requests: ["cpu": "1m"]))
    try await client.create(Pod.busybox("plain"))
    #expect(
      try await message { try await client.create(Pod.busybox("another")) }
        == "pods \"another\" is forbidden: exceeded quota: besteffort, requested: pods=1, used: pods=1, limited: pods=1"
    )
    var urgent = Pod.busybox("urgent", requests: ["cpu": "1m"])
    urgent.spec.priorityClassName = "important"
    try await client.create(urgent)
    #expect(try await used(client, "besteffort") == ["pods": "1"])
    #expect(try await used(client, "important") == ["pods": "1"])
  }

  @Test("A service that becomes a NodePort is charged for its ports; a changed quota counts anew")
  func updates() async throws {
    let client = try await InProcessKubeClient.inMemory()
    try await client.create(quota("ports", ["services.nodeports": "1"]))
    var service = KubeModel.Service(name: "web", namespace: "default")
    service.json["spec"] = ["ports": [["name": "a", "port": 80], ["name": "b", "port": 81]]]
    let stored = try await client.create(service)
    var opened = stored
    opened.spec.type = "NodePort"
    #expect(
      try await message { try await client.update(opened) }
        == "services \"web\" is forbidden: exceeded quota: ports, requested: services.nodeports=2, "
        + "used: services.nodeports=0, limited: services.nodeports=1")
    try await client.modify(ResourceQuota.self, namespace: "default", name: "ports") { quota in
      quota.spec.hard = ["services.nodeports": "2", "services": "9"]
      return true
    }
    try await client.update(opened)
    #expect(try await used(client, "ports") == ["services.nodeports": "2", "services": "1"])
    // Nobody else writes what is used.
    try await client.modify(ResourceQuota.self, namespace: "default", name: "ports", subresource: "status") { quota in
      quota.status.used = ["services": "0"]
      return true
    }
    #expect(try await used(client, "ports") == ["services.nodeports": "2", "services": "1"])
  }
}
