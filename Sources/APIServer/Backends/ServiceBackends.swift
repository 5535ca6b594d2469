import KubeModel
import ObjectStore

/// Where requests to a service may go, as its Endpoints say.
struct ServiceBackends: Sendable {
  let store: ObjectStore
  let namespace: String
  let name: String

  /// The service; throws 404 when there is none.
  func service() throws(StatusError) -> KubeModel.Service {
    guard let object = store.object(key(KubeModel.Service.resource)) else {
      throw .notFound(KubeModel.Service.resource.groupResource, name: name)
    }
    return KubeModel.Service(json: object.value)
  }

  /// One of the ready endpoints; throws 503 when there is none.
  ///
  /// - Parameters:
  ///   - port: The service's port by name or number; empty means the port without a name.
  ///   - onlyPods: Leaves out addresses that no pod stands behind.
  func pick(port: String, onlyPods: Bool) throws(StatusError) -> (address: String, port: UInt16) {
    let portName = try portName(port)
    guard let found = ready(portName: portName, onlyPods: onlyPods).randomElement() else {
      throw .unavailable("no endpoints available for service \"\(name)\"")
    }
    return found
  }

  /// The name of a port of the service.
  func portName(_ port: String) throws(StatusError) -> String {
    let service = try service()
    guard let number = Int(port) else { return port }
    guard let found = service.spec.ports.first(where: { $0.port == number }) else {
      throw .unavailable("no service port \(number) found for service \"\(name)\"")
    }
    return found.name ?? ""
  }

  /// All ready endpoints of a port.
  func ready(portName: String, onlyPods: Bool) -> [(address: String, port: UInt16)] {
    guard let object = store.object(key(Endpoints.resource)) else { return [] }
    return Endpoints(json: object.value).subsets.flatMap { subset -> [(address: String, port: UInt16)] in
      guard let port = subset.ports.first(where: { ($0.name ?? "") == portName })?.port else { return [] }
      return subset.addresses.filter { !onlyPods || $0.targetRef?.kind == Pod.kind }
        .map { ($0.ip ?? "", UInt16(clamping: port)) }
    }
  }

  private func key(_ resource: GroupVersionResource) -> ObjectKey {
    ObjectKey(resource.groupResource, namespace: namespace, name: name)
  }
}

extension StatusError {
  /// Something that cannot be reached now.
  static func unavailable(_ message: String) -> Self {
    Self(code: 503, reason: .serviceUnavailable, message: message)
  }
}
