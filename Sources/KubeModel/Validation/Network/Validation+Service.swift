/// Services (Kubernetes concept "Service").
extension Validation {
  private static let protocols = ["SCTP", "TCP", "UDP"]
  private static let kubeletPort: Int64 = 10_250

  static func service(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let spec = object["spec"] ?? .emptyObject
    if let before = old?["spec"] {
      serviceAddressChange(spec, before, &findings)
      serviceFamilyChange(spec, before, &findings)
      serviceClassChange(spec, before, &findings)
    }
    topologyAnnotations(object["metadata"], &findings)
    serviceType(spec, &findings)
    servicePorts(spec, &findings)
    let path = FieldPath("spec")
    labels(spec["selector"], path["selector"], &findings)
    sessionAffinity(spec, path, &findings)
    if spec["type"] != "ExternalName" { serviceAddresses(spec, path, &findings) }
    for (index, address) in spec.texts("externalIPs").enumerated() {
      findings.reachableAddress(path["externalIPs"][index], address)
    }
    findings.requiredChoice(path["type"], spec["type"], ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"])
    nodePorts(spec, path["ports"], &findings)
    sourceRanges(object, &findings)
    let isBalanced = spec["type"] == "LoadBalancer"
    if spec.has("allocateLoadBalancerNodePorts"), !isBalanced {
      findings.forbidden(path["allocateLoadBalancerNodePorts"], "may only be used when `type` is 'LoadBalancer'")
    }
    if let name = spec["loadBalancerClass"]?.stringValue {
      if isBalanced {
        findings.form(path["loadBalancerClass"], name, NameForms.qualifiedName)
      } else {
        findings.forbidden(path["loadBalancerClass"], "may only be used when `type` is 'LoadBalancer'")
      }
    }
    trafficPolicies(spec, path, &findings)
  }

  /// Two names of one setting must not differ.
  private static func topologyAnnotations(_ metadata: JSONValue?, _ findings: inout Findings) {
    let (old, new) = ("service.kubernetes.io/topology-aware-hints", "service.kubernetes.io/topology-mode")
    guard let hints = metadata?["annotations"]?[old], let mode = metadata?["annotations"]?[new], hints != mode else {
      return
    }
    findings.invalid(
      FieldPath("metadata")["annotations"].key(new), mode, "must match annotations[\(old)] when both are specified")
  }

  private static func isHeadless(_ spec: JSONValue) -> Bool {
    spec.texts("clusterIPs") == ["None"] || spec.list("clusterIPs").isEmpty && spec["clusterIP"] == "None"
  }

  private static func serviceType(_ spec: JSONValue, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let type = spec.text("type")
    if spec.list("ports").isEmpty, type != "ExternalName", !isHeadless(spec) { findings.required(path["ports"]) }
    switch type {
    case "LoadBalancer", "NodePort":
      if type == "LoadBalancer" {
        for (index, port) in spec.list("ports").enumerated() where port.number("port") == kubeletPort {
          findings.invalid(
            path["ports"][index], port["port"],
            "may not expose port \(kubeletPort) externally since it is used by kubelet")
        }
      }
      if isHeadless(spec) {
        findings.invalid(path["clusterIPs"][0], "None", "may not be set to 'None' for \(type) services")
      }
    case "ExternalName":
      for name in ["clusterIPs", "ipFamilies"] where !spec.list(name).isEmpty {
        findings.forbidden(path[name], "may not be set for ExternalName services")
      }
      if spec.has("ipFamilyPolicy") {
        findings.forbidden(path["ipFamilyPolicy"], "may not be set for ExternalName services")
      }
      let name = spec.text("externalName")
      findings.requiredForm(
        path["externalName"], .string(name.hasSuffix(".") ? String(name.dropLast()) : name), "", NameForms.subdomain)
    default: break
    }
  }

  // MARK: Ports

  private static func servicePorts(_ spec: JSONValue, _ findings: inout Findings) {
    let ports = spec.list("ports")
    var names: Set<String> = []
    for (index, port) in ports.enumerated() {
      let path = FieldPath("spec")["ports"][index]
      let name = port.text("name")
      if name.isEmpty {
        if ports.count > 1 { findings.required(path["name"]) }
      } else {
        findings.form(path["name"], name, NameForms.label)
        if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      }
      findings.port(path["port"], port["port"] ?? 0)
      findings.requiredChoice(path["protocol"], port["protocol"], protocols)
      portNumberOrName(port["targetPort"], path["targetPort"], &findings)
      findings.givenForm(path["appProtocol"], port["appProtocol"], NameForms.qualifiedName)
    }
  }

  /// Node ports where there can be none, and ports that are there twice.
  private static func nodePorts(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let ports = spec.list("ports")
    if spec["type"] == "ClusterIP" {
      for (index, port) in ports.enumerated() where port.number("nodePort") != 0 {
        findings.forbidden(path[index]["nodePort"], "may not be used when `type` is 'ClusterIP'")
      }
    }
    var nodePorts: Set<JSONValue> = []
    for (index, port) in ports.enumerated() where port.number("nodePort") != 0 {
      let key: JSONValue = ["protocol": port["protocol"] ?? "", "nodePort": port["nodePort"] ?? 0]
      if !nodePorts.insert(key).inserted { findings.duplicate(path[index]["nodePort"], port["nodePort"]) }
    }
    var pairs: Set<JSONValue> = []
    for (index, port) in ports.enumerated() {
      let key: JSONValue = ["port": port["port"] ?? 0, "protocol": port["protocol"] ?? ""]
      if !pairs.insert(key).inserted { findings.duplicate(path[index], key) }
    }
  }

  // MARK: Sessions, ranges and policies

  private static func sessionAffinity(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    findings.requiredChoice(path["sessionAffinity"], spec["sessionAffinity"], ["ClientIP", "None"])
    let config = path["sessionAffinityConfig"]
    switch spec.text("sessionAffinity") {
    case "None":
      if spec.has("sessionAffinityConfig") {
        findings.forbidden(config, "must not be set when session affinity is None")
      }
    case "ClientIP":
      let why = "when session affinity type is ClientIP"
      guard let given = spec["sessionAffinityConfig"] else { return findings.required(config, why) }
      guard given.has("clientIP") else { return findings.required(config["clientIP"], why) }
      guard let seconds = given[path: "clientIP", "timeoutSeconds"]?.integerValue else {
        return findings.required(config["clientIP"]["timeoutSeconds"], why)
      }
      if !(1...86_400).contains(seconds) {
        findings.invalid(
          config["clientIP"]["timeoutSeconds"], .integer(seconds),
          "must be greater than 0 and less than 86400")
      }
    default: break
    }
  }

  private static func sourceRanges(_ object: JSONValue, _ findings: inout Findings) {
    let spec = object["spec"] ?? .emptyObject
    let name = "service.beta.kubernetes.io/load-balancer-source-ranges"
    let ranges = spec.texts("loadBalancerSourceRanges")
    let path: FieldPath
    if !ranges.isEmpty {
      // Kubernetes names the field as its struct does.
      path = FieldPath("spec")["LoadBalancerSourceRanges"]
    } else if object["metadata"]?["annotations"]?[name] != nil {
      path = FieldPath("metadata")["annotations"].key(name)
    } else {
      return
    }
    if spec["type"] != "LoadBalancer" {
      findings.forbidden(path, "may only be used when `type` is 'LoadBalancer'")
    }
    guard ranges.isEmpty else {
      for (index, range) in ranges.enumerated() { findings.network(path[index], range.trimmed) }
      return
    }
    let text = object["metadata"]?["annotations"]?[name]?.stringValue?.trimmed ?? ""
    for range in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
      findings.network(path, String(range).trimmed)
    }
  }

  private static func trafficPolicies(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let type = spec.text("type")
    let isExternal =
      ["LoadBalancer", "NodePort"].contains(type) || type == "ClusterIP" && !spec.list("externalIPs").isEmpty
    if isExternal {
      findings.requiredChoice(path["externalTrafficPolicy"], spec["externalTrafficPolicy"], ["Cluster", "Local"])
    } else if !spec.text("externalTrafficPolicy").isEmpty {
      findings.invalid(
        path["externalTrafficPolicy"], spec["externalTrafficPolicy"],
        "may only be set for externally-accessible services")
    }
    let port = spec.number("healthCheckNodePort")
    if type == "LoadBalancer", spec["externalTrafficPolicy"] == "Local" {
      if port != 0 { findings.port(path["healthCheckNodePort"], .integer(port)) }
    } else if port != 0 {
      findings.invalid(
        path["healthCheckNodePort"], .integer(port),
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
    }
    findings.optionalChoice(path["internalTrafficPolicy"], spec["internalTrafficPolicy"], ["Cluster", "Local"])
    findings.optionalChoice(
      path["trafficDistribution"], spec["trafficDistribution"], ["PreferClose", "PreferSameNode", "PreferSameZone"])
  }
}
