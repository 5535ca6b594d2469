import APIServer
import ControllerKit
import KubeClient
import KubeModel
import LinuxSystem
import Logging
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("What pods leave behind", .timeLimit(.minutes(1)))
struct HousekeepingTests {
  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private static func pod(_ name: String, node: String) -> Pod {
    var pod = Pod(name: name, namespace: "default")
    pod.json["spec"] = ["nodeName": .string(node), "containers": [["name": "c", "image": "busybox"]]]
    return pod
  }

  @Test("A sweep takes what has no owner: of pods that are gone, and of nodes that are gone")
  func sweeps() async throws {
    let home = try FileSystem.makeTemporaryDirectory(prefix: "lk-sweep-")
    defer { try? FileSystem.removeTree(home) }
    let client = try await InProcessKubeClient.inMemory()
    let kept = try await client.create(Self.pod("kept", node: "one"))
    let elsewhere = try await client.create(Self.pod("elsewhere", node: "gone"))
    let informer = Informer<Pod>(client: client, logger: Self.quiet)
    let running = Task { try await informer.run() }
    try await informer.waitUntilSynced()
    let sandbox = FakeSandbox(sandboxes: [kept.uid, elsewhere.uid, "ghost", "leaving"])
    let addresses = try PodAddressBook(
      path: "\(home)/addresses", first: #require(IPv4Address("10.1.0.1")), last: #require(IPv4Address("10.1.0.9")))
    var ghost = Self.pod("ghost", node: "one")
    ghost.metadata.uid = "ghost"
    for pod in [kept, ghost] { _ = try addresses.address(of: pod, node: "one") }
    let housekeeping = Housekeeping(
      places: .init(pods: "\(home)/pods", logs: "\(home)/logs"), nodes: ["one"], pods: informer, sandbox: sandbox,
      addresses: addresses, logger: Self.quiet)
    housekeeping.registry.insert("leaving")
    for uid in [kept.uid, elsewhere.uid, "ghost", "leaving"] {
      try FileSystem.makeDirectory("\(home)/pods/\(uid)/volumes/secret")
      try FileSystem.makeDirectory("\(home)/logs/default_name_\(uid)/c")
    }

    await housekeeping.sweep()

    let owned = [kept.uid, "leaving"].sorted()
    #expect(try await sandbox.state().sandboxes.sorted() == owned)
    #expect(try FileSystem.list("\(home)/pods") == owned)
    #expect(try FileSystem.list("\(home)/logs") == owned.map { "default_name_\($0)" })
    #expect(addresses.uids == [kept.uid])
    running.cancel()
    _ = await running.result
  }

  @Test("A StatefulSet's pod waits for the address of its predecessor, which a DaemonSet's does not")
  func sharedIdentity() async throws {
    let home = try FileSystem.makeTemporaryDirectory(prefix: "lk-book-")
    defer { try? FileSystem.removeTree(home) }
    func pod(_ uid: String, _ kind: String) -> Pod {
      var pod = Pod(name: "db-0", namespace: "default")
      pod.metadata.uid = uid
      pod.json["metadata"]?["ownerReferences"] = [
        ["apiVersion": "apps/v1", "kind": .string(kind), "name": "db", "uid": "s", "controller": true]
      ]
      return pod
    }
    let path = "\(home)/addresses"
    let first = try #require(IPv4Address("10.1.0.1"))
    let last = try #require(IPv4Address("10.1.0.9"))
    let book = try PodAddressBook(path: path, first: first, last: last)
    let address = try #require(try book.address(of: pod("a", "StatefulSet"), node: "one"))
    #expect(try book.address(of: pod("b", "StatefulSet"), node: "one") == nil)
    async let later = book.addressWhenFree(of: pod("b", "StatefulSet"), node: "one")
    try book.release(pod("a", "StatefulSet"), node: "one")
    #expect(try await later == address)

    let old = try #require(try book.address(of: pod("c", "DaemonSet"), node: "one"))
    let new = try #require(try book.address(of: pod("d", "DaemonSet"), node: "one"))
    #expect(new != old)
    // The kubelet that comes after it finds each where it is, whichever it asks for first.
    let next = try PodAddressBook(path: path, first: first, last: last)
    #expect(try next.address(of: pod("d", "DaemonSet"), node: "one") == new)
    #expect(try next.address(of: pod("c", "DaemonSet"), node: "one") == old)
  }

  @Test("When all addresses are given out, one is taken that waits for a pod which may never come")
  func reclaims() throws {
    let home = try FileSystem.makeTemporaryDirectory(prefix: "lk-book-")
    defer { try? FileSystem.removeTree(home) }
    let only = try #require(IPv4Address("10.1.0.1"))
    let book = try PodAddressBook(path: "\(home)/addresses", first: only, last: only)
    var sticky = Self.pod("db-0", node: "one")
    sticky.json["metadata"]?["uid"] = "a"
    sticky.json["metadata"]?["ownerReferences"] = [
      ["apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db", "uid": "s", "controller": true]
    ]
    var other = Self.pod("web", node: "one")
    other.metadata.uid = "b"
    #expect(try book.address(of: sticky, node: "one") == only)
    #expect(throws: ConfigurationError.self) { try book.address(of: other, node: "one") }
    try book.release(sticky, node: "one")
    #expect(try book.address(of: other, node: "one") == only)
  }
}
