import KubeClient
package import KubeModel
package import Logging
import NIOCore
import NIOHTTP1

/// Answers requests: authentication first, then the way that the path names.
package struct APIHandler: Sendable {
  let api: ResourceAPI
  let kubernetes: KubernetesTable
  let pods: (any PodStreams)?
  let tokens: ServiceAccountTokens?
  let logger: Logger

  /// - Parameters:
  ///   - api: What answers requests about resources.
  ///   - pods: The way into pods; nil answers 503 there.
  ///   - tokens: Checks bearer tokens; nil takes none.
  package init(
    api: ResourceAPI, kubernetes: KubernetesTable = .builtin, pods: (any PodStreams)? = nil,
    tokens: ServiceAccountTokens? = nil, logger: Logger
  ) {
    self.api = api
    self.kubernetes = kubernetes
    self.pods = pods
    self.tokens = tokens
    self.logger = logger
  }

  /// The answer; failures are answers too.
  package func answer(_ request: HTTPRequest) async -> HTTPAnswer {
    do {
      return try await route(request)
    } catch let error as StatusError {
      return encoding(for: request).answer(error)
    } catch {
      logger.error("request failed", metadata: ["path": "\(request.target.path)", "error": "\(error)"])
      return encoding(for: request).answer(.internalError("\(error)"))
    }
  }

  private func encoding(for request: HTTPRequest) -> ResponseEncoding {
    ResponseEncoding(
      accept: request.headers[canonicalForm: "accept"].map(String.init),
      includeObject: request.target.value("includeObject"), kubernetes: kubernetes, now: api.now)
  }

  private func route(_ request: HTTPRequest) async throws -> HTTPAnswer {
    let segments = request.target.segments
    switch segments.first {
    case "healthz", "readyz", "livez": return .text("ok")
    case "version" where segments.count == 1: return .json(Version.current)
    default: break
    }
    let user = try await authenticate(request)
    let discovery = Discovery(table: api.table, kubernetes: kubernetes)
    switch (segments.first, segments.count) {
    case ("api", 1): return discovery.core(request)
    case ("apis", 1): return discovery.groups(request)
    case ("api", 2): return try discovery.resources(GroupVersion(group: "", version: segments[1]))
    case ("apis", 2): return try discovery.group(segments[1])
    case ("apis", 3): return try discovery.resources(GroupVersion(group: segments[1], version: segments[2]))
    case ("openapi", 2...) where segments[1] == "v3": return try discovery.openAPI(Array(segments.dropFirst(2)))
    case ("api", 3...), ("apis", 4...): return try await resource(request, user: user)
    default: throw StatusError.unknownPath
    }
  }

  private func authenticate(_ request: HTTPRequest) async throws -> UserInfo {
    if let identity = request.certificateIdentity {
      return UserInfo(name: identity.commonName, groups: identity.organizations + ["system:authenticated"])
    }
    // RFC 6750, section 2.1; the scheme's case does not matter.
    let words = request.headers.first(name: "authorization")?.split(separator: " ") ?? []
    guard words.count == 2, words[0].lowercased() == "bearer",
      let user = await tokens?.user(of: String(words[1]))
    else { throw StatusError.unauthorized }
    return user
  }

  /// Lets only the administrators' group near resources: roles are not evaluated yet, and what is not allowed by one
  /// is forbidden.
  private func authorize(_ user: UserInfo, _ request: ResourceRequest) throws {
    guard !user.groups.contains("system:masters") else { return }
    let resource = request.resource.groupResource
    let place = request.namespace.map { " in the namespace \"\($0)\"" } ?? " at the cluster scope"
    throw StatusError.forbidden(
      resource, name: request.name ?? "",
      why: "User \"\(user.name)\" cannot \(request.verb) resource \"\(resource.resource)\" in API group "
        + "\"\(resource.group)\"\(place)")
  }

  private func resource(_ request: HTTPRequest, user: UserInfo) async throws -> HTTPAnswer {
    let path = try ResourcePath(request)
    if path.resource.resource == "pods", let subresource = path.subresource,
      ["log", "exec", "attach", "portforward"].contains(subresource)
    {
      return try await streaming(request, path: path, user: user)
    }
    let context = RequestContext(user: user)
    let resourceRequest = try path.request(request, kubernetes: kubernetes)
    try authorize(user, resourceRequest)
    let response = try await api.handle(resourceRequest, context: context)
    var answer = try encoding(for: request).answer(response)
    for warning in context.warnings {
      let quoted = warning.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      answer.headers.add(name: "warning", value: "299 - \"\(quoted)\"")
    }
    return answer
  }

  private func streaming(_ request: HTTPRequest, path: ResourcePath, user: UserInfo) async throws -> HTTPAnswer {
    guard let pods else {
      throw StatusError(code: 503, reason: .serviceUnavailable, message: "the node is not ready to stream")
    }
    var lookup = ResourceRequest(.get, path.resource, namespace: path.namespace, name: path.name)
    lookup.subresource = nil
    try authorize(user, lookup)
    guard case .object(let object, _) = try await api.handle(lookup, context: RequestContext(user: user)) else {
      throw StatusError.unknownPath
    }
    return try await PodStreaming(pods: pods, pod: Pod(json: object.value), request: request)
      .answer(path.subresource ?? "")
  }
}

/// What `/version` says.
enum Version {
  static let current: JSONValue = [
    "major": "1", "minor": "33", "gitVersion": "v1.33.9+localkube", "gitCommit": "", "gitTreeState": "clean",
    "buildDate": "2026-11-22T00:00:00Z", "goVersion": "", "compiler": "swift", "platform": "linux/amd64",
  ]
}

extension HTTPAnswer {
  static func json(_ value: JSONValue, code: Int = 200) -> Self {
    Self(
      status: HTTPResponseStatus(statusCode: code), contentType: "application/json",
      ByteBuffer(bytes: value.serialized()))
  }
}
