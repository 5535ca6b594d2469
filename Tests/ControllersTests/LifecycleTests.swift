import KubeClient
import KubeModel
import LinuxSystem
import Testing

@Suite("Owners, namespaces and volumes", .timeLimit(.minutes(5)))
struct LifecycleTests {
  @Test("What belongs to a deleted object is deleted, and is kept when it is to be orphaned")
  func garbageCollection() async throws {
    try await TestCluster.run { cluster in
      for policy in ["Background", "Foreground", "Orphan"] {
        let owner = try await cluster.client.create(ConfigMap(name: "owner", namespace: "default"))
        var dependent = ConfigMap(name: "dependent", namespace: "default")
        dependent.metadata.ownerReferences = [owner.controllerReference()]
        try await cluster.client.create(dependent)
        try await cluster.client.deleteIfPresent(
          ConfigMap.self, namespace: "default", name: "owner", options: DeleteOptions(propagationPolicy: policy))
        try await cluster.wait(for: ConfigMap.self) { objects in !objects.contains { $0.name == "owner" } }
        if policy == "Orphan" {
          let kept = try await cluster.wait(for: ConfigMap.self, "dependent") { $0.metadata.ownerReferences.isEmpty }
          #expect(!kept.metadata.isBeingDeleted)
        } else {
          try await cluster.wait(for: ConfigMap.self) { objects in !objects.contains { $0.name == "dependent" } }
        }
      }
    }
  }

  @Test("Owners in a circle go, when one of them is deleted in the foreground")
  func circle() async throws {
    try await TestCluster.run { cluster in
      let names = ["a", "b", "c"]
      var made: [ConfigMap] = []
      for name in names { made.append(try await cluster.client.create(ConfigMap(name: name, namespace: "default"))) }
      for (index, name) in names.enumerated() {
        let owner = made[(index + 2) % 3]
        try await cluster.client.modify(ConfigMap.self, namespace: "default", name: name) { object in
          object.metadata.ownerReferences = [owner.controllerReference()]
          return true
        }
      }
      try await cluster.client.deleteIfPresent(
        ConfigMap.self, namespace: "default", name: "a", options: DeleteOptions(propagationPolicy: "Foreground"))
      try await cluster.wait(for: ConfigMap.self) { objects in !objects.contains { names.contains($0.name) } }
    }
  }

  @Test("An owner that is deleted in the foreground goes when its last dependent has left it")
  func leaving() async throws {
    try await TestCluster.run { cluster in
      let owner = try await cluster.client.create(ConfigMap(name: "owner", namespace: "default"))
      var dependent = ConfigMap(name: "dependent", namespace: "default")
      dependent.metadata.ownerReferences = [owner.controllerReference()]
      dependent.metadata.finalizers = ["example.com/hold"]
      try await cluster.client.create(dependent)
      try await cluster.client.deleteIfPresent(
        ConfigMap.self, namespace: "default", name: "owner", options: DeleteOptions(propagationPolicy: "Foreground"))
      try await cluster.wait(for: ConfigMap.self, "dependent") { $0.metadata.isBeingDeleted }
      try await cluster.client.modify(ConfigMap.self, namespace: "default", name: "dependent") { object in
        object.metadata.ownerReferences = []
        return true
      }
      try await cluster.wait(for: ConfigMap.self) { objects in !objects.contains { $0.name == "owner" } }
    }
  }

