/// What kube-apiserver finds wrong with objects of the built-in kinds, beyond types and unknown fields.
package enum Validation {
  /// Everything that is wrong with a complete object (defaults applied), in the order of its fields.
  ///
  /// - Parameters:
  ///   - old: The object that it replaces; nil for a new one. Fields that must not change are compared.
  ///   - kind: The kind in the stored version, in which the object is.
  ///   - version: The version through which it is written; nil is the stored one.
  package static func causes(
    _ object: JSONValue, old: JSONValue?, kind: GroupVersionKind, writtenAs version: String? = nil
  ) -> [StatusError.Cause] {
    var findings = Findings(writtenVersion: version ?? kind.groupVersion.version)
    let rule = rules[GroupKind(group: kind.groupVersion.group, kind: kind.kind)]
    metadata(object["metadata"] ?? .emptyObject, old: old?["metadata"], rule?.names ?? NameForms.subdomain, &findings)
    ownFinalizers(
      object["metadata"]?.texts("finalizers") ?? [], FieldPath("metadata")["finalizers"], &findings)
    rule?.check(object, old, &findings)
    return findings.causes
  }

  typealias Check = @Sendable (_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) -> Void

  private struct GroupKind: Hashable {
    let group: String
    let kind: String
  }

  /// The form of a kind's names, and what else it asks.
  private struct Rule: Sendable {
    var names: @Sendable (String) -> [String] = NameForms.subdomain
    var check: Check = { _, _, _ in }
  }

  private static let rules = particular.merging(
    fixedFields.map { (GroupKind(group: $0.group, kind: $0.kind), Rule(check: keeping($0.fields))) }
  ) { particular, _ in particular }

  private static let particular: [GroupKind: Rule] = [
    GroupKind(group: "autoscaling", kind: "HorizontalPodAutoscaler"): Rule(check: horizontalPodAutoscaler),
    GroupKind(group: "networking.k8s.io", kind: "Ingress"): Rule(check: ingress),
    GroupKind(group: "", kind: "Namespace"): Rule(names: NameForms.label),
    GroupKind(group: "", kind: "Pod"): Rule(check: pod),
    GroupKind(group: "", kind: "PodTemplate"): Rule(check: podTemplateObject),
    GroupKind(group: "", kind: "ReplicationController"): Rule(check: replicationController),
    GroupKind(group: "", kind: "Service"): Rule(names: NameForms.serviceName, check: service),
    GroupKind(group: "", kind: "ConfigMap"): Rule(check: configMap),
    GroupKind(group: "", kind: "Secret"): Rule(check: secret),
    GroupKind(group: "", kind: "ResourceQuota"): Rule(check: resourceQuota),
    GroupKind(group: "", kind: "PersistentVolume"): Rule(check: persistentVolume),
    GroupKind(group: "", kind: "PersistentVolumeClaim"): Rule(check: persistentVolumeClaim),
    GroupKind(group: "storage.k8s.io", kind: "StorageClass"): Rule(check: storageClass),
    GroupKind(group: "apps", kind: "Deployment"): Rule(check: deployment),
    GroupKind(group: "apps", kind: "ReplicaSet"): Rule(check: replicaSet),
    GroupKind(group: "apps", kind: "StatefulSet"): Rule(check: statefulSet),
    GroupKind(group: "apps", kind: "DaemonSet"): Rule(check: daemonSet),
    GroupKind(group: "apps", kind: "ControllerRevision"): Rule(check: controllerRevision),
    GroupKind(group: "batch", kind: "Job"): Rule(check: job),
    GroupKind(group: "batch", kind: "CronJob"): Rule(check: cronJob),
    GroupKind(group: "policy", kind: "PodDisruptionBudget"): Rule(check: disruptionBudget),
    GroupKind(group: "policy", kind: "PodSecurityPolicy"): Rule(check: podSecurityPolicy),
    GroupKind(group: "scheduling.k8s.io", kind: "PriorityClass"): Rule(check: priorityClass),
    GroupKind(group: "rbac.authorization.k8s.io", kind: "Role"): Rule(names: NameForms.pathSegment),
    GroupKind(group: "rbac.authorization.k8s.io", kind: "ClusterRole"): Rule(names: NameForms.pathSegment),
    GroupKind(group: "rbac.authorization.k8s.io", kind: "RoleBinding"): Rule(names: NameForms.pathSegment),
    GroupKind(group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding"): Rule(names: NameForms.pathSegment),
    GroupKind(group: "coordination.k8s.io", kind: "Lease"): Rule(check: lease),
    GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition"): Rule(check: customResourceDefinition),
    GroupKind(group: "admissionregistration.k8s.io", kind: "MutatingWebhookConfiguration"):
      Rule(check: webhookConfiguration),
    GroupKind(group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration"):
      Rule(check: webhookConfiguration),
    GroupKind(group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicy"):
      Rule(check: admissionPolicy),
    GroupKind(group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicyBinding"):
      Rule(check: validatingPolicyBinding),
    GroupKind(group: "admissionregistration.k8s.io", kind: "MutatingAdmissionPolicyBinding"):
      Rule(check: mutatingPolicyBinding),
  ]
}
