import OrderedCollections

/// What kube-apiserver says, in `Warning` headers, of objects that it takes although something in them is deprecated or
/// hardly meant: the warnings of its strategies (`WarningsOnCreate`, `WarningsOnUpdate`).
package enum ObjectWarnings {
  /// The warnings about a valid, complete object in its stored version.
  ///
  /// - Parameters:
  ///   - old: The object that it replaces; nil for a new one.
  ///   - isSpecChanged: Whether an update changes what the object asks for; of the templates of pods nothing is said
  ///     otherwise.
  package static func texts(
    about object: JSONValue, old: JSONValue?, kind: GroupVersionKind, isSpecChanged: Bool
  ) -> [String] {
    let spec = FieldPath("spec")
    let isNew = old == nil
    let hasNewTemplate = isNew || isSpecChanged
    switch (kind.groupVersion.group, kind.kind) {
    case ("", "Pod"):
      return name(object, is: "this is used in the Pod's hostname", isNew)
        + pod(object["spec"], object["metadata"], FieldPath(), isTemplate: false)
    case ("", "PodTemplate"):
      return hasNewTemplate ? template(object["template"], FieldPath("template")) : []
    case ("", "ReplicationController"), ("apps", "Deployment"), ("apps", "ReplicaSet"):
      return name(object, isNew)
        + (hasNewTemplate ? template(object["spec"]?["template"], spec["template"]) : [])
    case ("apps", "DaemonSet"):
      return hasNewTemplate ? template(object["spec"]?["template"], spec["template"]) : []
    case ("apps", "StatefulSet"): return hasNewTemplate ? statefulSet(object["spec"], spec) : []
    case ("batch", "Job"): return name(object, isNew) + (hasNewTemplate ? job(object["spec"], spec) : [])
    case ("batch", "CronJob"):
      let path = spec["jobTemplate"]["spec"]
      return name(object, isNew)
        + (hasNewTemplate ? job(object[path: "spec", "jobTemplate", "spec"], path) : [])
        + (isNew ? [] : timeZone(object))
    case ("", "Service"): return service(object)
    case ("", "PersistentVolumeClaim"): return claim(object)
    case ("", "PersistentVolume"): return volume(object)
    case ("networking.k8s.io", "Ingress"): return isNew ? ingress(object) : []
    case ("storage.k8s.io", "StorageClass"): return storageClass(object)
    case ("node.k8s.io", "RuntimeClass"): return runtimeClass(object)
    default: return []
    }
  }

  /// The warnings about the finalizers that a custom resource gets: those of Kubernetes' own need no domain.
  package static func finalizers(_ added: [String]) -> [String] {
    added.filter { !$0.contains("/") && !["orphan", "foregroundDeletion", "kubernetes"].contains($0) }.sorted().map {
      "metadata.finalizers: \"\($0)\": prefer a domain-qualified finalizer name including a path (/) to avoid accidental "
        + "conflicts with other finalizer writers"
    }
  }

  // MARK: Metadata

  /// Names of pods become host names, which are labels of DNS.
  private static func name(
    _ object: JSONValue, is use: String = "this is used in Pod names and hostnames", _ isNew: Bool
  ) -> [String] {
    guard isNew, let name = object[path: "metadata", "name"]?.stringValue else { return [] }
    var problems = NameForms.label(name)
    if let last = problems.indices.last, name.contains("."), NameForms.subdomain(name).isEmpty {
      problems[last] = "must not contain dots"
    }
    guard !problems.isEmpty else { return [] }
    return [
      "metadata.name: \(use), which can result in surprising behavior; a DNS label is recommended: "
        + "[\(problems.joined(separator: " "))]"
    ]
  }

  // MARK: Workloads

  private static func template(_ template: JSONValue?, _ path: FieldPath) -> [String] {
    pod(template?["spec"], template?["metadata"], path, isTemplate: true)
  }

  private static func statefulSet(_ set: JSONValue?, _ path: FieldPath) -> [String] {
    var texts = template(set?["template"], path["template"])
    for (index, claim) in (set?["volumeClaimTemplates"]?.arrayValue ?? []).enumerated() {
      texts += claimSpec(claim["spec"], path["volumeClaimTemplates"][index])
    }
    if let limit = set?["revisionHistoryLimit"]?.integerValue, limit < 0 {
      texts.append(
        "\(path["revisionHistoryLimit"]): a negative value retains all historical revisions; a value >= 0 is "
          + "recommended")
    }
    return texts
  }

  private static func job(_ job: JSONValue?, _ path: FieldPath) -> [String] {
    var texts: [String] = []
    if job?["completionMode"] == "Indexed", job?["completions"]?.integerValue ?? 0 > 100_000,
      job?["parallelism"]?.integerValue ?? 0 > 10_000
    {
      texts.append(
        "\(path): In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "
          + "Kubernetes might not be able to track completedIndexes when a big number of indexes fail")
    }
    return texts + template(job?["template"], path["template"])
  }

  /// New ones are refused; the path is as Kubernetes has it.
  private static func timeZone(_ cronJob: JSONValue) -> [String] {
    guard cronJob[path: "spec", "schedule"]?.stringValue?.contains("TZ") == true else { return [] }
    return [
      "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see "
        + "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"
    ]
  }

  // MARK: Network

  private static func service(_ service: JSONValue) -> [String] {
    var texts: [String] = []
    let hints = "service.kubernetes.io/topology-aware-hints"
    if service[path: "metadata", "annotations", hints] != nil {
      texts.append("annotation \(hints) is deprecated, please use service.kubernetes.io/topology-mode instead")
    }
    let spec = service["spec"]
    let type = spec?["type"]?.stringValue ?? "ClusterIP"
    let isHeadless = type == "ClusterIP" && spec?["clusterIP"] == "None"
    let hasExternal = spec?["externalIPs"]?.arrayValue?.isEmpty == false
    if isHeadless {
      if spec?["loadBalancerIP"]?.stringValue?.isEmpty == false {
        texts.append("spec.loadBalancerIP is ignored for headless services")
      }
      if hasExternal { texts.append("spec.externalIPs is ignored for headless services") }
      if spec?["sessionAffinity"]?.stringValue ?? "None" != "None" {
        texts.append("spec.SessionAffinity is ignored for headless services")
      }
    }
    if type == "ExternalName" {
      if hasExternal { texts.append("spec.externalIPs is ignored when spec.type is \"ExternalName\"") }
    } else if spec?["externalName"]?.stringValue?.isEmpty == false {
      texts.append("spec.externalName is ignored when spec.type is not \"ExternalName\"")
    }
    return texts
  }

  private static func ingress(_ ingress: JSONValue) -> [String] {
    let annotation = "kubernetes.io/ingress.class"
    guard ingress[path: "metadata", "annotations", annotation] != nil, ingress["spec"]?["ingressClassName"] == nil
    else { return [] }
    return ["annotation \"\(annotation)\" is deprecated, please use 'spec.ingressClassName' instead"]
  }

  // MARK: Nodes

  private static func runtimeClass(_ object: JSONValue) -> [String] {
    let labels = object[path: "scheduling", "nodeSelector"]?.objectValue ?? [:]
    return labels.keys.sorted().compactMap { key in deprecatedLabels[key].map { "scheduling.nodeSelector: \($0)" } }
  }

  /// The labels of nodes that were renamed, and what is said of them.
  static let deprecatedLabels = [
    "beta.kubernetes.io/arch": #"deprecated since v1.14; use "kubernetes.io/arch" instead"#,
    "beta.kubernetes.io/os": #"deprecated since v1.14; use "kubernetes.io/os" instead"#,
    "failure-domain.beta.kubernetes.io/region": #"deprecated since v1.17; use "topology.kubernetes.io/region" instead"#,
    "failure-domain.beta.kubernetes.io/zone": #"deprecated since v1.17; use "topology.kubernetes.io/zone" instead"#,
    "beta.kubernetes.io/instance-type": #"deprecated since v1.17; use "node.kubernetes.io/instance-type" instead"#,
    "app.kubernetes.io/created-by": "deprecated since v1.9",
    "scheduler.alpha.kubernetes.io/preferAvoidPods": "deprecated since v1.22; use Taints and Tolerations instead",
    "node-role.kubernetes.io/master": #"use "node-role.kubernetes.io/control-plane" instead"#,
  ]

  /// What is said of the expressions of a term that selects nodes.
  static func nodeTerm(_ term: JSONValue, _ path: FieldPath) -> [String] {
    (term["matchExpressions"]?.arrayValue ?? []).enumerated().compactMap { index, expression in
      guard let key = expression["key"]?.stringValue, let text = deprecatedLabels[key] else { return nil }
      return "\(path["matchExpressions"][index]["key"]): \(key) is \(text)"
    }
  }
}
