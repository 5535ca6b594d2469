import LinuxSystem

/// A sandbox: namespaces held as descriptors, so that no process is needed to keep them.
final class Sandbox {
  let id: String
  let namespaces: ContainerPlan.Namespaces
  /// The cluster's end of the sandbox's pair of devices; nil when it shares the cluster's network namespace.
  let device: Int32?
  private let descriptors: [SharedDescriptor]
  private var memory: MemoryVolumes?

  private init(
    id: String, namespaces: ContainerPlan.Namespaces, device: Int32?, descriptors: [SharedDescriptor],
    memory: MemoryVolumes
  ) {
    self.id = id
    self.memory = memory
    self.namespaces = namespaces
    self.device = device
    self.descriptors = descriptors
  }

  /// Makes a sandbox.
  ///
  /// Moves the calling thread through the new namespaces and back into `home`.
  static func make(
    _ specification: SandboxSpecification, network: inout ClusterNetwork, home: borrowing HomeNamespaces
  ) throws(SystemError) -> Sandbox {
    let kinds: NamespaceKinds =
      specification.address == nil ? [.ipc, .hostname] : [.ipc, .hostname, .network]
    try Namespaces.unshare(kinds)
    let result: Result<Sandbox, SystemError>
    do {
      result = .success(try inside(specification, network: &network))
    } catch {
      result = .failure(error)
    }
    try home.enter()
    return try result.get()
  }

  private static func inside(
    _ specification: SandboxSpecification, network: inout ClusterNetwork
  ) throws(SystemError) -> Sandbox {
    let ipc = SharedDescriptor(try Namespaces.current("ipc"))
    let hostname = SharedDescriptor(try Namespaces.current("uts"))
    try Namespaces.setHostname(specification.hostname)
    let memory = try MemoryVolumes(specification.memoryVolumes)
    guard let address = specification.address else {
      try Sysctls.set(specification.sysctls, sharesNetwork: true)
      return Sandbox(
        id: specification.id,
        namespaces: ContainerPlan.Namespaces(
          network: network.namespace, ipc: ipc.rawValue, hostname: hostname.rawValue),
        device: nil, descriptors: [ipc, hostname], memory: memory)
    }
    let own = SharedDescriptor(try Namespaces.current("net"))
    let device = try network.connect(own.rawValue, address: address)
    do { try Sysctls.set(specification.sysctls, sharesNetwork: false) } catch {
      network.disconnect(device)
      throw error
    }
    return Sandbox(
      id: specification.id,
      namespaces: ContainerPlan.Namespaces(network: own.rawValue, ipc: ipc.rawValue, hostname: hostname.rawValue),
      device: device, descriptors: [ipc, hostname, own], memory: memory)
  }

  /// Gives the memory of its volumes back, once no container uses them.
  func releaseMemory() { memory = nil }
}

/// The namespaces in which sandboxd itself lives, to come back into.
struct HomeNamespaces: ~Copyable {
  private let network: OwnedDescriptor
  private let ipc: OwnedDescriptor
  private let hostname: OwnedDescriptor

  init() throws(SystemError) {
    let network = try Namespaces.current("net")
    let ipc = try Namespaces.current("ipc")
    let hostname = try Namespaces.current("uts")
    self.network = network
    self.ipc = ipc
    self.hostname = hostname
  }

  /// Moves the calling thread back.
  func enter() throws(SystemError) {
    try Namespaces.enter(network.rawValue, .network)
    try Namespaces.enter(ipc.rawValue, .ipc)
    try Namespaces.enter(hostname.rawValue, .hostname)
  }
}
