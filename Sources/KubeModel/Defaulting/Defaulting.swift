/// The values that the API fills in where an object says nothing.
package enum Defaulting {
  /// Completes `object` as kube-apiserver does for `kind`; kinds without defaults stay as they are.
  ///
  /// Values of wrong types are left for validation to find. New members stand after the given ones:
  /// `KubernetesTable.normalize` puts them into order.
  package static func apply(to object: inout JSONValue, kind: GroupVersionKind) {
    kinds[GroupKind(group: kind.groupVersion.group, kind: kind.kind)]?(&object, kind.groupVersion.version)
  }

  private struct GroupKind: Hashable {
    let group: String
    let kind: String
  }

  private typealias Rule = @Sendable (_ object: inout JSONValue, _ version: String) -> Void

  private static func rule(_ apply: @escaping @Sendable (inout JSONValue) -> Void) -> Rule {
    { object, _ in apply(&object) }
  }

  private static let kinds: [GroupKind: Rule] = [
    GroupKind(group: "", kind: "Pod"): rule(pod),
    GroupKind(group: "", kind: "PodTemplate"): rule { $0.make("template", podTemplate) },
    GroupKind(group: "", kind: "ReplicationController"): rule(replicationController),
    GroupKind(group: "", kind: "Service"): rule(service),
    GroupKind(group: "", kind: "Endpoints"): rule(endpoints),
    GroupKind(group: "discovery.k8s.io", kind: "EndpointSlice"): rule(endpointSlice),
    GroupKind(group: "", kind: "Secret"): rule(secret),
    GroupKind(group: "", kind: "Namespace"): rule(namespace),
    GroupKind(group: "", kind: "Node"): rule(node),
    GroupKind(group: "", kind: "LimitRange"): rule(limitRange),
    GroupKind(group: "", kind: "PersistentVolume"): rule(persistentVolume),
    GroupKind(group: "", kind: "PersistentVolumeClaim"): rule(persistentVolumeClaim),
    GroupKind(group: "storage.k8s.io", kind: "StorageClass"): rule(storageClass),
    GroupKind(group: "storage.k8s.io", kind: "CSIDriver"): rule(csiDriver),
    GroupKind(group: "apps", kind: "Deployment"): deployment,
    GroupKind(group: "apps", kind: "ReplicaSet"): replicaSet,
    GroupKind(group: "apps", kind: "StatefulSet"): statefulSet,
    GroupKind(group: "apps", kind: "DaemonSet"): daemonSet,
    GroupKind(group: "batch", kind: "Job"): rule(job),
    GroupKind(group: "batch", kind: "CronJob"): rule(cronJob),
    GroupKind(group: "networking.k8s.io", kind: "NetworkPolicy"): rule(networkPolicy),
    GroupKind(group: "networking.k8s.io", kind: "Ingress"): ingress,
    GroupKind(group: "extensions", kind: "Ingress"): ingress,
    GroupKind(group: "extensions", kind: "NetworkPolicy"): rule(networkPolicy),
    GroupKind(group: "extensions", kind: "Deployment"): rule(extensionsDeployment),
    GroupKind(group: "extensions", kind: "ReplicaSet"): replicaSet,
    GroupKind(group: "extensions", kind: "DaemonSet"): rule(extensionsDaemonSet),
    GroupKind(group: "certificates.k8s.io", kind: "CertificateSigningRequest"): certificateSigningRequest,
    GroupKind(group: "autoscaling", kind: "HorizontalPodAutoscaler"): horizontalPodAutoscaler,
    GroupKind(group: "scheduling.k8s.io", kind: "PriorityClass"): rule {
      $0.setDefault("preemptionPolicy", "PreemptLowerPriority")
    },
    GroupKind(group: "policy", kind: "PodSecurityPolicy"): rule(podSecurityPolicy),
    GroupKind(group: "extensions", kind: "PodSecurityPolicy"): rule(podSecurityPolicy),
    GroupKind(group: "rbac.authorization.k8s.io", kind: "RoleBinding"): rule(roleBinding),
    GroupKind(group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding"): rule(roleBinding),
    GroupKind(group: "admissionregistration.k8s.io", kind: "MutatingWebhookConfiguration"): {
      webhooks(&$0, isMutating: true, version: $1)
    },
    GroupKind(group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration"): {
      webhooks(&$0, isMutating: false, version: $1)
    },
    GroupKind(group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicy"): rule(admissionPolicy),
    GroupKind(group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicyBinding"): rule {
      $0.update("spec") { $0.update("matchResources", matchResources) }
    },
    GroupKind(group: "flowcontrol.apiserver.k8s.io", kind: "FlowSchema"): rule(flowSchema),
    GroupKind(group: "flowcontrol.apiserver.k8s.io", kind: "PriorityLevelConfiguration"): rule(priorityLevel),
    GroupKind(group: "networking.k8s.io", kind: "IngressClass"): rule { ingressClass in
      ingressClass.update("spec") { $0.update("parameters") { $0.setDefault("scope", "Cluster") } }
    },
    GroupKind(group: "apiregistration.k8s.io", kind: "APIService"): rule {
      $0.update("spec") { $0.update("service") { $0.setDefault("port", 443) } }
    },
    GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition"): rule(customResourceDefinition),
  ]
}
