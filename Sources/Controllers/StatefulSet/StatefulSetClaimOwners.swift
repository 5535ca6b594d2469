import ControllerKit
import KubeClient
import KubeModel

/// Whom the claims of a StatefulSet's pods belong to (Kubernetes concept "StatefulSet", PersistentVolumeClaim
/// retention): the garbage collector removes them with their owner.
///
/// With `whenDeleted: Delete` the claims of pods in range are the set's. With `whenScaled: Delete` the claims of a pod
/// that is beyond the range are that pod's, from before it is deleted. Claims without a pod, which an earlier scaling
/// down left behind, are nobody's.
struct StatefulSetClaimOwners: Sendable, Hashable {
  private let deletesWithSet: Bool
  private let deletesWhenScaled: Bool
  private let ordinals: Range<Int>
  private let set: StatefulSet

  init(_ set: StatefulSet) {
    let policy = set.spec.persistentVolumeClaimRetentionPolicy
    deletesWithSet = policy?.whenDeleted == "Delete"
    deletesWhenScaled = policy?.whenScaled == "Delete"
    let start = set.spec.ordinals?.start ?? 0
    ordinals = start..<(start + max(0, set.spec.replicas ?? 1))
    self.set = set
  }

  /// The owners that a claim of `pod` is to have; those that others gave it stay.
  func owners(of claim: PersistentVolumeClaim, pod: Pod, ordinal: Int) -> [OwnerReference] {
    let others = claim.metadata.ownerReferences.filter { !isSet($0) && !isPod($0, pod) }
    let isForeign = claim.metadata.ownerReferences.contains { reference in
      if isSet(reference) { return reference.uid != set.uid }
      if isPod(reference, pod) { return reference.uid != pod.uid }
      return reference.controller == true
    }
    // A claim that somebody else controls is left to them.
    guard !isForeign else { return others }
    if !ordinals.contains(ordinal) { return deletesWhenScaled ? others + [pod.controllerReference()] : others }
    return deletesWithSet ? others + [set.controllerReference()] : others
  }

  /// Whether a claim is on its way out with a pod of this name that is gone already: it is no use to the next one.
  ///
  /// - Parameter pod: The pod that has the name now; nil when it is yet to be made.
  func isStale(_ claim: PersistentVolumeClaim, podName: String, pod: Pod?) -> Bool {
    claim.metadata.ownerReferences.contains { $0.kind == Pod.kind && $0.name == podName && $0.uid != pod?.uid }
  }

  private func isSet(_ reference: OwnerReference) -> Bool {
    reference.kind == StatefulSet.kind && reference.name == set.name
      && reference.apiVersion == StatefulSet.resource.groupVersion.description
  }

  private func isPod(_ reference: OwnerReference, _ pod: Pod) -> Bool {
    reference.kind == Pod.kind && reference.name == pod.name
  }
}

extension StatefulSetReconciler {
  /// Brings the owners of the claims of all pods up to date: before a pod that is beyond the range is deleted.
  func syncClaimOwners(of set: StatefulSet, pods: [Pod]) async throws {
    guard !set.metadata.isBeingDeleted, !set.spec.volumeClaimTemplates.isEmpty else { return }
    let owners = StatefulSetClaimOwners(set)
    let identity = StatefulSetIdentity(set: set)
    let claims = context.informers.informer(PersistentVolumeClaim.self)
    for pod in pods {
      guard let ordinal = StatefulSetPlan.ordinal(of: pod.name, in: set.name) else { continue }
      for template in set.spec.volumeClaimTemplates {
        let name = identity.claimName(template, ordinal: ordinal)
        guard let claim = claims.get(namespace: set.namespace, name: name), !claim.metadata.isBeingDeleted else {
          continue
        }
        let wanted = owners.owners(of: claim, pod: pod, ordinal: ordinal)
        guard wanted != claim.metadata.ownerReferences else { continue }
        try await give(claim, to: wanted)
      }
    }
  }

  private func give(_ claim: PersistentVolumeClaim, to owners: [OwnerReference]) async throws {
    do {
      let written = try await context.client.modify(
        PersistentVolumeClaim.self, namespace: claim.namespace, name: claim.name
      ) { current in
        guard current.uid == claim.uid, current.metadata.ownerReferences != owners else { return false }
        current.metadata.ownerReferences = owners
        return true
      }
      try await context.informers.informer(PersistentVolumeClaim.self).waitUntilSeen(written.metadata.resourceVersion)
    } catch let error as StatusError where error.reason == .notFound {
      // It is gone, and belongs to nobody.
    }
  }
}
