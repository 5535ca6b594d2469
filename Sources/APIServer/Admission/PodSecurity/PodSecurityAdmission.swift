import KubeModel
import ObjectStore

/// PodSecurity admission: the labels `pod-security.kubernetes.io/*` of a namespace, applied to what is written into it.
struct PodSecurityAdmission {
  let change: ObjectChange
  let context: RequestContext
  let transaction: StoreTransaction

  /// Where workloads have the template of their pods.
  private static let templates: [GroupResource: [String]] = [
    GroupResource(resource: "podtemplates"): ["template"],
    GroupResource(resource: "replicationcontrollers"): ["spec", "template"],
    GroupResource(group: "apps", resource: "daemonsets"): ["spec", "template"],
    GroupResource(group: "apps", resource: "deployments"): ["spec", "template"],
    GroupResource(group: "apps", resource: "replicasets"): ["spec", "template"],
    GroupResource(group: "apps", resource: "statefulsets"): ["spec", "template"],
    GroupResource(group: "batch", resource: "jobs"): ["spec", "template"],
    GroupResource(group: "batch", resource: "cronjobs"): ["spec", "jobTemplate", "spec", "template"],
  ]

  /// Throws when the namespace forbids the pod, or when a namespace's labels cannot be read; otherwise warns.
  func check() throws {
    guard let object = change.new else { return }
    let resource = change.key.resource
    switch resource {
    case Namespace.resource.groupResource where change.subresource == nil: try checkNamespace(object)
    case Pod.resource.groupResource where [nil, "ephemeralcontainers", "resize"].contains(change.subresource):
      guard let policy = policy, !policy.isPrivileged, isSignificant(object) else { return }
      try evaluate(object, under: policy, enforces: true)
    default:
      guard change.subresource == nil, let path = Self.templates[resource], let policy = policy,
        policy.warn.level != .privileged || policy.audit.level != .privileged,
        let template = path.reduce(object as JSONValue?, { $0?[$1] })
      else { return }
      try evaluate(template, under: policy, enforces: false)
    }
  }

  /// The policy of the object's namespace.
  private var policy: PodSecurityPolicy? {
    guard let name = change.key.namespace else { return nil }
    return transaction.object(ObjectKey(Namespace.resource.groupResource, name: name)).map {
      PodSecurityPolicy($0.metadata.labels)
    }
  }

  private func evaluate(_ pod: JSONValue, under policy: PodSecurityPolicy, enforces: Bool) throws {
    let metadata = ObjectMeta(json: pod["metadata"] ?? .emptyObject)
    let spec = PodSpec(json: pod["spec"] ?? .emptyObject)
    let prefix = "pod-security.kubernetes.io/"
    func found(_ rule: PodSecurityPolicy.Rule) -> String? {
      let violations = PodSecurityCheck.violations(of: metadata, spec, under: rule)
      return violations.isEmpty ? nil : "PodSecurity \"\(rule)\": \(PodSecurityCheck.text(violations))"
    }
    if enforces { context.annotate(prefix + "enforce-policy", policy.enforce.description) }
    if let text = found(policy.audit) { context.annotate(prefix + "audit-violations", "would violate \(text)") }
    if enforces, let text = found(policy.enforce) {
      throw StatusError.forbidden(change.key.resource, name: change.key.name, why: "violates \(text)")
    }
    if let text = found(policy.warn) { context.warn("would violate \(text)") }
  }

  /// Updates that touch no image and add no container are let through.
  private func isSignificant(_ object: JSONValue) -> Bool {
    guard let old = change.old else { return true }
    for list in ["containers", "initContainers", "ephemeralContainers"] {
      func images(_ object: JSONValue) -> [String: JSONValue?] {
        (object["spec"]?[list]?.arrayValue ?? []).reduce(into: [:]) { result, container in
          result[container["name"]?.stringValue ?? ""] = .some(container["image"])
        }
      }
      if images(object) != images(old) { return true }
    }
    return false
  }

  private func checkNamespace(_ object: JSONValue) throws {
    func policy(_ object: JSONValue) -> PodSecurityPolicy {
      PodSecurityPolicy(ObjectMeta(json: object["metadata"] ?? .emptyObject).labels)
    }
    let (new, old) = (policy(object), change.old.map(policy))
    guard new.problems.isEmpty || new.problems == old?.problems else {
      throw StatusError.invalid(Namespace.groupVersionKind, name: change.key.name, causes: new.problems)
    }
    guard let old, new.enforce != old.enforce, new.enforce.level != .privileged,
      new.enforce.minor != old.enforce.minor || new.enforce.level > old.enforce.level
    else { return }
    for warning in warnings(under: new.enforce) { context.warn(warning) }
  }

  /// What the pods that are there violate of a stricter rule.
  private func warnings(under rule: PodSecurityPolicy.Rule) -> [String] {
    var names: [String: [String]] = [:]
    for stored in transaction.objects(Pod.resource.groupResource, namespace: change.key.name) {
      let pod = Pod(json: stored.value)
      let violations = PodSecurityCheck.violations(of: pod.metadata, pod.spec, under: rule)
      guard !violations.isEmpty else { continue }
      names[violations.map(\.reason).joined(separator: ", "), default: []].append(pod.name)
    }
    guard !names.isEmpty else { return [] }
    let each = names.map { reasons, pods in
      let others =
        switch pods.count {
        case 1: ""
        case 2: " (and 1 other pod)"
        default: " (and \(pods.count - 1) other pods)"
        }
      return "\(pods[0])\(others): \(reasons)"
    }
    return [
      "existing pods in namespace \"\(change.key.name)\" violate the new PodSecurity enforce level \"\(rule)\""
    ] + each.sorted()
  }
}
