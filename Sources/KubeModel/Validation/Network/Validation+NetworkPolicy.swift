/// Network policies (Kubernetes concept "Network Policies").
extension Validation {
  static func networkPolicy(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    labelSelector(spec["podSelector"], path["podSelector"], &findings)
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
      for (index, rule) in spec.list(direction).enumerated() {
        let path = path[direction][index]
        for (index, port) in rule.list("ports").enumerated() {
          policyPort(port, path["ports"][index], &findings)
        }
        for (index, peer) in rule.list(peers).enumerated() { policyPeer(peer, path[peers][index], &findings) }
      }
    }
    let types = spec.list("policyTypes")
    if types.count > 2 {
      return findings.invalid(path["policyTypes"], spec["policyTypes"], "may not specify more than two policyTypes")
    }
    for (index, type) in types.enumerated() {
      findings.optionalChoice(path["policyTypes"][index], type, ["Egress", "Ingress"])
    }
  }

  private static func policyPort(_ port: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    findings.optionalChoice(path["protocol"], port["protocol"], ["TCP", "UDP", "SCTP"])
    let last = port["endPort"]
    switch port["port"] {
    case .string(let name)?:
      if last != nil { findings.invalid(path["endPort"], last, "may not be specified when `port` is non-numeric") }
      findings.form(path["port"], name, NameForms.portName)
    case let number?:
      if let end = last?.integerValue {
        if (number.integerValue ?? 0) > end {
          findings.invalid(path["endPort"], last, "must be greater than or equal to `port`")
        }
        findings.port(path["endPort"], last)
      }
      findings.port(path["port"], number)
    case nil:
      if last != nil { findings.invalid(path["endPort"], last, "may not be specified when `port` is not specified") }
    }
  }

  private static func policyPeer(_ peer: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let given = ["podSelector", "namespaceSelector", "ipBlock"].filter(peer.has)
    for name in given where name != "ipBlock" { labelSelector(peer[name], path[name], &findings) }
    if let block = peer["ipBlock"] { addressBlock(block, path["ipBlock"], &findings) }
    if given.isEmpty {
      findings.required(path, "must specify a peer")
    } else if given.count > 1, given.contains("ipBlock") {
      findings.forbidden(path, "may not specify both ipBlock and another peer")
    }
  }

  private static func addressBlock(_ block: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let text = block.text("cidr")
    guard !text.isEmpty else { return findings.required(path["cidr"]) }
    findings.network(path["cidr"], text)
    let network = CELNetwork(lenient: text)
    for (index, exception) in block.texts("except").enumerated() {
      let path = path["except"][index]
      findings.network(path, exception)
      guard let network, let inner = CELNetwork(lenient: exception) else { continue }
      if !network.contains(inner.address) || network.length >= inner.length {
        findings.invalid(path, .string(exception), "must be a strict subset of `cidr`")
      }
    }
  }
}
