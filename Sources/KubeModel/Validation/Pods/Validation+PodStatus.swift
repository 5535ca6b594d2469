import OrderedCollections

/// What may be written into the status of a pod.
extension Validation {
  static func podStatus(_ object: JSONValue, _ old: JSONValue, _ findings: inout Findings) {
    podAnnotationUpdate(object, old, FieldPath("metadata")["annotations"], &findings)
    let (status, before) = (object["status"] ?? .emptyObject, old["status"] ?? .emptyObject)
    for (index, condition) in status.list("conditions").enumerated() {
      let type = condition.text("type")
      if ["PodScheduled", "Ready", "Initialized"].contains(type) { continue }
      // The path is Kubernetes' own.
      findings.form(FieldPath("metadata")["conditions"][index]["Type"], type, NameForms.qualifiedName)
    }
    let path = FieldPath("status")
    let nominated = status.text("nominatedNodeName")
    if !nominated.isEmpty, nominated != before.text("nominatedNodeName") {
      findings.name(path["nominatedNodeName"], nominated)
    }
    // A pod that an earlier version has stored may be without one.
    if before.has("qosClass") { findings.immutable(path["qosClass"], status["qosClass"], before["qosClass"]) }
    let spec = old["spec"] ?? .emptyObject
    let sidecars = Set(
      spec.list("initContainers").filter { $0["restartPolicy"] == "Always" }.map { $0.text("name") })
    for (list, policy, restartable) in [
      ("containerStatuses", spec.text("restartPolicy"), []),
      ("initContainerStatuses", spec.text("restartPolicy"), sidecars),
      ("ephemeralContainerStatuses", "Never", []),
    ] as [(String, String, Set<String>)] {
      ended(status.list(list), before.list(list), restartable, policy: policy, path[list], &findings)
    }
    claimStatuses(
      status.list("resourceClaimStatuses"), of: object["spec"]?.list("resourceClaims") ?? [],
      path["resourceClaimStatuses"], &findings)
    addresses(status.list("podIPs"), path["podIPs"], &findings)
    hostAddresses(status, path["hostIPs"], &findings)
  }

  /// What has ended and is not started again stays ended.
  private static func ended(
    _ statuses: [JSONValue], _ before: [JSONValue], _ restartable: Set<String>, policy: String, _ path: FieldPath,
    _ findings: inout Findings
  ) {
    if policy == "Always" { return }
    for (index, old) in before.enumerated() {
      guard let end = old[path: "state", "terminated"], !restartable.contains(old.text("name")),
        policy != "OnFailure" || end.number("exitCode") == 0
      else { continue }
      for new in statuses where new.text("name") == old.text("name") && new[path: "state", "terminated"] == nil {
        findings.forbidden(path[index]["state"], "may not be transitioned to non-terminated state")
      }
    }
  }

  private static func claimStatuses(
    _ statuses: [JSONValue], of claims: [JSONValue], _ path: FieldPath, _ findings: inout Findings
  ) {
    let known = Set(claims.map { $0.text("name") })
    var names: Set<String> = []
    for (index, status) in statuses.enumerated() {
      let path = path[index]["name"]
      let name = status.text("name")
      if !known.contains(name) {
        findings.invalid(path, .string(name), "must match the name of an entry in `spec.resourceClaims`")
      }
      if !names.insert(name).inserted { findings.duplicate(path, .string(name)) }
      if let claim = status["resourceClaimName"]?.stringValue { findings.name(path, claim) }
    }
  }

  /// The addresses of a pod or of its node: one of each family.
  private static func addresses(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, entry) in list.enumerated() { findings.form(path[index], entry.text("ip"), NameForms.address) }
    guard list.count > 1 else { return }
    let families = list.map { $0.text("ip").contains(":") }
    if list.count > 2 || families[0] == families[1] {
      findings.invalid(path, .array(list), "may specify no more than one IP for each IP family")
    }
    var seen: Set<String> = []
    for (index, entry) in list.enumerated() where !seen.insert(entry.text("ip")).inserted {
      findings.duplicate(path[index], entry)
    }
  }

  private static func hostAddresses(_ status: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    let list = status.list("hostIPs")
    guard let first = list.first else { return }
    if first.text("ip") != status.text("hostIP") {
      findings.invalid(path[0]["ip"], first["ip"], "must be equal to `hostIP`")
    }
    addresses(list, path, &findings)
  }
}
