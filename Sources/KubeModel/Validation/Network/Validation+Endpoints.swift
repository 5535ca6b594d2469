import OrderedCollections

/// What services lead to.
extension Validation {
  /// `Endpoints`.
  static func endpoints(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let changed = "endpoints.kubernetes.io/last-change-trigger-time"
    if let time = object["metadata"]?["annotations"]?[changed]?.stringValue, Timestamp(time) == nil {
      findings.invalid(
        FieldPath("metadata")["annotations"].key(changed), .string(time),
        "must be a valid RFC3339 timestamp")
    }
    for (index, subset) in object.list("subsets").enumerated() {
      let path = FieldPath("subsets")[index]
      if subset.list("addresses").isEmpty, subset.list("notReadyAddresses").isEmpty {
        findings.required(path, "must specify `addresses` or `notReadyAddresses`")
      }
      for name in ["addresses", "notReadyAddresses"] {
        for (index, address) in subset.list(name).enumerated() {
          endpointAddress(address, path[name][index], &findings)
        }
      }
      let ports = subset.list("ports")
      for (index, port) in ports.enumerated() {
        endpointPort(port, isNamed: ports.count > 1, path["ports"][index], &findings)
      }
    }
  }

  private static func endpointAddress(_ address: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    findings.optionalForm(path["hostname"], address["hostname"], NameForms.label)
    findings.givenForm(path["nodeName"], address["nodeName"], NameForms.subdomain)
    findings.reachableAddress(path["ip"], address.text("ip"))
  }

  private static func endpointPort(
    _ port: JSONValue, isNamed: Bool, _ path: FieldPath, _ findings: inout Findings
  ) {
    if isNamed, port.text("name").isEmpty { findings.required(path["name"]) }
    findings.optionalForm(path["name"], port["name"], NameForms.label)
    findings.port(path["port"], port["port"] ?? 0)
    findings.requiredChoice(path["protocol"], port["protocol"], ["SCTP", "TCP", "UDP"])
    findings.givenForm(path["appProtocol"], port["appProtocol"], NameForms.qualifiedName)
  }

  /// `EndpointSlice`.
  static func endpointSlice(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let kind = object.text("addressType")
    findings.requiredChoice(FieldPath("addressType"), object["addressType"], ["FQDN", "IPv4", "IPv6"])
    let endpoints = object.list("endpoints")
    if endpoints.count > 1_000 {
      findings.tooMany(FieldPath("endpoints"), endpoints.count, limit: 1_000)
    } else {
      for (index, endpoint) in endpoints.enumerated() {
        self.endpoint(endpoint, kind, FieldPath("endpoints")[index], &findings)
      }
    }
    slicePorts(object.list("ports"), FieldPath("ports"), &findings)
    if let old { findings.immutable(FieldPath("addressType"), object["addressType"], old["addressType"]) }
  }

  private static func endpoint(
    _ endpoint: JSONValue, _ kind: String, _ path: FieldPath, _ findings: inout Findings
  ) {
    let addresses = endpoint.texts("addresses")
    let place = path["addresses"]
    if addresses.isEmpty { findings.required(place, "must contain at least 1 address") }
    if addresses.count > 100 { findings.tooMany(place, addresses.count, limit: 100) }
    for (index, address) in addresses.enumerated() {
      switch kind {
      case "IPv4", "IPv6":
        if CELIP(lenient: address)?.isIPv4 != (kind == "IPv4") {
          findings.invalid(place[index], .string(address), "must be a valid \(kind) address")
        } else {
          findings.reachableAddress(place[index], address)
        }
      case "FQDN":
        let name = address.hasSuffix(".") ? String(address.dropLast()) : address
        findings.domain(place[index], name, least: 2, words: "two")
      default: break
      }
    }
    findings.givenForm(path["nodeName"], endpoint["nodeName"], NameForms.subdomain)
    let topology = endpoint["deprecatedTopology"]
    if (topology?.objectValue?.count ?? 0) > 16 {
      findings.tooMany(path["deprecatedTopology"], topology?.objectValue?.count ?? 0, limit: 16)
    }
    labels(topology, path["deprecatedTopology"], &findings)
    if topology?["topology.kubernetes.io/zone"] != nil {
      findings.invalid(
        path["deprecatedTopology"].key("topology.kubernetes.io/zone"), topology?["topology.kubernetes.io/zone"],
        "deprecatedTopology cannot contain zone")
    }
    findings.givenForm(path["hostname"], endpoint["hostname"], NameForms.label)
    hints(endpoint["hints"], path["hints"], &findings)
  }

  private static func hints(_ hints: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    for (list, limit) in [("forZones", 8), ("forNodes", 8)] {
      let entries = hints?.list(list) ?? []
      if entries.count > limit {
        findings.tooMany(path[list], entries.count, limit: Int64(limit))
        continue
      }
      var names: Set<String> = []
      for (index, entry) in entries.enumerated() {
        let name = entry.text("name")
        let path = path[list][index]["name"]
        if !names.insert(name).inserted {
          findings.duplicate(path, .string(name))
        } else {
          findings.form(path, name, list == "forNodes" ? NameForms.subdomain : NameForms.labelValue)
        }
      }
    }
  }

  private static func slicePorts(_ ports: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    if ports.count > 20_000 { return findings.tooMany(path, ports.count, limit: 20_000) }
    var names: Set<String> = []
    for (index, port) in ports.enumerated() {
      let path = path[index]
      let name = port.text("name")
      findings.optionalForm(path["name"], port["name"], NameForms.label)
      if !names.insert(name).inserted { findings.duplicate(path["name"], .string(name)) }
      if port.has("protocol") {
        findings.optionalChoice(path["protocol"], port["protocol"], ["SCTP", "TCP", "UDP"])
      } else {
        findings.required(path["protocol"])
      }
      findings.givenForm(path["appProtocol"], port["appProtocol"], NameForms.qualifiedName)
    }
  }
}