  @Test("A namespace has its service account and root certificate, and goes with all that it holds")
  func namespaces() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(Namespace(name: "team"))
      try await cluster.wait(for: ServiceAccount.self, "default", namespace: "team") { _ in true }
      let published = try await cluster.wait(for: ConfigMap.self, "kube-root-ca.crt", namespace: "team") { _ in true }
      #expect(published.data == ["ca.crt": "PEM"])
      var pod = Pod(name: "a", namespace: "team")
      pod.json["spec"] = ["containers": [["name": "main", "image": "one"]]]
      try await cluster.client.create(pod)
      try await cluster.client.deleteIfPresent(Namespace.self, name: "team")
      try await cluster.wait(for: Namespace.self, namespace: nil) { objects in
        !objects.contains { $0.name == "team" }
      }
      #expect(try await cluster.client.list(Pod.self, namespace: "team").isEmpty)
    }
  }

  @Test("A namespace waits for objects of every kind, says what it waits for, and goes when their finalizers have gone")
  func finalizers() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(Namespace(name: "team"))
      var quota = ResourceQuota(name: "kept", namespace: "team")
      quota.metadata.finalizers = ["example.com/hold"]
      quota.spec.hard = ["pods": "1"]
      try await cluster.client.create(quota)
      var held = Role(name: "held", namespace: "team")
      held.metadata.finalizers = ["example.com/hold"]
      try await cluster.client.create(held)
      try await cluster.client.deleteIfPresent(Namespace.self, name: "team")
      let waiting = try await cluster.wait(for: Namespace.self, "team", namespace: nil) { namespace in
        namespace.status.conditions.contains { $0.type == "NamespaceFinalizersRemaining" && $0.status == "True" }
      }
      func message(_ type: String) -> String? { waiting.status.conditions.first { $0.type == type }?.message }
      #expect(
        message("NamespaceContentRemaining")
          == "Some resources are remaining: resourcequotas. has 1 resource instances, "
          + "roles.rbac.authorization.k8s.io has 1 resource instances")
      #expect(
        message("NamespaceFinalizersRemaining")
          == "Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances")
      #expect(waiting.status.phase == "Terminating")
      await #expect(throws: StatusError.self) {
        try await cluster.client.create(ConfigMap(name: "late", namespace: "team"))
      }
      try await cluster.client.modify(ResourceQuota.self, namespace: "team", name: "kept") { quota in
        quota.metadata.finalizers = []
        return true
      }
      try await cluster.client.modify(Role.self, namespace: "team", name: "held") { role in
        role.metadata.finalizers = []
        return true
      }
      try await cluster.wait(for: Namespace.self, namespace: nil) { objects in
        !objects.contains { $0.name == "team" }
      }
    }
  }

  private func claim(_ name: String, class storageClass: String? = nil) -> PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(name: name, namespace: "default")
    claim.json["spec"] = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
    claim.spec.storageClassName = storageClass
    return claim
  }

  @Test("A claim gets a volume with a directory, and the data goes with the claim")
  func provisioning() async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "volumes-")
    defer { try? FileSystem.removeTree(directory) }  // A left-over directory does no harm.
    try await TestCluster.run(volumes: directory) { cluster in
      try await cluster.client.create(claim("data", class: "standard"))
      let bound = try await cluster.wait(for: PersistentVolumeClaim.self, "data") { $0.status.phase == "Bound" }
      let volumeName = try #require(bound.spec.volumeName)
      let volume = try await cluster.wait(for: PersistentVolume.self, volumeName, namespace: nil) {
        $0.status.phase == "Bound"
      }
      let path = try #require(volume.spec.hostPath?.path)
      #expect(FileSystem.exists(path))
      #expect(bound.status.capacity["storage"]?.text == "1Gi")
      try await cluster.client.deleteIfPresent(PersistentVolumeClaim.self, namespace: "default", name: "data")
      try await cluster.wait(for: PersistentVolume.self, namespace: nil) { $0.isEmpty }
      #expect(!FileSystem.exists(path))
    }
  }

  @Test("A claim of a class that does not exist stays pending and says so")
  func missingClass() async throws {
    try await TestCluster.run { cluster in
      try await cluster.client.create(claim("data", class: "fast"))
      let events = try await cluster.wait(for: Event.self) { events in
        events.contains { $0.reason == "ProvisioningFailed" }
      }
      let event = try #require(events.first { $0.reason == "ProvisioningFailed" })
      #expect(event.message == "storageclass.storage.k8s.io \"fast\" not found")
      #expect(event.involvedObject?.name == "data")
      let pending = try await cluster.client.get(PersistentVolumeClaim.self, namespace: "default", name: "data")
      #expect(pending.status.phase == "Pending")
    }
  }
}
