import ControllerKit
import KubeClient
import KubeModel

/// What a controller does about an object that its selector may be about (controller references, Kubernetes
/// concept "Owners and dependents").
enum ClaimDecision: Sendable, Hashable {
  /// It is the controller's already.
  case keep
  /// It has no controller and matches: it becomes the controller's.
  case adopt
  /// It is the controller's but matches no more: it becomes nobody's.
  case release
  /// It is not the controller's business.
  case ignore

  /// - Parameters:
  ///   - metadata: The object's.
  ///   - owner: The controller's uid.
  ///   - matches: Whether the controller's selector matches the object.
  ///   - ownerIsBeingDeleted: Nothing is adopted or released then.
  init(_ metadata: ObjectMeta, owner: String, matches: Bool, ownerIsBeingDeleted: Bool) {
    if let controller = metadata.controller {
      guard controller.uid == owner else {
        self = .ignore
        return
      }
      if matches {
        self = .keep
      } else {
        self = ownerIsBeingDeleted ? .ignore : .release
      }
    } else {
      self = matches && !ownerIsBeingDeleted && !metadata.isBeingDeleted ? .adopt : .ignore
    }
  }
}

extension ControllerContext {
  /// The objects among `candidates` that belong to `owner`, after adopting and releasing.
  func claim<Kind: KubeObject>(
    _ candidates: [Kind], for owner: some KubeObject, matches: (Kind) -> Bool
  ) async throws -> [Kind] {
    var claimed: [Kind] = []
    let isBeingDeleted = owner.metadata.isBeingDeleted
    for object in candidates {
      let decision = ClaimDecision(
        object.metadata, owner: owner.uid, matches: matches(object), ownerIsBeingDeleted: isBeingDeleted)
      switch decision {
      case .keep: claimed.append(object)
      case .ignore: break
      case .adopt: if let adopted = try await adopt(object, for: owner) { claimed.append(adopted) }
      case .release: try await release(object, from: owner)
      }
    }
    return claimed
  }

  /// The pods that belong to `owner`, after adopting and releasing.
  func claimPods(
    for owner: some KubeObject, selector: LabelSelector, where isCandidate: (Pod) -> Bool = { _ in true }
  ) async throws -> [Pod] {
    let orphans = podsByController.list(Self.orphanKey(owner.namespace))
    let candidates = podsByController.list(owner.uid) + orphans
    return try await claim(candidates, for: owner) { selector.selects($0.metadata.labels) && isCandidate($0) }
  }

  private func adopt<Kind: KubeObject>(_ object: Kind, for owner: some KubeObject) async throws -> Kind? {
    // The local copy may be behind: an owner that is gone must not adopt.
    let reference = owner.controllerReference()
    let fresh = try await client.find(type(of: owner), namespace: owner.namespace, name: owner.name)
    guard let fresh, fresh.uid == owner.uid, !fresh.metadata.isBeingDeleted else { return nil }
    do {
      return try await client.modify(Kind.self, namespace: object.namespace, name: object.name) { current in
        guard current.uid == object.uid, current.metadata.controller == nil else { return false }
        current.metadata.ownerReferences.append(reference)
        return true
      }
    } catch let error as StatusError where error.reason == .notFound {
      return nil
    }
  }

  private func release(_ object: some KubeObject, from owner: some KubeObject) async throws {
    do {
      try await client.modify(type(of: object), namespace: object.namespace, name: object.name) { current in
        guard current.uid == object.uid else { return false }
        let kept = current.metadata.ownerReferences.filter { $0.uid != owner.uid }
        guard kept != current.metadata.ownerReferences else { return false }
        current.metadata.ownerReferences = kept
        return true
      }
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, and so belongs to nobody.
    }
  }
}
