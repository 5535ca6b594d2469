import OrderedCollections

extension Validation {
  static func pod(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    guard let old else {
      podSpec(object["spec"], FieldPath("spec"), &findings)
      return
    }
    let mutable: Set = ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates"]
    func fixed(_ pod: JSONValue) -> JSONValue {
      var spec = pod["spec"] ?? .emptyObject
      for name in mutable { spec[name] = nil }
      // A binding sets the node.
      spec["nodeName"] = nil
      for list in ["containers", "initContainers"] {
        guard let containers = spec[list]?.arrayValue else { continue }
        spec[list] = .array(
          containers.map { container in
            var container = container
            container["image"] = nil
            return container
          })
      }
      return spec
    }
    if !fixed(object).isSame(as: fixed(old)) {
      findings.forbidden(
        FieldPath("spec"),
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
          + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)")
    }
    for (index, container) in (object["spec"]?["containers"]?.arrayValue ?? []).enumerated()
    where (container["image"]?.stringValue ?? "").isEmpty {
      findings.required(FieldPath("spec")["containers"][index]["image"])
    }
  }

  static func podTemplateObject(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    podTemplate(object["template"], FieldPath("template"), &findings)
  }

  /// A pod template: labels, annotations and the spec of the pods to come.
  ///
  /// - Parameter claims: The names of volumes that the pods get besides those of the template.
  static func podTemplate(
    _ template: JSONValue?, _ path: FieldPath, claims: [String] = [], _ findings: inout Findings
  ) {
    labels(template?["metadata"]?["labels"], path["labels"], &findings)
    podSpec(template?["spec"], path["spec"], claims: claims, &findings)
  }

  private static func podSpec(
    _ spec: JSONValue?, _ path: FieldPath, claims: [String] = [], _ findings: inout Findings
  ) {
    let volumes = volumes(spec?["volumes"]?.arrayValue ?? [], path["volumes"], &findings).union(claims)
    var names: Set<String> = []
    let containers = spec?["containers"]?.arrayValue ?? []
    if containers.isEmpty { findings.required(path["containers"]) }
    for (index, container) in containers.enumerated() {
      self.container(container, path["containers"][index], volumes: volumes, names: &names, &findings)
    }
    for (index, container) in (spec?["initContainers"]?.arrayValue ?? []).enumerated() {
      let path = path["initContainers"][index]
      self.container(container, path, volumes: volumes, names: &names, &findings)
      guard container["restartPolicy"]?.stringValue != "Always" else { continue }
      for probe in ["livenessProbe", "readinessProbe", "startupProbe"] where container[probe] != nil {
        findings.forbidden(path[probe], "may not be set for init containers without restartPolicy=Always")
      }
    }
    findings.choice(path["restartPolicy"], spec?["restartPolicy"], ["Always", "OnFailure", "Never"])
    findings.choice(
      path["dnsPolicy"], spec?["dnsPolicy"], ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"])
    if let deadline = spec?["activeDeadlineSeconds"]?.integerValue, !(1...2_147_483_647).contains(deadline) {
      findings.invalid(
        path["activeDeadlineSeconds"], .integer(deadline), "must be between 1 and 2147483647, inclusive")
    }
    labels(spec?["nodeSelector"], path["nodeSelector"], &findings)
    for name in ["hostname", "subdomain"] {
      if let text = spec?[name]?.stringValue, !text.isEmpty { findings.form(path[name], text, NameForms.label) }
    }
    if let account = spec?["serviceAccountName"]?.stringValue, !account.isEmpty {
      findings.form(path["serviceAccountName"], account, NameForms.subdomain)
    }
    tolerations(spec?["tolerations"]?.arrayValue ?? [], path["tolerations"], &findings)
    affinity(spec?["affinity"], path["affinity"], &findings)
  }

  private static func tolerations(_ list: [JSONValue], _ path: FieldPath, _ findings: inout Findings) {
    for (index, toleration) in list.enumerated() {
      let path = path[index]
      let key = toleration["key"]?.stringValue ?? ""
      if !key.isEmpty { findings.form(path["key"], key, NameForms.qualifiedName) }
      let comparison = toleration["operator"]?.stringValue ?? ""
      if key.isEmpty, comparison != "Exists" {
        findings.invalid(
          path["operator"], toleration["operator"] ?? "",
          "operator must be Exists when `key` is empty, which means \"match all values and all keys\"")
      }
      if comparison == "Exists", !(toleration["value"]?.stringValue ?? "").isEmpty {
        findings.invalid(path["operator"], toleration, "value must be empty when `operator` is 'Exists'")
      }
      findings.choice(path["operator"], toleration["operator"], ["Equal", "Exists"])
      if toleration["tolerationSeconds"] != nil, toleration["effect"]?.stringValue != "NoExecute" {
        findings.invalid(
          path["effect"], toleration["effect"] ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set")
      }
      findings.choice(path["effect"], toleration["effect"], ["NoSchedule", "PreferNoSchedule", "NoExecute"])
    }
  }

  private static func affinity(_ affinity: JSONValue?, _ path: FieldPath, _ findings: inout Findings) {
    for kind in ["podAffinity", "podAntiAffinity"] {
      let required = "requiredDuringSchedulingIgnoredDuringExecution"
      for (index, term) in (affinity?[kind]?[required]?.arrayValue ?? []).enumerated() {
        affinityTerm(term, path[kind][required][index], &findings)
      }
      let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
      for (index, weighted) in (affinity?[kind]?[preferred]?.arrayValue ?? []).enumerated() {
        let path = path[kind][preferred][index]
        if let weight = weighted["weight"]?.integerValue, !(1...100).contains(weight) {
          findings.invalid(path["weight"], .integer(weight), "must be in the range 1-100")
        }
        affinityTerm(weighted["podAffinityTerm"] ?? .emptyObject, path["podAffinityTerm"], &findings)
      }
    }
  }

  private static func affinityTerm(_ term: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    labelSelector(term["labelSelector"], path["labelSelector"], &findings)
    let key = term["topologyKey"]?.stringValue ?? ""
    if key.isEmpty {
      findings.required(path["topologyKey"], "can not be empty")
    } else {
      findings.form(path["topologyKey"], key, NameForms.qualifiedName)
    }
  }
}
