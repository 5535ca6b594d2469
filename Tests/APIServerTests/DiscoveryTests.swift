import APIServer
import KubeModel
import LinuxSystem
import NIOHTTP1
import OrderedCollections
import Testing

@Suite("Discovery and OpenAPI over HTTP")
struct DiscoveryTests {
  private let aggregated: HTTPHeaders = [
    "accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
      + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
  ]

  @Test("Aggregated discovery is told in the version asked for, and not told again to clients that have it")
  func aggregates() async throws {
    try await TestAPI.with { api in
      let first = try await api.send(.GET, "/apis", headers: aggregated)
      #expect(first.body["apiVersion"] == "apidiscovery.k8s.io/v2")
      #expect(
        first.headers["content-type"] == ["application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"])
      #expect(first.headers["vary"].contains("Accept"))
      var again = aggregated
      again.add(name: "if-none-match", value: try #require(first.headers.first(name: "etag")))
      let second = try await api.send(.GET, "/apis", headers: again)
      #expect(second.code == 304)
      let beta = try await api.send(
        .GET, "/api",
        headers: [
          "accept": "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
        ])
      #expect(beta.body["apiVersion"] == "apidiscovery.k8s.io/v2beta1")
      let versions = beta.body["items"]?.arrayValue?.first?["versions"]?.arrayValue
      let pods = versions?.first?["resources"]?.arrayValue?.first { $0["resource"] == "pods" }
      #expect(pods?["singularResource"] == "pod")
      #expect(pods?["subresources"]?.arrayValue?.contains { $0["subresource"] == "eviction" } == true)
      let plain = try await api.send(.GET, "/apis", headers: ["accept": "application/json, */*"])
      #expect(plain.body["kind"] == "APIGroupList")
      let preferred = try await api.send(
        .GET, "/apis", headers: ["accept": "application/json,application/json;g=apidiscovery.k8s.io;v=v2;as=x"])
      #expect(preferred.body["kind"] == "APIGroupList")
    }
  }

