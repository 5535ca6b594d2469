import LinuxSystem

/// The pod network: its range and the address of the bridge in it.
package struct PodNetwork: Sendable, Hashable {
  package var gateway: IPv4Address
  package var prefixLength: Int32

  package init(gateway: IPv4Address, prefixLength: Int32) {
    self.gateway = gateway
    self.prefixLength = prefixLength
  }

  /// 10.244.0.0/16 with the bridge at 10.244.0.1.
  package static let standard = PodNetwork(gateway: IPv4Address(rawValue: 0x0AF4_0001), prefixLength: 16)
}

/// The cluster's network namespace, in which sandboxd is: one bridge, and a pair of devices a sandbox.
struct ClusterNetwork: ~Copyable {
  private static let loopback: Int32 = 1
  private let netlink: Netlink
  private let network: PodNetwork
  private let bridge: Int32
  private let own: OwnedDescriptor
  private var pairs = 0

  /// Sets up a fresh network namespace.
  init(_ network: PodNetwork) throws(SystemError) {
    let netlink = try Netlink()
    let own = try Namespaces.current("net")
    // No link-local addresses: they would mean traffic without anybody asking for it. Not every kernel has IPv6.
    Self.setKernel("net/ipv6/conf/default/disable_ipv6", "1")
    try netlink.setUp(Self.loopback)
    // One of its own, since pods remember it: without one it would be the lowest of the pods' devices, and change when
    // that pod goes.
    try netlink.createBridge("lk0", hardwareAddress: Self.hardwareAddress(of: network.gateway))
    let bridge = try netlink.index(of: "lk0")
    try netlink.addAddress(network.gateway.rawValue, prefix: network.prefixLength, device: bridge)
    Self.setKernel("net/ipv4/ip_forward", "1")
    // The names of pods and services decide who listens where, not a user id.
    Self.setKernel("net/ipv4/ip_unprivileged_port_start", "0")
    self.network = network
    self.netlink = netlink
    self.own = own
    self.bridge = bridge
  }

  /// The last address of the range: no pod is given it before all others are.
  var trialAddress: IPv4Address {
    let hosts = network.prefixLength >= 32 ? 0 : UInt32.max >> UInt32(network.prefixLength)
    return IPv4Address(rawValue: (network.gateway.rawValue | hosts) &- 1)
  }

  /// The descriptor of the cluster's network namespace.
  var namespace: Int32 { own.rawValue }

  func addAddress(_ address: IPv4Address) throws(SystemError) {
    try netlink.addAddress(address.rawValue, prefix: 32, device: Self.loopback)
  }

  func removeAddress(_ address: IPv4Address) throws(SystemError) {
    try netlink.removeAddress(address.rawValue, prefix: 32, device: Self.loopback)
  }

  /// Connects the network namespace behind `namespace`, in which the caller is, to the bridge: the index of the
  /// cluster's end.
  mutating func connect(_ namespace: Int32, address: IPv4Address) throws(SystemError) -> Int32 {
    pairs += 1
    let name = "lk-\(pairs)"
    Self.setKernel("net/ipv6/conf/default/disable_ipv6", "1")
    Self.setKernel("net/ipv4/ip_unprivileged_port_start", "0")
    try netlink.createPair(
      name, bridge: bridge, peer: "eth0", hardwareAddress: Self.hardwareAddress(of: address), namespace: namespace)
    let device = try netlink.index(of: name)
    do {
      let inside = try Netlink()
      try inside.setUp(Self.loopback)
      let eth0 = try inside.index(of: "eth0")
      try inside.setUp(eth0)
      try inside.addAddress(address.rawValue, prefix: network.prefixLength, device: eth0)
      try inside.addDefaultRoute(gateway: network.gateway.rawValue, device: eth0)
    } catch {
      disconnect(device)
      throw error
    }
    return device
  }

  /// The hardware address comes from the address, so that a pod that returns with its address is found at once by
  /// those who remember where it was.
  static func hardwareAddress(of address: IPv4Address) -> [UInt8] {
    [0x02, 0x6B] + (0..<4).map { UInt8(truncatingIfNeeded: address.rawValue >> (24 - 8 * $0)) }
  }

  /// Takes a sandbox's pair of devices away.
  func disconnect(_ device: Int32) {
    // It goes with its namespace in any case; here it goes at once, before the address is used again.
    do { try netlink.delete(device) } catch { Diagnostics.report("A pod's network device is still there", error) }
  }

  /// Sets a kernel setting of the caller's namespaces where there is such a one; some hosts show them read-only.
  private static func setKernel(_ name: String, _ value: String) {
    guard let file = try? FileSystem.open("/proc/sys/" + name, .updating) else { return }
    do { try file.writeAll(Array(value.utf8)) } catch { Diagnostics.report("A kernel setting was refused", error) }
  }
}

/// What sandboxd says on its standard error, which is `supervise`'s.
enum Diagnostics {
  /// Writes a line.
  static func report(_ message: String, _ error: any Error) {
    let line = Array("sandboxd: \(message): \(error)\n".utf8)
    // There is nowhere left to complain when standard error is gone.
    _ = try? FileSystem.open("/proc/self/fd/2", .appending).writeAll(line)
  }
}
