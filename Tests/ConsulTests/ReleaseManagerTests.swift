import APIServer
import KubeClient
import KubeModel
import Testing

@testable import Consul

@Suite("Releases")
struct ReleaseManagerTests {
  private func manager(_ client: InProcessKubeClient) -> ReleaseManager {
    ReleaseManager(client: client) { Timestamp(seconds: 1) }
  }

  private func statuses(_ client: InProcessKubeClient) async throws -> [String] {
    try await manager(client).history(name: "consul", namespace: "default").map(\.status.rawValue)
  }

  private func services(_ client: InProcessKubeClient) async throws -> [String] {
    try await client.list(Service.self, namespace: "default").map(\.name).sorted()
  }

  /// A change that the API refuses: the claims of a StatefulSet cannot be changed.
  private static let refused: JSONValue = ["server": ["storage": "1Gi"]]

  @Test("What an upgrade that failed has left behind, the next one removes")
  func afterFailure() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let manager = manager(client)
    try await manager.install(name: "consul", namespace: "default", values: [])
    #expect(try await services(client).contains("consul-ui"))
    let plain: JSONValue = ["ui": ["enabled": false]]
    await #expect(throws: StatusError.self) {
      try await manager.upgrade(
        name: "consul", namespace: "default", values: [plain, Self.refused], reuseValues: false)
    }
    #expect(try await statuses(client) == ["deployed", "failed"])
    #expect(try await services(client).contains("consul-ui"))
    try await manager.upgrade(name: "consul", namespace: "default", values: [plain], reuseValues: false)
    #expect(try await services(client) == ["consul-dns", "consul-server"])
    #expect(try await statuses(client) == ["superseded", "failed", "deployed"])
  }

  @Test("What an upgrade that failed has created, the next one removes, too, and does not take its values")
  func createdByFailure() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let manager = manager(client)
    try await manager.install(
      name: "consul", namespace: "default", values: [["dns": ["enabled": false], "global": ["datacenter": "here"]]])
    await #expect(throws: StatusError.self) {
      try await manager.upgrade(
        name: "consul", namespace: "default", values: [["dns": ["enabled": true]], Self.refused], reuseValues: true)
    }
    #expect(try await services(client).contains("consul-dns"))
    let third = try await manager.upgrade(name: "consul", namespace: "default", values: [], reuseValues: true)
    #expect(third.values == ["dns": ["enabled": false], "global": ["datacenter": "here"]])
    #expect(try await services(client) == ["consul-server", "consul-ui"])
  }

  @Test("A release that was never deployed can be upgraded to mend it")
  func afterFailedInstall() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let manager = manager(client)
    await #expect(throws: StatusError.self) {
      try await manager.install(
        name: "consul", namespace: "default", values: [["server": ["storage": "much"]]])
    }
    #expect(try await statuses(client) == ["failed"])
    try await manager.upgrade(
      name: "consul", namespace: "default", values: [["ui": ["enabled": false]]], reuseValues: false)
    #expect(try await services(client) == ["consul-dns", "consul-server"])
    #expect(try await statuses(client) == ["failed", "deployed"])
  }
}
