import ControllerKit
import KubeClient
import KubeModel
import Synchronization

/// Deletes objects whose owners are gone, and finishes deletions in the foreground and with orphaning.
final class GarbageCollector: Reconciler {
  private let client: any KubeClient
  private let kinds: [GroupVersionKind: ObservedKind]
  private let custom: CustomKinds
  private let graph = Mutex(OwnershipGraph())

  init(client: any KubeClient, kinds: [ObservedKind], custom: CustomKinds) {
    self.client = client
    self.custom = custom
    self.kinds = Dictionary(
      kinds.map { (GroupVersionKind($0.resource.groupVersion, kind: $0.kind), $0) }, uniquingKeysWith: { $1 })
  }

  /// The uids of objects whose owners are of a kind, which need another look when that kind is served.
  func dependents(ofKind kind: GroupVersionKind) -> [String] {
    graph.withLock { $0.dependents(ofKind: kind).map(\.uid) }
  }

  /// Takes a change over, and returns the uids that need another look because of it.
  func observe(_ change: OwnershipChange) -> [String] { graph.withLock { $0.apply(change) } }

  // The key is the uid of an object.
  func reconcile(_ key: String) async throws -> ReconcileResult {
    let (node, dependents) = graph.withLock { ($0[key], $0.dependents(of: key)) }
    guard let node else { return .done }
    do {
      if node.isOrphaning {
        for dependent in dependents { try await drop([key], from: dependent) }
        try await remove("orphan", from: node)
      } else if node.isDeletedInForeground {
        try await deleteInForeground(node, dependents: dependents)
      } else {
        try await collect(node, dependents: dependents)
      }
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone by now, which its own event tells.
    }
    return .done
  }

  private func deleteInForeground(_ node: OwnershipNode, dependents: [OwnershipNode]) async throws {
    guard dependents.contains(where: { $0.blocksDeletion(of: node.uid) }) else {
      try await remove("foregroundDeletion", from: node)
      return
    }
    for dependent in dependents where !dependent.isBeingDeleted {
      let further = graph.withLock { $0.dependents(of: dependent.uid) }
      try await collect(dependent, dependents: further)
    }
    guard graph.withLock({ $0.isInCircle(node.uid) }) else { return }
    // Each waits for the next one: this one is not to be waited for any more.
    try await modify(node) { metadata in
      for index in metadata.ownerReferences.indices { metadata.ownerReferences[index].blockOwnerDeletion = false }
    }
  }

  private func collect(_ node: OwnershipNode, dependents: [OwnershipNode]) async throws {
    guard !node.owners.isEmpty, !node.isBeingDeleted else { return }
    var owners: [(uid: String, state: OwnerState)] = []
    for owner in node.owners { owners.append((owner.uid ?? "", try await state(of: owner, for: node))) }
    switch CollectionDecision(node, owners: owners, hasDependents: !dependents.isEmpty) {
    case .leave: break
    case .dropOwners(let uids): try await drop(uids, from: node)
    case .delete(let propagation):
      do {
        try await client.delete(
          node.resource, namespace: node.namespace, name: node.name,
          options: DeleteOptions(propagationPolicy: propagation, uid: node.uid))
      } catch let error as StatusError where error.reason == .conflict {
        // Another object has the name by now.
      }
    }
  }

  /// Asks the API when the graph does not know the owner, since the graph may lag behind.
  private func state(of owner: OwnerReference, for node: OwnershipNode) async throws -> OwnerState {
    if let known = graph.withLock({ $0[owner.uid ?? ""] }) {
      return known.isDeletedInForeground ? .waitingForDependents : .present
    }
    guard let groupVersion = GroupVersion(apiVersion: owner.apiVersion ?? "") else { return .unknown }
    let ownerKind = GroupVersionKind(groupVersion, kind: owner.kind ?? "")
    guard let kind = kinds[ownerKind] ?? custom.kind(ownerKind) else { return .unknown }
    do {
      let live = try await client.get(
        kind.resource, namespace: kind.isNamespaced ? node.namespace : nil, name: owner.name ?? "", subresource: nil)
      return ObjectMeta(json: live["metadata"] ?? .emptyObject).uid == owner.uid ? .present : .absent
    } catch let error as StatusError where error.reason == .notFound {
      return .absent
    }
  }

  private func drop(_ owners: [String], from node: OwnershipNode) async throws {
    try await modify(node) { metadata in
      metadata.ownerReferences = metadata.ownerReferences.filter { !owners.contains($0.uid ?? "") }
    }
  }

  private func remove(_ finalizer: String, from node: OwnershipNode) async throws {
    try await modify(node) { metadata in metadata.finalizers.removeAll { $0 == finalizer } }
  }

  /// Changes the metadata of the object, if it is still the same one, and again when another write came between.
  private func modify(_ node: OwnershipNode, _ change: (inout ObjectMeta) -> Void) async throws {
    var conflicts = 0
    while true {
      var json: JSONValue
      do {
        json = try await client.get(node.resource, namespace: node.namespace, name: node.name, subresource: nil)
      } catch let error as StatusError where error.reason == .notFound {
        return
      }
      var metadata = ObjectMeta(json: json["metadata"] ?? .emptyObject)
      guard metadata.uid == node.uid else { return }
      let before = metadata
      change(&metadata)
      guard metadata != before else { return }
      json["metadata"] = metadata.json
      do {
        _ = try await client.update(
          node.resource, namespace: node.namespace, name: node.name, subresource: nil, object: json,
          options: WriteOptions())
        return
      } catch let error as StatusError where error.reason == .conflict && conflicts < 10 {
        conflicts += 1
      }
    }
  }
}

extension ControlLoop {
  /// The garbage collector.
  static func garbageCollection(_ context: ControllerContext) -> ControlLoop {
    let collector = GarbageCollector(
      client: context.client, kinds: ObservedKind.all, custom: context.customKinds)
    let controller = context.controller("garbage-collector", collector, workers: 4)
    for kind in ObservedKind.all {
      kind.onChange(in: context.informers) { change in
        for uid in collector.observe(change) { controller.enqueue(uid) }
      }
    }
    context.customKinds.onChange { change in
      for uid in collector.observe(change) { controller.enqueue(uid) }
    }
    context.customKinds.onArrival { kind in
      for uid in collector.dependents(ofKind: kind) { controller.enqueue(uid) }
    }
    return ControlLoop(services: [controller])
  }
}
