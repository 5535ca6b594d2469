import KubeModel

/// A kind that keeps a number of equal pods: a ReplicaSet, or what came before it.
///
/// One controller is enough for both, as in kube-controller-manager, which looks at a ReplicationController as at a
/// ReplicaSet.
protocol PodReplicator: KubeObject {
  /// The object as a ReplicaSet, with its own name and uid.
  var replicaSet: ReplicaSet { get }

  /// The status with those members only that the kind has.
  static func ownStatus(_ status: ReplicaSetStatus) -> ReplicaSetStatus
}

extension ReplicaSet: PodReplicator {
  var replicaSet: ReplicaSet { self }

  static func ownStatus(_ status: ReplicaSetStatus) -> ReplicaSetStatus { status }
}

extension ReplicationController: PodReplicator {
  var selector: LabelSelector { .with { $0.matchLabels = self.spec.selector } }

  var replicaSet: ReplicaSet {
    var set = ReplicaSet(json: json)
    set.spec.selector = selector
    return set
  }

  static func ownStatus(_ status: ReplicaSetStatus) -> ReplicaSetStatus {
    var status = status
    status.terminatingReplicas = nil
    return status
  }
}
