import APIServer
import KubeClient
import KubeModel
import Testing

@Suite("Admission of every cluster")
struct AdmissionTests {
  private func failure(_ write: () async throws -> Void) async throws -> String {
    try await refusal(write).message
  }

  private func pod(_ name: String) -> Pod {
    var pod = Pod(name: name, namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "busybox"]]]
    return pod
  }

  @Test("Namespaces that a cluster needs are not deleted")
  func immortal() async throws {
    let client = try await InProcessKubeClient.inMemory()
    for name in ["default", "kube-system", "kube-public"] {
      #expect(
        try await failure {
          try await client.delete(Namespace.resource, namespace: nil, name: name, options: DeleteOptions())
        } == "namespaces \"\(name)\" is forbidden: this namespace may not be deleted")
    }
  }

  @Test("A pod takes the pull secrets of its account, and the overhead and places of its runtime class")
  func pods() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var account = ServiceAccount(name: "default", namespace: "default")
    account.json["imagePullSecrets"] = [["name": "registry"]]
    try await client.create(account)
    _ = try await client.create(
      GroupVersionResource(group: "node.k8s.io", version: "v1", resource: "runtimeclasses"), namespace: nil, name: nil,
      subresource: nil,
      object: [
        "metadata": ["name": "heavy"], "handler": "heavy", "overhead": ["podFixed": ["cpu": "250m"]],
        "scheduling": ["nodeSelector": ["kind": "large"]],
      ], options: WriteOptions())
    var heavy = pod("a")
    heavy.spec.runtimeClassName = "heavy"
    let created = try await client.create(heavy)
    #expect(created.spec.imagePullSecrets.map(\.name) == ["registry"])
    #expect(created.spec.overhead == ["cpu": "250m"] && created.spec.nodeSelector == ["kind": "large"])
    var other = pod("b")
    other.spec.runtimeClassName = "none"
    #expect(
      try await failure { try await client.create(other) }
        == "pods \"b\" is forbidden: pod rejected: RuntimeClass \"none\" not found")
  }

  @Test("An ingress without a class takes the default one")
  func ingressClass() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let group = "networking.k8s.io"
    _ = try await client.create(
      GroupVersionResource(group: group, version: "v1", resource: "ingressclasses"), namespace: nil, name: nil,
      subresource: nil,
      object: [
        "metadata": [
          "name": "front", "annotations": ["ingressclass.kubernetes.io/is-default-class": "true"],
        ], "spec": ["controller": "example.com/front"],
      ], options: WriteOptions())
    let ingress = try await client.create(
      GroupVersionResource(group: group, version: "v1", resource: "ingresses"), namespace: "default", name: nil,
      subresource: nil,
      object: [
        "metadata": ["name": "web"],
        "spec": ["defaultBackend": ["service": ["name": "web", "port": ["number": 80]]]],
      ], options: WriteOptions())
    #expect(ingress["spec"]?["ingressClassName"] == "front")
  }

  @Test("A claim grows only when its class lets volumes grow")
  func claims() async throws {
    let client = try await InProcessKubeClient.inMemory()
    var claim = PersistentVolumeClaim(name: "data", namespace: "default")
    claim.json["spec"] = [
      "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]], "storageClassName": "small",
    ]
    try await client.create(claim)
    func grow() async throws {
      try await client.modify(PersistentVolumeClaim.self, namespace: "default", name: "data") { claim in
        claim.json["spec"]?["resources"] = ["requests": ["storage": "2Gi"]]
        return true
      }
    }
    #expect(
      try await failure(grow)
        == "persistentvolumeclaims \"data\" is forbidden: Only bound persistent volume claims can be expanded")
    try await client.modify(PersistentVolumeClaim.self, namespace: "default", name: "data", subresource: "status") {
      $0.status.phase = "Bound"
      return true
    }
    #expect(try await failure(grow).contains("only dynamically provisioned pvc can be resized"))
    _ = try await client.create(
      StorageClass.resource, namespace: nil, name: nil, subresource: nil,
      object: ["metadata": ["name": "small"], "provisioner": "p", "allowVolumeExpansion": true],
      options: WriteOptions())
    try await grow()
  }
}
