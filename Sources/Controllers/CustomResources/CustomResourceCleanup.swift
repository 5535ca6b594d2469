import ControllerKit
import KubeClient
import KubeModel

/// Deletes the objects of a definition that is being deleted, and then lets the definition go; and looks again at names
/// that were refused when other definitions go.
struct CustomResourceCleanup: Reconciler {
  let context: ControllerContext

  // The key is the name of a definition.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let definitions = try await context.synced(CustomResourceDefinition.self)
    guard let definition = definitions.get(name: key) else { return .done }
    do {
      if !definition.metadata.isBeingDeleted {
        try await settleNames(of: definition)
      } else if definition.metadata.finalizers.contains(CustomResourceDefinition.cleanupFinalizer) {
        return try await deleteObjects(of: definition)
      }
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone by now, which was the aim.
    }
    return .done
  }

  /// The API settles names with every write.
  private func settleNames(of definition: CustomResourceDefinition) async throws {
    guard definition.status.condition("NamesAccepted")?.status == "False" else { return }
    try await context.client.updateStatus(definition)
  }

  private func deleteObjects(of definition: CustomResourceDefinition) async throws -> ReconcileResult {
    if let observed = CustomKinds.observed(definition) {
      let list = try await context.client.list(observed.resource, namespace: nil, options: ListOptions())
      if !list.items.isEmpty, definition.status.condition("Terminating")?.reason != Self.progress {
        try await noteProgress(of: definition)
      }
      for object in list.items {
        let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
        guard !metadata.isBeingDeleted, let name = metadata.name else { continue }
        do {
          try await context.client.delete(
            observed.resource, namespace: metadata.namespace, name: name, options: DeleteOptions(uid: metadata.uid))
        } catch let error as StatusError where error.reason == .notFound || error.reason == .conflict {
          continue
        }
      }
      // The end of an object that waits for a finalizer of its own brings the definition back, unless their informer has
      // only just started and never knew of it.
      let left = try await context.client.list(observed.resource, namespace: nil, options: ListOptions())
      guard left.items.isEmpty else { return .requeue(after: .seconds(1)) }
    }
    try await context.client.modify(CustomResourceDefinition.self, name: definition.name) { current in
      guard current.uid == definition.uid else { return false }
      current.metadata.finalizers.removeAll { $0 == CustomResourceDefinition.cleanupFinalizer }
      return true
    }
    return .done
  }

  /// What the condition `Terminating` says while objects are being deleted.
  private static let progress = "InstanceDeletionInProgress"

  private func noteProgress(of definition: CustomResourceDefinition) async throws {
    let now = context.time.now()
    try await context.client.modify(CustomResourceDefinition.self, name: definition.name, subresource: "status") {
      current in
      guard current.uid == definition.uid else { return false }
      current.status.setCondition(
        "Terminating", "True", reason: Self.progress, message: "CustomResource deletion is in progress", at: now)
      return true
    }
  }
}

extension ControlLoop {
  /// The controller that takes the objects of deleted definitions away.
  static func customResourceCleanup(_ context: ControllerContext) -> ControlLoop {
    let controller = context.controller("custom-resources", CustomResourceCleanup(context: context))
    let definitions = context.informers.informer(CustomResourceDefinition.self)
    definitions.onChange { [weak definitions] event in
      guard case .deleted(let gone) = event else { return controller.enqueue(event.object.name) }
      // Its names are free for others now.
      for other in definitions?.list() ?? [] where other.spec.group == gone.spec.group {
        controller.enqueue(other.name)
      }
    }
    context.customKinds.onChange { [weak definitions] change in
      guard case .gone(let node) = change else { return }
      let name = "\(node.resource.groupResource)"
      if definitions?.get(name: name)?.metadata.isBeingDeleted == true { controller.enqueue(name) }
    }
    return ControlLoop(services: [controller])
  }
}
