import DNSWire
import KubeModel
import SandboxRuntime
import Testing

@testable import ClusterDNS

@Suite("The cluster's names")
struct ClusterDNSTests {
  private let responder: DNSResponder
  private let index: DNSIndex

  init() throws {
    let zone = try #require(DNSName("cluster.local"))
    responder = DNSResponder(
      answerer: DNSAnswerer(zone: zone, serverAddress: 0x0A60_000A), delegated: [try #require(DNSName("consul"))])
    var index = DNSIndex()
    index.set(Namespace(name: "default"))
    func service(_ name: String, _ spec: JSONValue) -> Service {
      var service = Service(name: name, namespace: "default")
      service.json["spec"] = spec
      return service
    }
    index.set(
      service("web", ["clusterIP": "10.96.0.7", "ports": [["name": "http", "port": 80, "targetPort": 8_080]]]))
    index.set(
      service(
        "consul-server",
        ["clusterIP": "None", "publishNotReadyAddresses": true, "ports": [["name": "http", "port": 8_500]]]))
    index.set(service("strict", ["clusterIP": "None", "ports": [["name": "http", "port": 80]]]))
    index.set(service("far", ["type": "ExternalName", "externalName": "example.org"]))
    index.set(service("near", ["type": "ExternalName", "externalName": "web.default.svc.cluster.local"]))
    index.set(service("nearer", ["type": "ExternalName", "externalName": "near.default.svc.cluster.local"]))
    index.set(service("lost", ["type": "ExternalName", "externalName": "gone.default.svc.cluster.local"]))
    index.set(service("circle", ["type": "ExternalName", "externalName": "round.default.svc.cluster.local"]))
    index.set(service("round", ["type": "ExternalName", "externalName": "circle.default.svc.cluster.local"]))
    index.set(service("empty", ["clusterIP": "None", "ports": [["name": "http", "port": 80]]]))
    for (name, endpoints) in [
      ("consul-server", [("10.0.0.2", "consul-server-0", true), ("10.0.0.3", "consul-server-1", false)]),
      ("strict", [("10.0.0.4", "", true), ("10.0.0.5", "", false)]),
    ] {
      var slice = EndpointSlice(name: "\(name)-x", namespace: "default")
      slice.metadata.labels = ["kubernetes.io/service-name": name]
      slice.json["ports"] = [["name": "http", "port": 8_500, "protocol": "TCP"]]
      slice.json["endpoints"] = .array(
        endpoints.map { address, hostname, isReady in
          var endpoint: JSONValue = [
            "addresses": [.string(address)], "conditions": ["ready": .bool(isReady)],
          ]
          if !hostname.isEmpty { endpoint["hostname"] = .string(hostname) }
          return endpoint
        })
      index.set(slice)
    }
    self.index = index
  }

  private func ask(_ name: String, _ type: DNSRecordType, id: UInt16 = 8) throws -> DNSMessage {
    var query = DNSMessage(id: id)
    query.questions = [DNSQuestion(try #require(DNSName(name)), type)]
    let octets = DNSWriter.octets(query, limit: 512)
    guard case .answer(let answer) = responder.respond(to: octets, overTCP: true, index: index) else {
      throw DNSFormatError.badData
    }
    return try DNSReader.message(answer)
  }

  /// What is asked, and the addresses, or the code, that come.
  @Test(
    "Addresses",
    arguments: [
      ("web.default.svc.cluster.local", ["10.96.0.7"]),
      ("WEB.default.SVC.cluster.local", ["10.96.0.7"]),
      ("consul-server.default.svc.cluster.local", ["10.0.0.2", "10.0.0.3"]),
      ("consul-server-0.consul-server.default.svc.cluster.local", ["10.0.0.2"]),
      ("consul-server-1.consul-server.default.svc.cluster.local", ["10.0.0.3"]),
      ("strict.default.svc.cluster.local", ["10.0.0.4"]),
      ("10-0-0-4.strict.default.svc.cluster.local", ["10.0.0.4"]),
      ("1-2-3-4.default.pod.cluster.local", ["1.2.3.4"]),
      ("near.default.svc.cluster.local", ["10.96.0.7"]),
      ("nearer.default.svc.cluster.local", ["10.96.0.7"]),
      ("localhost", ["127.0.0.1"]),
    ])
  func addresses(name: String, expected: [String]) throws {
    let message = try ask(name, .a)
    let found = message.answers.compactMap { record -> String? in
      guard case .a(let address) = record.data else { return nil }
      return "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }
    #expect(found == expected)
    #expect(message.responseCode == .noError)
    #expect(message.isAuthoritative)
  }

  @Test(
    "Names that do not exist are unknown, with the zone's authority",
    arguments: [
      "gone.default.svc.cluster.local", "web.other.svc.cluster.local", "x.web.default.svc.cluster.local",
      "10-0-0-5.strict.default.svc.cluster.local", "other.svc.cluster.local",
      "5.0.0.10.in-addr.arpa.cluster.local", "_udp.web.default.svc.cluster.local",
      "empty.default.svc.cluster.local", "_http._tcp.empty.default.svc.cluster.local",
    ])
  func missing(name: String) throws {
    let message = try ask(name, .a)
    #expect(message.responseCode == .nameError)
    #expect(message.answers.isEmpty)
    #expect(message.authorities.map(\.data.type) == [.soa])
  }

  @Test(
    "Names that can exist nowhere are unknown, without an authority of ours",
    arguments: ["mistyped", "web.default.svc"])
  func impossible(name: String) throws {
    let message = try ask(name, .a)
    #expect(message.responseCode == .nameError)
    #expect(message.answers.isEmpty && message.authorities.isEmpty)
  }

  @Test(
    "A name that exists without the type asked for is no unknown name",
    arguments: [
      ("web.default.svc.cluster.local", DNSRecordType.aaaa), ("web.default.svc.cluster.local", .txt),
      ("default.svc.cluster.local", .a), ("svc.cluster.local", .a), ("cluster.local", .a),
      ("_tcp.web.default.svc.cluster.local", .a), ("consul-server-0.consul-server.default.svc.cluster.local", .aaaa),
    ])
  func noData(name: String, type: DNSRecordType) throws {
    let message = try ask(name, type)
    #expect(message.responseCode == .noError)
    #expect(message.answers.isEmpty)
    #expect(message.authorities.map(\.data.type) == [.soa])
  }

  @Test("A named port of a headless service leads to each endpoint, and its addresses come along")
  func services() throws {
    let message = try ask("_http._tcp.consul-server.default.svc.cluster.local", .srv)
    let targets = message.answers.compactMap { record -> String? in
      guard case .srv(_, _, let port, let target) = record.data else { return nil }
      return "\(target) \(port)"
    }
    #expect(
      targets == [
        "consul-server-0.consul-server.default.svc.cluster.local. 8500",
        "consul-server-1.consul-server.default.svc.cluster.local. 8500",
      ])
    #expect(message.additionals.map(\.data) == [.a(0x0A00_0002), .a(0x0A00_0003)])
    let web = try ask("_http._tcp.web.default.svc.cluster.local", .srv)
    let own = try #require(DNSName("web.default.svc.cluster.local"))
    #expect(web.answers.map(\.data) == [.srv(priority: 0, weight: 100, port: 80, target: own)])
  }

  @Test("Addresses of services and of headless services' endpoints have names")
  func pointers() throws {
    #expect(
      try ask("7.0.96.10.in-addr.arpa", .ptr).answers.map(\.data)
        == [.ptr(try #require(DNSName("web.default.svc.cluster.local")))])
    #expect(
      try ask("2.0.0.10.in-addr.arpa", .ptr).answers.map(\.data)
        == [.ptr(try #require(DNSName("consul-server-0.consul-server.default.svc.cluster.local")))])
    #expect(try ask("9.9.9.10.in-addr.arpa", .ptr).responseCode == .nameError)
    // An endpoint that is not ready has no name, unless its service publishes such ones.
    #expect(try ask("5.0.0.10.in-addr.arpa", .ptr).responseCode == .nameError)
    #expect(try ask("3.0.0.10.in-addr.arpa", .ptr).answers.count == 1)
  }

  @Test("The version, an alias, and the case of the question")
  func others() throws {
    #expect(try ask("dns-version.cluster.local", .txt).answers.map(\.data) == [.txt([Array("1.1.0".utf8)])])
    #expect(
      try ask("far.default.svc.cluster.local", .a).answers.map(\.data) == [.cname(try #require(DNSName("example.org")))]
    )
    #expect(try ask("WeB.default.svc.cluster.local", .a).questions[0].name.description.hasPrefix("WeB."))
    #expect(try ask("example.org", .a).responseCode == .serverFailure)
    #expect(try ask(".", .ns).responseCode == .serverFailure)
  }

  @Test("An alias of a name that does not exist says so, and a circle of aliases ends")
  func aliases() throws {
    let lost = try ask("lost.default.svc.cluster.local", .a)
    #expect(lost.responseCode == .nameError)
    #expect(lost.answers.map(\.data) == [.cname(try #require(DNSName("gone.default.svc.cluster.local")))])
    let circle = try ask("circle.default.svc.cluster.local", .a)
    #expect(circle.responseCode == .noError)
    #expect(circle.answers.count == 9 && circle.answers.allSatisfy { $0.data.type == .cname })
  }

  @Test("Each address of a headless service comes first in its turn")
  func rotation() throws {
    let firsts = try (0..<4).map { id in
      try ask("consul-server.default.svc.cluster.local", .a, id: UInt16(id)).answers.first?.data
    }
    #expect(firsts == [.a(0x0A00_0002), .a(0x0A00_0003), .a(0x0A00_0002), .a(0x0A00_0003)])
  }

  @Test("A stub domain's questions go elsewhere; garbage is answered or dropped")
  func forwarding() throws {
    var query = DNSMessage(id: 7)
    let name = try #require(DNSName("web.service.consul"))
    query.questions = [DNSQuestion(name, .a)]
    guard
      case .forward(let domain, _) = responder.respond(
        to: DNSWriter.octets(query, limit: 512), overTCP: false, index: index)
    else {
      Issue.record("the question was not forwarded")
      return
    }
    #expect(domain == DNSName("consul"))
    #expect(responder.respond(to: [1, 2, 3], overTCP: false, index: index) == .nothing)
    let broken: [UInt8] = [0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12]
    guard case .answer(let octets) = responder.respond(to: broken, overTCP: false, index: index) else {
      Issue.record("no answer")
      return
    }
    #expect(try DNSReader.message(octets).responseCode == .formatError)
  }

  @Test("What is removed is gone")
  func removal() throws {
    var index = index
    index.remove(Service(name: "web", namespace: "default"))
    let zone = try #require(DNSName("cluster.local"))
    let question = DNSQuestion(try #require(DNSName("web.default.svc.cluster.local")), .a)
    #expect(DNSAnswerer(zone: zone, serverAddress: 1).answer(question, in: index) == .missing)
    #expect(index.names(of: 0x0A60_0007.address).isEmpty)
  }
}

extension Int {
  fileprivate var address: IPv4Address { IPv4Address(rawValue: UInt32(self)) }
}
