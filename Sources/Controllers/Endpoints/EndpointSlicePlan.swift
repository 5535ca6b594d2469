import KubeModel

/// Which EndpointSlices of a service are to be made, changed and deleted, with as few changes as possible.
///
/// An endpoint stays in the slice that has it; new ones fill the slices that have room, and then new slices. A
/// service without endpoints keeps one empty slice.
struct EndpointSlicePlan: Sendable {
  static let manager = "endpointslice-controller.k8s.io"
  static let capacity = 100

  private(set) var changes = EndpointSliceChanges()

  /// - Parameters:
  ///   - endpoints: What the slices are to say.
  ///   - existing: The slices of the service that this controller manages.
  init(_ endpoints: ServiceEndpoints, existing: [EndpointSlice]) {
    var unused = existing.sorted { $0.name < $1.name }
    for group in endpoints.groups {
      let ports = endpoints.slicePorts(group)
      var slices = unused.filter { $0.ports == ports }
      unused.removeAll { $0.ports == ports }
      var waiting = Dictionary(group.pods.map { ($0.uid, endpoints.endpoint($0)) }, uniquingKeysWith: { $1 })
      for index in slices.indices {
        slices[index].endpoints = slices[index].endpoints.compactMap { known in
          known.targetRef?.uid.flatMap { waiting.removeValue(forKey: $0) }
        }
      }
      var rest = group.pods.compactMap { waiting[$0.uid] }[...]
      for index in slices.indices where !rest.isEmpty {
        let room = max(0, Self.capacity - slices[index].endpoints.count)
        slices[index].endpoints += rest.prefix(room)
        rest = rest.dropFirst(room)
      }
      while !rest.isEmpty {
        changes.created.append(Self.slice(endpoints, ports: ports, endpoints: Array(rest.prefix(Self.capacity))))
        rest = rest.dropFirst(Self.capacity)
      }
      for slice in slices { keep(slice, endpoints: endpoints, existing: existing) }
    }
    keepOneEmpty(&unused, endpoints: endpoints, existing: existing)
    changes.deleted += unused
  }

  private mutating func keep(_ slice: EndpointSlice, endpoints: ServiceEndpoints, existing: [EndpointSlice]) {
    guard !slice.endpoints.isEmpty else {
      changes.deleted.append(slice)
      return
    }
    revise(slice, endpoints: endpoints, existing: existing)
  }

  private mutating func revise(_ slice: EndpointSlice, endpoints: ServiceEndpoints, existing: [EndpointSlice]) {
    var slice = slice
    if slice.metadata.labels != endpoints.sliceLabels { slice.metadata.labels = endpoints.sliceLabels }
    if !existing.contains(slice) { changes.updated.append(slice) }
  }

  private mutating func keepOneEmpty(
    _ unused: inout [EndpointSlice], endpoints: ServiceEndpoints, existing: [EndpointSlice]
  ) {
    guard endpoints.groups.isEmpty else { return }
    guard !unused.isEmpty else {
      changes.created.append(Self.slice(endpoints, ports: [], endpoints: []))
      return
    }
    var slice = unused.removeFirst()
    slice.endpoints = []
    slice.ports = []
    revise(slice, endpoints: endpoints, existing: existing)
  }

  private static func slice(
    _ content: ServiceEndpoints, ports: [EndpointSlicePort], endpoints: [Endpoint]
  ) -> EndpointSlice {
    var slice = EndpointSlice(name: "", namespace: content.service.namespace)
    slice.metadata = .with {
      $0.generateName = "\(content.service.name)-"
      $0.namespace = content.service.namespace
      $0.labels = content.sliceLabels
      $0.ownerReferences = [content.service.controllerReference()]
    }
    slice.addressType = "IPv4"
    slice.json["endpoints"] = .array(endpoints.map(\.json))
    slice.json["ports"] = .array(ports.map(\.json))
    return slice
  }
}
