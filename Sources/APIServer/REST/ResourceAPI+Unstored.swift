import KubeModel
import ObjectStore

/// Resources of the core group that are served, but of which nothing is stored.
extension ResourceAPI {
  static let componentStatuses = GroupResource(resource: "componentstatuses")
  static let bindings = GroupResource(resource: "bindings")

  /// The answer to a request about a resource without stored objects.
  func answer(unstored call: Call) async throws -> ResourceResponse {
    switch call.groupResource {
    case Self.componentStatuses: return try components(call)
    case Self.bindings: return try await bindByCollection(call)
    default: return try await review(call)
    }
  }

  /// The parts of the control plane: in one program, all of them live when it answers.
  private func components(_ call: Call) throws -> ResourceResponse {
    let components = ["controller-manager", "etcd-0", "scheduler"].map { name -> JSONValue in
      [
        "kind": "ComponentStatus", "apiVersion": "v1", "metadata": ["name": .string(name)],
        "conditions": [["type": "Healthy", "status": "True", "message": "ok"]],
      ]
    }
    switch call.request.verb {
    case .get:
      guard let found = components.first(where: { $0[path: "metadata", "name"]?.stringValue == call.request.name })
      else { throw StatusError.notFound(call.groupResource, name: call.request.name ?? "") }
      return .object(ResponseObject(found), code: 200)
    case .list:
      let filter = try ObjectFilter(call.request.list, resource: call.served)
      return .list(
        ResponseList(
          kind: call.served.listKind, items: components.filter(filter.matches).map { ResponseObject($0) },
          resourceVersion: ""))
    default: throw StatusError.methodNotAllowed
    }
  }

  /// `POST …/bindings`: the same as the binding of the pod that the object names.
  private func bindByCollection(_ call: Call) async throws -> ResourceResponse {
    guard call.request.verb == .create else { throw StatusError.methodNotAllowed }
    var request = call.request
    request.resource = Pod.resource
    request.name = try call.object()[path: "metadata", "name"]?.stringValue
    request.subresource = "binding"
    return try await handle(request, context: call.context)
  }
}
