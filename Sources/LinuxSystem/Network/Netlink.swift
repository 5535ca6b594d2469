private import CLinux
private import Glibc

/// Network devices, addresses and routes of the network namespace in which it was made (rtnetlink(7)).
package struct Netlink: ~Copyable {
  private let socket: OwnedDescriptor

  package init() throws(SystemError) {
    socket = OwnedDescriptor(owning: try checked("socket", "AF_NETLINK") { lk_netlink_open() })
  }

  /// The index of a device by its name.
  package func index(of device: String) throws(SystemError) -> Int32 {
    try checked("RTM_GETLINK", device) { unsafe lk_link_index(socket.rawValue, device) }
  }

  /// Switches a device on.
  package func setUp(_ device: Int32) throws(SystemError) {
    try checked("RTM_NEWLINK up") { lk_link_set_up(socket.rawValue, device) }
  }

  /// Removes a device; no error when there is none.
  package func delete(_ device: Int32) throws(SystemError) {
    guard lk_link_delete(socket.rawValue, device) != 0, errno != ENODEV else { return }
    throw .last("RTM_DELLINK")
  }

  /// Makes a bridge, switched on, with a hardware address of six bytes that it keeps.
  package func createBridge(_ name: String, hardwareAddress: [UInt8]) throws(SystemError) {
    guard hardwareAddress.count == 6 else { throw SystemError("RTM_NEWLINK bridge", name, number: EINVAL) }
    try checked("RTM_NEWLINK bridge", name) { unsafe lk_bridge_create(socket.rawValue, name, hardwareAddress) }
  }

  /// Makes a pair of devices: `name` at the bridge, switched on, and `peer`, with this hardware address of six bytes,
  /// in the network namespace behind `namespace`.
  package func createPair(
    _ name: String, bridge: Int32, peer: String, hardwareAddress: [UInt8], namespace: Int32
  ) throws(SystemError) {
    guard hardwareAddress.count == 6 else { throw SystemError("RTM_NEWLINK veth", name, number: EINVAL) }
    try checked("RTM_NEWLINK veth", name) {
      unsafe lk_veth_create(socket.rawValue, name, bridge, peer, hardwareAddress, namespace)
    }
  }

  /// Gives a device an address (first octet in the highest bits); no error when it has it.
  package func addAddress(_ address: UInt32, prefix: Int32, device: Int32) throws(SystemError) {
    guard lk_address_add(socket.rawValue, device, address, prefix) != 0, errno != EEXIST else { return }
    throw .last("RTM_NEWADDR")
  }

  /// Takes an address away; no error when it is not there.
  package func removeAddress(_ address: UInt32, prefix: Int32, device: Int32) throws(SystemError) {
    guard lk_address_remove(socket.rawValue, device, address, prefix) != 0, errno != EADDRNOTAVAIL else { return }
    throw .last("RTM_DELADDR")
  }

  /// Sends everything without a nearer way to a gateway.
  package func addDefaultRoute(gateway: UInt32, device: Int32) throws(SystemError) {
    try checked("RTM_NEWROUTE") { lk_default_route_add(socket.rawValue, device, gateway) }
  }
}
