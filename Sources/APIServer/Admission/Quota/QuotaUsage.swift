package import KubeModel

/// How much of a quota an object takes up (Kubernetes: "Resource quotas").
package enum QuotaUsage {
  /// Resources whose objects are counted by their plain name as well as by `count/NAME`.
  private static let plainlyCounted: Set = ["configmaps", "replicationcontrollers", "resourcequotas", "secrets"]

  private static let storageClassMark = ".storageclass.storage.k8s.io/"

  /// What one object takes up.
  ///
  /// A pod that has ended takes up nothing but its place among all objects; one that is being deleted counts until it
  /// is gone.
  package static func of(_ object: JSONValue, _ resource: GroupResource) -> ResourceList {
    var usage = ResourceList([countName(resource): "1"])
    guard resource.group.isEmpty else { return usage }
    switch resource.resource {
    case "pods":
      let pod = Pod(json: object)
      guard !["Failed", "Succeeded"].contains(pod.status.phase ?? "") else { break }
      usage = usage.adding(
        compute(requests: PodDemand.requests(of: pod.spec), limits: PodDemand.limits(of: pod.spec)))
    case "services": usage = usage.adding(services(Service(json: object).spec))
    case "persistentvolumeclaims": usage = usage.adding(claims(PersistentVolumeClaim(json: object)))
    case let name where plainlyCounted.contains(name): usage[name] = "1"
    default: break
    }
    return usage
  }

  /// `count/pods`, `count/deployments.apps`.
  static func countName(_ resource: GroupResource) -> String { "count/\(resource)" }

  /// The names under which requests and limits of a pod or container are limited.
  static func compute(requests: ResourceList, limits: ResourceList) -> ResourceList {
    var usage = ResourceList(["pods": "1"])
    for (name, amount) in requests.amounts {
      if ["cpu", "memory", "ephemeral-storage"].contains(name) || name.hasPrefix("hugepages-") {
        usage[name] = amount
        usage["requests.\(name)"] = amount
      } else if isExtended(name) {
        usage["requests.\(name)"] = amount
      }
    }
    for name in ["cpu", "memory", "ephemeral-storage"] { usage["limits.\(name)"] = limits[name] }
    return usage
  }

  /// Whether a device plugin or an administrator, not Kubernetes, defines the resource.
  private static func isExtended(_ name: String) -> Bool {
    name.contains("/") && !name.contains("kubernetes.io/") && !name.hasPrefix("requests.")
  }

  private static func services(_ spec: ServiceSpec) -> ResourceList {
    let balanced = spec.type == "LoadBalancer"
    let ports =
      switch spec.type {
      case "NodePort": spec.ports.count
      case "LoadBalancer" where spec.allocateLoadBalancerNodePorts == false:
        spec.ports.count { ($0.nodePort ?? 0) != 0 }
      case "LoadBalancer": spec.ports.count
      default: 0
      }
    return ResourceList([
      "services": "1", "services.loadbalancers": balanced ? "1" : "0", "services.nodeports": Quantity(String(ports)),
    ])
  }

  private static func claims(_ claim: PersistentVolumeClaim) -> ResourceList {
    var usage = ResourceList(["persistentvolumeclaims": "1"])
    // Whole bytes; a claim that shrinks after a failed expansion keeps what was allotted to it.
    let asked = ResourceList(claim.spec.resources.requests)
    let allotted = ResourceList(claim.status.allocatedResources).masked(by: asked.names)
    usage["requests.storage"] = asked.maximum(allotted)["storage"].map { amount in
      let whole = Quantity(String(amount.value ?? 0))
      return amount.compare(whole) == 0 ? amount : whole
    }
    let storageClass =
      claim.metadata.annotations["volume.beta.kubernetes.io/storage-class"] ?? claim.spec.storageClassName ?? ""
    guard !storageClass.isEmpty else { return usage }
    for (name, amount) in usage.amounts { usage[storageClass + storageClassMark + name] = amount }
    return usage
  }

  /// The resource whose objects take up what `name` limits; nil when nothing does.
  static func counted(by name: String) -> GroupResource? {
    if name.hasPrefix("count/") {
      let parts = name.dropFirst("count/".count).split(separator: ".", maxSplits: 1).map(String.init)
      return parts.first.map { GroupResource(group: parts.count > 1 ? parts[1] : "", resource: $0) }
    }
    if plainlyCounted.contains(name) { return GroupResource(resource: name) }
    if name == "services" || name.hasPrefix("services.") { return GroupResource(resource: "services") }
    if name == "persistentvolumeclaims" || name == "requests.storage" || name.contains(storageClassMark) {
      return GroupResource(resource: "persistentvolumeclaims")
    }
    return GroupResource(resource: "pods")
  }
}
