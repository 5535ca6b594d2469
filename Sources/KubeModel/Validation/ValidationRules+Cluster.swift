extension Validation {
  /// The rules of the kinds of networking, storage, access and the cluster as a whole.
  static let clusterRules: [GroupKind: Rule] = [
    GroupKind("", "ConfigMap"): Rule(check: configMap),
    GroupKind("", "Endpoints"): Rule(check: endpoints),
    // Events of the core group may have any name that a path takes.
    GroupKind("", "Event"): Rule(names: NameForms.pathSegment, namesFinalizers: false, check: event),
    GroupKind("", "LimitRange"): Rule(check: limitRange),
    GroupKind("", "Namespace"): Rule(names: NameForms.label, check: namespace, checkStatus: namespaceStatus),
    GroupKind("", "Node"): Rule(check: node, checkStatus: node),
    GroupKind("", "PersistentVolume"): Rule(check: persistentVolume),
    GroupKind("", "PersistentVolumeClaim"): Rule(check: persistentVolumeClaim),
    GroupKind("", "ResourceQuota"): Rule(check: resourceQuota),
    GroupKind("", "Secret"): Rule(check: secret),
    GroupKind("", "Service"): Rule(names: NameForms.serviceName, check: service),
    GroupKind("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"):
      Rule(namesFinalizers: false, check: mutatingPolicyBinding),
    GroupKind("admissionregistration.k8s.io", "MutatingWebhookConfiguration"):
      Rule(namesFinalizers: false, check: webhookConfiguration),
    GroupKind("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"):
      Rule(namesFinalizers: false, check: admissionPolicy),
    GroupKind("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"):
      Rule(namesFinalizers: false, check: validatingPolicyBinding),
    GroupKind("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"):
      Rule(namesFinalizers: false, check: webhookConfiguration),
    GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"):
      Rule(namesFinalizers: false, check: customResourceDefinition),
    GroupKind("apiregistration.k8s.io", "APIService"):
      Rule(names: NameForms.pathSegment, namesFinalizers: false, check: apiService),
    GroupKind("autoscaling", "HorizontalPodAutoscaler"):
      Rule(check: horizontalPodAutoscaler, checkStatus: autoscalerStatus),
    GroupKind("certificates.k8s.io", "CertificateSigningRequest"):
      Rule(names: NameForms.pathSegment, check: certificateRequest),
    GroupKind("coordination.k8s.io", "Lease"): Rule(namesFinalizers: false, check: lease),
    GroupKind("discovery.k8s.io", "EndpointSlice"): Rule(check: endpointSlice),
    GroupKind("flowcontrol.apiserver.k8s.io", "FlowSchema"): Rule(check: flowSchema, checkStatus: flowConditions),
    GroupKind("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"):
      Rule(check: priorityLevel, checkStatus: flowConditions),
    GroupKind("networking.k8s.io", "Ingress"): Rule(check: ingress),
    GroupKind("networking.k8s.io", "IngressClass"): Rule(check: ingressClass),
    GroupKind("networking.k8s.io", "NetworkPolicy"): Rule(check: networkPolicy),
    GroupKind("node.k8s.io", "RuntimeClass"): Rule(namesFinalizers: false, check: runtimeClass),
    // Kubernetes looks at no metadata of a budget but what every object has to have.
    GroupKind("policy", "PodDisruptionBudget"):
      Rule(
        names: NameForms.pathSegment, namesFinalizers: false, check: disruptionBudget,
        checkStatus: disruptionStatus),
    GroupKind("policy", "PodSecurityPolicy"): Rule(check: podSecurityPolicy),
    GroupKind("rbac.authorization.k8s.io", "ClusterRole"): Rule(names: NameForms.pathSegment, check: clusterRole),
    GroupKind("rbac.authorization.k8s.io", "ClusterRoleBinding"):
      Rule(names: NameForms.pathSegment, check: clusterRoleBinding),
    GroupKind("rbac.authorization.k8s.io", "Role"): Rule(names: NameForms.pathSegment, check: role),
    GroupKind("rbac.authorization.k8s.io", "RoleBinding"): Rule(names: NameForms.pathSegment, check: roleBinding),
    GroupKind("storage.k8s.io", "CSIDriver"): Rule(check: csiDriver),
    GroupKind("storage.k8s.io", "CSINode"): Rule(check: csiNode),
    GroupKind("storage.k8s.io", "CSIStorageCapacity"): Rule(check: csiStorageCapacity),
    GroupKind("storage.k8s.io", "StorageClass"): Rule(check: storageClass),
    GroupKind("storage.k8s.io", "VolumeAttachment"): Rule(check: volumeAttachment, checkStatus: attachmentStatus),
    GroupKind("storage.k8s.io", "VolumeAttributesClass"): Rule(check: volumeAttributesClass),
  ]
}
