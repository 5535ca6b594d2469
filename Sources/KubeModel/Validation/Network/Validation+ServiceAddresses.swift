/// The addresses of services and their families, alone and against those that a service had.
extension Validation {
  static func serviceAddresses(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let (address, addresses) = (spec.text("clusterIP"), spec.texts("clusterIPs"))
    let place = path["clusterIPs"]
    if address.isEmpty, !addresses.isEmpty {
      findings.invalid(place, spec["clusterIPs"], "must be empty when `clusterIP` is not specified")
    } else if !address.isEmpty, addresses.isEmpty {
      findings.required(place)
    } else if !address.isEmpty, addresses[0] != address {
      findings.invalid(place, spec["clusterIPs"], "first value must match `clusterIP`")
    }
    families(spec, path, &findings)
    var isWrong = false
    for (index, text) in addresses.enumerated() {
      if index == 0, text == "None" {
        if addresses.count > 1 {
          isWrong = true
          findings.invalid(place, spec["clusterIPs"], "'None' must be the first and only value")
        }
        continue
      }
      isWrong = isWrong || CELIP(lenient: text) == nil
      findings.address(place[index], text)
    }
    if addresses.count > 2 {
      findings.invalid(place, spec["clusterIPs"], "may only hold up to 2 values")
    }
    let parsed = addresses.compactMap { CELIP(lenient: $0) }
    guard !isWrong, parsed.count == addresses.count else { return }
    if addresses.count > 1, Set(parsed.map(\.isIPv4)).count < 2 {
      findings.invalid(place, spec["clusterIPs"], "may specify no more than one IP for each IP family")
    }
    for (index, (address, family)) in zip(parsed, spec.texts("ipFamilies")).enumerated() {
      guard ["IPv4", "IPv6"].contains(family), address.isIPv4 != (family == "IPv4") else { continue }
      findings.invalid(
        place[index], .string(addresses[index]), "expected an \(family) value as indicated by `ipFamilies[\(index)]`")
    }
  }

  private static func families(_ spec: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    var seen: Set<JSONValue> = []
    for (index, family) in spec.list("ipFamilies").enumerated() {
      findings.optionalChoice(path["ipFamilies"][index], family, ["IPv4", "IPv6"])
      if !seen.insert(family).inserted { findings.duplicate(path["ipFamilies"][index], family) }
    }
    findings.optionalChoice(
      path["ipFamilyPolicy"], spec["ipFamilyPolicy"], ["PreferDualStack", "RequireDualStack", "SingleStack"])
  }

  // MARK: Changes

  private static func isHeadless(_ spec: JSONValue) -> Bool { spec.texts("clusterIPs") == ["None"] }

  /// A service keeps its first address; a second one may come, and go.
  static func serviceAddressChange(_ spec: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    guard spec["type"] != "ExternalName", old["type"] != "ExternalName", !isHeadless(spec) || !isHeadless(old) else {
      return
    }
    let (new, before) = (spec.texts("clusterIPs"), old.texts("clusterIPs"))
    let path = FieldPath("spec")["clusterIPs"]
    if new.count == before.count {
      for (index, address) in before.enumerated() where address != new[index] {
        findings.invalid(path[index], spec["clusterIPs"], "may not change once set")
      }
      return
    }
    if new.isEmpty { findings.invalid(path[0], spec["clusterIPs"] ?? [], "primary clusterIP can not be unset") }
    if let first = before.first, let own = new.first, first != own {
      findings.invalid(path[0], spec["clusterIPs"], "may not change once set")
    }
    if new.count < before.count, new.count == 1, spec["ipFamilyPolicy"] != "SingleStack" {
      findings.invalid(
        path[0], spec["clusterIPs"],
        "`ipFamilyPolicy` must be set to 'SingleStack' when releasing the secondary clusterIP")
    }
  }

  static func serviceFamilyChange(_ spec: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    guard spec["type"] != "ExternalName", old["type"] != "ExternalName", !isHeadless(spec), !isHeadless(old) else {
      return
    }
    let (new, before) = (spec.texts("ipFamilies"), old.texts("ipFamilies"))
    let path = FieldPath("spec")["ipFamilies"]
    if new.count == before.count {
      for (index, family) in before.enumerated() where family != new[index] {
        findings.invalid(path[0], spec["ipFamilies"], "may not change once set")
      }
      return
    }
    if new.isEmpty { findings.invalid(path[0], spec["ipFamilies"] ?? [], "primary ipFamily can not be unset") }
    if let first = before.first, let own = new.first, first != own {
      findings.invalid(path[0], spec["ipFamilies"], "may not change once set")
    }
  }

  static func serviceClassChange(_ spec: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    guard spec["type"] == "LoadBalancer", old["type"] == "LoadBalancer" else { return }
    if !JSONValue.areSame(spec["loadBalancerClass"], old["loadBalancerClass"]) {
      findings.invalid(
        FieldPath("spec")["loadBalancerClass"], spec["loadBalancerClass"], "may not change once set")
    }
  }
}
