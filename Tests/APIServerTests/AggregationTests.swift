import APIServer
import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import NIOSSL
import ObjectStore
import Testing

@Suite("Aggregation")
struct AggregationTests {
  private static let list: JSONValue = [
    "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "sample.example.com/v1",
    "resources": [
      [
        "name": "flavours", "singularName": "flavour", "namespaced": true, "kind": "Flavour", "verbs": ["get", "list"],
        "shortNames": ["fl"],
      ], ["name": "flavours/status", "singularName": "", "namespaced": true, "kind": "Flavour", "verbs": ["get"]],
    ],
  ]

  /// An extension server, its registration, and what the API server makes of both.
  private static func with(
    available: Bool = true, _ body: @escaping @Sendable (TestAPI, TestBackend) async throws -> Void
  ) async throws {
    let authority = try TestAuthority()
    let identity = Aggregator.Identity(certificate: authority.clientCertificate, key: authority.clientKey)
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(authority.tls.certificateChain.utf8))
        .map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(authority.tls.privateKey.utf8), format: .pem)))
    tls.certificateVerification = .noHostnameVerification
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.certificate.utf8)))
    let context = try NIOSSLContext(configuration: tls)
    try await TestAPI.with(dialer: LoopbackDialer(), aggregates: identity) { api in
      try await TestBackend.run(
        tls: context,
        reply: { request in
          let isDiscovery = request.head.uri == "/apis/sample.example.com/v1"
          let isFlavour = request.head.uri.hasPrefix("/apis/sample.example.com/v1/")
          let flavour = "{\"kind\":\"Flavour\",\"apiVersion\":\"sample.example.com/v1\"}"
          return .init(
            status: isDiscovery || isFlavour ? .ok : .notFound, headers: ["content-type": "application/json"],
            chunks: [isDiscovery ? list.compactText : flavour])
        }
      ) { backend in
        try await register(backend, available: available, in: api)
        try await body(api, backend)
      }
    }
  }

  private static func register(_ backend: TestBackend, available: Bool, in api: TestAPI) async throws {
    var service = KubeModel.Service(name: "sample", namespace: "default")
    service.spec.ports = [.with { $0.port = 443 }]
    try await api.client.create(service)
    var endpoints = Endpoints(name: "sample", namespace: "default")
    endpoints.subsets = [
      .with {
        $0.addresses = [.with { $0.ip = LoopbackDialer.address }]
        $0.ports = [.with { $0.port = backend.port }]
      }
    ]
    try await api.client.create(endpoints)
    var registration = APIService(name: "v1.sample.example.com")
    registration.json["spec"] = [
      "group": "sample.example.com", "version": "v1", "groupPriorityMinimum": 2000, "versionPriority": 10,
      "insecureSkipTLSVerify": true, "service": ["namespace": "default", "name": "sample"],
    ]
    registration = try await api.client.create(registration)
    #expect(registration.spec.service?.port == 443)
    guard available, let aggregator = api.aggregator else { return }
    #expect(await aggregator.probe(registration) == nil)
    registration.status.conditions = [["type": "Available", "status": "True"]]
    try await api.client.updateStatus(registration)
  }

  @Test("A request goes to the server with who asks in its headers, over TLS with the API server's certificate")
  func requests() async throws {
    try await Self.with { api, backend in
      let path = "/apis/sample.example.com/v1/namespaces/default/flavours/sweet?a=b"
      let answer = try await api.send(
        .GET, path, as: .user("ann", groups: ["system:masters", "tasters"]),
        headers: ["x-remote-user": "root", "X-Remote-Extra-Id": "1"])
      #expect(answer.code == 200 && answer.body["kind"] == "Flavour", "\(answer)")
      let seen = try #require(backend.requests.last)
      #expect(seen.certificate && seen.head.uri == path)
      #expect(seen.head.headers["x-remote-user"] == ["ann"])
      #expect(seen.head.headers["x-remote-group"] == ["system:masters", "tasters", "system:authenticated"])
      #expect(!seen.head.headers.contains(name: "x-remote-extra-id"))
      #expect(seen.head.headers["host"] == ["sample.default.svc"])
      let refusal = try await api.send(.GET, path, as: .user("bob"))
      #expect(refusal.code == 403 && refusal.message.contains("flavours.sample.example.com \"sweet\" is forbidden"))
    }
  }

  @Test("Its resources are among those of discovery, classic and aggregated")
  func discovery() async throws {
    try await Self.with { api, _ in
      let groups = try await api.send(.GET, "/apis")
      let group = groups.body["groups"]?.arrayValue?.first { $0["name"] == "sample.example.com" }
      #expect(group?["preferredVersion"]?["groupVersion"] == "sample.example.com/v1", "\(groups)")
      #expect(try await api.send(.GET, "/apis/sample.example.com").body["versions"]?.arrayValue?.count == 1)
      #expect(try await api.send(.GET, "/apis/sample.example.com/v1").body["resources"] == Self.list["resources"])
      let aggregated = try await api.send(
        .GET, "/apis", headers: ["accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"])
      let item = aggregated.body["items"]?.arrayValue?.first { $0["metadata"]?["name"] == "sample.example.com" }
      let version = item?["versions"]?.arrayValue?.first
      #expect(version?["freshness"] == "Current", "\(aggregated)")
      let resource = version?["resources"]?.arrayValue?.first
      #expect(resource?["resource"] == "flavours" && resource?["scope"] == "Namespaced")
      #expect(resource?["subresources"]?.arrayValue?.first?["subresource"] == "status")
      #expect(try await api.send(.GET, "/apis/none.example.com").code == 404)
    }
  }

  @Test("A server that is not available is answered for with 503")
  func unavailable() async throws {
    try await Self.with(available: false) { api, _ in
      let answer = try await api.head("/apis/sample.example.com/v1/namespaces/default/flavours")
      #expect(answer.status == .serviceUnavailable)
      #expect(try await api.text("/apis/sample.example.com/v1") == "service unavailable\n")
      let aggregated = try await api.send(
        .GET, "/apis", headers: ["accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"])
      let item = aggregated.body["items"]?.arrayValue?.first { $0["metadata"]?["name"] == "sample.example.com" }
      #expect(item?["versions"]?.arrayValue?.first?["freshness"] == "Stale")
    }
  }

  @Test("Every group version that is served here is registered as local, once")
  func registrations() async throws {
    try await TestAPI.with { api in
      try await api.client.api.registerAPIServices()
      let revision = api.client.api.store.revision
      try await api.client.api.registerAPIServices()
      #expect(api.client.api.store.revision == revision)
      let apps = try await api.client.get(APIService.self, name: "v1.apps")
      #expect(apps.isAvailable && apps.spec.groupPriorityMinimum == 17_800 && apps.spec.versionPriority == 15)
      #expect(apps.metadata.labels["kube-aggregator.kubernetes.io/automanaged"] == "onstart")
      let core = try await api.client.get(APIService.self, name: "v1.")
      #expect(core.spec.group == nil && core.spec.groupPriorityMinimum == 18_000)
    }
  }

  @Test("A registration must be named by its group version, and say whom it trusts once")
  func validation() async throws {
    try await TestAPI.with { api in
      let answer = try await api.send(
        .POST, "/apis/apiregistration.k8s.io/v1/apiservices",
        [
          "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": ["name": "v2.x"],
          "spec": [
            "group": "x", "version": "v1", "groupPriorityMinimum": 0, "versionPriority": 1, "caBundle": "eA==",
            "insecureSkipTLSVerify": true, "service": ["name": "s", "namespace": "n"],
          ],
        ])
      #expect(answer.code == 422)
      for text in ["must be `spec.version+\".\"+spec.group`: \"v1.x\"", "spec.groupPriorityMinimum", "if caBundle"] {
        #expect(answer.message.contains(text), "\(answer)")
      }
    }
  }
}
