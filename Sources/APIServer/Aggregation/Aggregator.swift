import FoundationEssentials
import KubeClient
package import KubeModel
import NIOCore
import NIOHTTP1
import NIOSSL
package import ObjectStore
import Synchronization

/// Passes requests for further group versions on to servers in the cluster (Kubernetes: "Kubernetes API Aggregation
/// Layer"): who asks is told in headers, by which the server knows the request as the API server's own from its
/// client certificate.
package final class Aggregator: Sendable {
  /// The certificate and key, in PEM, that the API server shows to aggregated servers.
  package struct Identity: Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// What decides the TLS of a connection.
  private struct Trust: Hashable {
    var bundle: String?
    var skipsVerification: Bool
  }

  private struct State {
    var contexts: [Trust: NIOSSLContext] = [:]
    /// What the servers were found to serve, by the names of their registrations.
    var found: [String: AggregatedVersion] = [:]
  }

  private let store: ObjectStore
  private let services: ServiceDialer
  private let identity: Identity?
  private let state = Mutex(State())

  /// - Parameters:
  ///   - store: Where registrations, services and endpoints are.
  ///   - dialer: The way into the cluster's network.
  ///   - identity: What is shown to the servers; nil shows nothing.
  package init(store: ObjectStore, dialer: any ClusterDialer, identity: Identity?) {
    self.store = store
    services = ServiceDialer(store: store, dialer: dialer)
    self.identity = identity
  }

  // MARK: Registrations

  /// The registration whose server a path is for; nil when that is this API server.
  func registration(forPath segments: [String]) -> APIService? {
    switch (segments.first, segments.count) {
    case ("apis", 3...): remote(GroupVersion(group: segments[1], version: segments[2]))
    case ("openapi", 5) where segments[1] == "v3" && segments[2] == "apis":
      remote(GroupVersion(group: segments[3], version: segments[4]))
    default: nil
    }
  }

  /// The registration of a group version that is served elsewhere; nil for one that is served here, or by nobody.
  func remote(_ groupVersion: GroupVersion) -> APIService? {
    guard GroupPriorities.mayBeElsewhere(groupVersion.group) else { return nil }
    let key = ObjectKey(APIService.resource.groupResource, name: APIService.name(of: groupVersion))
    return store.object(key).map { APIService(json: $0.value) }.flatMap { $0.spec.service == nil ? nil : $0 }
  }

  /// All group versions that are served elsewhere, with the resources that were found last.
  var versions: [AggregatedVersion] {
    let found = state.withLock { $0.found }
    return store.objects(APIService.resource.groupResource).objects.compactMap { object in
      // The name is the version and the group; most are Kubernetes' own, and need not be read.
      let group = object.key.name.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
      guard GroupPriorities.mayBeElsewhere(group) else { return nil }
      let service = APIService(json: object.value)
      guard service.spec.service != nil else { return nil }
      var version = found[service.name] ?? AggregatedVersion(groupVersion: service.groupVersion, resources: [])
      version.groupPriority = service.spec.groupPriorityMinimum ?? 1000
      version.versionPriority = service.spec.versionPriority ?? 100
      version.isCurrent = service.isAvailable && found[service.name] != nil
      return version
    }
  }

  // MARK: Requests

  /// Passes a request on, for a user who may make it.
  func answer(_ request: HTTPRequest, user: UserInfo, for service: APIService) async throws -> HTTPAnswer {
    guard service.isAvailable else { return Self.failure("service unavailable") }
    do {
      return try await send(request, user: user, to: service)
    } catch {
      try Task.checkCancellation()
      return Self.failure(
        error is StatusError ? "service unavailable" : "error trying to reach service: \(ConnectionErrorText.of(error))"
      )
    }
  }

  /// kube-apiserver answers for its aggregated servers in plain text.
  private static func failure(_ text: String) -> HTTPAnswer { .text(text + "\n", status: .serviceUnavailable) }

  private func send(_ request: HTTPRequest, user: UserInfo, to service: APIService) async throws -> HTTPAnswer {
    guard let reference = service.spec.service else { throw StatusError.unavailable("it is served here") }
    let (namespace, name) = (reference.namespace ?? "", reference.name ?? "")
    var proxy = BackendProxy(request: request, path: request.target.text)
    proxy.removesHeader = { $0.hasPrefix("x-remote-") }
    proxy.headers = RemoteIdentity.headers(of: user)
    proxy.headers.add(name: "host", value: "\(name).\(namespace).svc")
    proxy.headers.add(name: "x-forwarded-host", value: request.headers.first(name: "host") ?? "")
    proxy.headers.add(name: "x-forwarded-proto", value: "https")
    proxy.tls = SocketRequest.TLS(context: try context(service), serverName: "\(name).\(namespace).svc")
    let socket = try await services.connect(namespace: namespace, name: name, port: reference.port ?? 443)
    return try await proxy.send(over: socket)
  }

  private func context(_ service: APIService) throws -> NIOSSLContext {
    let trust = Trust(
      bundle: service.spec.caBundle, skipsVerification: service.spec.insecureSkipTLSVerify ?? false)
    if let known = state.withLock({ $0.contexts[trust] }) { return known }
    let bundle = trust.bundle.flatMap { Data(base64Encoded: $0) }.map(Array.init)
    let context = try SocketRequest.TLS.context(
      ClientConfiguration.TLS(
        certificateAuthority: bundle, clientCertificate: identity.map { Array($0.certificate.utf8) },
        clientKey: identity.map { Array($0.key.utf8) }, skipsVerification: trust.skipsVerification))
    state.withLock { $0.contexts[trust] = context }
    return context
  }

  // MARK: Probing

  /// How long a server may take to say what it serves.
  private static let patience = Duration.seconds(5)

  /// Asks the server of a registration what it serves, and remembers that for discovery.
  ///
  /// Returns nil when it is in order, and else what is wrong, in kube-apiserver's words.
  package func probe(_ service: APIService) async -> String? {
    do {
      let path = "/apis/\(service.groupVersion)"
      let (code, list) = try await document(path, of: service)
      guard (200..<300).contains(code) else { return "bad status from \(url(service, path)): \(code)" }
      var version = AggregatedVersion(groupVersion: service.groupVersion, resources: [])
      version.resources = list?["resources"]?.arrayValue ?? []
      // Not every server describes its types.
      let index = try? await document("/openapi/v3", of: service).body
      version.openAPI = index?["paths"]?["apis/\(service.groupVersion)"]
      state.withLock { $0.found[service.name] = version }
      return nil
    } catch {
      return "failing or missing response from \(url(service, "/apis/\(service.groupVersion)")): "
        + ConnectionErrorText.of(error)
    }
  }

  /// Forgets what a registration's server serves.
  package func forget(_ name: String) { state.withLock { $0.found[name] = nil } }

  private func url(_ service: APIService, _ path: String) -> String {
    let reference = service.spec.service
    return "https://\(reference?.name ?? "").\(reference?.namespace ?? "").svc:\(reference?.port ?? 443)\(path)"
  }

  /// A document of the server, which is asked as the aggregator itself.
  private func document(_ path: String, of service: APIService) async throws -> (code: Int, body: JSONValue?) {
    guard let target = RequestTarget(path) else { throw StatusError.unknownPath }
    let request = HTTPRequest(method: .GET, target: target, headers: ["accept": "application/json"])
    let user = UserInfo(name: "system:kube-aggregator", groups: [RBACAuthorizer.administrators])
    return try await withThrowingTaskGroup(of: (Int, JSONValue?).self) { group in
      group.addTask { [self] in
        let answer = try await send(request, user: user, to: service)
        let bytes = try await BodyCollector.collect(answer, limit: 4 << 20)
        // An answer that is no JSON tells of no resources.
        return (Int(answer.status.code), try? JSONValue(parsing: bytes))
      }
      group.addTask { [self] in
        try await Task.sleep(for: Self.patience)
        throw DialError(address: url(service, path), cause: "context deadline exceeded")
      }
      defer { group.cancelAll() }
      return try await group.next() ?? (0, nil)
    }
  }
}
