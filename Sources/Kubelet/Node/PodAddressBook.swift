package import KubeModel
import LinuxSystem
package import SandboxRuntime
import Synchronization

/// Which pod has which address, for all nodes of the cluster.
///
/// A StatefulSet's pod keeps its address by namespace and name, a DaemonSet's by its set and node, over restarts,
/// deletion and `down`/`up`; every other pod has one while it exists. The book is a file of lines `<identity> <address>`
/// (`-` for a release), appended to as things change and written anew when it is opened.
package final class PodAddressBook: Sendable {
  private struct State {
    var addresses: [String: IPv4Address] = [:]
    var taken: Set<IPv4Address> = []
    /// Identities of pods that exist now.
    var inUse: Set<String> = []
    var last: UInt32
  }

  private let path: String
  private let first: IPv4Address
  private let lastAddress: IPv4Address
  private let state: Mutex<State>

  /// - Parameters:
  ///   - path: The file; made if missing.
  ///   - first: The first address to be given out.
  ///   - last: The last one.
  package init(path: String, first: IPv4Address, last: IPv4Address) throws {
    self.path = path
    self.first = first
    lastAddress = last
    var state = State(last: first.rawValue &- 1)
    if FileSystem.exists(path) {
      for line in try FileSystem.readText(path).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count == 2 else { continue }
        let identity = String(words[0])
        if let address = IPv4Address(words[1]) {
          state.addresses[identity] = address
        } else {
          state.addresses[identity] = nil
        }
      }
    }
    state.taken = Set(state.addresses.values)
    let text = state.addresses.sorted { $0.value < $1.value }.map { "\($0.key) \($0.value)\n" }.joined()
    try FileSystem.write(text: text, to: path, permissions: 0o600)
    self.state = Mutex(state)
  }

  /// What an address belongs to.
  package static func identity(of pod: Pod, node: String) -> String {
    let namespace = pod.namespace ?? "default"
    switch pod.metadata.controller?.kind {
    case "StatefulSet": return "pod/\(namespace)/\(pod.name)"
    case "DaemonSet": return "daemonset/\(namespace)/\(pod.metadata.controller?.name ?? "")/\(node)"
    default: return "uid/\(pod.uid)"
    }
  }

  /// The address of a pod, given out now if it has none.
  ///
  /// - Throws: `ConfigurationError` when there are no more addresses, `SystemError` when the book cannot be written.
  package func address(of pod: Pod, node: String) throws -> IPv4Address {
    let base = Self.identity(of: pod, node: node)
    return try state.withLock { state in
      // A successor may come while its predecessor still stops (a DaemonSet's update): it has its own address then.
      let isShared =
        base.hasPrefix("daemonset/") && state.inUse.contains { $0.hasPrefix(base + "@") && !$0.hasSuffix(pod.uid) }
      let identity = isShared ? "uid/\(pod.uid)" : base
      state.inUse.insert("\(base)@\(pod.uid)")
      if let known = state.addresses[identity] { return known }
      let wanted = pod.status.podIP.flatMap { IPv4Address($0) }
      guard let address = wanted.flatMap({ isFree($0, state) ? $0 : nil }) ?? next(&state) else {
        throw ConfigurationError("no more pod addresses between \(first) and \(lastAddress); delete pods")
      }
      state.addresses[identity] = address
      state.taken.insert(address)
      try append("\(identity) \(address)\n")
      return address
    }
  }

  /// The pod is gone; its address is free again, unless its identity keeps it.
  package func release(_ pod: Pod, node: String) throws {
    let base = Self.identity(of: pod, node: node)
    try state.withLock { state in
      state.inUse.remove("\(base)@\(pod.uid)")
      let own = "uid/\(pod.uid)"
      guard let address = state.addresses.removeValue(forKey: own) else { return }
      state.taken.remove(address)
      try append("\(own) -\n")
    }
  }

  private func isFree(_ address: IPv4Address, _ state: State) -> Bool {
    (first...lastAddress).contains(address) && !state.taken.contains(address)
  }

  /// The next free address in turn, so that an address is not used again at once.
  private func next(_ state: inout State) -> IPv4Address? {
    let count = lastAddress.rawValue - first.rawValue + 1
    for _ in 0..<count {
      state.last = state.last >= lastAddress.rawValue ? first.rawValue : state.last &+ 1
      let address = IPv4Address(rawValue: state.last)
      if state.last & 255 != 0, state.last & 255 != 255, !state.taken.contains(address) { return address }
    }
    return nil
  }

  private func append(_ line: String) throws(SystemError) {
    let descriptor = try FileSystem.open(path, .appending, permissions: 0o600)
    try descriptor.writeAll(Array(line.utf8))
  }
}
