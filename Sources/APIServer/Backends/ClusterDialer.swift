package import LinuxSystem

/// What the API server needs of the cluster's network for connections that it makes itself: to admission webhooks, to
/// aggregated APIs, and for the `proxy` subresources.
///
/// The composition root fills it in; in tests it can be a dialer to loopback.
package protocol ClusterDialer: Sendable {
  /// A TCP connection to an address of the cluster's network, non-blocking.
  ///
  /// Throws ``DialError``.
  func connect(to address: String, port: UInt16) async throws -> OwnedDescriptor
}

/// A connection that could not be made, worded as Go's dialer words it.
package struct DialError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The address with its port.
  package let address: String
  /// What stood in the way, such as `connect: connection refused`.
  package let cause: String

  package init(address: String, cause: String) {
    self.address = address
    self.cause = cause
  }

  package var description: String { "dial tcp \(address): \(cause)" }
}
