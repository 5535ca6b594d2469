import OrderedCollections

extension Validation {
  /// The specification of a pod, or of the pods of a template, after defaults.
  static func podSpec(_ spec: JSONValue?, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings) {
    let spec = spec ?? .emptyObject
    if !spec.has("terminationGracePeriodSeconds") { findings.required(path["terminationGracePeriodSeconds"]) }
    let volumes = volumes(spec.list("volumes"), path["volumes"], pod, &findings)
    podClaims(spec.list("resourceClaims"), path["resourceClaims"], &findings)
    let claims = Set(spec.list("resourceClaims").map { $0.text("name") }.filter { !$0.isEmpty })
    let scope = ContainerScope(pod: pod, spec: spec, volumes: volumes, claims: claims)
    containers(scope, path, &findings)
    initContainers(scope, path, &findings)
    ephemeralContainers(scope, path, &findings)
    podResources(spec, claims: claims, path["resources"], pod, &findings)
    nodePorts(spec, path, pod, &findings)
    findings.requiredChoice(path["restartPolicy"], spec["restartPolicy"], ["Always", "OnFailure", "Never"])
    findings.requiredChoice(
      path["dnsPolicy"], spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"])
    labels(spec["nodeSelector"], path["nodeSelector"], &findings)
    podSecurity(spec, path, pod, &findings)
    affinity(spec["affinity"], path["affinity"], pod, &findings)
    nameResolution(spec, path["dnsConfig"], &findings)
    for (index, gate) in spec.list("readinessGates").enumerated() {
      findings.form(
        path["readinessGates"][index]["conditionType"], gate.text("conditionType"), NameForms.qualifiedName)
    }
    schedulingGates(spec.list("schedulingGates"), path["schedulingGates"], &findings)
    spreadConstraints(
      spec.list("topologySpreadConstraints"), path["topologySpreadConstraints"], pod, &findings)
    hostProcesses(spec, path, &findings)
    if spec["hostUsers"] == false {
      // Two of the three are spelt as the struct's fields.
      for (name, field) in [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")]
      where spec.isTrue(name) { findings.forbidden(path[field], "when `pod.Spec.HostUsers` is false") }
    }
    names(of: spec, path, &findings)
    tolerations(spec.list("tolerations"), path["tolerations"], &findings)
    for (index, alias) in spec.list("hostAliases").enumerated() {
      let path = path["hostAliases"][index]
      findings.form(path["ip"], alias.text("ip"), NameForms.address)
      for (index, name) in alias.texts("hostnames").enumerated() { findings.name(path["hostnames"][index], name) }
    }
    if let overhead = spec["overhead"] { resources(["limits": overhead], path["overhead"], pod, &findings) }
    operatingSystem(spec, path, &findings)
  }

  /// The names of other objects, and of the pod in DNS.
  private static func names(of spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    for name in ["serviceAccountName", "nodeName", "priorityClassName"] where !spec.text(name).isEmpty {
      findings.name(path[name], spec.text(name))
    }
    if let name = spec["runtimeClassName"]?.stringValue { findings.name(path["runtimeClassName"], name) }
    findings.within(path["activeDeadlineSeconds"], spec["activeDeadlineSeconds"], 1...2_147_483_647)
    for name in ["hostname", "subdomain"] where !spec.text(name).isEmpty {
      findings.form(path[name], spec.text(name), NameForms.label)
    }
    if let policy = spec["preemptionPolicy"] {
      findings.requiredChoice(path["preemptionPolicy"], policy, ["PreemptLowerPriority", "Never"])
    }
  }

  private static func podClaims(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var names: Set<String> = []
    for (index, claim) in list.enumerated() {
      let path = path[index]
      let name = claim.text("name")
      if name.isEmpty {
        findings.required(path["name"])
      } else if !names.insert(name).inserted {
        findings.duplicate(path["name"], .string(name))
      } else {
        findings.form(path["name"], name, NameForms.label)
      }
      let sources = ["resourceClaimName", "resourceClaimTemplateName"].filter(claim.has)
      if sources.count > 1 {
        findings.invalid(
          path, claim, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified")
      } else if sources.isEmpty {
        findings.invalid(path, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
      }
      for source in sources { findings.name(path[source], claim.text(source)) }
    }
  }

  /// With the node's network a port of the node is that of the container.
  ///
  /// A template may leave it out: the pod gets it.
  private static func nodePorts(
    _ spec: JSONValue, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    guard spec.isTrue("hostNetwork") else { return }
    for (number, container) in spec.list("containers").enumerated() {
      for (index, port) in container.list("ports").enumerated() {
        let own = port.number("hostPort")
        guard pod.isPod || own != 0, own != port.number("containerPort") else { continue }
        findings.invalid(
          path["containers"][number]["ports"][index]["hostPort"], .integer(own),
          "must match `containerPort` when `hostNetwork` is true")
      }
    }
  }

  private static func schedulingGates(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    var names: Set<String> = []
    for (index, gate) in list.enumerated() {
      let name = gate.text("name")
      findings.form(path[index], name, NameForms.qualifiedName)
      if !names.insert(name).inserted { findings.duplicate(path[index], .string(name)) }
    }
  }

  /// What the resolver of the pod can hold (resolv.conf(5)).
  private static func nameResolution(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let config = spec["dnsConfig"]
    let servers = config?.texts("nameservers") ?? []
    if spec["dnsPolicy"] == "None" {
      guard config != nil else {
        return findings.required(path, "must provide `dnsConfig` when `dnsPolicy` is None")
      }
      guard !servers.isEmpty else {
        return findings.required(
          path["nameservers"], "must provide at least one DNS nameserver when `dnsPolicy` is None")
      }
    }
    guard let config else { return }
    if servers.count > 3 {
      findings.invalid(path["nameservers"], config["nameservers"], "must not have more than 3 nameservers")
    }
    for (index, server) in servers.enumerated() {
      findings.form(path["nameservers"][index], server, NameForms.address)
    }
    let searches = config.texts("searches")
    if searches.count > 32 {
      findings.invalid(path["searches"], config["searches"], "must not have more than 32 search paths")
    }
    if searches.joined(separator: " ").utf8.count > 2_048 {
      findings.invalid(
        path["searches"], config["searches"],
        "must not have more than 2048 characters (including spaces) in the search list")
    }
    for (index, search) in searches.enumerated() where search != "." {
      let domain = search.hasSuffix(".") ? String(search.dropLast()) : search
      findings.form(path["searches"][index], domain, NameForms.subdomainWithUnderscores)
    }
    for (index, option) in config.list("options").enumerated() where option.text("name").isEmpty {
      findings.required(path["options"][index], "must not be empty")
    }
  }

  // MARK: Resources of the whole pod

  private static func podResources(
    _ spec: JSONValue, claims: Set<String>, _ path: FieldPath, _ pod: PodScope, _ findings: inout Findings
  ) {
    guard let resources = spec["resources"] else { return }
    if resources.has("claims") {
      findings.forbidden(path["claims"], "claims cannot be set for Resources at pod-level")
    }
    self.resources(resources, claims: claims, path, pod, names: podResource, &findings)
    for (name, sum) in requests(of: spec.list("containers")).sorted(by: { $0.key < $1.key }) {
      let given = resources["requests"]?[name].flatMap { Quantity(json: $0) } ?? Quantity("0")
      if (sum.compare(given) ?? 0) > 0 {
        findings.invalid(
          path["requests"].key(name), given.json,
          "must be greater than or equal to aggregate container requests of \(sum)")
      }
    }
    for (index, container) in spec.list("containers").enumerated() {
      for (name, limit) in container["resources"]?.entries("limits") ?? [] {
        guard let most = resources["limits"]?[name].flatMap({ Quantity(json: $0) }),
          let own = Quantity(json: limit), (own.compare(most) ?? 0) > 0
        else { continue }
        findings.invalid(
          path["containers"][index].key(name)["limits"], limit, "must be less than or equal to pod limits of \(most)")
      }
    }
  }

  private static func requests(of containers: [JSONValue]) -> [String: Quantity] {
    containers.reduce(into: [:]) { sums, container in
      for (name, value) in container["resources"]?.entries("requests") ?? [] {
        guard let amount = Quantity(json: value) else { continue }
        sums[name] = sums[name].flatMap { $0.adding(amount) } ?? amount
      }
    }
  }
}
