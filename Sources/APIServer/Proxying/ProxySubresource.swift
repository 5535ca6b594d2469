import KubeClient
import KubeModel
import LinuxSystem
import NIOCore
import NIOHTTP1
import NIOSSL
import ObjectStore

/// The subresource `proxy` of pods, services and nodes, for one request.
struct ProxySubresource: Sendable {
  let api: ResourceAPI
  let dialer: (any ClusterDialer)?
  /// Answers what nodes are asked at the kubelet's own port.
  let nodes: NodeAnswers
  let request: HTTPRequest
  let resource: GroupVersionResource
  let namespace: String?
  /// The object's name with scheme and port, as the path has it.
  let name: String

  /// The port of kubelets, whose answers come from inside the process.
  static let kubeletPort = "10250"

  func answer() async throws -> HTTPAnswer {
    let path = ProxiedPath(request.target, segments: namespace == nil ? 5 : 7)
    guard let target = ProxyTarget(name) else {
      throw StatusError.badRequest("invalid \(resource.resource.dropLast()) request \"\(name)\"")
    }
    // Relative links of the backend's pages need the slash.
    if path.rest.isEmpty, request.method == .GET || request.method == .HEAD {
      return HTTPAnswer(
        status: .movedPermanently, headers: ["location": path.prefix + "/" + path.query], body: .bytes(ByteBuffer()))
    }
    if resource.resource == "nodes", target.port.isEmpty || target.port == Self.kubeletPort {
      try require(Node.resource, name: target.name)
      return try await nodes.answer(request, path: path.rest, node: target.name)
    }
    let (address, port) = try place(target)
    return try await forward(path, address: address, port: port, isSecure: target.isSecure)
  }

  private func forward(
    _ path: ProxiedPath, address: String, port: UInt16, isSecure: Bool
  ) async throws -> HTTPAnswer {
    guard let dialer else { throw StatusError.unavailable("the cluster's network is not ready") }
    let host = request.headers.first(name: "host") ?? ""
    var proxy = BackendProxy(request: request, path: (path.rest.isEmpty ? "/" : path.rest) + path.query)
    proxy.headers = [
      "x-forwarded-host": host, "x-forwarded-proto": "https", "x-forwarded-uri": path.prefix + path.rest,
    ]
    let pages = ProxiedPages(path: path, hosts: [host.lowercased(), "\(address):\(port)", address])
    // A page is rewritten in the clear.
    if pages.isWanted(by: request) { proxy.headers.add(name: "accept-encoding", value: "identity") }
    if isSecure { proxy.tls = SocketRequest.TLS(context: try Self.unverified.get(), serverName: address) }
    do {
      let descriptor = try await dialer.connect(to: address, port: port)
      return pages.rewritten(try await proxy.send(over: descriptor))
    } catch let error where !(error is StatusError) {
      try Task.checkCancellation()
      throw StatusError.unavailable("error trying to reach service: \(error)")
    }
  }

  /// Kubernetes does not verify the certificates of what it proxies to either: pods have none that it could know.
  private static let unverified = Result {
    try SocketRequest.TLS.context(ClientConfiguration.TLS(skipsVerification: true))
  }

  // MARK: Where the request goes

  private func place(_ target: ProxyTarget) throws(StatusError) -> (address: String, port: UInt16) {
    switch resource.resource {
    case "services":
      let backends = ServiceBackends(store: api.store, namespace: namespace ?? "", name: target.name)
      return try backends.pick(port: target.port, onlyPods: true)
    case "pods":
      let pod = Pod(json: try require(Pod.resource, name: target.name))
      let first = pod.spec.containers.lazy.compactMap { $0.ports.first?.containerPort }.first
      guard let address = pod.status.podIP, !address.isEmpty else {
        throw .unavailable("pod \"\(target.name)\" has no address yet; try again when it runs")
      }
      return (address, try number(target, default: first ?? (target.isSecure ? 443 : 80)))
    default:
      let node = Node(json: try require(Node.resource, name: target.name))
      guard let address = node.status.addresses.first(where: { $0.type == "InternalIP" })?.address else {
        throw .unavailable("node \"\(target.name)\" has no address")
      }
      return (address, try number(target, default: 0))
    }
  }

  private func number(_ target: ProxyTarget, default known: Int) throws(StatusError) -> UInt16 {
    guard let port = target.port.isEmpty ? UInt16(exactly: known) : UInt16(target.port), port > 0 else {
      throw .badRequest("invalid \(resource.resource.dropLast()) request \"\(name)\": the port is no number")
    }
    return port
  }

  @discardableResult
  private func require(_ resource: GroupVersionResource, name: String) throws(StatusError) -> JSONValue {
    let key = ObjectKey(resource.groupResource, namespace: namespace, name: name)
    guard let object = api.store.object(key) else { throw .notFound(resource.groupResource, name: name) }
    return object.value
  }
}
