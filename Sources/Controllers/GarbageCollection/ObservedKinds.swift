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
        let node = OwnershipNode(event.object, of: Kind.resource)
        if case .deleted = event { handler(.gone(node)) } else { handler(.present(node)) }
      }
    }
  }

  /// A kind without a type here: nothing but its metadata is looked at.
  init(_ resource: GroupVersionResource, kind: String, isNamespaced: Bool) {
    self.resource = resource
    self.kind = kind
    self.isNamespaced = isNamespaced
    observe = { informers, handler in
      informers.informer(of: resource).onChange { event in
        let node = OwnershipNode(event.object, of: resource)
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
  static let all: [ObservedKind] =
    [
      ObservedKind(Pod.self), ObservedKind(KubeModel.Service.self), ObservedKind(Endpoints.self),
      ObservedKind(EndpointSlice.self), ObservedKind(ConfigMap.self), ObservedKind(Secret.self),
      ObservedKind(ServiceAccount.self), ObservedKind(PersistentVolumeClaim.self), ObservedKind(PersistentVolume.self),
      ObservedKind(StatefulSet.self), ObservedKind(DaemonSet.self), ObservedKind(Deployment.self),
      ObservedKind(ReplicaSet.self), ObservedKind(ReplicationController.self), ObservedKind(ControllerRevision.self),
      ObservedKind(Job.self), ObservedKind(CronJob.self), ObservedKind(PodDisruptionBudget.self),
      ObservedKind(Role.self), ObservedKind(RoleBinding.self), ObservedKind(ClusterRole.self),
      ObservedKind(ClusterRoleBinding.self), ObservedKind(Lease.self), ObservedKind(Node.self),
      ObservedKind(Namespace.self), ObservedKind(StorageClass.self), ObservedKind(CustomResourceDefinition.self),
    ] + untyped

  /// Kinds that no controller here is about.
  private static let untyped = [
    untyped("", "v1", "LimitRange", "limitranges"), untyped("", "v1", "PodTemplate", "podtemplates"),
    untyped("", "v1", "ResourceQuota", "resourcequotas"),
    untyped("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
    untyped("networking.k8s.io", "v1", "Ingress", "ingresses"),
    untyped("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
    untyped("storage.k8s.io", "v1", "CSIStorageCapacity", "csistoragecapacities"),
  ]

  private static func untyped(_ group: String, _ version: String, _ kind: String, _ plural: String) -> ObservedKind {
    ObservedKind(
      GroupVersionResource(group: group, version: version, resource: plural), kind: kind, isNamespaced: true)
  }
}
