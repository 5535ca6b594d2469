import KubeClient
import KubeModel
import Testing

@Suite("DaemonSets and endpoints", .timeLimit(.minutes(5)))
struct WorkloadTests {
  private func daemonSet() -> DaemonSet {
    var set = DaemonSet(name: "agent", namespace: "default")
    set.json["spec"] = [
      "selector": ["matchLabels": ["app": "agent"]],
      "template": [
        "metadata": ["labels": ["app": "agent"]],
        "spec": ["containers": [["name": "main", "image": "one"]]],
      ],
    ]
    return set
  }

  @Test("A DaemonSet runs one pod on each of three nodes, follows a fourth, and updates them one by one")
  func daemonSets() async throws {
    try await TestCluster.run(nodes: 3) { cluster in
      try await cluster.client.create(daemonSet())
      try await cluster.wait(for: DaemonSet.self, "agent") { $0.status.numberAvailable == 3 }
      let pods = try await cluster.client.list(Pod.self)
      #expect(Set(pods.compactMap(\.spec.nodeName)) == ["node-0", "node-1", "node-2"])
      #expect(pods.allSatisfy { $0.spec.tolerations.contains { $0.key == "node.kubernetes.io/not-ready" } })
      try await cluster.addNode("node-3")
      try await cluster.wait(for: DaemonSet.self, "agent") {
        $0.status.numberAvailable == 4 && $0.status.desiredNumberScheduled == 4
      }
      try await cluster.client.modify(DaemonSet.self, namespace: "default", name: "agent") { set in
        set.spec.template.spec.containers[0].image = "two"
        return true
      }
      // One by one (maxUnavailable is 1): whenever one looks, three of the four run.
      try await cluster.wait(for: Pod.self) { pods in
        let running = pods.filter { pod in
          !pod.metadata.isBeingDeleted && pod.status.conditions.contains { $0.type == "Ready" && $0.status == "True" }
        }
        #expect(running.count >= 3, "\(pods.map(\.name))")
        return running.count == 4 && running.allSatisfy { $0.spec.containers.first?.image == "two" }
      }
      try await cluster.wait(for: DaemonSet.self, "agent") {
        $0.status.updatedNumberScheduled == 4 && $0.status.numberAvailable == 4
          && $0.status.observedGeneration == $0.metadata.generation
      }
      let images = try await cluster.client.list(Pod.self).map { $0.spec.containers.first?.image }
      #expect(images == ["two", "two", "two", "two"])
      // Pods and revisions belong together by their labels.
      let revisions = try await cluster.client.list(ControllerRevision.self)
        .sorted { ($0.revision ?? 0) < ($1.revision ?? 0) }
      let hashes = revisions.map { $0.metadata.labels["controller-revision-hash"] ?? "" }
      #expect(revisions.map(\.name) == hashes.map { "agent-\($0)" } && Set(hashes).count == 2)
      let start =
        #"{"spec":{"template":{"$patch":"replace","metadata":{"creationTimestamp":null,"labels":{"app":"agent"}},"#
        + #""spec":{"containers":[{"image":"two","#
      #expect(revisions.last?.data?.jsonText.hasPrefix(start) == true, "\(revisions.last?.data ?? .null)")
      let labels = try await cluster.client.list(Pod.self).map { $0.metadata.labels["controller-revision-hash"] }
      #expect(Set(labels) == [hashes.last])
    }
  }

  private func service(publishesNotReady: Bool) -> KubeModel.Service {
    var service = KubeModel.Service(name: "web", namespace: "default")
    service.json["spec"] = [
      "clusterIP": "None", "selector": ["app": "web"],
      "publishNotReadyAddresses": .bool(publishesNotReady),
      "ports": [["name": "http", "port": 80, "targetPort": "serve"]],
    ]
    return service
  }

  private func pod(_ name: String) -> Pod {
    var pod = Pod(name: name, namespace: "default")
    pod.metadata.labels["app"] = "web"
    pod.json["spec"] = [
      "hostname": .string(name), "subdomain": "web",
      "containers": [["name": "main", "image": "one", "ports": [["name": "serve", "containerPort": 8080]]]],
    ]
    return pod
  }

