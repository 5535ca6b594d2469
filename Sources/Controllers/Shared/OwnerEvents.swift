import ControllerKit
import KubeClient
import KubeModel

extension ControllerContext {
  /// Brings every set of a kind to `controller` when it changes itself, and when a pod of its changes.
  ///
  /// A pod without a controller wakes the sets of its namespace whose selector it matches, so that it is adopted.
  func enqueueOwners<Owner: KubeObject, Loop: Reconciler>(
    of kind: Owner.Type, _ controller: Controller<Loop>, selector: @escaping @Sendable (Owner) -> LabelSelector?
  ) where Loop.Key == NamespacedName {
    let owners = informers.informer(kind)
    owners.onChange { controller.enqueue($0.object.namespacedName) }
    informers.informer(Pod.self).onChange { event in
      switch event {
      case .added(let pod), .deleted(let pod):
        wake(pod)
      case .updated(let old, let new):
        if old.metadata.controller?.uid != new.metadata.controller?.uid { wake(old) }
        wake(new)
      }
    }
    @Sendable func wake(_ pod: Pod) {
      if let owner = pod.metadata.controller {
        guard owner.kind == Owner.kind else { return }
        controller.enqueue(NamespacedName(namespace: pod.namespace, name: owner.name ?? ""))
      } else {
        let labels = pod.metadata.labels
        guard !labels.isEmpty else { return }
        for owner in owners.list(namespace: pod.namespace) {
          guard let selector = selector(owner), !selector.isEmpty, selector.selects(labels) else { continue }
          controller.enqueue(owner.namespacedName)
        }
      }
    }
  }

  /// Writes the status of an object that may have been changed or deleted meanwhile.
  func writeStatus<Kind: KubeObject>(
    _ kind: Kind.Type, of object: Kind, change: (inout Kind) -> Void
  ) async throws {
    do {
      let written = try await client.modify(
        kind, namespace: object.namespace, name: object.name, subresource: "status"
      ) { current in
        guard current.uid == object.uid else { return false }
        let before = current
        change(&current)
        return current != before
      }
      try await informers.informer(kind).waitUntilSeen(written.metadata.resourceVersion)
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, and so is its status.
    }
  }
}
