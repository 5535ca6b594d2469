import KubeModel
import NIOCore
import SandboxRuntime
import Testing

@testable import ServiceProxy

@Suite("What the proxy opens")
struct ProxyPlanTests {
  private func socket(_ text: String, _ port: UInt16) throws -> SandboxRuntime.SocketAddress {
    SandboxRuntime.SocketAddress(try #require(IPv4Address(text)), port: port)
  }

  private func service(_ spec: JSONValue) -> KubeModel.Service {
    var service = KubeModel.Service(name: "web", namespace: "default")
    service.json["spec"] = spec
    return service
  }

  private func slice(_ addresses: [String]) -> EndpointSlice {
    var slice = EndpointSlice(name: "web-x", namespace: "default")
    slice.metadata.labels = ["kubernetes.io/service-name": "web"]
    slice.json["ports"] = [["name": "http", "port": 8_080, "protocol": "TCP"]]
    slice.json["endpoints"] = .array(
      addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] })
    return slice
  }

  private let spec: JSONValue = ["clusterIP": "10.96.0.7", "ports": [["name": "http", "port": 80]]]

  @Test("A service has a listener only while it has a backend")
  func backends() throws {
    var state = ProxyState(reserved: [], hostBackends: [:])
    state.set(service(spec))
    #expect(state.plan.listeners.isEmpty)
    state.set(slice(["10.0.0.2"]))
    let listener = ProxyListener(.cluster, try socket("10.96.0.7", 80), .tcp)
    #expect(state.plan.listeners == [listener: ProxyTarget(backends: [.cluster(try socket("10.0.0.2", 8_080))])])
    state.remove(slice(["10.0.0.2"]))
    #expect(state.plan.listeners.isEmpty)
  }

  @Test("Node ports and load balancers are on the host and the nodes")
  func published() throws {
    var state = ProxyState(reserved: [], hostBackends: [:])
    var spec = spec
    spec["type"] = "LoadBalancer"
    spec["ports"] = [["name": "http", "port": 80, "nodePort": 30_080]]
    state.set(service(spec))
    state.set(slice(["10.0.0.2"]))
    var node = Node(name: "n1")
    node.json["status"] = ["addresses": [["type": "InternalIP", "address": "10.0.0.1"]]]
    state.set(node)
    let name = NamespacedName(namespace: "default", name: "web")
    #expect(
      Set(state.plan.listeners.keys) == [
        ProxyListener(.cluster, try socket("10.96.0.7", 80), .tcp),
        ProxyListener(.cluster, try socket("10.0.0.1", 30_080), .tcp),
        ProxyListener(.host, try socket("127.0.0.1", 30_080), .tcp, for: .nodePort(name)),
        ProxyListener(.host, try socket("127.0.0.1", 80), .tcp, for: .loadBalancer(name)),
      ])
    // A class names another controller; the node port stays ours.
    spec["loadBalancerClass"] = "example.com/other"
    state.set(service(spec))
    #expect(!state.plan.listeners.keys.contains { $0.isLoadBalancer(of: name) })
    #expect(state.loadBalancers.isEmpty)
    #expect(state.plan.listeners.keys.contains { $0.purpose == .nodePort(name) })
  }

  @Test("No external IP and no host port takes the place of a service, of DNS or of a pod")
  func takeovers() throws {
    let dns = try #require(IPv4Address("10.96.0.10"))
    let api = try #require(IPv4Address("10.96.0.7"))
    var state = ProxyState(reserved: [dns], hostBackends: [:])
    state.set(service(spec))
    state.set(slice(["10.244.0.2"]))
    var node = Node(name: "n1")
    node.json["status"] = ["addresses": [["type": "InternalIP", "address": "10.0.0.1"]]]
    state.set(node)
    let before = state.plan
    // "a" comes before "web", and its name must not matter.
    var thief = KubeModel.Service(name: "a", namespace: "default")
    thief.json["spec"] = [
      "clusterIP": "10.96.0.8", "externalIPs": ["10.96.0.7", "10.96.0.10", "10.244.0.2", "10.0.0.1"],
      "ports": [["name": "http", "port": 80]],
    ]
    state.set(thief)
    var ofThief = slice(["10.244.0.66"])
    ofThief.metadata.name = "a-x"
    ofThief.metadata.labels = ["kubernetes.io/service-name": "a"]
    state.set(ofThief)
    var pod = Pod(name: "thief", namespace: "default")
    let ports = ["10.96.0.7", "10.96.0.10", "10.0.0.99", "10.0.0.1"].map { address -> JSONValue in
      ["containerPort": 80, "hostPort": 80, "hostIP": .string(address)]
    }
    pod.json["spec"] = ["nodeName": "n1", "containers": [["name": "c", "ports": .array(ports)]]]
    pod.status.podIP = "10.244.0.66"
    state.set(pod)
    let plan = state.plan
    for (listener, target) in before.listeners { #expect(plan.listeners[listener] == target) }
    let added = Set(plan.listeners.keys).subtracting(before.listeners.keys)
    #expect(
      added == [
        ProxyListener(.cluster, try socket("10.96.0.8", 80), .tcp),
        ProxyListener(.cluster, try socket("10.0.0.1", 80), .tcp),
      ])
    #expect(plan.refusals.map(\.address).sorted() == [api, dns, try #require(IPv4Address("10.244.0.2"))].sorted())
    #expect(plan.addresses == [api, try #require(IPv4Address("10.96.0.8"))])
  }

  @Test(
    "A service that is another proxy's, or is marked headless, is not proxied",
    arguments: [
      "service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless",
    ])
  func labelled(label: String) throws {
    var state = ProxyState(reserved: [], hostBackends: [:])
    var service = service(spec)
    service.metadata.labels = [label: "x"]
    state.set(service)
    state.set(slice(["10.0.0.2"]))
    #expect(state.plan == ProxyPlan())
  }

  @Test("A node port that another program has is a condition, and the other conditions stay")
  func taken() throws {
    var service = service(spec)
    service.status.conditions = [.with { $0.type = "mine" }]
    let now = Timestamp(seconds: 5)
    service.status.conditions = NodePortCondition.conditions(of: service, taken: [31_000, 30_500], now: now)
      .map { Condition(json: $0) }
    #expect(service.status.conditions.map(\.type) == ["mine", NodePortCondition.type])
    #expect(service.status.conditions.last?.message == "another program of this machine has: 30500, 31000")
    // The same again changes nothing, the time included.
    let again = NodePortCondition.conditions(of: service, taken: [30_500, 31_000], now: Timestamp(seconds: 9))
    #expect(again == service.status.conditions.map(\.json))
    #expect(NodePortCondition.conditions(of: service, taken: [], now: now).count == 1)
  }

  @Test("A pod's host port is on its node's address, and the API is reached on the host")
  func hostPortsAndHostBackends() throws {
    let name = NamespacedName(namespace: "default", name: "web")
    var state = ProxyState(reserved: [], hostBackends: [name: try socket("127.0.0.1", 6_443)])
    state.set(service(spec))
    var node = Node(name: "n1")
    node.json["status"] = ["addresses": [["type": "InternalIP", "address": "10.0.0.1"]]]
    state.set(node)
    var pod = Pod(name: "agent", namespace: "default")
    pod.json["spec"] = [
      "nodeName": "n1", "containers": [["name": "c", "ports": [["containerPort": 8_500, "hostPort": 8_500]]]],
    ]
    pod.status.podIP = "10.0.0.9"
    state.set(pod)
    let plan = state.plan
    let hostPort = ProxyListener(.cluster, try socket("10.0.0.1", 8_500), .tcp)
    #expect(plan.listeners[hostPort]?.backends == [.cluster(try socket("10.0.0.9", 8_500))])
    let api = ProxyListener(.cluster, try socket("10.96.0.7", 80), .tcp)
    #expect(plan.listeners[api]?.backends == [.host(try socket("127.0.0.1", 6_443))])
  }

  @Test("The steps close before they open, and keep what has not changed")
  func steps() throws {
    var state = ProxyState(reserved: [], hostBackends: [:])
    state.set(service(spec))
    state.set(slice(["10.0.0.2"]))
    let before = state.plan
    #expect(before.steps(from: before).isEmpty)
    state.set(slice(["10.0.0.3"]))
    let listener = ProxyListener(.cluster, try socket("10.96.0.7", 80), .tcp)
    let target = ProxyTarget(backends: [.cluster(try socket("10.0.0.3", 8_080))])
    #expect(state.plan.steps(from: before) == [.retarget(listener, target)])
    let address = try #require(IPv4Address("10.96.0.7"))
    #expect(ProxyPlan().steps(from: before) == [.close(listener), .removeAddress(address)])
    // An address comes after its ports.
    #expect(state.plan.steps(from: ProxyPlan()) == [.open(listener, target), .addAddress(address)])
  }

  @Test("Backends take turns, and a client with affinity stays")
  func balancing() throws {
    let backends = try ["10.0.0.2", "10.0.0.3"].map { ProxyBackend.cluster(try socket($0, 80)) }
    var turns = Balancer(ProxyTarget(backends: backends))
    let now = NIODeadline.now()
    let firsts = (0..<4).map { _ in turns.order(for: "a", now: now).first }
    #expect(firsts == [backends[0], backends[1], backends[0], backends[1]])
    var sticky = Balancer(ProxyTarget(backends: backends, affinitySeconds: 10))
    sticky.took(backends[1], client: "a", now: now)
    let stays = (0..<3).map { _ in sticky.order(for: "a", now: now).first }
    #expect(stays == [backends[1], backends[1], backends[1]])
    sticky.update(ProxyTarget(backends: [backends[0]], affinitySeconds: 10))
    #expect(sticky.order(for: "a", now: now) == [backends[0]])
  }
}
