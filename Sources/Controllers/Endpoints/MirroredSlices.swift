import KubeModel

/// Which EndpointSlices stand for Endpoints that a user or a program keeps, since proxies and DNS read slices only
/// (Kubernetes: "EndpointSlice mirroring").
struct MirroredSlices: Sendable {
  static let manager = "endpointslicemirroring-controller.k8s.io"
  /// How many addresses are mirrored for one set of ports.
  static let capacity = 1_000

  private(set) var changes = EndpointSliceChanges()

  /// What one slice is to say: it has one set of ports, and addresses of one family.
  private struct Content {
    let addressType: String
    let ports: [EndpointSlicePort]
    var endpoints: [Endpoint] = []
  }

  /// - Parameters:
  ///   - endpoints: What the slices are to say; nil for nothing.
  ///   - existing: The slices of the service that are mirrors.
  init(_ endpoints: Endpoints?, existing: [EndpointSlice]) {
    var unused = existing.sorted { $0.name < $1.name }
    for wanted in endpoints.map(Self.slices) ?? [] {
      let isMirror = { (slice: EndpointSlice) in
        slice.addressType == wanted.addressType && Self.areSame(slice.ports, wanted.ports)
      }
      guard let index = unused.firstIndex(where: isMirror) else {
        changes.created.append(wanted)
        continue
      }
      var slice = unused.remove(at: index)
      guard
        !Self.areSame(slice.endpoints, wanted.endpoints) || slice.metadata.labels != wanted.metadata.labels
          || slice.metadata.annotations != wanted.metadata.annotations
      else { continue }
      slice.metadata.labels = wanted.metadata.labels
      slice.metadata.annotations = wanted.metadata.annotations
      slice.endpoints = wanted.endpoints
      changes.updated.append(slice)
    }
    changes.deleted = unused
  }

  /// Whether the Endpoints are mirrored: not those of the endpoints controller, nor those that are locks.
  static func isWanted(_ endpoints: Endpoints, of service: KubeModel.Service) -> Bool {
    endpoints.metadata.labels["endpointslice.kubernetes.io/skip-mirror"] != "true"
      && endpoints.metadata.annotations["control-plane.alpha.kubernetes.io/leader"] == nil
      && !endpoints.metadata.isBeingDeleted && service.spec.selector.isEmpty
  }

  private static func slices(of endpoints: Endpoints) -> [EndpointSlice] {
    contents(endpoints).map { slice($0, of: endpoints) }
  }

  private static func contents(_ endpoints: Endpoints) -> [Content] {
    var contents: [Content] = []
    for subset in endpoints.subsets {
      let ports = subset.ports.map { port in
        EndpointSlicePort.with {
          $0.name = port.name ?? ""
          $0.protocol = port.protocol ?? "TCP"
          $0.port = port.port
          $0.appProtocol = port.appProtocol
        }
      }
      for (addresses, isReady) in [(subset.addresses, true), (subset.notReadyAddresses, false)] {
        for address in addresses {
          let type = address.ip?.contains(":") == true ? "IPv6" : "IPv4"
          let index =
            contents.firstIndex { $0.addressType == type && $0.ports == ports }
            ?? {
              contents.append(Content(addressType: type, ports: ports))
              return contents.count - 1
            }()
          guard contents[index].endpoints.count < capacity else { continue }
          contents[index].endpoints.append(endpoint(address, isReady: isReady))
        }
      }
    }
    return contents
  }

  private static func endpoint(_ address: EndpointAddress, isReady: Bool) -> Endpoint {
    .with {
      $0.addresses = [address.ip ?? ""]
      $0.conditions = .with { $0.ready = isReady }
      $0.hostname = address.hostname
      $0.targetRef = address.targetRef
      $0.nodeName = address.nodeName
    }
  }

  private static func slice(_ content: Content, of endpoints: Endpoints) -> EndpointSlice {
    var slice = EndpointSlice(name: "", namespace: endpoints.namespace)
    slice.metadata = .with {
      $0.generateName = "\(endpoints.name)-"
      $0.namespace = endpoints.namespace
      $0.labels = endpoints.metadata.labels
      $0.labels["kubernetes.io/service-name"] = endpoints.name
      $0.labels["endpointslice.kubernetes.io/managed-by"] = manager
      $0.annotations = endpoints.metadata.annotations.filter {
        !["kubectl.kubernetes.io/last-applied-configuration", "endpoints.kubernetes.io/last-change-trigger-time"]
          .contains($0.key)
      }
      $0.ownerReferences = [endpoints.controllerReference()]
    }
    slice.addressType = content.addressType
    slice.endpoints = content.endpoints
    slice.ports = content.ports
    return slice
  }

  private static func areSame<View: JSONView>(_ left: [View], _ right: [View]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.json.isSame(as: $1.json) }
  }
}