  @Test(
    "A client gets what it likes best, and 406 when it takes nothing that there is",
    arguments: [
      ("application/yaml;q=0.5, application/json", "application/json"), ("application/yaml", "application/yaml"),
      ("text/html, */*;q=0.8", "application/json"), ("application/*", "application/json"),
      ("application/json;q=0.1, application/vnd.kubernetes.protobuf", "application/vnd.kubernetes.protobuf"),
    ])
  func negotiation(accept: String, type: String) async throws {
    try await TestAPI.with { api in
      let answer = try await api.send(.GET, "/api/v1/namespaces/default", headers: ["accept": accept])
      #expect(answer.code == 200)
      #expect(answer.headers["content-type"] == [type])
      let refused = try await api.send(.GET, "/api/v1/namespaces/default", headers: ["accept": "text/html"])
      #expect(refused.code == 406)
      #expect(refused.body["reason"] == "NotAcceptable")
      #expect(
        refused.message == "only the following media types are accepted: application/json, application/yaml, "
          + "application/vnd.kubernetes.protobuf")
    }
  }

  @Test("The index of OpenAPI v3 names documents that never change under their URLs")
  func hashes() async throws {
    try await TestAPI.with { api in
      let index = try await api.send(.GET, "/openapi/v3")
      let url = try #require(index.body[path: "paths", "apis/apps/v1", "serverRelativeURL"]?.stringValue)
      #expect(url.hasPrefix("/openapi/v3/apis/apps/v1?hash="))
      let document = try await api.send(.GET, url)
      #expect(document.headers["cache-control"] == ["public, immutable"])
      #expect(document.headers.first(name: "expires")?.hasSuffix(" GMT") == true)
      #expect(document.headers.first(name: "etag") != nil)
      let patch = document.body["paths"]?["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]?["patch"]
      #expect(patch?["operationId"] == "patchAppsV1NamespacedDeployment")
      #expect(patch?["x-kubernetes-action"] == "patch")
      #expect(patch?["x-kubernetes-group-version-kind"] == ["group": "apps", "kind": "Deployment", "version": "v1"])
      #expect(patch?["parameters"]?.arrayValue?.contains { $0["name"] == "fieldValidation" } == true)
      let outdated = try await api.send(.GET, "/openapi/v3/apis/apps/v1?hash=0")
      #expect(outdated.code == 200, "the client follows the redirection to the present document")
      #expect(outdated.body["openapi"] == "3.0.0")
    }
  }

  @Test("The version names a commit, if the build was told it, and a date")
  func version() async throws {
    try await TestAPI.with { api in
      let version = try await api.send(.GET, "/version").body
      let commit = version["gitCommit"]?.stringValue ?? "none"
      #expect(commit.isEmpty || commit.count == 40 && commit.allSatisfy(\.isHexDigit), "\(version)")
      #expect(version["buildDate"].flatMap { Timestamp(json: $0) } != nil, "\(version)")
    }
  }

  @Test("Resources that are stored say by a hash in which version, as kube-apiserver makes it")
  func storageVersions() async throws {
    try await TestAPI.with { api in
      func hash(_ path: String, _ resource: String) async throws -> JSONValue? {
        let rows = try await api.send(.GET, path).body["resources"]?.arrayValue ?? []
        return rows.first { $0["name"] == .string(resource) }?["storageVersionHash"]
      }
      let (pods, deployments) = (try await hash("/api/v1", "pods"), try await hash("/apis/apps/v1", "deployments"))
      #expect(pods == "xPOwRZ+Yhw8=" && deployments == "8aSe+NMegvE=")
      // The same as of what is stored, whatever version shows it.
      let (events, shown) = (try await hash("/api/v1", "events"), try await hash("/apis/events.k8s.io/v1", "events"))
      #expect(events != nil && events == shown)
      let log = try await hash("/api/v1", "pods/log")
      let review = try await hash("/apis/authorization.k8s.io/v1", "selfsubjectaccessreviews")
      #expect(log == nil && review == nil)
    }
  }

  @Test("Every operation of an OpenAPI document has a name of its own, a kind, and types that the document holds")
  func operations() async throws {
    try await TestAPI.with { api in
      let v2 = try await api.send(.GET, "/openapi/v2")
      #expect(v2.body["swagger"] == "2.0")
      var identifiers: Set<String> = []
      for (path, item) in v2.body["paths"]?.members ?? [] {
        for (method, operation) in item.members {
          let identifier = operation["operationId"]?.stringValue ?? ""
          #expect(
            identifiers.insert(identifier).inserted, "\(method) \(path) is called \(identifier) as another one is")
          #expect(operation["x-kubernetes-group-version-kind"] != nil)
        }
      }
      for known in [
        "listCoreV1NamespacedPod", "listCoreV1PodForAllNamespaces", "deleteAppsV1CollectionNamespacedDeployment",
        "readCoreV1NamespacedPodLog", "connectCoreV1GetNamespacedPodExec", "createCoreV1NamespacedPodEviction",
        "replaceCoreV1NodeStatus", "createRbacAuthorizationV1ClusterRole", "patchAppsV1NamespacedDeploymentScale",
        "listNetworkingV1beta1NamespacedIngress", "readCoreV1Namespace",
      ] {
        #expect(identifiers.contains(known), "\(known)")
      }
      let definitions = v2.body["definitions"]
      let pod = definitions?["io.k8s.api.core.v1.Pod"]
      #expect(pod?[path: "properties", "spec", "$ref"] == "#/definitions/io.k8s.api.core.v1.PodSpec")
      let port = definitions?["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]
      #expect(port?["type"] == "string" && port?["format"] == "int-or-string" && port?["description"] != nil)
      let names = Set((definitions?.members ?? []).map { "#/definitions/\($0.0)" })
      #expect(v2.body.references.isSubset(of: names), "\(v2.body.references.subtracting(names).sorted())")
    }
  }

  @Test("OpenAPI documents come in protobuf to clients that ask for it")
  func protobuf() async throws {
    try await TestAPI.with { api in
      for (path, asked, named) in [
        (
          "/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
          "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
        ),
        (
          "/openapi/v3/apis/apps/v1", "application/com.github.proto-openapi.spec.v3@v1.0+protobuf",
          "application/com.github.proto-openapi.spec.v3.v1.0+protobuf"
        ),
      ] {
        let answer = try await api.send(.GET, path, headers: ["accept": asked])
        #expect(answer.code == 200)
        #expect(answer.headers["content-type"] == [named])
      }
    }
  }

  @Test("Large answers are packed for clients that take gzip")
  func gzip() async throws {
    try await TestAPI.with { api in
      let plain = try await api.send(.GET, "/openapi/v3/apis/apps/v1")
      #expect(plain.headers["content-encoding"] == [])
      let packed = try await api.send(.GET, "/openapi/v3/apis/apps/v1", headers: ["accept-encoding": "gzip"])
      #expect(packed.headers["content-encoding"] == ["gzip"])
      let small = try await api.send(.GET, "/version", headers: ["accept-encoding": "gzip"])
      #expect(small.headers["content-encoding"] == [])
    }
  }

  @Test("Health endpoints tell their checks, and unknown ones are not found")
  func health() async throws {
    try await TestAPI.with { api in
      #expect(try await api.send(.GET, "/readyz", as: .nobody).text == "ok")
      #expect(
        try await api.send(.GET, "/livez?verbose&exclude=etcd").text
          == "[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\nlivez check passed\n")
      #expect(try await api.send(.GET, "/livez/ping").text == "ok")
      #expect(try await api.send(.GET, "/livez/nothing").code == 404)
      let root = try await api.send(.GET, "/")
      #expect(root.body["paths"]?.arrayValue?.contains("/apis/apps/v1") == true)
      #expect(try await api.send(.GET, "/version", as: .nobody).body["major"] == "1")
    }
  }
}

extension JSONValue {
  /// The members of an object; none of anything else.
  fileprivate var members: [(String, JSONValue)] { objectValue?.map { ($0.key, $0.value) } ?? [] }

  /// Every `$ref` in the document.
  fileprivate var references: Set<String> {
    switch self {
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.references) }
    case .object:
      members.reduce(into: []) { found, member in
        if member.0 == "$ref", let name = member.1.stringValue { found.insert(name) }
        found.formUnion(member.1.references)
      }
    default: []
    }
  }
}
