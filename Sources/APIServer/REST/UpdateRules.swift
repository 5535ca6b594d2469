import KubeModel

/// What updates of a kind may do, as the strategies of kube-apiserver's registry have it.
enum UpdateRules {
  private static let rbac = "rbac.authorization.k8s.io"

  /// Kinds that a `PUT` creates when they are not there (`AllowCreateOnUpdate`).
  private static let createdByUpdate: Set<GroupResource> = [
    GroupResource(resource: "endpoints"), GroupResource(resource: "events"), GroupResource(resource: "limitranges"),
    GroupResource(resource: "services"), GroupResource(group: "coordination.k8s.io", resource: "leases"),
    GroupResource(group: rbac, resource: "clusterrolebindings"), GroupResource(group: rbac, resource: "clusterroles"),
    GroupResource(group: rbac, resource: "rolebindings"), GroupResource(group: rbac, resource: "roles"),
  ]

  /// Kinds whose updates must say on which version of the object they are based (no `AllowUnconditionalUpdate`).
  private static let conditional: Set<GroupResource> = [
    GroupResource(group: "admissionregistration.k8s.io", resource: "mutatingwebhookconfigurations"),
    GroupResource(group: "admissionregistration.k8s.io", resource: "validatingwebhookconfigurations"),
    GroupResource(group: "apiextensions.k8s.io", resource: "customresourcedefinitions"),
    GroupResource(group: "apiregistration.k8s.io", resource: "apiservices"),
    GroupResource(group: "coordination.k8s.io", resource: "leases"),
    GroupResource(group: "node.k8s.io", resource: "runtimeclasses"),
    GroupResource(group: "policy", resource: "poddisruptionbudgets"),
    GroupResource(group: "storage.k8s.io", resource: "csidrivers"),
    GroupResource(group: "storage.k8s.io", resource: "csinodes"),
    GroupResource(group: "storage.k8s.io", resource: "csistoragecapacities"),
    GroupResource(group: "storage.k8s.io", resource: "volumeattachments"),
  ]

  static func creates(_ resource: GroupResource) -> Bool { createdByUpdate.contains(resource) }

  /// Throws 422 when the object does not say of which version it is, and its kind asks that.
  static func requireVersion(
    _ version: String?, of served: ServedResource, name: String
  ) throws(StatusError) {
    guard (version ?? "").isEmpty, served.custom != nil || conditional.contains(served.storage.groupResource) else {
      return
    }
    throw .invalid(
      served.storedKind, name: name,
      causes: [
        .init(
          reason: "FieldValueInvalid", message: "Invalid value: 0x0: must be specified for an update",
          field: "metadata.resourceVersion")
      ])
  }
}
