import KubeModel
import Testing

@Suite("Rules of kinds")
struct RuleFileTests {
  static let files = [
    "APIService", "CSIDriver", "CSINode", "CSIStorageCapacity", "CertificateSigningRequest", "ClusterRole",
    "ClusterRoleBinding", "ConfigMap", "ControllerRevision", "CronJob", "DaemonSet", "Deployment", "EndpointSlice",
    "Endpoints", "Event", "EventOfItsGroup", "FlowSchema", "HorizontalPodAutoscaler", "Ingress", "IngressBeta",
    "IngressClass", "Job", "Lease", "LimitRange", "ManualJob", "MutatingWebhookConfiguration", "Namespace",
    "NetworkPolicy", "Node", "PersistentVolume", "PersistentVolumeAWS", "PersistentVolumeAzureFile",
    "PersistentVolumeCSI", "PersistentVolumeCephFS", "PersistentVolumeClaim", "PersistentVolumeFC",
    "PersistentVolumeGCE", "PersistentVolumeGluster", "PersistentVolumeISCSI", "PersistentVolumeLocal",
    "PersistentVolumeNFS", "PersistentVolumeRBD", "Pod", "PodContainers", "PodDisruptionBudget", "PodNetworkVolumes",
    "PodPlacement", "PodSecurity", "PodTemplate", "PodVolumes", "PriorityClass", "PriorityLevelConfiguration",
    "ReplicaSet", "ReplicationController", "ResourceQuota", "Role", "RoleBinding", "RuntimeClass", "Secret",
    "SecretBasicAuth", "SecretDockerConfig", "SecretSSH", "SecretToken", "Service", "ServiceExternalName",
    "ServiceLoadBalancer", "StatefulSet", "StorageClass", "ValidatingWebhookConfiguration", "VolumeAttachment",
    "VolumeAttributesClass",
  ]

  @Test("An object is taken as it is, and refused for what each rule says after its change", arguments: files)
  func rules(name: String) throws {
    let file = try RuleFile(named: name)
    for operation in RuleFile.Operation.allCases {
      let unchanged = RuleFile.Rule(line: 0, operation: operation, change: "metadata.labels={}")
      #expect(try file.problems(unchanged) == [], "\(name): the object itself")
    }
    for rule in file.rules {
      let found = try file.problems(rule)
      #expect(RuleFile.agree(found, rule.problems), "\(name).rules, line \(rule): \(found)")
    }
  }
}