  @Test("Endpoints tell ready addresses from others, with host names and the number behind a named port")
  func endpoints() async throws {
    try await TestCluster.run { cluster in
      cluster.kubelet.hold("b")
      try await cluster.client.create(service(publishesNotReady: false))
      try await cluster.client.create(pod("a"))
      try await cluster.client.create(pod("b"))
      let endpoints = try await cluster.wait(for: Endpoints.self, "web") {
        $0.subsets.first?.addresses.count == 1 && $0.subsets.first?.notReadyAddresses.count == 1
      }
      let subset = try #require(endpoints.subsets.first)
      #expect(subset.addresses.first?.hostname == "a")
      #expect(subset.addresses.first?.targetRef?.name == "a")
      #expect(subset.notReadyAddresses.first?.hostname == "b")
      #expect(subset.ports.first?.port == 8080)
      let slices = try await cluster.wait(for: EndpointSlice.self) { slices in
        slices.contains { $0.endpoints.filter { $0.conditions?.ready == true }.count == 1 && $0.endpoints.count == 2 }
      }
      // The empty slice of a service without pods may still be there beside the one that holds them.
      let slice = try #require(slices.first { $0.endpoints.count == 2 })
      #expect(slice.metadata.labels["kubernetes.io/service-name"] == "web")
      #expect(slice.ports.first?.port == 8080)
      try await cluster.kubelet.release("b")
      try await cluster.wait(for: Endpoints.self, "web") { $0.subsets.first?.addresses.count == 2 }
    }
  }

  @Test("A service that publishes not-ready addresses has all of them")
  func notReadyAddresses() async throws {
    try await TestCluster.run { cluster in
      cluster.kubelet.hold("a")
      try await cluster.client.create(service(publishesNotReady: true))
      try await cluster.client.create(pod("a"))
      let endpoints = try await cluster.wait(for: Endpoints.self, "web") { !$0.subsets.isEmpty }
      #expect(endpoints.subsets.first?.addresses.first?.hostname == "a")
    }
  }

  @Test("Endpoints of a service without a selector are mirrored in slices, and followed")
  func mirroredEndpoints() async throws {
    try await TestCluster.run { cluster in
      var service = KubeModel.Service(name: "outside", namespace: "default")
      service.spec.ports = [.with { $0.port = 80 }]
      try await cluster.client.create(service)
      var endpoints = Endpoints(name: "outside", namespace: "default")
      endpoints.metadata.labels = ["a": "b"]
      endpoints.metadata.annotations = ["kubectl.kubernetes.io/last-applied-configuration": "{}", "c": "d"]
      endpoints.subsets = [
        .with {
          $0.addresses = [.with { $0.ip = "192.0.2.1" }, .with { $0.ip = "2001:db8::1" }]
          $0.notReadyAddresses = [.with { $0.ip = "192.0.2.2" }]
          $0.ports = [.with { $0.port = 8080 }]
        }
      ]
      endpoints = try await cluster.client.create(endpoints)
      let slices = try await cluster.wait(for: EndpointSlice.self) { $0.count == 2 }
      let slice = try #require(slices.first { $0.addressType == "IPv4" })
      #expect(slice.name.hasPrefix("outside-") && slices.contains { $0.addressType == "IPv6" })
      #expect(
        slice.metadata.labels == [
          "a": "b", "kubernetes.io/service-name": "outside",
          "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
        ])
      #expect(slice.metadata.annotations == ["c": "d"])
      #expect(slice.metadata.ownerReferences.first?.uid == endpoints.uid)
      #expect(slice.endpoints.map(\.addresses) == [["192.0.2.1"], ["192.0.2.2"]])
      #expect(slice.endpoints.map { $0.conditions?.ready } == [true, false])
      #expect(slice.ports.map(\.port) == [8080] && slice.ports.first?.protocol == "TCP")

      endpoints.subsets[0].addresses = [.with { $0.ip = "192.0.2.3" }]
      endpoints = try await cluster.client.update(endpoints)
      try await cluster.wait(for: EndpointSlice.self) { slices in
        slices.map(\.uid) == [slice.uid] && slices[0].endpoints.map(\.addresses) == [["192.0.2.3"], ["192.0.2.2"]]
      }
      endpoints.metadata.labels["endpointslice.kubernetes.io/skip-mirror"] = "true"
      try await cluster.client.update(endpoints)
      try await cluster.wait(for: EndpointSlice.self) { $0.isEmpty }
    }
  }
}
