/// A port of the node that a pod asks for.
package struct HostPort: Sendable, Hashable {
  /// `0.0.0.0` means all addresses of the node.
  package let address: String
  package let transport: String
  package let port: Int

  package init(address: String?, transport: String?, port: Int) {
    self.address = address.flatMap { $0.isEmpty ? nil : $0 } ?? "0.0.0.0"
    self.transport = transport ?? "TCP"
    self.port = port
  }

  /// Whether the two cannot be had on one node.
  package func conflicts(with other: Self) -> Bool {
    port == other.port && transport == other.transport
      && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
  }
}
