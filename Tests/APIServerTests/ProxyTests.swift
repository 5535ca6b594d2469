import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import APIServer

@Suite("Proxying")
struct ProxyTests {
  /// A service, and a pod behind it that has an address already.
  private static func expose(_ port: Int, in api: TestAPI) async throws {
    var pod = Pod(name: "web", namespace: "default")
    pod.spec.containers = [
      .with {
        $0.name = "c"
        $0.image = "busybox"
        $0.ports = [.with { $0.containerPort = port }]
      }
    ]
    try await api.client.create(pod)
    try await api.client.modify(Pod.self, namespace: "default", name: "web", subresource: "status") { pod in
      pod.status.podIP = LoopbackDialer.address
      return true
    }
    var service = KubeModel.Service(name: "web", namespace: "default")
    service.spec.ports = [
      .with {
        $0.name = "http"
        $0.port = 80
      }
    ]
    try await api.client.create(service)
    var endpoints = Endpoints(name: "web", namespace: "default")
    endpoints.subsets = [
      .with {
        $0.addresses = [
          .with {
            $0.ip = LoopbackDialer.address
            $0.targetRef = .with { $0.kind = "Pod" }
          }
        ]
        $0.ports = [
          .with {
            $0.name = "http"
            $0.port = port
          }
        ]
      }
    ]
    try await api.client.create(endpoints)
  }

  private static let services = "/api/v1/namespaces/default/services"

  @Test("A service's port is reached by name and number, with method, path, query and body")
  func services() async throws {
    try await TestAPI.with(dialer: LoopbackDialer()) { api in
      try await TestBackend.run(reply: { request in
        .init(
          status: .created, headers: ["content-type": "application/json", "x-own": "yes"],
          chunks: ["{\"method\":\"\(request.head.method)\",", "\"uri\":\"\(request.head.uri)\"}"])
      }) { backend in
        try await Self.expose(backend.port, in: api)
        for port in ["http", "80"] {
          let answer = try await api.send(
            .PUT, "\(Self.services)/web:\(port)/proxy/a%20b/c?x=1&y", ["k": "v"],
            headers: ["authorization": "Basic eDp5", "x-custom": "kept", "connection": "x-hop", "x-hop": "dropped"])
          #expect(answer.code == 201)
          #expect(answer.body["method"] == "PUT" && answer.body["uri"] == "/a%20b/c?x=1&y", "\(answer)")
          #expect(answer.headers.first(name: "x-own") == "yes")
        }
        let seen = try #require(backend.requests.last)
        #expect(seen.body == "{\"k\":\"v\"}")
        #expect(seen.head.headers.first(name: "x-custom") == "kept")
        #expect(!seen.head.headers.contains(name: "x-hop") && !seen.head.headers.contains(name: "authorization"))
        #expect(seen.head.headers.first(name: "x-forwarded-for") == "127.0.0.1")
        let pod = try await api.send(.GET, "/api/v1/namespaces/default/pods/web/proxy/p")
        #expect(pod.body["uri"] == "/p")
      }
    }
  }

