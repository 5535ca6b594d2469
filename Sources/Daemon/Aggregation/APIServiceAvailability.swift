package import APIServer
package import ControllerKit
package import KubeClient
import KubeModel
package import Logging
import ServiceLifecycle

/// Keeps the condition `Available` of registrations that lead to a service of the cluster: the service and its
/// endpoints must be there, and the server must say what it serves.
package struct APIServiceAvailability: Reconciler {
  private let client: any KubeClient
  private let aggregator: Aggregator
  private let registrations: Informer<APIService>
  private let services: Informer<KubeModel.Service>
  private let endpoints: Informer<Endpoints>
  private let time: TimeSource

  /// How often a server is asked without anything having changed.
  private static let interval = Duration.seconds(30)

  /// The reconciler as a service.
  package static func service(
    client: any KubeClient, aggregator: Aggregator, informers: InformerSet, time: TimeSource = .system, logger: Logger
  ) -> Controller<APIServiceAvailability> {
    let registrations = informers.informer(APIService.self)
    let services = informers.informer(KubeModel.Service.self)
    let endpoints = informers.informer(Endpoints.self)
    let controller = Controller(
      name: "apiservice-availability",
      reconciler: APIServiceAvailability(
        client: client, aggregator: aggregator, registrations: registrations, services: services, endpoints: endpoints,
        time: time),
      workers: 2, logger: logger)
    registrations.onChange { event in
      if case .updated(let old, let new) = event, old.spec == new.spec { return }
      controller.enqueue(event.object.name)
    }
    @Sendable func changed(_ name: NamespacedName) {
      for registration in registrations.list() where registration.serviceName == name {
        controller.enqueue(registration.name)
      }
    }
    services.onChange { changed($0.object.namespacedName) }
    endpoints.onChange { changed($0.object.namespacedName) }
    return controller
  }

  // The key is the name of a registration.
  package func reconcile(_ key: String) async throws -> ReconcileResult {
    try await registrations.waitUntilSynced()
    try await services.waitUntilSynced()
    try await endpoints.waitUntilSynced()
    guard let registration = registrations.get(name: key), registration.spec.service != nil else {
      aggregator.forget(key)
      return .done
    }
    let verdict = await verdict(on: registration)
    try await client.modify(APIService.self, name: key, subresource: "status") { stored in
      guard stored.spec == registration.spec else { return false }
      return verdict.write(to: &stored, at: time.now())
    }
    return .requeue(after: Self.interval)
  }

  /// What the condition is to say, in kube-apiserver's words.
  struct Verdict: Hashable {
    var isAvailable = false
    var reason: String
    var message: String

    /// Writes the condition; false when it says so already.
    func write(to registration: inout APIService, at now: Timestamp) -> Bool {
      let status: JSONValue = isAvailable ? "True" : "False"
      let before = registration.status.conditions.first { $0["type"] == "Available" }
      if before?["status"] == status, before?["reason"]?.stringValue == reason,
        before?["message"]?.stringValue == message
      {
        return false
      }
      let since = before?["status"] == status ? before?["lastTransitionTime"] ?? now.json : now.json
      registration.status.conditions =
        registration.status.conditions.filter { $0["type"] != "Available" } + [
          [
            "type": "Available", "status": status, "lastTransitionTime": since, "reason": .string(reason),
            "message": .string(message),
          ]
        ]
      return true
    }
  }

  private func verdict(on registration: APIService) async -> Verdict {
    if let obstacle = obstacle(registration) { return obstacle }
    if let problem = await aggregator.probe(registration) {
      return Verdict(reason: "FailedDiscoveryCheck", message: problem)
    }
    return Verdict(isAvailable: true, reason: "Passed", message: "all checks passed")
  }

  /// What is missing in the cluster for the server to be asked at all; nil for nothing.
  private func obstacle(_ registration: APIService) -> Verdict? {
    guard let place = registration.serviceName else { return nil }
    let number = registration.spec.service?.port ?? 443
    let text = "service/\(place.name) in \"\(place.namespace ?? "")\""
    guard let service = services.get(namespace: place.namespace, name: place.name) else {
      return Verdict(reason: "ServiceNotFound", message: "\(text) is not present")
    }
    guard let port = service.spec.ports.first(where: { $0.port == number }) else {
      return Verdict(reason: "ServicePortError", message: "\(text) is not listening on port \(number)")
    }
    guard let endpoints = endpoints.get(namespace: place.namespace, name: place.name) else {
      return Verdict(reason: "EndpointsNotFound", message: "cannot find endpoints for \(text)")
    }
    let name = port.name ?? ""
    let isServed = endpoints.subsets.contains { subset in
      !subset.addresses.isEmpty && subset.ports.contains { ($0.name ?? "") == name }
    }
    guard !isServed else { return nil }
    return Verdict(
      reason: "MissingEndpoints", message: "endpoints for \(text) have no addresses with port name \"\(name)\"")
  }
}

extension APIService {
  /// The service that it leads to; nil when it is served here.
  fileprivate var serviceName: NamespacedName? {
    self.spec.service.map { NamespacedName(namespace: $0.namespace ?? "", name: $0.name ?? "") }
  }
}
