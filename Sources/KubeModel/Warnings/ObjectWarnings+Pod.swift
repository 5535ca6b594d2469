import OrderedCollections

extension ObjectWarnings {
  /// What is said of a pod or of a template of pods; `path` is empty for a pod.
  static func pod(
    _ spec: JSONValue?, _ metadata: JSONValue?, _ path: FieldPath, isTemplate: Bool
  ) -> [String] {
    let annotations = Annotations(values: metadata?["annotations"], path: path["metadata"]["annotations"])
    let specPath = path["spec"]
    let containers = containers(spec, specPath)
    var texts = placement(spec, specPath)
    texts += annotations.deprecated
    for (index, volume) in (spec?["volumes"]?.arrayValue ?? []).enumerated() {
      let path = specPath["volumes"][index]
      texts += sources(volume, path)
      let claim = volume[path: "ephemeral", "volumeClaimTemplate", "spec"]
      texts += claimSpec(claim, path["ephemeral"]["volumeClaimTemplate"]["spec"])
    }
    texts += tokenPaths(spec?["volumes"]?.arrayValue ?? [], specPath["volumes"])
    texts += duplicates(spec, specPath)
    for resource in ["memory", "ephemeral-storage"] {
      texts += fraction(spec?["overhead"], resource, specPath["overhead"])
    }
    let context = spec?["securityContext"]
    if context?["seccompProfile"] == nil { texts += annotations.seccomp("seccomp.security.alpha.kubernetes.io/pod") }
    for (container, path) in containers {
      let name = container["name"]?.stringValue ?? ""
      if container[path: "securityContext", "seccompProfile"] == nil {
        texts += annotations.seccomp("container.seccomp.security.alpha.kubernetes.io/\(name)")
      }
      if isTemplate, context?["appArmorProfile"] == nil, container[path: "securityContext", "appArmorProfile"] == nil {
        texts += annotations.text(
          "container.apparmor.security.beta.kubernetes.io/\(name)",
          #"deprecated since v1.30; use the "appArmorProfile" field instead"#)
      }
      for resource in ["memory", "ephemeral-storage"] {
        for list in ["limits", "requests"] {
          texts += fraction(container["resources"]?[list], resource, path["resources"][list])
        }
      }
      texts += variables(container["env"]?.arrayValue ?? [], path["env"])
    }
    texts += ports(containers)
    if let seconds = spec?["terminationGracePeriodSeconds"]?.integerValue, seconds < 0 {
      texts.append(
        "\(specPath["terminationGracePeriodSeconds"]): must be >= 0; negative values are invalid and will be treated "
          + "as 1")
    }
    return texts + affinity(spec?["affinity"], specPath["affinity"])
  }

  /// All containers, in the order in which Kubernetes visits them.
  private static func containers(_ spec: JSONValue?, _ path: FieldPath) -> [(JSONValue, FieldPath)] {
    ["initContainers", "containers", "ephemeralContainers"].flatMap { list in
      (spec?[list]?.arrayValue ?? []).enumerated().map { ($1, path[list][$0]) }
    }
  }

  /// The annotations of a pod, some of which were fields to come.
  private struct Annotations {
    let values: JSONValue?
    let path: FieldPath

    func text(_ name: String, _ text: String) -> [String] {
      values?[name] == nil ? [] : ["\(path.key(name)): \(text)"]
    }

    func seccomp(_ name: String) -> [String] {
      text(name, #"non-functional in v1.27+; use the "seccompProfile" field instead"#)
    }

    var deprecated: [String] {
      text(
        "scheduler.alpha.kubernetes.io/critical-pod",
        #"non-functional in v1.16+; use the "priorityClassName" field instead"#)
        + ["security.alpha.kubernetes.io/sysctls", "security.alpha.kubernetes.io/unsafe-sysctls"].flatMap {
          text($0, #"non-functional in v1.11+; use the "sysctls" field instead"#)
        }
    }
  }

  // MARK: Placement

  /// Labels of nodes that were renamed.
  private static func placement(_ spec: JSONValue?, _ path: FieldPath) -> [String] {
    var texts = (spec?["nodeSelector"]?.objectValue ?? [:]).keys.sorted().compactMap { key in
      deprecatedLabels[key].map { "\(path["nodeSelector"].key(key)): \($0)" }
    }
    let affinity = spec?[path: "affinity", "nodeAffinity"]
    let affinityPath = path["affinity"]["nodeAffinity"]
    let required = affinityPath["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    let terms = affinity?[path: "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]
    for (index, term) in (terms?.arrayValue ?? []).enumerated() { texts += nodeTerm(term, required[index]) }
    let preferred = affinityPath["preferredDuringSchedulingIgnoredDuringExecution"]
    let weighted = affinity?["preferredDuringSchedulingIgnoredDuringExecution"]?.arrayValue ?? []
    for (index, term) in weighted.enumerated() {
      texts += nodeTerm(term["preference"] ?? .emptyObject, preferred[index]["preference"])
    }
    for (index, constraint) in (spec?["topologySpreadConstraints"]?.arrayValue ?? []).enumerated() {
      let path = path["topologySpreadConstraints"][index]
      if let key = constraint["topologyKey"]?.stringValue, let text = deprecatedLabels[key] {
        texts.append("\(path["topologyKey"]): \(key) is \(text)")
      }
      if constraint["labelSelector"] == nil { texts.append(noSelector(path)) }
    }
    return texts
  }

  private static func affinity(_ affinity: JSONValue?, _ path: FieldPath) -> [String] {
    ["podAffinity", "podAntiAffinity"].flatMap { name -> [String] in
      let path = path[name]
      let required = "requiredDuringSchedulingIgnoredDuringExecution"
      let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
      let terms = affinity?[name]?[required]?.arrayValue ?? []
      let weighted = affinity?[name]?[preferred]?.arrayValue ?? []
      return terms.enumerated().filter { $1["labelSelector"] == nil }.map { noSelector(path[required][$0.offset]) }
        + weighted.enumerated().filter { $1["podAffinityTerm"]?["labelSelector"] == nil }
        .map { noSelector(path[preferred][$0.offset]["podAffinityTerm"]) }
    }
  }

  private static func noSelector(_ path: FieldPath) -> String {
    "\(path["labelSelector"]): a null labelSelector results in matching no pod"
  }

  // MARK: What is there twice

  private static func duplicates(_ spec: JSONValue?, _ path: FieldPath) -> [String] {
    var texts: [String] = []
    var addresses: Set<String> = []
    for (index, alias) in (spec?["hostAliases"]?.arrayValue ?? []).enumerated() {
      let address = alias["ip"]?.stringValue ?? ""
      if !addresses.insert(address).inserted {
        texts.append("\(path["hostAliases"][index]["ip"]): duplicate ip \"\(address)\"")
      }
    }
    var names: Set<String> = []
    let secrets = (spec?["imagePullSecrets"]?.arrayValue ?? []).map { $0["name"]?.stringValue ?? "" }
    for (index, name) in secrets.enumerated() where !names.insert(name).inserted {
      texts.append("\(path["imagePullSecrets"][index]["name"]): duplicate name \"\(name)\"")
    }
    for (index, name) in secrets.enumerated() where name.isEmpty {
      texts.append("\(path["imagePullSecrets"][index]["name"]): invalid empty name \"\"")
    }
    return texts
  }

  /// Files of projected volumes at the place of a token.
  private static func tokenPaths(_ volumes: [JSONValue], _ path: FieldPath) -> [String] {
    func sources(_ volume: JSONValue) -> [JSONValue] { volume[path: "projected", "sources"]?.arrayValue ?? [] }
    let tokens = Set(
      volumes.flatMap(sources).compactMap { $0[path: "serviceAccountToken"].map { $0["path"]?.stringValue ?? "" } })
    guard !tokens.isEmpty else { return [] }
    var texts: [String] = []
    func check(_ place: FieldPath, _ file: JSONValue?) {
      guard let file = file?["path"]?.stringValue, tokens.contains(file) else { return }
      texts.append("\(place): has duplicated path with ServiceAccountToken \"\(file)\"")
    }
    for (index, volume) in volumes.enumerated() {
      let path = path[index]["projected"]["sources"]
      for source in sources(volume) {
        // The names in the paths are as Kubernetes writes them.
        for (member, name) in [("configMap", "configMap"), ("secret", "secrets"), ("downwardAPI", "downwardAPI")] {
          for (number, item) in (source[member]?["items"]?.arrayValue ?? []).enumerated() {
            check(path[name][number], item)
          }
        }
        check(path["ClusterTrustBundle"], source["clusterTrustBundle"])
      }
    }
    return texts
  }

  /// A variable that is set again without the value it had.
  private static func variables(_ variables: [JSONValue], _ path: FieldPath) -> [String] {
    var names: Set<String> = []
    return variables.enumerated().compactMap { index, variable in
      let name = variable["name"]?.stringValue ?? ""
      guard !names.insert(name).inserted else { return nil }
      let (value, reference) = (variable["value"]?.stringValue ?? "", "$(\(name))")
      guard variable["valueFrom"] != nil || value == reference || !value.contains(reference) else { return nil }
      return "\(path[index]): hides previous definition of \"\(name)\", which may be dropped when using apply"
    }
  }

  private struct Port {
    let path: FieldPath
    let hostAddress: String
    let hostPort: Int64
  }

  /// How many warnings about ports are told: more than an answer can hold, and few enough to find them at once where
  /// every port is like every other.
  private static let mostPorts = 256

  private static func ports(_ containers: [(JSONValue, FieldPath)]) -> [String] {
    var texts: [String] = []
    var known: [String: [Port]] = [:]
    for (container, path) in containers {
      for (index, port) in (container["ports"]?.arrayValue ?? []).enumerated() {
        let number = port["containerPort"]?.integerValue ?? 0
        let transport = port["protocol"]?.stringValue ?? ""
        let this = Port(
          path: path["ports"][index], hostAddress: port["hostIP"]?.stringValue ?? "",
          hostPort: port["hostPort"]?.integerValue ?? 0)
        if !this.hostAddress.isEmpty, this.hostPort == 0 {
          let name = port["name"]?.stringValue ?? ""
          texts.append(
            "\(this.path): hostIP set without hostPort: {Name:\(name) HostPort:0 ContainerPort:\(number) "
              + "Protocol:\(transport) HostIP:\(this.hostAddress)}")
        }
        let key = "\(number)/\(transport)"
        guard texts.count < mostPorts else { return texts }
        texts += known[key, default: []].compactMap { other in
          relation(this, other).map { "\(this.path): \($0) port definition with \(other.path)" }
        }
        known[key, default: []].append(this)
      }
    }
    return texts
  }

  /// What two definitions of one port are to each other; nil when they get along.
  private static func relation(_ this: Port, _ other: Port) -> String? {
    if this.hostAddress == other.hostAddress, this.hostPort == other.hostPort { return "duplicate" }
    if this.hostPort == 0 || other.hostPort == 0 { return "overlapping" }
    let isOneOpen = this.hostAddress.isEmpty != other.hostAddress.isEmpty
    return this.hostPort == other.hostPort && isOneOpen ? "dangerously ambiguous" : nil
  }
}
