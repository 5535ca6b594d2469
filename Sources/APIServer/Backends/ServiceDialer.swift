import KubeModel
package import LinuxSystem
package import ObjectStore

/// Connections to services of the cluster.
///
/// They go to an endpoint directly, as kube-apiserver's do with `--enable-aggregator-routing`, so that a service
/// without a cluster address serves as well and an endpoint that has just become ready is found at once.
package struct ServiceDialer: Sendable {
  private let store: ObjectStore
  private let dialer: any ClusterDialer

  /// - Parameters:
  ///   - store: Where services and endpoints are looked up.
  ///   - dialer: Makes the connections.
  package init(store: ObjectStore, dialer: any ClusterDialer) {
    self.store = store
    self.dialer = dialer
  }

  /// A connection to a ready endpoint of a service.
  ///
  /// Throws a `StatusError` for what is not there, worded as kube-apiserver does, and ``DialError``.
  ///
  /// - Parameter port: The service's port, by its number.
  package func connect(namespace: String, name: String, port: Int) async throws -> OwnedDescriptor {
    let (address, number) = try target(namespace: namespace, name: name, port: port)
    return try await dialer.connect(to: address, port: number)
  }

  /// Where the next connection goes.
  func target(namespace: String, name: String, port: Int) throws(StatusError) -> (address: String, port: UInt16) {
    let backends = ServiceBackends(store: store, namespace: namespace, name: name)
    // The API's own service has no endpoint that can be reached from inside; its cluster address can.
    guard !(namespace == "default" && name == "kubernetes") else {
      return (try backends.service().spec.clusterIP ?? "", UInt16(clamping: port))
    }
    return try backends.pick(port: String(port), onlyPods: false)
  }
}
