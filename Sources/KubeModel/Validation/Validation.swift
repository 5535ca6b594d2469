/// What kube-apiserver finds wrong with objects of the built-in kinds, beyond types and unknown fields.
package enum Validation {
  /// Everything that is wrong with a complete object (defaults applied), in the order of its fields.
  ///
  /// - Parameters:
  ///   - old: The object that it replaces; nil for a new one. Fields that must not change are compared.
  ///   - kind: The kind in the stored version, in which the object is.
  ///   - version: The group and version through which it is written; nil is the stored one.
  ///   - isStatus: Whether only the status is written, so that nothing else than it and metadata can be wrong.
  package static func causes(
    _ object: JSONValue, old: JSONValue?, kind: GroupVersionKind, writtenAs version: GroupVersion? = nil,
    isStatus: Bool = false
  ) -> [StatusError.Cause] {
    let written = version ?? kind.groupVersion
    var findings = Findings(writtenGroup: written.group, writtenVersion: written.version)
    let rule = rules[GroupKind(kind.groupVersion.group, kind.kind)] ?? Rule()
    metadata(
      object["metadata"] ?? .emptyObject, old: old?["metadata"], rule.names, namesFinalizers: rule.namesFinalizers,
      &findings)
    if isStatus { rule.checkStatus(object, old, &findings) } else { rule.check(object, old, &findings) }
    return findings.causes
  }

  typealias Check = @Sendable (_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) -> Void

  struct GroupKind: Hashable {
    let group: String
    let kind: String

    init(_ group: String, _ kind: String) {
      self.group = group
      self.kind = kind
    }
  }

  /// What a kind asks.
  struct Rule: Sendable {
    /// The form of names.
    var names: @Sendable (String) -> [String] = NameForms.subdomain
    /// Whether finalizers without a domain must be Kubernetes' own.
    var namesFinalizers = true
    /// What else is asked of an object.
    var check: Check = { _, _, _ in }
    /// What is asked of a write of the status.
    var checkStatus: Check = { _, _, _ in }
  }

  private static let rules = clusterRules.merging(workloadRules) { first, _ in first }

  private static let workloadRules: [GroupKind: Rule] = [
    GroupKind("", "Pod"): Rule(check: pod),
    GroupKind("", "PodTemplate"): Rule(check: podTemplateObject),
    GroupKind("", "ReplicationController"): Rule(check: replicationController),
    GroupKind("apps", "ControllerRevision"): Rule(check: controllerRevision),
    GroupKind("apps", "DaemonSet"): Rule(check: daemonSet),
    GroupKind("apps", "Deployment"): Rule(check: deployment),
    GroupKind("apps", "ReplicaSet"): Rule(check: replicaSet),
    GroupKind("apps", "StatefulSet"): Rule(check: statefulSet),
    GroupKind("batch", "CronJob"): Rule(check: cronJob),
    GroupKind("batch", "Job"): Rule(check: job),
    GroupKind("scheduling.k8s.io", "PriorityClass"): Rule(check: priorityClass),
  ]
}
