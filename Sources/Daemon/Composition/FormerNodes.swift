import KubeClient
import KubeModel
import Kubelet

/// The nodes that the cluster had before its number of nodes was made smaller.
///
/// Nobody runs them any more, so they go, as with `minikube node delete`; the node lifecycle controller then collects
/// their pods, and their controllers make others on the nodes that are left.
struct FormerNodes {
  let client: any KubeClient

  /// Deletes the nodes that this program has registered and that are none of `names`; nodes that a user has made stay.
  func remove(except names: [String]) async throws {
    for node in try await client.list(Node.self) where !names.contains(node.name) && Kubelet.hasRegistered(node) {
      try await client.deleteIfPresent(Node.self, name: node.name, options: DeleteOptions(uid: node.uid))
    }
  }
}
