/// A resource in a version that is served beside the one in which its objects are stored.
package struct OlderVersion: Sendable {
  package let resource: GroupVersionResource
  package let storage: GroupVersionResource
  package let conversion: VersionConversion
  /// What kube-apiserver says in the `Warning` header of its answers; nil for a version that is not deprecated.
  package let deprecation: String?

  /// - Parameters:
  ///   - apiVersion: The version and group, such as `policy/v1beta1`.
  ///   - stored: Those in which the objects are stored, or reviews are answered.
  ///   - lifecycle: The minor versions of Kubernetes since which this one is deprecated, and gone.
  ///   - replacement: What the warning advises, unless it is the stored version; `""` for nothing. Of a kind that has
  ///     no version left besides this one it advises nothing either.
  init(
    _ apiVersion: String, _ resource: String, _ kind: String, stored: String, since lifecycle: (Int, Int)? = nil,
    use replacement: String? = nil, _ steps: VersionConversion.Steps = .none
  ) {
    let (old, new) = (Self.groupVersion(apiVersion), Self.groupVersion(stored))
    self.resource = GroupVersionResource(group: old.group, version: old.version, resource: resource)
    storage = GroupVersionResource(group: new.group, version: new.version, resource: resource)
    conversion = VersionConversion(
      served: GroupVersionKind(old, kind: kind), stored: GroupVersionKind(new, kind: kind), steps)
    deprecation = lifecycle.map { deprecated, removed in
      let warning = "\(apiVersion) \(kind) is deprecated in v1.\(deprecated)+, unavailable in v1.\(removed)+"
      return apiVersion == stored || replacement == ""
        ? warning : "\(warning); use \(replacement ?? stored) \(kind)"
    }
  }

  private static func groupVersion(_ text: String) -> GroupVersion {
    let parts = text.split(separator: "/")
    return GroupVersion(group: parts.dropLast().joined(), version: parts.last.map(String.init) ?? "")
  }
}

extension OlderVersion {
  /// The versions that clients and charts use besides those in which objects are stored.
  package static let all =
    today + workloads + network + policy + access + cluster

  private static let today = [
    OlderVersion("events.k8s.io/v1", "events", "Event", stored: "v1", .event),
    OlderVersion(
      "events.k8s.io/v1beta1", "events", "Event", stored: "v1", since: (22, 25), use: "events.k8s.io/v1", .event),
    OlderVersion(
      "autoscaling/v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler", stored: "autoscaling/v2",
      .horizontalPodAutoscaler),
    OlderVersion(
      "autoscaling/v2beta1", "horizontalpodautoscalers", "HorizontalPodAutoscaler", stored: "autoscaling/v2",
      since: (22, 25), .horizontalPodAutoscalerBeta),
    OlderVersion(
      "autoscaling/v2beta2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", stored: "autoscaling/v2",
      since: (23, 26)),
  ]

  private static let workloads =
    ["extensions/v1beta1", "apps/v1beta1", "apps/v1beta2"].flatMap { version in
      let since = version == "apps/v1beta2" ? (9, 16) : (8, 16)
      let isFirst = version == "apps/v1beta1"
      let isExtensions = version == "extensions/v1beta1"
      var rows = [
        OlderVersion(version, "deployments", "Deployment", stored: "apps/v1", since: since, .deployment)
      ]
      if !isFirst {
        rows += [
          OlderVersion(version, "daemonsets", "DaemonSet", stored: "apps/v1", since: since),
          OlderVersion(version, "replicasets", "ReplicaSet", stored: "apps/v1", since: since),
        ]
      }
      if !isExtensions {
        rows += [
          OlderVersion(version, "statefulsets", "StatefulSet", stored: "apps/v1", since: since),
          OlderVersion(version, "controllerrevisions", "ControllerRevision", stored: "apps/v1", since: since),
        ]
      }
      return rows
    } + [OlderVersion("batch/v1beta1", "cronjobs", "CronJob", stored: "batch/v1", since: (21, 25))]

  private static let network = [
    OlderVersion(
      "extensions/v1beta1", "ingresses", "Ingress", stored: "networking.k8s.io/v1", since: (14, 22), .ingress),
    OlderVersion(
      "networking.k8s.io/v1beta1", "ingresses", "Ingress", stored: "networking.k8s.io/v1", since: (19, 22), .ingress),
    OlderVersion(
      "networking.k8s.io/v1beta1", "ingressclasses", "IngressClass", stored: "networking.k8s.io/v1", since: (19, 22)),
    OlderVersion(
      "extensions/v1beta1", "networkpolicies", "NetworkPolicy", stored: "networking.k8s.io/v1", since: (9, 16)),
    OlderVersion(
      "discovery.k8s.io/v1beta1", "endpointslices", "EndpointSlice", stored: "discovery.k8s.io/v1", since: (21, 25),
      .endpointSlice),
  ]

