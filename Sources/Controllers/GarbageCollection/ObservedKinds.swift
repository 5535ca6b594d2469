import ControllerKit
import KubeModel

/// A change of an object, reduced to what ownership and namespaces are about.
enum OwnershipChange: Sendable {
  case present(OwnershipNode)
  case gone(OwnershipNode)

  var node: OwnershipNode {
    switch self {
    case .present(let node), .gone(let node): node
    }
  }
}

/// A kind whose objects take part in garbage collection and in the deletion of namespaces.
struct ObservedKind: Sendable {
  let resource: GroupVersionResource
  let kind: String
  let isNamespaced: Bool
  private let observe: @Sendable (InformerSet, @escaping @Sendable (OwnershipChange) -> Void) -> Void

  init<Kind: KubeObject>(_ type: Kind.Type) {
    resource = Kind.resource
    kind = Kind.kind
    isNamespaced = Kind.isNamespaced
    observe = { informers, handler in
      informers.informer(type).onChange { event in
        let node = OwnershipNode(event.object)
        if case .deleted = event { handler(.gone(node)) } else { handler(.present(node)) }
      }
    }
  }

  /// Calls `handler` for every change of an object of this kind.
  func onChange(in informers: InformerSet, _ handler: @escaping @Sendable (OwnershipChange) -> Void) {
    observe(informers, handler)
  }

  /// The built-in kinds that own or are owned, or that a namespace holds.
  ///
  /// Events are left out: they own nothing, and go with their namespace by a deletion of their own.
  static let all: [ObservedKind] = [
    ObservedKind(Pod.self), ObservedKind(KubeModel.Service.self), ObservedKind(Endpoints.self),
    ObservedKind(EndpointSlice.self), ObservedKind(ConfigMap.self), ObservedKind(Secret.self),
    ObservedKind(ServiceAccount.self), ObservedKind(PersistentVolumeClaim.self), ObservedKind(PersistentVolume.self),
    ObservedKind(StatefulSet.self), ObservedKind(DaemonSet.self), ObservedKind(Deployment.self),
    ObservedKind(ReplicaSet.self), ObservedKind(ControllerRevision.self), ObservedKind(Job.self),
    ObservedKind(CronJob.self), ObservedKind(PodDisruptionBudget.self), ObservedKind(Role.self),
    ObservedKind(RoleBinding.self), ObservedKind(ClusterRole.self), ObservedKind(ClusterRoleBinding.self),
    ObservedKind(Lease.self), ObservedKind(Node.self), ObservedKind(Namespace.self), ObservedKind(StorageClass.self),
  ]
}
