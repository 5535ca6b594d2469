import Synchronization

/// The uids of the pods that a kubelet of this process works on, over all nodes of the cluster.
///
/// A pod is in it before anything is made for it and until nothing of it is left, also when its object has gone from
/// the API meanwhile.
final class PodRegistry: Sendable {
  private let state = Mutex<Set<String>>([])

  init() {}

  var uids: Set<String> { state.withLock { $0 } }

  func insert(_ uid: String) { state.withLock { _ = $0.insert(uid) } }

  func remove(_ uid: String) { state.withLock { _ = $0.remove(uid) } }
}
