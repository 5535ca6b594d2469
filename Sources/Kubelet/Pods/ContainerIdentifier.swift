/// The identity of one attempt at running a container: pod, container name and attempt, from which the runtime's id
/// is derived, so that a kubelet which was restarted recognises its containers without other state.
package struct ContainerIdentifier: Sendable, Hashable {
  package let podUID: String
  package let container: String
  /// 0 for the first start; Kubernetes shows it as `restartCount`.
  package let attempt: Int

  package init(podUID: String, container: String, attempt: Int) {
    self.podUID = podUID
    self.container = container
    self.attempt = attempt
  }

  /// Reads a runtime id; nil when it is not one that `text` gives.
  ///
  /// Neither uids nor container names have underscores.
  package init?(_ text: String) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, let attempt = Int(parts[2]), attempt >= 0 else {
      return nil
    }
    self.init(podUID: String(parts[0]), container: String(parts[1]), attempt: attempt)
  }

  /// The id under which sandboxd knows the container.
  package var text: String { "\(podUID)_\(container)_\(attempt)" }

  /// The id as a pod's status shows it.
  package var statusText: String { "localkube://\(text)" }
}
