import APIServer
import KubeClient
import KubeModel
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("The status of a node", .timeLimit(.minutes(1)))
struct NodeStatusTests {
  private static let now = Timestamp(seconds: 1_800_000_000)

  private static func registration(_ client: any KubeClient) throws -> NodeRegistration {
    var configuration = KubeletConfiguration(
      nodeName: "one", nodeAddress: try #require(IPv4Address("10.243.0.2")), podsDirectory: "/nonexistent",
      logsDirectory: "/nonexistent", etc: EtcFiles(clusterDNS: "10.96.0.10", hostResolvConf: ""), ids: 0...0)
    configuration.capacity = ["cpu": "4", "pods": "10"]
    return NodeRegistration(configuration: configuration, client: client, bootID: "boot")
  }

  @Test("Extended resources are kept, and can be requested as far as there are any")
  func extendedResources() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let registration = try Self.registration(client)
    try await registration.register(now: Self.now)
    func put(_ amount: Quantity?) async throws -> Node {
      try await client.modify(Node.self, name: "one", subresource: "status") { node in
        node.status.capacity["example.com/dongle"] = amount
        return true
      }
    }
    try await registration.keepResources(of: try await put("4"))
    var node = try await client.get(Node.self, name: "one")
    #expect(node.status.allocatable["example.com/dongle"] == "4")
    #expect(node.status.allocatable["cpu"] == "4")
    // The next kubelet finds them as they were left.
    try await registration.register(now: Self.now + .seconds(60))
    node = try await client.get(Node.self, name: "one")
    #expect(node.status.capacity["example.com/dongle"] == "4" && node.status.allocatable == node.status.capacity)
    try await registration.keepResources(of: try await put(nil))
    node = try await client.get(Node.self, name: "one")
    #expect(node.status.allocatable["example.com/dongle"] == nil)
  }

  @Test("The lease belongs to the node")
  func leaseOwner() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let registration = try Self.registration(client)
    try await registration.register(now: Self.now)
    let node = try await client.get(Node.self, name: "one")
    let lease = try await client.get(Lease.self, namespace: "kube-node-lease", name: "one")
    let owner = lease.metadata.ownerReferences.first
    #expect(owner?.kind == "Node" && owner?.name == "one" && owner?.uid == node.uid && owner?.apiVersion == "v1")
    _ = try await registration.keep(problem: nil, now: Self.now + .seconds(10))
    let renewed = try await client.get(Lease.self, namespace: "kube-node-lease", name: "one")
    #expect(renewed.spec.renewTime?.moment == Self.now + .seconds(10))
  }

  @Test("A node whose runtime does not answer is not ready, and says so as the kubelet does")
  func hungRuntime() async throws {
    let sandbox = FakeSandbox(sandboxes: [])
    let health = RuntimeHealth(sandbox: sandbox, interval: .milliseconds(20), threshold: .milliseconds(300))
    let changes = health.changes()
    let running = Task { try await health.run() }
    sandbox.hang()
    var iterator = changes.makeAsyncIterator()
    _ = await iterator.next()
    let problem = try #require(health.problem)
    #expect(
      problem.wholeMatch(of: #/PLEG is not healthy: pleg was last seen active [0-9.]+s ago; threshold is 0.3s/#) != nil)
    let client = try await InProcessKubeClient.inMemory()
    let registration = try Self.registration(client)
    try await registration.register(now: Self.now)
    #expect(try await registration.keep(problem: problem, now: Self.now))
    let ready = try await client.get(Node.self, name: "one").status.conditions.first { $0.type == "Ready" }
    #expect(ready?.status == "False" && ready?.reason == "KubeletNotReady" && ready?.message == problem)
    sandbox.goOn()
    // On a busy machine the next question may be late as well; in the end one is answered in time.
    var remaining = health.problem
    while remaining != nil, await iterator.next() != nil { remaining = health.problem }
    #expect(remaining == nil)
    #expect(try await registration.keep(problem: nil, now: Self.now))
    let again = try await client.get(Node.self, name: "one").status.conditions.first { $0.type == "Ready" }
    #expect(again?.status == "True" && again?.reason == "KubeletReady")
    running.cancel()
    _ = await running.result
  }
}
