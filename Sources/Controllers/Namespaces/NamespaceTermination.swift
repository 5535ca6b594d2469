import ControllerKit
import KubeClient
import KubeModel

/// What is left in a namespace that is being deleted, and the conditions that say so.
struct NamespaceRemains: Sendable, Hashable {
  /// How many objects of a resource are left, by the text of the resource.
  var counts: [String: Int] = [:]
  /// How many objects wait for a finalizer, by its name.
  var finalizers: [String: Int] = [:]
  /// What kept objects from being deleted.
  var failures: [String] = []

  var isEmpty: Bool { counts.isEmpty }

  mutating func add(_ resource: GroupVersionResource, finalizers names: [String]) {
    counts["\(resource.resource).\(resource.group)", default: 0] += 1
    for name in names { finalizers[name, default: 0] += 1 }
  }

  /// The conditions of the namespace; a transition time is kept while the status stays the same.
  func conditions(after known: [NamespaceCondition], now: Timestamp) -> [NamespaceCondition] {
    func condition(_ type: String, _ holds: Bool, _ reason: String, _ message: String) -> NamespaceCondition {
      let status = holds ? "True" : "False"
      let before = known.first { $0.type == type && $0.status == status }
      return .with {
        $0.type = type
        $0.status = status
        $0.lastTransitionTime = before?.lastTransitionTime ?? now
        $0.reason = reason
        $0.message = message
      }
    }
    let remaining = counts.sorted { $0.key < $1.key }.map { "\($0.key) has \($0.value) resource instances" }
    let waiting = finalizers.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value) resource instances" }
    return [
      condition(
        "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered"),
      condition(
        "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions",
        "All legacy kube types successfully parsed"),
      failures.isEmpty
        ? condition(
          "NamespaceDeletionContentFailure", false, "ContentDeleted",
          "All content successfully deleted, may be waiting on finalization")
        : condition(
          "NamespaceDeletionContentFailure", true, "ContentDeletionFailed",
          "Failed to delete all resource types, \(failures.count) remaining: \(failures.joined(separator: ", "))"),
      remaining.isEmpty
        ? condition("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed")
        : condition(
          "NamespaceContentRemaining", true, "SomeResourcesRemain",
          "Some resources are remaining: \(remaining.joined(separator: ", "))"),
      waiting.isEmpty
        ? condition(
          "NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers",
          "All content-preserving finalizers finished")
        : condition(
          "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain",
          "Some content in the namespace has finalizers remaining: \(waiting.joined(separator: ", "))"),
    ]
  }
}

/// Empties a namespace that is being deleted, pods first, and then lets it go.
struct NamespaceTermination: Reconciler {
  let context: ControllerContext
  /// The resources whose objects a namespace can hold, at this moment.
  let resources: @Sendable () -> [GroupVersionResource]

  // The key is the name of a namespace.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let namespaces = try await context.synced(Namespace.self)
    guard let namespace = namespaces.get(name: key), namespace.metadata.isBeingDeleted,
      namespace.spec.finalizers.contains("kubernetes")
    else { return .done }
    if namespace.status.phase != "Terminating" {
      try await context.writeStatus(Namespace.self, of: namespace) { $0.status.phase = "Terminating" }
    }
    let pods = try await empty(key, of: [Pod.resource])
    let remains = try await pods.isEmpty ? empty(key, of: resources()) : pods
    let now = context.time.now()
    try await context.writeStatus(Namespace.self, of: namespace) { current in
      current.status.phase = "Terminating"
      current.status.conditions = remains.conditions(after: current.status.conditions, now: now)
    }
    if let failure = remains.failures.first { throw StatusError.internalError(failure) }
    // The end of an observed object brings the namespace back; that of any other one has to be looked for.
    guard remains.isEmpty else { return .requeue(after: .seconds(1)) }
    do {
      try await context.client.modify(Namespace.self, name: key, subresource: "finalize") { current in
        guard current.uid == namespace.uid else { return false }
        current.spec.finalizers.removeAll { $0 == "kubernetes" }
        return true
      }
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, which was the aim.
    }
    return .done
  }

  /// Deletes the objects of some resources, and says what is left.
  private func empty(_ namespace: String, of resources: [GroupVersionResource]) async throws -> NamespaceRemains {
    var remains = NamespaceRemains()
    for resource in resources {
      do {
        try await deleteAll(resource, in: namespace)
      } catch let error as StatusError {
        remains.failures.append(error.message)
      }
      for object in try await context.client.list(resource, namespace: namespace, options: ListOptions()).items {
        remains.add(resource, finalizers: ObjectMeta(json: object["metadata"] ?? .emptyObject).finalizers)
      }
    }
    return remains
  }

  private func deleteAll(_ resource: GroupVersionResource, in namespace: String) async throws {
    for object in try await context.client.list(resource, namespace: namespace, options: ListOptions()).items {
      let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
      guard !metadata.isBeingDeleted, let name = metadata.name else { continue }
      do {
        try await context.client.delete(
          resource, namespace: namespace, name: name,
          options: DeleteOptions(propagationPolicy: "Background", uid: metadata.uid))
      } catch let error as StatusError where error.reason == .notFound || error.reason == .conflict {
        continue
      }
    }
  }
}

extension ControlLoop {
  /// The controller that deletes namespaces.
  static func namespaceTermination(
    _ context: ControllerContext, resources: @escaping @Sendable () -> [GroupVersionResource]
  ) -> ControlLoop {
    let controller = context.controller("namespace", NamespaceTermination(context: context, resources: resources))
    let namespaces = context.informers.informer(Namespace.self)
    namespaces.onChange { event in
      if event.object.metadata.isBeingDeleted { controller.enqueue(event.object.name) }
    }
    let isDeleted: @Sendable (OwnershipChange) -> Void = { change in
      guard let name = change.node.namespace, namespaces.get(name: name)?.metadata.isBeingDeleted == true else {
        return
      }
      controller.enqueue(name)
    }
    for kind in ObservedKind.all where kind.isNamespaced { kind.onChange(in: context.informers, isDeleted) }
    context.customKinds.onChange(isDeleted)
    return ControlLoop(services: [controller])
  }
}
