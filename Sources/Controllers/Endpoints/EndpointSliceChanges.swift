import ControllerKit
import KubeClient
import KubeModel

/// Slices that are to be made, changed and deleted.
struct EndpointSliceChanges: Sendable {
  var created: [EndpointSlice] = []
  var updated: [EndpointSlice] = []
  var deleted: [EndpointSlice] = []

  /// Carries the changes out; the informer has seen them when this returns.
  func write(_ context: ControllerContext) async throws {
    let informer = context.informers.informer(EndpointSlice.self)
    for slice in created {
      let written = try await context.client.create(slice)
      try await informer.waitUntilSeen(written.metadata.resourceVersion)
    }
    for slice in updated {
      let written = try await context.client.update(slice)
      try await informer.waitUntilSeen(written.metadata.resourceVersion)
    }
    for slice in deleted {
      try await context.client.deleteIfPresent(EndpointSlice.self, namespace: slice.namespace, name: slice.name)
      try await informer.waitUntilDeleting(slice)
    }
  }
}

extension EndpointSlice {
  /// The service that the slice belongs to, if it is `manager` that keeps it.
  func service(managedBy manager: String) -> NamespacedName? {
    guard metadata.labels["endpointslice.kubernetes.io/managed-by"] == manager,
      let service = metadata.labels["kubernetes.io/service-name"]
    else { return nil }
    return NamespacedName(namespace: namespace, name: service)
  }
}

extension Informer<EndpointSlice> {
  /// The slices that `manager` keeps, by the service that they belong to.
  func index(managedBy manager: String) -> InformerIndex<EndpointSlice> {
    index { slice in slice.service(managedBy: manager).map { ["\($0)"] } ?? [] }
  }
}
