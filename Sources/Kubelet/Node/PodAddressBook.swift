package import KubeModel
import LinuxSystem
package import SandboxRuntime
import Synchronization

/// Which pod has which address, for all nodes of the cluster.
///
/// A StatefulSet's pod keeps its address by namespace and name, a DaemonSet's by its set and node, over restarts,
/// deletion and `down`/`up`; every other pod has one while it exists. The book is a file of lines `<identity> <address>`
/// (`-` for a release), appended to as things change and written anew when it is opened.
///
/// One pod at a time holds an address. A StatefulSet's pod whose predecessor still stops (it was deleted by force)
/// waits for it, since two pods with one address would cut each other off.
package final class PodAddressBook: Sendable {
  private struct State {
    var addresses: [String: IPv4Address] = [:]
    var taken: Set<IPv4Address> = []
    /// The uid of the pod that has an identity's address now.
    var holders: [String: String] = [:]
    /// Who wants to know when an identity's holder lets go.
    var waiters: [String: [AsyncStream<Void>.Continuation]] = [:]
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
    if (try? FileSystem.readText(path)) != text {
      do {
        try FileSystem.write(text: text, to: path, permissions: 0o600)
      } catch {
        // On a full disk the file as it is says the same in more lines.
        guard error.number == SystemError.noSpace, FileSystem.exists(path) else { throw error }
      }
    }
    self.state = Mutex(state)
  }

  /// What an address belongs to.
  package static func identity(of pod: Pod, node: String) -> String {
    let namespace = pod.namespace ?? "default"
    switch pod.metadata.controller?.kind {
    case "StatefulSet": return "pod/\(namespace)/\(pod.name)"
    case "DaemonSet": return "daemonset/\(namespace)/\(pod.metadata.controller?.name ?? "")/\(node)"
    default: return own(pod.uid)
    }
  }

  /// The identity of a pod that has its address for itself alone.
  private static func own(_ uid: String) -> String { ownPrefix + uid }

  private static let ownPrefix = "uid/"

  /// The address of a pod, given out now if it has none; nil while its predecessor still has it.
  ///
  /// - Throws: `ConfigurationError` when there are no more addresses, `SystemError` when the book cannot be written.
  package func address(of pod: Pod, node: String) throws -> IPv4Address? {
    try state.withLock { state in
      var identity = Self.identity(of: pod, node: node)
      if state.addresses[Self.own(pod.uid)] != nil {
        // Given out while another pod had the identity's address.
        identity = Self.own(pod.uid)
      } else if let holder = state.holders[identity], holder != pod.uid {
        guard identity.hasPrefix("daemonset/") else { return nil }
        // An update of a DaemonSet runs both for a while; the successor has an address of its own then.
        identity = Self.own(pod.uid)
      }
      let address = try address(of: identity, wanted: pod.status.podIP.flatMap { IPv4Address($0) }, &state)
      state.holders[identity] = pod.uid
      return address
    }
  }

  /// The same, after waiting for a predecessor to be gone.
  ///
  /// - Throws: also `CancellationError`.
  package func addressWhenFree(of pod: Pod, node: String) async throws -> IPv4Address {
    while true {
      let (released, continuation) = AsyncStream<Void>.makeStream()
      // Listening comes first, so that a release in between is not missed.
      state.withLock { $0.waiters[Self.identity(of: pod, node: node), default: []].append(continuation) }
      if let address = try address(of: pod, node: node) { return address }
      for await _ in released {}
      try Task.checkCancellation()
    }
  }

  /// The pod is gone; its address is free again, unless its identity keeps it.
  package func release(_ pod: Pod, node: String) throws {
    try state.withLock { state in
      for identity in [Self.identity(of: pod, node: node), Self.own(pod.uid)] where state.holders[identity] == pod.uid {
        letGo(identity, &state)
      }
      try forget(Self.own(pod.uid), &state)
    }
  }

  /// The uids of the pods that have an address now.
  package var uids: Set<String> {
    state.withLock { state in
      let own = state.addresses.keys.filter { $0.hasPrefix(Self.ownPrefix) }.map { $0.dropFirst(Self.ownPrefix.count) }
      return Set(state.holders.values).union(own.map(String.init))
    }
  }

  /// Pods that are gone without a word; their addresses are free again, unless their identities keep them.
  package func release(_ uids: Set<String>) throws {
    try state.withLock { state in
      for (identity, holder) in state.holders where uids.contains(holder) { letGo(identity, &state) }
      for uid in uids { try forget(Self.own(uid), &state) }
    }
  }

  private func letGo(_ identity: String, _ state: inout State) {
    state.holders[identity] = nil
    for waiter in state.waiters.removeValue(forKey: identity) ?? [] { waiter.finish() }
  }

  private func forget(_ identity: String, _ state: inout State) throws(SystemError) {
    guard let address = state.addresses.removeValue(forKey: identity) else { return }
    state.taken.remove(address)
    try append("\(identity) -\n")
  }

  private func address(of identity: String, wanted: IPv4Address?, _ state: inout State) throws -> IPv4Address {
    if let known = state.addresses[identity] { return known }
    guard let address = wanted.flatMap({ isFree($0, state) ? $0 : nil }) ?? next(&state) ?? reclaimed(&state) else {
      throw ConfigurationError("no more pod addresses between \(first) and \(lastAddress); delete pods")
    }
    state.addresses[identity] = address
    state.taken.insert(address)
    try append("\(identity) \(address)\n")
    return address
  }

  /// An address that an identity keeps whose pod does not exist now; for when all are given out.
  private func reclaimed(_ state: inout State) -> IPv4Address? {
    guard
      let (identity, address) = state.addresses.first(where: {
        !$0.key.hasPrefix(Self.ownPrefix) && state.holders[$0.key] == nil
      })
    else { return nil }
    state.addresses[identity] = nil
    return address
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
