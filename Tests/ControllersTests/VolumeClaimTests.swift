import KubeClient
import KubeModel
import LinuxSystem
import Testing

@Suite("Claims and volumes", .timeLimit(.minutes(5)))
struct VolumeClaimTests {
  private func claim(_ name: String, class storageClass: String = "", size: String = "1Gi") -> PersistentVolumeClaim {
    var claim = PersistentVolumeClaim(name: name, namespace: "default")
    claim.json["spec"] = [
      "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": .string(size)]],
      "storageClassName": .string(storageClass),
    ]
    return claim
  }

  private func volume(_ name: String, path: String, policy: String, class storageClass: String = "") -> PersistentVolume
  {
    var volume = PersistentVolume(name: name)
    volume.json["spec"] = [
      "accessModes": ["ReadWriteOnce"], "capacity": ["storage": "1Gi"], "hostPath": ["path": .string(path)],
      "persistentVolumeReclaimPolicy": .string(policy), "storageClassName": .string(storageClass),
    ]
    return volume
  }

  private func pod(_ name: String, _ volume: JSONValue) -> Pod {
    var pod = Pod(name: name, namespace: "default")
    pod.json["spec"] = ["containers": [["name": "main", "image": "one"]], "volumes": [volume]]
    return pod
  }

  private func run(_ body: @Sendable (TestCluster, _ directory: String) async throws -> Void) async throws {
    let directory = try FileSystem.makeTemporaryDirectory(prefix: "lk-claims-")
    defer { try? FileSystem.removeTree(directory) }  // A left-over directory does no harm.
    try await TestCluster.run(volumes: "\(directory)/volumes") { cluster in try await body(cluster, directory) }
  }

  private func message(_ cluster: TestCluster, _ reason: String) async throws -> String? {
    try await cluster.wait(for: Event.self, namespace: nil) { $0.contains { $0.reason == reason } }
      .first { $0.reason == reason }?.message
  }

  @Test("An ephemeral volume's claim is made for its pod, belongs to it and goes with it")
  func ephemeralVolumes() async throws {
    try await run { cluster, _ in
      let template: JSONValue = [
        "metadata": ["labels": ["a": "b"]],
        "spec": [
          "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]],
          "storageClassName": "standard",
        ],
      ]
      let pod = try await cluster.client.create(
        pod("eph", ["name": "scratch", "ephemeral": ["volumeClaimTemplate": template]]))
      let made = try await cluster.wait(for: PersistentVolumeClaim.self, "eph-scratch") { $0.status.phase == "Bound" }
      #expect(made.metadata.labels == ["a": "b"])
      #expect(made.metadata.ownerReferences.map(\.uid) == [pod.metadata.uid])
      #expect(made.metadata.ownerReferences.first?.controller == true)
      try await cluster.client.deleteIfPresent(Pod.self, namespace: "default", name: "eph")
      try await cluster.wait(for: PersistentVolumeClaim.self) { $0.isEmpty }
      try await cluster.wait(for: PersistentVolume.self, namespace: nil) { $0.isEmpty }
    }
  }

  @Test("A claim of the name that is somebody else's is left to them, and an event says so")
  func foreignClaims() async throws {
    try await run { cluster, _ in
      try await cluster.client.create(claim("eph-scratch"))
      let template: JSONValue = [
        "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
      ]
      try await cluster.client.create(
        pod("eph", ["name": "scratch", "ephemeral": ["volumeClaimTemplate": template]]))
      // The claim has an event of this reason too: it waits for a volume.
      let events = try await cluster.wait(for: Event.self, namespace: nil) {
        $0.contains { $0.reason == "FailedBinding" && $0.involvedObject?.kind == "Pod" }
      }
      #expect(
        events.first { $0.involvedObject?.kind == "Pod" && $0.reason == "FailedBinding" }?.message
          == "ephemeral volume scratch: PVC default/eph-scratch was not created for pod default/eph (pod is not owner)")
    }
  }

  @Test("A claim in use is kept until its pod is deleted, ended or not; a volume in use until its claim is")
  func protection() async throws {
    try await run { cluster, _ in
      let made = try await cluster.client.create(claim("data", class: "standard"))
      // From the first moment on.
      #expect(made.metadata.finalizers == ["kubernetes.io/pvc-protection"])
      let bound = try await cluster.wait(for: PersistentVolumeClaim.self, "data") { $0.status.phase == "Bound" }
      try await cluster.client.create(pod("user", ["name": "v", "persistentVolumeClaim": ["claimName": "data"]]))
      let running = try await cluster.wait(for: Pod.self, "user") { $0.status.phase == "Running" }
      let name = try #require(bound.spec.volumeName)
      try await cluster.client.deleteIfPresent(PersistentVolume.self, name: name)
      try await cluster.client.deleteIfPresent(PersistentVolumeClaim.self, namespace: "default", name: "data")
      try await cluster.kubelet.end(running)
      // What follows an end has been done when the volume was looked at once more.
      try await cluster.client.modify(PersistentVolumeClaim.self, namespace: "default", name: "data") { claim in
        claim.metadata.annotations["touched"] = "yes"
        return true
      }
      try await Task.sleep(for: .milliseconds(300))
      #expect(try await cluster.client.find(PersistentVolumeClaim.self, namespace: "default", name: "data") != nil)
      #expect(try await cluster.client.find(PersistentVolume.self, name: name) != nil)
      try await cluster.client.deleteIfPresent(Pod.self, namespace: "default", name: "user")
      try await cluster.wait(for: PersistentVolumeClaim.self) { $0.isEmpty }
      try await cluster.wait(for: PersistentVolume.self, namespace: nil) { $0.isEmpty }
    }
  }

  @Test("Volumes are kept, emptied or removed after their claims, as their policies say")
  func reclaiming() async throws {
    try await run { cluster, directory in
      let outside = "\(directory)/outside"
      try FileSystem.makeDirectory(outside)
      try FileSystem.write(text: "precious", to: "\(outside)/file")
      for policy in ["Retain", "Recycle", "Delete"] {
        let path = "\(directory)/\(policy)"
        try FileSystem.makeDirectory("\(path)/a/b")
        try FileSystem.makeLink("\(path)/link", to: outside)
        try await cluster.client.create(
          volume(policy.lowercased(), path: path, policy: policy, class: policy.lowercased()))
        try await cluster.client.create(claim(policy.lowercased(), class: policy.lowercased()))
        try await cluster.wait(for: PersistentVolumeClaim.self, policy.lowercased()) { $0.status.phase == "Bound" }
        try await cluster.client.deleteIfPresent(
          PersistentVolumeClaim.self, namespace: "default", name: policy.lowercased())
      }
      let kept = try await cluster.wait(for: PersistentVolume.self, "retain", namespace: nil) {
        $0.status.phase == "Released"
      }
      #expect(kept.spec.claimRef?.name == "retain")
      #expect(kept.status.lastPhaseTransitionTime != nil)
      #expect(try FileSystem.list("\(directory)/Retain") == ["a", "link"])
      let free = try await cluster.wait(for: PersistentVolume.self, "recycle", namespace: nil) {
        $0.status.phase == "Available"
      }
      #expect(free.spec.claimRef == nil)
      #expect(try FileSystem.list("\(directory)/Recycle").isEmpty)
      #expect(try await message(cluster, "VolumeRecycled") == "Volume recycled")
      try await cluster.wait(for: PersistentVolume.self, namespace: nil) { !$0.contains { $0.name == "delete" } }
      #expect(!FileSystem.exists("\(directory)/Delete"))
      #expect(try FileSystem.readText("\(outside)/file") == "precious")
    }
  }

  @Test("Nothing of the host outside /tmp is removed with a volume")
  func refusesToDelete() async throws {
    try await run { cluster, _ in
      try await cluster.client.create(volume("v", path: "/nonexistent/data", policy: "Delete"))
      try await cluster.client.create(claim("c"))
      try await cluster.wait(for: PersistentVolumeClaim.self, "c") { $0.status.phase == "Bound" }
      try await cluster.client.deleteIfPresent(PersistentVolumeClaim.self, namespace: "default", name: "c")
      let failed = try await cluster.wait(for: PersistentVolume.self, "v", namespace: nil) {
        $0.status.phase == "Failed"
      }
      let text = "host_path deleter only supports /tmp/.+ but received provided /nonexistent/data"
      #expect(failed.status.message == text)
      #expect(try await message(cluster, "VolumeFailedDelete") == text)
    }
  }

  @Test("A claim grows where its class lets it, and is refused otherwise")
  func expansion() async throws {
    try await run { cluster, _ in
      var growing = StorageClass(name: "growing")
      growing.provisioner = "localkube.io/local-path"
      growing.allowVolumeExpansion = true
      try await cluster.client.create(growing)
      for name in ["growing", "standard"] {
        try await cluster.client.create(claim(name, class: name))
        try await cluster.wait(for: PersistentVolumeClaim.self, name) { $0.status.phase == "Bound" }
      }
      try await cluster.client.modify(PersistentVolumeClaim.self, namespace: "default", name: "growing") { claim in
        claim.spec.resources.requests["storage"] = Quantity("3Gi")
        return true
      }
      let grown = try await cluster.wait(for: PersistentVolumeClaim.self, "growing") {
        $0.status.capacity["storage"]?.text == "3Gi"
      }
      let volume = try await cluster.client.get(PersistentVolume.self, name: try #require(grown.spec.volumeName))
      #expect(volume.spec.capacity["storage"]?.text == "3Gi")
      #expect(try await message(cluster, "VolumeResizeSuccessful") == "Resize volume succeeded")
      let refusal = await #expect(throws: StatusError.self) {
        try await cluster.client.modify(PersistentVolumeClaim.self, namespace: "default", name: "standard") { claim in
          claim.spec.resources.requests["storage"] = Quantity("3Gi")
          return true
        }
      }
      #expect(refusal?.message.contains("the storageclass that provisions the pvc must support resize") == true)
    }
  }

  @Test("A class that waits for the first consumer binds nothing before, and then what the consumer's node reaches")
  func waitsForConsumer() async throws {
    try await run { cluster, directory in
      var late = StorageClass(name: "late")
      late.provisioner = "kubernetes.io/no-provisioner"
      late.volumeBindingMode = "WaitForFirstConsumer"
      try await cluster.client.create(late)
      for (name, node) in [("a-far", "node-9"), ("b-near", "node-0")] {
        var volume = volume(name, path: directory, policy: "Retain", class: "late")
        volume.json["spec"]?["nodeAffinity"] = [
          "required": [
            "nodeSelectorTerms": [
              [
                "matchExpressions": [
                  ["key": "kubernetes.io/hostname", "operator": "In", "values": [.string(node)]]
                ]
              ]
            ]
          ]
        ]
        try await cluster.client.create(volume)
      }
      try await cluster.client.create(claim("data", class: "late"))
      #expect(
        try await message(cluster, "WaitForFirstConsumer")
          == "waiting for first consumer to be created before binding")
      #expect(
        try await cluster.client.get(PersistentVolumeClaim.self, namespace: "default", name: "data").status.phase
          == "Pending")
      try await cluster.client.modify(PersistentVolumeClaim.self, namespace: "default", name: "data") { claim in
        claim.metadata.annotations["volume.kubernetes.io/selected-node"] = "node-0"
        return true
      }
      let bound = try await cluster.wait(for: PersistentVolumeClaim.self, "data") { $0.status.phase == "Bound" }
      #expect(bound.spec.volumeName == "b-near")
    }
  }
}
