import KubeModel
import Testing

@testable import Consul

@Suite("What servers say")
struct RoundTests {
  @Test(
    "A leader counts when it names itself, of two the one that most name, and none when nobody hears of one",
    arguments: [
      (["a": "a", "b": "a", "c": nil], "b", .leads(server: "a")),
      (["a": "a", "b": "b", "c": "b"], "a", .leads(server: "b")),
      (["a": "a", "b": "b"], "b", .leads(server: "b")),
      (["a": nil, "b": "a", "c": ""], "a", .unclear),
      (["a": nil, "b": "", "c": ""], "a", .nobody),
      (["a": nil, "b": nil, "c": nil], "a", .unclear),
      (["a": "", "b": "a", "c": "a"], "a", .nobody),
      (["a": nil, "b": "c", "c": ""], "a", .nobody),
      (["b": "a", "c": "a"], nil, .nobody),
    ] as [([String: String?], String?, Round.Verdict)])
  func verdict(answers: [String: String?], known: String?, expected: Round.Verdict) {
    var round = Round(answers: [:], addresses: [:])
    for (name, named) in answers {
      round.addresses[name] = name
      round.answers[name] = named.map { $0.isEmpty ? .nobody : .leader(address: $0) } ?? .silence
    }
    #expect(round.verdict(known: known) == expected)
  }

  private func server(_ address: String, runs: Bool) -> ConsulServer? {
    var pod = Pod(name: "s\(address)", namespace: "default")
    pod.metadata.labels = ["app": "consul", "component": "server"]
    pod.spec.containers = [.with { $0.name = "consul" }]
    pod.status.podIP = address
    pod.status.containerStatuses = [
      .with {
        $0.name = "consul"
        $0.containerID = "x"
        if runs { $0.state = .with { $0.running = ContainerStateRunning() } }
      }
    ]
    return ConsulServer(pod: pod)
  }

  @Test(
    "Failure tolerance is what autopilot says, and never more than the servers that run leave of a majority",
    arguments: [
      (3, 3, nil, 1), (3, 2, nil, 0), (3, 1, nil, 0), (5, 5, nil, 2), (5, 4, nil, 1), (4, 4, nil, 1), (2, 2, nil, 0),
      (1, 1, nil, 0), (3, 3, 0, 0), (5, 5, 2, 2), (5, 4, 2, 1),
    ])
  func tolerance(voters: Int, running: Int, told: Int?, expected: Int) {
    let addresses = (0..<voters).map { "10.0.0.\($0)" }
    let servers = addresses.enumerated().compactMap { server($1, runs: $0 < running) }
    let quorum = Quorum(QuorumReport(voters: addresses, failureTolerance: told), servers: servers)
    #expect(quorum == Quorum(voters: voters, failureTolerance: expected))
  }

  // MARK: Ports

  private func access(_ change: (inout Container, inout Pod) -> Void) -> ServerAccess {
    var container = Container()
    var pod = Pod(name: "s", namespace: "default")
    change(&container, &pod)
    return ServerAccess(container: container, pod: pod)
  }

  private typealias Endpoint = ServerAccess.Endpoint

  @Test("A server is asked on the ports that its container names or sets, and on Consul's own")
  func ports() {
    #expect(access { _, _ in }.endpoints.map(\.port) == [8_500, 8_501])
    let secure = access { container, _ in
      container.ports = [.with { ($0.name, $0.containerPort) = ("https", 8_501) }]
    }
    #expect(secure.endpoints.first == Endpoint(port: 8_501, isSecure: true))
    let other = access { container, _ in
      container.command = ["sh", "-c", "exec consul agent -http-port=9500 -hcl='ports { https = 9501 }' -server"]
    }
    #expect(
      other.endpoints.prefix(2) == [Endpoint(port: 9_500, isSecure: false), Endpoint(port: 9_501, isSecure: true)])
    let configured = access { _, _ in }.endpoints(configuration: [#"{"ports": {"http": -1, "https": 7501}}"#])
    #expect(configured.map(\.port) == [7_501, 8_500, 8_501])
  }

  @Test("The authority is the key of the Secret that stands at the path which the container is told")
  func authority() {
    let known = access { container, pod in
      container.env = [.with { ($0.name, $0.value) = ("CONSUL_CACERT", "/consul/tls/ca/tls.crt") }]
      container.volumeMounts = [.with { ($0.name, $0.mountPath) = ("ca", "/consul/tls/ca/") }]
      pod.spec.volumes = [
        .with {
          $0.name = "ca"
          $0.secret = .with {
            $0.secretName = "consul-ca-cert"
            $0.items = [.with { ($0.key, $0.path) = ("ca.pem", "tls.crt") }]
          }
        }
      ]
    }
    #expect(known.authority == ServerAccess.SecretKey(name: "consul-ca-cert", key: "ca.pem"))
  }

  @Test(
    "A setting is found in flags, JSON and HCL",
    arguments: [
      ("http", #"{"ports": {"http": 1}}"#, "1"), ("http", #"ports { http = 2 }"#, "2"),
      ("http", #"-hcl="ports { http = 3 }""#, "3"), ("-http-port", "-http-port 4", "4"),
      ("-http-port", "-http-port=5 \\", "5"), ("http", "http://127.0.0.1:8500", "//127.0.0.1:8500"),
      ("http", "my_http = 6", nil), ("ca_file", #"ca_file = "/a/b""#, "/a/b"),
    ] as [(String, String, String?)])
  func settings(name: String, text: String, expected: String?) {
    #expect(ServerAccess.setting(name, in: text) == expected)
  }
}
