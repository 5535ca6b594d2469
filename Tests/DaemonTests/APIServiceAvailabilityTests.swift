import APIServer
import ControllerKit
import KubeClient
import KubeModel
import LinuxSystem
import Logging
import Testing

@testable import Daemon

@Suite("The availability of aggregated APIs")
struct APIServiceAvailabilityTests {
  /// A network in which nothing listens.
  private struct NobodyListens: ClusterDialer {
    func connect(to address: String, port: UInt16) async throws -> OwnedDescriptor {
      throw DialError(address: "\(address):\(port)", cause: "connect: connection refused")
    }
  }

  @Test("What is missing is told one after the other: the service, its port, its endpoints, and an answer")
  func verdicts() async throws {
    let client = try await InProcessKubeClient.inMemory()
    let logger = Logger(label: "test")
    let informers = InformerSet(client: client, logger: logger)
    let aggregator = Aggregator(store: client.api.store, dialer: NobodyListens(), identity: nil)
    let controller = APIServiceAvailability.service(
      client: client, aggregator: aggregator, informers: informers, logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await informers.run() }
      group.addTask { try await controller.run() }
      var registration = APIService(name: "v1.example.com")
      registration.json["spec"] = [
        "group": "example.com", "version": "v1", "groupPriorityMinimum": 100, "versionPriority": 10,
        "service": ["namespace": "default", "name": "sample", "port": 8443],
      ]
      try await client.create(registration)
      try await Self.expect(client, "ServiceNotFound", "service/sample in \"default\" is not present")
      var service = KubeModel.Service(name: "sample", namespace: "default")
      service.spec.ports = [.with { $0.port = 443 }]
      service = try await client.create(service)
      try await Self.expect(
        client, "ServicePortError", "service/sample in \"default\" is not listening on port 8443")
      try await client.modify(KubeModel.Service.self, namespace: "default", name: "sample") { stored in
        stored.spec.ports = [.with { $0.port = 8443 }]
        return true
      }
      try await Self.expect(client, "EndpointsNotFound", "cannot find endpoints for service/sample in \"default\"")
      var endpoints = Endpoints(name: "sample", namespace: "default")
      endpoints.subsets = [
        .with {
          $0.notReadyAddresses = [.with { $0.ip = "10.244.0.9" }]
          $0.ports = [.with { $0.port = 8443 }]
        }
      ]
      endpoints = try await client.create(endpoints)
      try await Self.expect(
        client, "MissingEndpoints",
        "endpoints for service/sample in \"default\" have no addresses with port name \"\"")
      try await client.modify(Endpoints.self, namespace: "default", name: "sample") { stored in
        stored.subsets[0].addresses = [.with { $0.ip = "10.244.0.9" }]
        return true
      }
      try await Self.expect(
        client, "FailedDiscoveryCheck",
        "failing or missing response from https://sample.default.svc:8443/apis/example.com/v1: "
          + "dial tcp 10.244.0.9:8443: connect: connection refused")
      group.cancelAll()
    }
  }

  /// Waits until the condition has this reason.
  private static func expect(_ client: InProcessKubeClient, _ reason: String, _ message: String) async throws {
    let watch = try await client.watch(
      APIService.resource, namespace: nil,
      options: ListOptions(fieldSelector: "metadata.name=v1.example.com", timeoutSeconds: 30))
    for try await event in watch {
      switch event {
      case .added(let object), .modified(let object): if matches(object, reason, message) { return }
      case .deleted, .bookmark: break
      }
    }
    Issue.record("never came: \(reason): \(message)")
  }

  private static func matches(_ object: JSONValue, _ reason: String, _ message: String) -> Bool {
    let condition = object["status"]?["conditions"]?.arrayValue?.first { $0["type"] == "Available" }
    return condition?["status"] == "False" && condition?["reason"]?.stringValue == reason
      && condition?["message"]?.stringValue == message
  }
}
