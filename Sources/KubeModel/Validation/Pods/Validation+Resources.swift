import OrderedCollections

/// The names and amounts of resources.
extension Validation {
  /// What a container, or a pod as a whole, asks for and is limited to.
  ///
  /// - Parameters:
  ///   - claims: The names of the pod's resource claims.
  ///   - names: What is wrong with the name of a resource.
  static func resources(
    _ resources: JSONValue?, claims: Set<String> = [], _ path: FieldPath, _ pod: PodScope = PodScope(),
    names: (String, FieldPath, inout Findings) -> Void = containerResource, _ findings: inout Findings
  ) {
    guard let resources else { return }
    for kind in ["limits", "requests"] {
      for (name, value) in resources.entries(kind) {
        let place = path[kind].key(name)
        names(name, place, &findings)
        resourceAmount(value, of: name, place, &findings)
        if isHugePages(name), !pod.tolerates.contains(.indivisibleHugePages), !isDivisible(value, name) {
          findings.invalid(place, value, "\(value.stringValue ?? "") is not positive integer multiple of \(name)")
        }
        if kind == "requests" { request(value, of: name, resources["limits"], path, &findings) }
      }
    }
    let given = (resources.entries("limits") + resources.entries("requests")).map(\.key)
    if given.contains(where: isHugePages), !given.contains("cpu"), !given.contains("memory") {
      findings.forbidden(path, "HugePages require cpu or memory")
    }
    resourceClaims(resources.list("claims"), of: claims, path["claims"], &findings)
  }

  private static func request(
    _ value: JSONValue, of name: String, _ limits: JSONValue?, _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let limit = limits?[name] else {
      if !canBeOvercommitted(name) {
        findings.required(path["limits"], "Limit must be set for non overcommitable resources")
      }
      return
    }
    guard let own = Quantity(json: value), let most = Quantity(json: limit), let order = own.compare(most), order != 0
    else { return }
    if !canBeOvercommitted(name) {
      findings.invalid(path["requests"], value, "must be equal to \(name) limit of \(most.text)")
    } else if order > 0 {
      findings.invalid(path["requests"], value, "must be less than or equal to \(name) limit of \(most.text)")
    }
  }

  private static func resourceClaims(
    _ list: [JSONValue], of claims: Set<String>, _ path: FieldPath, _ findings: inout Findings
  ) {
    var names: Set<String> = []
    for (index, claim) in list.enumerated() {
      let name = claim.text("name")
      guard !name.isEmpty else {
        findings.required(path[index])
        continue
      }
      if !names.insert(name).inserted { findings.duplicate(path[index], .string(name)) }
      if !claims.contains(name) {
        let known = claims.isEmpty ? " which is empty" : ": " + claims.sorted().joined(separator: ", ")
        findings.missing(path[index], .string(name), "must be one of the names in pod.spec.resourceClaims" + known)
      }
    }
  }

  // MARK: Amounts

  /// An amount that must be well formed and not below zero.
  static func quantity(_ value: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    guard let value, let quantity = Quantity(json: value) else { return }
    if quantity.canonical == nil {
      findings.invalid(path, value, Quantity.formatProblem)
    } else if quantity.isNegative {
      findings.invalid(path, value, "must be greater than or equal to 0")
    }
  }

  /// An amount of a resource: some are counted in whole numbers.
  static func resourceAmount(
    _ value: JSONValue, of name: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    quantity(value, path, &findings)
    guard isCounted(name), let thousandths = Quantity(json: value)?.milliValue, thousandths % 1_000 != 0 else {
      return
    }
    findings.invalid(path, value, "must be an integer")
  }

  private static func isDivisible(_ value: JSONValue, _ name: String) -> Bool {
    guard let amount = Quantity(json: value)?.value,
      let page = Quantity(String(name.dropFirst("hugepages-".count))).milliValue, page > 0, page % 1_000 == 0
    else { return false }
    return amount % (page / 1_000) == 0
  }

  // MARK: Names

  /// A resource by the name that a container gives it.
  static func containerResource(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    resourceName(name, path, &findings)
    if !name.contains("/") {
      let isKnown = ["cpu", "memory", "ephemeral-storage"].contains(name) || isHugePages(name)
      if !isKnown { findings.invalid(path, .string(name), "must be a standard resource for containers") }
    } else if !isNative(name), !isExtended(name) {
      findings.invalid(path, .string(name), "doesn't follow extended resource name standard")
    }
  }

  /// A resource by the name that a whole pod gives it.
  static func podResource(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    let before = findings.causes.count
    resourceName(name, path, &findings)
    guard findings.causes.count == before, name != "cpu", name != "memory", !isHugePages(name) else { return }
    findings.notSupported(path, .string(name), ["cpu", "hugepages-", "memory"])
  }

  /// A resource by the name that anything gives it: one of Kubernetes' own, or with a domain.
  static func resourceName(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    let problems = NameForms.qualifiedName(name)
    for problem in problems { findings.invalid(path, .string(name), problem) }
    guard problems.isEmpty, !name.contains("/"), !standardResources.contains(name), !isHugePages(name),
      !name.hasPrefix("requests.hugepages-")
    else { return }
    findings.invalid(path, .string(name), "must be a standard resource type or fully qualified")
  }

  /// Objects of which a quota counts how many there are.
  private static let countedResources: Set<String> = [
    "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
    "services.nodeports", "services.loadbalancers",
  ]

  private static let standardResources = countedResources.union([
    "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage",
    "limits.cpu", "limits.memory", "limits.ephemeral-storage", "storage", "requests.storage",
  ])

  static func isHugePages(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

  /// Whether a resource is of Kubernetes' own domain, in which names without one are.
  static func isNative(_ name: String) -> Bool { !name.contains("/") || name.contains("kubernetes.io/") }

  /// Whether a resource is one that an administrator has added to nodes.
  static func isExtended(_ name: String) -> Bool {
    !isNative(name) && !name.hasPrefix("requests.") && NameForms.qualifiedName("requests.\(name)").isEmpty
  }

  /// Whether a resource comes in whole numbers only.
  static func isCounted(_ name: String) -> Bool { countedResources.contains(name) || isExtended(name) }

  /// Whether less of a resource can be asked for than it is limited to.
  static func canBeOvercommitted(_ name: String) -> Bool { isNative(name) && !isHugePages(name) }
}
