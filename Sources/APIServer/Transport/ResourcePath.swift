import KubeClient
import KubeModel
import NIOCore
import NIOHTTP1

/// What the path and method of a request are about (Kubernetes: "API concepts", resource URIs).
struct ResourcePath: Sendable, Hashable {
  var verb: ResourceRequest.Verb
  var resource: GroupVersionResource
  var namespace: String?
  var name: String?
  var subresource: String?
  /// Whether more follows than the API server itself would understand.
  private(set) var isTooLong = false

  init(_ request: HTTPRequest) throws(StatusError) {
    let segments = request.target.segments
    let isCore = segments.first == "api"
    var rest = segments.dropFirst(isCore ? 2 : 3)
    let group = isCore ? "" : segments[1]
    let version = isCore ? segments[1] : segments[2]
    // `/api/v1/watch/…`, by which objects were watched before there was a parameter for it.
    let isWatchPath = rest.first == "watch"
    if isWatchPath { rest = rest.dropFirst() }
    // `namespaces/NAME` and its own subresources are about the namespace itself.
    if rest.first == "namespaces", rest.count > 2 {
      let third = rest[rest.startIndex + 2]
      if !(rest.count == 3 && (third == "status" || third == "finalize")) {
        namespace = rest[rest.startIndex + 1]
        rest = rest.dropFirst(2)
      }
    }
    let isProxy = rest.count > 2 && rest[rest.startIndex + 2] == "proxy"
    guard let plural = rest.first else { throw .unknownPath }
    isTooLong = rest.count > 3 && !isProxy
    resource = GroupVersionResource(group: group, version: version, resource: plural)
    if rest.count > 1 { name = rest[rest.startIndex + 1] }
    if rest.count > 2 { subresource = rest[rest.startIndex + 2] }
    verb =
      switch request.method {
      case .GET, .HEAD: name != nil ? .get : request.target.flag("watch") ? .watch : .list
      case .POST: .create
      case .PUT: .update
      case .PATCH: .patch
      case .DELETE: name != nil ? .delete : .deletecollection
      case .OPTIONS where isProxy: .get
      default: throw .methodNotAllowed
      }
    if isWatchPath {
      guard verb == .get || verb == .list || verb == .watch else { throw .methodNotAllowed }
      verb = .watch
    }
    if name == nil, verb == .update || verb == .patch { throw .methodNotAllowed }
  }

  /// Whether a path is about resources.
  static func matches(_ segments: [String]) -> Bool {
    switch segments.first {
    case "api": segments.count > 2
    case "apis": segments.count > 3
    default: false
    }
  }

  /// What authorization is asked.
  func attributes(_ request: HTTPRequest, user: UserInfo) -> AccessAttributes {
    let isNamespace = resource.groupResource == GroupResource(resource: "namespaces")
    return AccessAttributes(
      user: user, verb: verb.rawValue,
      .resource(
        .init(
          group: resource.group, resource: resource.resource, namespace: isNamespace ? name : namespace,
          name: name ?? selectedName(request), subresource: subresource)))
  }

  /// The one object that a list or watch is narrowed to.
  private func selectedName(_ request: HTTPRequest) -> String? {
    guard verb == .list || verb == .watch else { return nil }
    for part in request.target.value("fieldSelector")?.split(separator: ",") ?? [] {
      for mark in ["metadata.name==", "metadata.name="] where part.hasPrefix(mark) {
        return String(part.dropFirst(mark.count))
      }
    }
    return nil
  }

  /// The request for the API, with its options and body.
  func request(_ request: HTTPRequest, kubernetes: KubernetesTable) throws(StatusError) -> ResourceRequest {
    var result = ResourceRequest(verb, resource, namespace: namespace, name: name, subresource: subresource)
    let target = request.target
    try OptionsValidation.check(target, verb: verb, isApply: request.contentType == "application/apply-patch+yaml")
    result.list = ListOptions(
      labelSelector: target.value("labelSelector"), fieldSelector: target.value("fieldSelector"),
      resourceVersion: target.value("resourceVersion"), resourceVersionMatch: target.value("resourceVersionMatch"),
      limit: try number(target, "limit"), continueToken: target.value("continue"),
      allowWatchBookmarks: target.flag("allowWatchBookmarks"),
      sendInitialEvents: target.value("sendInitialEvents").map { $0 == "true" || $0 == "1" },
      timeoutSeconds: try number(target, "timeoutSeconds"))
    result.write = WriteOptions(
      dryRun: target.values("dryRun").contains("All"),
      fieldManager: target.value("fieldManager") ?? Self.manager(request),
      fieldValidation: target.value("fieldValidation"), force: target.flag("force"))
    switch verb {
    case .create, .update:
      let (value, duplicates) = try RequestBody.object(request, kubernetes: kubernetes)
      result.body = .object(value, duplicateFields: duplicates)
    case .patch: result.body = .patch(try RequestBody.patch(request))
    case .delete, .deletecollection: result.delete = try deletion(request, kubernetes)
    case .get, .list, .watch: break
    }
    return result
  }

  /// The first word of `User-Agent`, which Kubernetes takes for the field manager when none is named.
  private static func manager(_ request: HTTPRequest) -> String? {
    if request.contentType == "application/apply-patch+yaml" { return nil }
    return request.headers.first(name: "user-agent")?.split(separator: "/").first.map(String.init) ?? "unknown"
  }

  private func number(_ target: RequestTarget, _ name: String) throws(StatusError) -> Int? {
    guard let text = target.value(name), !text.isEmpty else { return nil }
    guard let number = Int(text) else {
      throw .badRequest("\(name): strconv.ParseInt: parsing \"\(text)\": invalid syntax")
    }
    return number
  }

  /// What `orphanDependents` meant before there were policies.
  private static func policy(_ orphansDependents: Bool) -> String { orphansDependents ? "Orphan" : "Background" }

  private func deletion(
    _ request: HTTPRequest, _ kubernetes: KubernetesTable
  ) throws(StatusError) -> DeleteOptions {
    let target = request.target
    var options = DeleteOptions(
      gracePeriodSeconds: try number(target, "gracePeriodSeconds"),
      propagationPolicy: target.value("propagationPolicy"), dryRun: target.values("dryRun").contains("All"))
    if let orphans = target.value("orphanDependents") { options.propagationPolicy = Self.policy(orphans == "true") }
    guard request.body.readableBytes > 0 else { return options }
    let body = try RequestBody.object(request, kubernetes: kubernetes).value
    if let grace = body["gracePeriodSeconds"]?.integerValue { options.gracePeriodSeconds = Int(grace) }
    if let orphans = body["orphanDependents"]?.boolValue { options.propagationPolicy = Self.policy(orphans) }
    if let policy = body["propagationPolicy"]?.stringValue { options.propagationPolicy = policy }
    options.uid = body[path: "preconditions", "uid"]?.stringValue
    options.resourceVersion = body[path: "preconditions", "resourceVersion"]?.stringValue
    if body["dryRun"]?.arrayValue?.contains("All") ?? false { options.dryRun = true }
    return options
  }
}