  @Test("What cannot be reached is told in Kubernetes' words")
  func failures() async throws {
    try await TestAPI.with(dialer: LoopbackDialer()) { api in
      try await Self.expose(1, in: api)
      func message(_ path: String) async throws -> String {
        let answer = try await api.send(.GET, path)
        #expect(answer.code == 503, "\(answer)")
        return answer.message
      }
      #expect(
        try await message("\(Self.services)/web:http/proxy/")
          == "error trying to reach service: dial tcp \(LoopbackDialer.address):1: connect: connection refused")
      #expect(try await message("\(Self.services)/web:81/proxy/") == "no service port 81 found for service \"web\"")
      #expect(
        try await message("\(Self.services)/web:other/proxy/") == "no endpoints available for service \"web\"")
      let missing = try await api.send(.GET, "\(Self.services)/none:80/proxy/")
      #expect(missing.code == 404 && missing.message == "services \"none\" not found")
      #expect(try await api.send(.GET, "\(Self.services)/ftp:web:80/proxy/").code == 400)
      let user = TestAPI.Caller.user("nobody")
      let refusal = try await api.send(.GET, "\(Self.services)/web:http/proxy/", as: user)
      #expect(refusal.code == 403 && refusal.message.contains("cannot get resource \"services/proxy\""), "\(refusal)")
    }
  }

  @Test("Pages and redirects lead through the proxy")
  func links() async throws {
    try await TestAPI.with(dialer: LoopbackDialer()) { api in
      try await TestBackend.run(reply: { request in
        request.head.uri == "/go"
          ? .init(status: .found, headers: ["location": "/ui/?a=b"])
          : .init(headers: ["content-type": "text/html; charset=utf-8"], chunks: ["<a href=\"/x\">", "</a>"])
      }) { backend in
        try await Self.expose(backend.port, in: api)
        let prefix = "\(Self.services)/web:http/proxy"
        let bare = try await api.head(prefix + "?q=1")
        #expect(bare.status == .movedPermanently && bare.headers.first(name: "location") == prefix + "/?q=1")
        let found = try await api.head(prefix + "/go")
        #expect(found.headers.first(name: "location") == prefix + "/ui/?a=b")
        let page = try await api.text(prefix + "/page", headers: ["accept": "text/html"])
        #expect(page == "<a href=\"\(prefix)/x\"></a>")
      }
    }
  }

  @Test("An upgraded connection is passed through byte by byte")
  func upgrades() async throws {
    try await TestAPI.with(dialer: LoopbackDialer()) { api in
      try await TestBackend.run(reply: { _ in .init() }) { backend in
        try await Self.expose(backend.port, in: api)
        let echoed = try await api.upgrade("\(Self.services)/web:http/proxy/", to: "echo", sending: "over and back")
        #expect(echoed == "over and back")
      }
    }
  }

  @Test(
    "A backend's links are put behind the prefix, other servers' are not",
    arguments: [
      ("/x?y#z", "/p/proxy/x?y#z"), ("x", "x"), ("http://10.0.0.1:80/x", "/p/proxy/x"),
      ("//10.0.0.1:80", "/p/proxy/"), ("https://example.com/x", "https://example.com/x"), ("#top", "#top"),
      ("/p/proxy/x", "/p/proxy/x"), ("/a//b", "/p/proxy/a//b"), ("mailto:a@b", "mailto:a@b"),
    ])
  func locations(link: String, expected: String) throws {
    let target = try #require(RequestTarget("/p/proxy/there?q"))
    let path = ProxiedPath(target, segments: 2)
    #expect((path.prefix, path.rest, path.query) == ("/p/proxy", "/there", "?q"))
    #expect(path.location(link, hosts: ["10.0.0.1:80"]) == expected)
  }

  @Test("Only the links of elements are touched in a page")
  func pages() throws {
    let target = try #require(RequestTarget("/p/proxy/"))
    let pages = ProxiedPages(path: ProxiedPath(target, segments: 2), hosts: [])
    let page = "<!-- <a href='/c'> --><img SRC = '/i>.png' alt=\"/no\"><script>x='<a href=\"/s\">'</script>1 < 2<br/>"
    #expect(
      pages.links(in: page)
        == "<!-- <a href='/c'> --><img SRC = '/p/proxy/i>.png' alt=\"/no\"><script>x='<a href=\"/s\">'</script>1 < 2<br/>"
    )
  }

  @Test(
    "The name in a proxy's path has a scheme and a port, or not",
    arguments: [("web", "web", "", false), ("web:80", "web", "80", false), ("https:web:", "web", "", true)])
  func targets(text: String, name: String, port: String, isSecure: Bool) throws {
    let target = try #require(ProxyTarget(text))
    #expect(target.name == name && target.port == port && target.isSecure == isSecure)
    #expect(ProxyTarget("a:b:c") == nil && ProxyTarget(":80") == nil)
  }
}