  private static let policy =
    [
      OlderVersion(
        "policy/v1beta1", "poddisruptionbudgets", "PodDisruptionBudget", stored: "policy/v1", since: (21, 25),
        .disruptionBudget),
      // The one kind that went without a successor: stored as it was written.
      OlderVersion(
        "policy/v1beta1", "podsecuritypolicies", "PodSecurityPolicy", stored: "policy/v1beta1", since: (21, 25)),
      OlderVersion(
        "extensions/v1beta1", "podsecuritypolicies", "PodSecurityPolicy", stored: "policy/v1beta1", since: (10, 16)),
    ]
    + [
      ("roles", "Role"), ("rolebindings", "RoleBinding"), ("clusterroles", "ClusterRole"),
      ("clusterrolebindings", "ClusterRoleBinding"),
    ].map { resource, kind in
      OlderVersion(
        "rbac.authorization.k8s.io/v1beta1", resource, kind, stored: "rbac.authorization.k8s.io/v1", since: (17, 22))
    }
    + [
      ("mutatingwebhookconfigurations", "MutatingWebhookConfiguration"),
      ("validatingwebhookconfigurations", "ValidatingWebhookConfiguration"),
    ].map { resource, kind in
      OlderVersion(
        "admissionregistration.k8s.io/v1beta1", resource, kind, stored: "admissionregistration.k8s.io/v1",
        since: (16, 22))
    }

  private static let access = [
    OlderVersion(
      "authentication.k8s.io/v1beta1", "selfsubjectreviews", "SelfSubjectReview", stored: "authentication.k8s.io/v1",
      since: (30, 33), use: ""),
    OlderVersion(
      "authentication.k8s.io/v1beta1", "tokenreviews", "TokenReview", stored: "authentication.k8s.io/v1",
      since: (19, 22)),
    OlderVersion(
      "authorization.k8s.io/v1beta1", "selfsubjectaccessreviews", "SelfSubjectAccessReview",
      stored: "authorization.k8s.io/v1", since: (19, 22)),
    OlderVersion(
      "authorization.k8s.io/v1beta1", "selfsubjectrulesreviews", "SelfSubjectRulesReview",
      stored: "authorization.k8s.io/v1", since: (19, 22)),
    OlderVersion(
      "authorization.k8s.io/v1beta1", "subjectaccessreviews", "SubjectAccessReview",
      stored: "authorization.k8s.io/v1", since: (19, 22), .subjectAccessReview),
    OlderVersion(
      "authorization.k8s.io/v1beta1", "localsubjectaccessreviews", "LocalSubjectAccessReview",
      stored: "authorization.k8s.io/v1", since: (19, 22), .subjectAccessReview),
  ]

  private static let cluster =
    [
      OlderVersion(
        "apiextensions.k8s.io/v1beta1", "customresourcedefinitions", "CustomResourceDefinition",
        stored: "apiextensions.k8s.io/v1", since: (16, 22), .customResourceDefinition),
      OlderVersion(
        "apiregistration.k8s.io/v1beta1", "apiservices", "APIService", stored: "apiregistration.k8s.io/v1",
        since: (19, 22)),
      OlderVersion(
        "scheduling.k8s.io/v1beta1", "priorityclasses", "PriorityClass", stored: "scheduling.k8s.io/v1", since: (14, 22)
      ),
      OlderVersion(
        "coordination.k8s.io/v1beta1", "leases", "Lease", stored: "coordination.k8s.io/v1", since: (19, 22)),
      OlderVersion(
        "node.k8s.io/v1beta1", "runtimeclasses", "RuntimeClass", stored: "node.k8s.io/v1", since: (22, 25)),
      OlderVersion(
        "certificates.k8s.io/v1beta1", "certificatesigningrequests", "CertificateSigningRequest",
        stored: "certificates.k8s.io/v1", since: (19, 22)),
    ]
    + [
      ("storageclasses", "StorageClass"), ("csidrivers", "CSIDriver"), ("csinodes", "CSINode"),
      ("volumeattachments", "VolumeAttachment"),
    ].map { resource, kind in
      OlderVersion(
        "storage.k8s.io/v1beta1", resource, kind, stored: "storage.k8s.io/v1",
        since: (resource == "csinodes" ? 17 : 19, 22))
    }
}
