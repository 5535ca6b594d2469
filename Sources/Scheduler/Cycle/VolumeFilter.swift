package import KubeModel

/// What a pod's claims allow.
package struct VolumeFilter: Sendable {
  /// Volumes that are bound: their nodes are the pod's.
  private var bound: [VolumeCatalog.PersistentVolumeInfo] = []
  private var missing = false
  /// Claims that wait for this pod, with volumes that could be theirs.
  private var waiting: [(claim: NamespacedName, candidates: [VolumeCatalog.PersistentVolumeInfo], provisions: Bool)] =
    []

  /// Why the pod cannot be anywhere; nil when the nodes decide.
  package private(set) var prefilter: Rejection?

  /// Whether another pod has a claim that only one may have.
  private var isTaken = false

  package init(_ pod: PodInfo, in snapshot: ClusterSnapshot) {
    let catalog = snapshot.volumes
    for name in pod.claims {
      let key = NamespacedName(namespace: pod.namespace, name: name)
      let isEphemeral = pod.ephemeralClaims.contains(name)
      guard let claim = catalog.claims[key] else {
        reject(
          isEphemeral
            ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \"\(name)\""
            : "persistentvolumeclaim \"\(name)\" not found")
        return
      }
      guard !isEphemeral || claim.owner == pod.uid else {
        reject("PVC \(key) was not created for pod \(pod.name) (pod is not owner)")
        return
      }
      if claim.isExclusive {
        snapshot.forEachPod { other, _ in
          if other.namespace == pod.namespace, other.name != pod.name, other.claims.contains(name) { isTaken = true }
        }
      }
      guard !claim.isBeingDeleted else {
        reject("persistentvolumeclaim \"\(name)\" is being deleted")
        return
      }
      if claim.isBound, let volume = claim.volume {
        if let info = catalog.volumes[volume] { bound.append(info) } else { missing = true }
      } else if catalog.waitsForConsumer(claim) {
        waiting.append(Self.options(key, claim, catalog))
      } else {
        reject("pod has unbound immediate PersistentVolumeClaims")
        return
      }
    }
  }

  private mutating func reject(_ reason: String) {
    prefilter = Rejection(.volumes, [reason], isResolvable: false)
  }

  private static func options(
    _ key: NamespacedName, _ claim: VolumeCatalog.Claim, _ catalog: VolumeCatalog
  ) -> (claim: NamespacedName, candidates: [VolumeCatalog.PersistentVolumeInfo], provisions: Bool) {
    let candidates = catalog.volumes.values.filter { volume in
      if volume.claim == key { return true }
      return volume.isAvailable && volume.claim == nil && volume.className == claim.className
        && volume.size >= claim.size
    }
    return (key, candidates, claim.className.flatMap { catalog.classes[$0] }?.provisions ?? false)
  }

  /// The claims that wait for a node to be chosen for this pod.
  package var waitingClaims: [NamespacedName] { waiting.map(\.claim) }

  /// Why the pod cannot be on `node`; nil when it can.
  package func rejection(on node: NodeInfo) -> Rejection? {
    func reaches(_ volume: VolumeCatalog.PersistentVolumeInfo) -> Bool {
      volume.nodes?.matches(name: node.name, labels: node.labels) ?? true
    }
    if isTaken {
      return Rejection(
        .volumes,
        ["node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"],
        isResolvable: true)
    }
    if missing {
      return Rejection(
        .volumes, ["node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"], isResolvable: false)
    }
    if !bound.allSatisfy(reaches) {
      return Rejection(.volumes, ["node(s) didn't match PersistentVolume's node affinity"], isResolvable: false)
    }
    if !waiting.allSatisfy({ $0.provisions || $0.candidates.contains(where: reaches) }) {
      return Rejection(
        .volumes, ["node(s) didn't find available persistent volumes to bind"], isResolvable: false)
    }
    return nil
  }
}
