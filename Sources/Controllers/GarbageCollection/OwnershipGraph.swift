import KubeModel

/// An object as the garbage collector sees it.
struct OwnershipNode: Sendable, Hashable {
  let resource: GroupVersionResource
  let namespace: String?
  let name: String
  let uid: String
  let owners: [OwnerReference]
  let isBeingDeleted: Bool
  let finalizers: [String]

  init(_ object: some ObjectWithMetadata, of resource: GroupVersionResource) {
    let metadata = object.metadata
    self.resource = resource
    namespace = metadata.namespace
    name = object.name
    uid = object.uid
    owners = metadata.ownerReferences
    isBeingDeleted = metadata.isBeingDeleted
    finalizers = metadata.finalizers
  }

  /// Whether it waits until its dependents are gone.
  var isDeletedInForeground: Bool { isBeingDeleted && finalizers.contains("foregroundDeletion") }

  /// Whether its dependents are to outlive it.
  var isOrphaning: Bool { isBeingDeleted && finalizers.contains("orphan") }

  /// Whether the deletion of `owner` in the foreground waits for this object.
  func blocksDeletion(of owner: String) -> Bool { owners.contains { $0.uid == owner && $0.blockOwnerDeletion == true } }
}

/// Who owns whom, as a value.
struct OwnershipGraph: Sendable {
  private var nodes: [String: OwnershipNode] = [:]
  private var dependents: [String: Set<String>] = [:]

  /// The object with the uid, if it exists.
  subscript(uid: String) -> OwnershipNode? { nodes[uid] }

  /// The objects that name `owner` as an owner.
  func dependents(of owner: String) -> [OwnershipNode] { (dependents[owner] ?? []).compactMap { nodes[$0] } }

  /// The objects that name an owner of a kind.
  func dependents(ofKind kind: GroupVersionKind) -> [OwnershipNode] {
    nodes.values.filter { node in
      node.owners.contains {
        $0.kind == kind.kind && $0.apiVersion == kind.groupVersion.description
      }
    }
  }

  /// Whether objects that are all deleted in the foreground wait for each other, this one among them.
  func isInCircle(_ uid: String) -> Bool {
    var waiting = [uid]
    var seen: Set<String> = []
    while let owner = waiting.popLast() {
      for node in dependents(of: owner) where node.isDeletedInForeground && node.blocksDeletion(of: owner) {
        if node.uid == uid { return true }
        if seen.insert(node.uid).inserted { waiting.append(node.uid) }
      }
    }
    return false
  }

  /// Takes a change over, and returns the uids that need another look because of it.
  mutating func apply(_ change: OwnershipChange) -> [String] {
    let node = change.node
    let known = nodes[node.uid]
    for owner in known?.owners.compactMap(\.uid) ?? [] {
      dependents[owner]?.remove(node.uid)
      if dependents[owner]?.isEmpty == true { dependents[owner] = nil }
    }
    switch change {
    case .present:
      nodes[node.uid] = node
      for owner in node.owners.compactMap(\.uid) { dependents[owner, default: []].insert(node.uid) }
      // Owners that waited for its end, and need not any more.
      let freed = (known?.owners ?? []).compactMap(\.uid).filter { owner in
        known?.blocksDeletion(of: owner) == true && !node.blocksDeletion(of: owner) && nodes[owner] != nil
      }
      guard node.isDeletedInForeground || node.isOrphaning || !node.owners.isEmpty else { return freed }
      return [node.uid] + freed
    case .gone:
      nodes[node.uid] = nil
      // Its dependents may have to go; its owners may have waited for its end.
      return Array(dependents[node.uid] ?? []) + node.owners.compactMap(\.uid).filter { nodes[$0] != nil }
    }
  }
}

/// What is known about one owner of an object.
enum OwnerState: Sendable, Hashable {
  case present
  /// It waits until its dependents are gone.
  case waitingForDependents
  case absent
  /// Its kind is not known here, so nothing is done because of it.
  case unknown
}

/// What the garbage collector does about one object (Kubernetes concept "Garbage Collection").
enum CollectionDecision: Sendable, Hashable {
  case leave
  /// Removes the references to these uids; other owners remain.
  case dropOwners([String])
  /// Deletes the object; nil takes the propagation of its finalizers.
  case delete(propagation: String)

  init(_ node: OwnershipNode, owners: [(uid: String, state: OwnerState)], hasDependents: Bool) {
    guard !node.owners.isEmpty, !node.isBeingDeleted else {
      self = .leave
      return
    }
    let present = owners.contains { $0.state == .present || $0.state == .unknown }
    let gone = owners.filter { $0.state == .absent || $0.state == .waitingForDependents }.map(\.uid)
    if present {
      self = gone.isEmpty ? .leave : .dropOwners(gone)
    } else if owners.contains(where: { $0.state == .waitingForDependents }), hasDependents {
      self = .delete(propagation: "Foreground")
    } else if node.finalizers.contains("orphan") {
      self = .delete(propagation: "Orphan")
    } else if node.finalizers.contains("foregroundDeletion") {
      self = .delete(propagation: "Foreground")
    } else {
      self = .delete(propagation: "Background")
    }
  }
}
