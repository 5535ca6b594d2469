import KubeClient
package import KubeModel
import LinuxSystem
package import Logging
import NIOCore
import NIOHTTP1

/// Answers requests: authentication first, then impersonation and authorization, then the way that the path names.
package struct APIHandler: Sendable {
  let api: ResourceAPI
  let kubernetes: KubernetesTable
  let pods: (any PodStreams)?
  let dialer: (any ClusterDialer)?
  let aggregator: Aggregator?
  let usage: (any UsageReader)?
  let logFiles: NodeLogFiles?
  let otherMetrics: [any MetricsSource]
  let audit: AuditLog?
  let logger: Logger
  private let documents = DocumentCache()
  private let metrics = RequestMetrics()

  /// - Parameters:
  ///   - api: What answers requests about resources, and checks tokens.
  ///   - pods: The way into pods; nil answers 503 there.
  ///   - dialer: The way into the cluster's network; nil answers 503 where it is needed.
  ///   - aggregator: Serves what is registered for servers in the cluster; nil serves none of that.
  ///   - usage: Tells what pods use; nil answers 503 there.
  ///   - logsDirectory: The log files of the nodes; nil shows none.
  ///   - otherMetrics: What `/metrics` tells besides the API server's own.
  ///   - audit: Where every request is told; nil tells nobody.
  package init(
    api: ResourceAPI, kubernetes: KubernetesTable = .builtin, pods: (any PodStreams)? = nil,
    dialer: (any ClusterDialer)? = nil, aggregator: Aggregator? = nil, usage: (any UsageReader)? = nil,
    logsDirectory: String? = nil, otherMetrics: [any MetricsSource] = [], audit: AuditLog? = nil, logger: Logger
  ) {
    self.api = api
    self.kubernetes = kubernetes
    self.pods = pods
    self.dialer = dialer
    self.aggregator = aggregator
    self.usage = usage
    logFiles = logsDirectory.map(NodeLogFiles.init)
    self.otherMetrics = otherMetrics
    self.audit = audit
    self.logger = logger
  }

  /// The answer; failures are answers too.
  package func answer(_ request: HTTPRequest) async -> HTTPAnswer {
    var record = AuditRecord(request, receivedAt: api.now())
    let start = ContinuousClock.now
    metrics.begin(request)
    var answer: HTTPAnswer
    do {
      answer = try await route(request, &record)
    } catch let error as StatusError {
      answer = encoding(for: request).answer(error)
      record.failure = error
    } catch {
      logger.error("request failed", metadata: ["path": "\(request.target.path)", "error": "\(error)"])
      answer = encoding(for: request).answer(.internalError("\(error)"))
    }
    for warning in record.context?.warnings ?? [] {
      let quoted = warning.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      answer.headers.add(name: "warning", value: "299 - \"\(quoted)\"")
    }
    metrics.end(
      request, RequestMetrics.Labels(request, record.path), code: answer.status.code, after: start.duration(to: .now))
    var packed = answer.packed(for: request)
    packed.headers.add(name: "audit-id", value: record.id)
    if !packed.headers.contains(name: "cache-control") {
      packed.headers.add(name: "cache-control", value: "no-cache, private")
    }
    return audit?.following(packed, to: record, now: api.now) ?? packed
  }

  /// The form that the client likes best, or JSON when it takes none, since this is about a failure.
  private func encoding(for request: HTTPRequest) -> ResponseEncoding {
    (try? preferredEncoding(for: request)) ?? ResponseEncoding(kubernetes: kubernetes)
  }

  private func preferredEncoding(
    for request: HTTPRequest, hasTable: Bool = true
  ) throws(StatusError) -> ResponseEncoding {
    try ResponseEncoding(
      request, kubernetes: kubernetes, hasTable: hasTable,
      customColumns: { [table = api.customResources] in table.columns(of: $0) }, now: api.now)
  }

  private func route(_ request: HTTPRequest, _ record: inout AuditRecord) async throws -> HTTPAnswer {
    let segments = request.target.segments
    if segments.count == 1, let answer = try openAnswer(request) { return answer }
    guard let requestor = authenticator.user(of: request) else {
      throw StatusError.unauthorized
    }
    record.user = requestor
    var user = requestor
    if let impersonation = try Impersonation(request.headers) {
      user = try impersonation.user(for: requestor, api.authorizer)
      record.impersonatedUser = user
    }
    let path = ResourcePath.matches(segments) ? try ResourcePath(request) : nil
    let attributes = path?.attributes(request, user: user) ?? attributes(of: request, user: user)
    record.path = path
    let decision = api.authorizer.decide(attributes)
    record.decision = decision
    guard decision.isAllowed else { throw attributes.forbidden(why: decision.reason) }
    if let aggregator, let service = aggregator.registration(forPath: segments) {
      return try await aggregator.answer(request, user: user, for: service)
    }
    if let path, path.verb != .list { return try await resource(request, path: path, user: user, &record) }
    // Lists and documents can take a while to make and to pack, for which no other connection is to wait.
    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
      if let path { return try await resource(request, path: path, user: user, &record).packed(for: request) }
      return try document(request).packed(for: request)
    }
  }

  /// What finds out who makes a request.
  var authenticator: Authenticator { Authenticator(tokens: api.signer, store: api.store) }

  /// What the API says of itself.
  private func document(_ request: HTTPRequest) throws -> HTTPAnswer {
    let segments = request.target.segments
    let further = AggregatedDiscovery(versions: aggregator?.versions ?? [])
    let discovery = Discovery(table: api.table, kubernetes: kubernetes, cache: documents)
    let openAPI = OpenAPI(table: api.table, kubernetes: kubernetes, cache: documents, now: api.now)
    switch (segments.first, segments.count) {
    case (nil, 0): return .json(["paths": Discovery.strings(RootPaths.of(documents.catalog(of: api.table)))])
    case ("api", 1): return try discovery.core(request)
    case ("apis", 1): return try further.groups(try discovery.groups(further.plain(request)))
    case ("api", 2): return try discovery.resources(request, GroupVersion(group: "", version: segments[1]))
    case ("apis", 2):
      return try further.group(segments[1]) { () throws(StatusError) in
        try discovery.group(further.plain(request), segments[1])
      }
    case ("apis", 3):
      return try discovery.resources(request, GroupVersion(group: segments[1], version: segments[2]))
    case ("openapi", 2) where segments[1] == "v2": return try openAPI.v2(request)
    case ("openapi", 2) where segments[1] == "v3": return try further.openAPI(try openAPI.index(further.plain(request)))
    case ("openapi", 3...) where segments[1] == "v3":
      return try openAPI.v3(request, segments.dropFirst(2).joined(separator: "/"))
    case (".well-known", 2) where segments[1] == "openid-configuration":
      return try issuer.configuration(request)
    case ("openid", 3) where segments[1...] == ["v1", "jwks"]: return try issuer.keys
    case ("metrics", 1): return ServerMetrics(api: api, requests: metrics, others: otherMetrics).answer
    default:
      guard let answer = try openAnswer(request) else { throw StatusError.unknownPath }
      return answer
    }
  }

  private var issuer: IssuerDiscovery {
    get throws(StatusError) {
      guard let signer = api.signer else { throw .unknownPath }
      return IssuerDiscovery(signer: signer)
    }
  }

  /// What needs no credentials: health and version.
  private func openAnswer(_ request: HTTPRequest) throws(StatusError) -> HTTPAnswer? {
    let segments = request.target.segments
    switch segments.first {
    case "healthz", "readyz", "livez": return try HealthAnswer(request).answer
    case "version" where segments.count == 1: return .json(Version.current)
    default: return nil
    }
  }

  /// What authorization is asked about a path that is not about resources.
  private func attributes(of request: HTTPRequest, user: UserInfo) -> AccessAttributes {
    let path = request.target.path
    return AccessAttributes(
      user: user, verb: request.method.rawValue.lowercased(),
      .path(PercentEncoding.decode(path[...], plusIsSpace: false) ?? path))
  }

  private func resource(
    _ request: HTTPRequest, path: ResourcePath, user: UserInfo, _ record: inout AuditRecord
  ) async throws -> HTTPAnswer {
    let context = RequestContext(user: user)
    record.context = context
    if path.resource.resource == "pods", let subresource = path.subresource,
      ["log", "exec", "attach", "portforward"].contains(subresource)
    {
      return try await streaming(request, path: path, context)
    }
    if path.subresource == "proxy", let name = path.name, try api.served(path.resource).subresource("proxy") != nil {
      try await api.admitConnection(path, request.target, context)
      return try await ProxySubresource(
        api: api, dialer: dialer, nodes: NodeAnswers(api: api, pods: pods, usage: usage, logFiles: logFiles),
        request: request, resource: path.resource, namespace: path.namespace, name: name
      ).answer()
    }
    guard !path.isTooLong else { throw StatusError.unknownPath }
    // Before the body is read: clients try one version after the other until one is found.
    let served = try api.served(path.resource)
    // What is created without being stored has no columns.
    let encoding = try preferredEncoding(for: request, hasTable: served.isStored || path.verb != .create)
    let resourceRequest = try path.request(request, kubernetes: kubernetes)
    if case .object(let object, _) = resourceRequest.body {
      record.createdName = object[path: "metadata", "name"]?.stringValue
    }
    do {
      let answer = try encoding.answer(
        path.resource.groupVersion == MetricsAPI.groupVersion
          ? try await MetricsAPI(api: api, reader: usage).answer(resourceRequest)
          : try await api.handle(resourceRequest, context: context))
      return path.verb == .watch ? try WebSocketAnswer.ofWatch(answer, to: request) : answer
    } catch let error as StatusError {
      // A watch that would begin too far back is told so by an event, as kube-apiserver does.
      let isEndOfWatch = path.verb == .watch && error.reason == .expired
      record.failure = error
      return try isEndOfWatch ? encoding.answer(endOfWatch: error) : encoding.answer(error)
    }
  }

  private func streaming(
    _ request: HTTPRequest, path: ResourcePath, _ context: RequestContext
  ) async throws -> HTTPAnswer {
    guard let pods else {
      throw StatusError(code: 503, reason: .serviceUnavailable, message: "the node is not ready to stream")
    }
    let lookup = ResourceRequest(.get, path.resource, namespace: path.namespace, name: path.name)
    guard case .object(let object, _) = try await api.handle(lookup, context: context) else {
      throw StatusError.unknownPath
    }
    if path.subresource != "log" { try await api.admitConnection(path, request.target, context) }
    return try await PodStreaming(pods: pods, pod: Pod(json: object.value), request: request)
      .answer(path.subresource ?? "")
  }
}

/// What `/version` says.
enum Version {
  static let current: JSONValue = [
    "major": "1", "minor": "33", "gitVersion": "v1.33.9+localkube", "gitCommit": .string(BuildCommit.hash),
    "gitTreeState": "clean", "buildDate": .string(BuildCommit.date.isEmpty ? "1970-01-01T00:00:00Z" : BuildCommit.date),
    "goVersion": "",
    "compiler": "swift", "platform": "linux/amd64",
  ]
}

extension HTTPAnswer {
  static func json(_ value: JSONValue, code: Int = 200) -> Self {
    Self(
      status: HTTPResponseStatus(statusCode: code), contentType: "application/json",
      ByteBuffer(bytes: value.serialized()))
  }
}
